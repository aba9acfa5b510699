# SPDX-License-Identifier: GPL-3.0-or-later
"""The faults that run-mutant plants, and the test program that must notice each.

A mutant is a file, exact replacements in it, the sources that must be compiled again, and the test target that must
fail. Of the programs that would notice it, the quickest is named.
"""

LOOPS = ["src/engine/analytic_loops_portable.c", "src/engine/analytic_loops_avx2.c", "src/engine/analytic_loops_avx512.c"]
KERNELS = ["src/engine/kernel_portable.c", "src/engine/kernel_avx2.c", "src/engine/kernel_avx512.c"]

# name: (file, [(old, new), ...], sources to compile, test target)
MUTANTS = {
    # nothing planted: must survive, or a kill would prove nothing (a control of every test program follows below)
    "control": ("src/engine/lanes.c", [], ["src/engine/lanes.c"] + KERNELS, "test_engine_run"),
    "no_half_variance": (
        "src/engine/lanes.c", [("- 0.5 * sd * sd", "")], ["src/engine/lanes.c"], "test_engine_run"),
    "bands_not_rising": (
        "src/analysis/calibrate_bands.c", [("rasimi_isotonic(rising, data->weight, data->n, start);", "")],
        ["src/analysis/calibrate_bands.c"], "test_analysis_calibrate"),
    "few_are_told": (
        "src/report/document_fit.c", [(">= RASIM_SMALL_NUMBER ? all_of : NULL", ">= 0 ? all_of : NULL")],
        ["src/report/document_fit.c"], "test_report_page_html"),
    "tolerance_on_one_side": (
        "src/report/verdict.c", [("share_of(1 - tolerance)", "share_of(1 / (1 + tolerance))")], ["src/report/verdict.c"],
        "test_report_document_run"),
    "vignettes_are_lost": (
        "src/analysis/calibrate.c", [("keep_file(w, w->options->vignettes)", "keep_file(w, NULL)")],
        ["src/analysis/calibrate.c"], "test_analysis_calibrate"),
    "tables_are_left_in_part": (
        "src/report/tables_csv.c", [("remove_tables(folder, document, n);", "remove_tables(folder, document, 0 * n);")],
        ["src/report/tables_csv.c"], "test_report_formats"),
    "later_years_with_the_first_ones_money": (
        "src/report/document_money.c", [("rasimi_json_item(teller->years, later.i_year)", "rasimi_json_item(teller->years, 0)")],
        ["src/report/document_money.c"], "test_report_document_run"),
    "years_without_their_name": (
        "src/report/document_make.c", [("json_array_size(years) > 1", "json_array_size(years) > 99")],
        ["src/report/document_make.c"], "test_report_document_run"),
    "chance_of_the_first_year_alone": (
        "src/report/document_risk.c", [('several ? "affordability_every_year" : "affordability"', '"affordability"')],
        ["src/report/document_risk.c"], "test_report_document_run"),
    "places_from_the_wrong_end": (
        "src/cli/places_table.c", [("return a->beyond > b->beyond ? -1 : 1;", "return a->beyond > b->beyond ? 1 : -1;")],
        ["src/cli/places_table.c"], "test_cli_places"),
    "folds_seen": (
        "src/analysis/calibrate_judge.c", [("weight[i] = fold[i] == f ? 0 : sample->weight[i];", "weight[i] = sample->weight[i];")],
        ["src/analysis/calibrate_judge.c"], "test_analysis_calibrate"),
    "bootstrap_draws_halved": (
        "src/analysis/calibrate_judge.c", [("draw + 1 < n; draw++)", "draw + 1 < n; draw += 2)")],
        ["src/analysis/calibrate_judge.c"], "test_analysis_calibrate"),
    "price_without_high_cost": (
        "src/analysis/calibrate_price.c", [("job->sample->outside_net;", "0 * job->sample->outside_net;")],
        ["src/analysis/calibrate_price.c"], "test_analysis_calibrate"),
    "steps_not_summed": (
        "src/analysis/calibrate_glm.c", [("(goes_on ? values[t - 1] : 0)", "0")],
        ["src/analysis/calibrate_glm.c"], "test_analysis_calibrate_glm"),
    "smearing_forgotten": (
        "src/analysis/calibrate_glm.c", [("rasimi_glm_smearing(&m->glm, m->beta) : 1", "1.0 : 1")],
        ["src/analysis/calibrate_glm.c"], "test_analysis_calibrate_glm"),
    "prior_as_levels": (
        "src/analysis/calibrate_glm.c", [("stated - below : stated;", "stated : stated;")],
        ["src/analysis/calibrate_glm.c"], "test_analysis_calibrate_glm"),
    "mid_rank_below": (
        "src/num/percentile.c", [("(below + 0.5 * (upto - below))", "(below + 0.0 * (upto - below))")],
        ["src/num/percentile.c"], "test_num_percentile"),
    "segments_greedy": (
        "src/num/segments.c", [("before[from] + spread_within(s, from, i)", "spread_within(s, from, i)")],
        ["src/num/segments.c"], "test_num_segments"),
    "glm_without_offset": (
        "src/num/glm.c", [("rasimi_exp(-(eta + offset_of(model, i))) - 1.0", "rasimi_exp(-eta) - 1.0")],
        ["src/num/glm.c"], "test_num_glm"),
    "pilot_with_replacement": (
        "src/engine/pilot.c", [("copy++, people--)", "copy++)")], ["src/engine/pilot.c"], "test_engine_pilot"),
    "price_mean_as_median": (
        "src/engine/shocks.c", [("rasimi_log(mean) - 0.5 * variance", "rasimi_log(mean)")],
        ["src/engine/shocks.c"], "test_engine_run"),
    "plain_urn": (
        "src/num/urn.c",
        [("bars = n - 2", "bars = n - 1"), ("(unseen + n - 2 + 63)", "(unseen + n - 1 + 63)"),
         ("left_out = rasimi_draws_below(&d, n)", "left_out = n + 0 * rasimi_draws_below(&d, n)"),
         ("(size_t)n : 0", "(size_t)n + 1 : 0"), ("border[n - 1] = slots;", "border[n] = slots;"), ("counts[left_out] = 1;", "")],
        ["src/num/urn.c"], "test_engine_run"),
    "copies_folded_too_late": (
        "src/engine/kernel_settle.h", [("n = rest < STRIP_BLOCKS ? rest : STRIP_BLOCKS;", "n = rest;"),
                                       ("first < s->n_turns; first += STRIP_BLOCKS", "first < s->n_turns; first += s->n_turns")],
        KERNELS, "test_engine_kernel"),
    "rows_without_their_last_copy": (
        "src/engine/population.c", [("copies > 0; copies--", "copies > 1; copies--")],
        ["src/engine/population.c"], "test_engine_run"),
    "keys_ordered_by_their_high_half": (
        "src/model/caseload.c", [("keys[to - 1].key > moved.key", "keys[to - 1].key >> 32 > moved.key >> 32")],
        ["src/model/caseload.c"], "test_model_caseload"),
    "middle_bytes_without_a_hash": (
        "src/base/text.c", [("load(text, 4) | load(text + length - 4, 4) << 32", "load(text, 4)")], ["src/base/text.c"],
        "test_base_text"),
    "batches_of_calls_all_the_first": (
        "src/num/draws.c", [("draws->next_call, 1, computed,", "0, 1, computed,")], ["src/num/draws.c"],
        "test_engine_kernel"),
    "a_taken_slot_is_taken_twice": (
        "src/num/urn.c", [("bitmap[last / 64] |= (before >> slot % 64 & 1) << last % 64;", "(void)before;")],
        ["src/num/urn.c"], "test_num_urn"),
    "plain_line_in_a_quoted_field": (
        "src/io/csv.c", [("if (!goes_on_in_quotes && !quoted)", "if (!quoted)")], ["src/io/csv.c"], "test_io_csv"),
    "zero_byte_in_a_plain_word": (
        "src/base/text.c", [("(word & tops) == 0 && ((word + ~tops) & tops) == tops", "(word & tops) == 0")],
        ["src/base/text.c"], "test_base_text"),
    "normal_without_its_sign": (
        "src/engine/vec_avx2.h",
        [("const vi sign = _mm256_and_si256(word, _mm256_set1_epi32((int)0x80000000u));",
          "const vi sign = _mm256_and_si256(word, _mm256_setzero_si256());")],
        ["src/engine/kernel_avx2.c"], "test_engine_kernel"),
    "places_of_the_group_only": (
        "src/model/recipe_generate.c", [("group->places.n > 0 ? &group->places : &g->recipe->places", "&group->places")],
        ["src/model/recipe_generate.c"], "test_model_recipe"),
    "uplift_share_099": (
        "src/engine/shocks.c", [("sign_off->uplift_share.value * practice", "0.99 * sign_off->uplift_share.value * practice")],
        ["src/engine/shocks.c"], "test_engine_run"),
    "trim_share_swapped": (
        "src/engine/shocks.c", [("sign_off->trim_share.value * practice", "(1.0 - sign_off->trim_share.value) * practice")],
        ["src/engine/shocks.c"], "test_engine_run"),
    "tolerance_on_need": (
        "src/engine/kernel_settle.h",
        [("vf_gt(need, vf_mul(allocation, vf_set(terms->above_tolerance)))",
          "vf_gt(vf_mul(need, vf_set(terms->below_tolerance)), allocation)"),
         ("vf_lt(need, vf_mul(allocation, vf_set(terms->below_tolerance)))",
          "vf_lt(vf_mul(need, vf_set(terms->above_tolerance)), allocation)")],
        KERNELS, "test_engine_run"),
    "contribution_not_capped": (
        "src/engine/kernel_settle.h",
        [("out->paid = vi_min(owed(call, s, lane, weeks, shape), left);",
          "out->paid = owed(call, s, lane, weeks, shape);")],
        KERNELS, "test_engine_run"),
    "tariff_rounded_down": (
        "src/model/means_test.c", [("ceil(above /", "floor(above /")], ["src/model/means_test.c"], "test_model_means"),
    "full_cost_at_the_limit": (
        "src/model/means_test.c", [("rasimi_means_capital(person) > limit", "rasimi_means_capital(person) >= limit")],
        ["src/model/means_test.c"], "test_model_means"),
    "home_counts_everywhere": (
        "src/model/means_test.c", [("(person->residential ? person->home_gbp : 0)", "person->home_gbp")],
        ["src/model/means_test.c"], "test_model_means"),
    "premiums_past_pension_age": (
        "src/model/means_test.c",
        [("has_pension_age(person, rules) ? RASIMI_PREMIUM_NONE : person->premium", "person->premium")],
        ["src/model/means_test.c"], "test_model_means"),
    "donor_by_place_in_file": (
        "src/model/assess.c",
        [("rasimi_splitmix64(study->key[i] ^ DONOR_SALT)", "rasimi_splitmix64(draft->caseload.by_key[i] ^ DONOR_SALT)")],
        ["src/model/assess.c"], "test_model_assess"),
    "full_cost_pays_nothing": (
        "src/model/prepare.c", [("? RASIM_MAX_GBP_WEEK : study->assessed", "? 0 : study->assessed")],
        ["src/model/prepare.c"], "test_model_assess"),
    "draw_shared_by_two": (
        "src/engine/lanes.c", [("study->key[i]", "study->key[i & ~1u]")], ["src/engine/lanes.c"], "test_engine_run"),
    "weeks_always_52": (
        "src/analysis/summary.c", [("out->info.weeks_per_year / RASIM", "52.0 / RASIM")],
        ["src/analysis/summary.c"], "test_analysis_summary"),
    "chunks_overlap": (
        "src/engine/chunk.c", [("chunk * RASIM_CHUNK_REPLICATES;", "(chunk / 2) * RASIM_CHUNK_REPLICATES;")],
        ["src/engine/chunk.c"], "test_engine_run"),
    "thread_in_the_draws": (
        "src/engine/run.c", [("rasimi_chunk_run(&r->job, r->own[i],", "rasimi_chunk_run(&r->job, r->own[i] ^ (thread > 0),")],
        ["src/engine/run.c"], "test_engine_reproducible"),
    "places_count_beyond_the_end": (
        "src/engine/places.c", [("places->n_added < places->end && places->waiting", "places->waiting")],
        ["src/engine/places.c"], "test_engine_places"),
    "restored_places_forgotten": (
        "src/engine/record.c", [("rasimi_places_end(&results->places, name.chunk);",
                                 "rasimi_places_drop(&results->places, name.chunk);")],
        ["src/engine/record.c"], "test_engine_checkpoint"),
    "place_series_not_kept": (
        "src/engine/places.c", [("if (places->series != NULL) {", "if (places->series != NULL && chunk != 1) {")],
        ["src/engine/places.c"], "test_engine_places"),
    "place_sd_about_the_whole_number": (
        "src/num/moments.c", [("- (double)(rest * rest) / (double)m->n;", "- 0 * (double)(rest * rest) / (double)m->n;")],
        ["src/num/moments.c"], "test_num_moments"),
    "moments_merged_without_the_least": (
        "src/num/moments.c", [("m->n == 0 || other->least < m->least ? other->least", "m->n == 0 ? other->least")],
        ["src/num/moments.c"], "test_num_moments"),

    # ---- families of rules ----
    "regression_without_smearing": (
        "src/model/family_regression.c",
        [("(log ? row->smearing.value * rasimi_exp(eta) : eta)", "(log ? rasimi_exp(eta) : eta)")],
        ["src/model/family_regression.c"], "test_model_family"),
    "regression_without_interactions": (
        "src/model/family_regression.c", [("return eta + rasimi_scorer", "return eta + 0 * rasimi_scorer")],
        ["src/model/family_regression.c"], "test_model_family"),
    "regression_term_from_the_level_on": (
        "src/model/family_regression.c", [("level == term->level_index", "level >= term->level_index")],
        ["src/model/family_regression.c"], "test_model_family"),
    "regression_not_held": (
        "src/model/family_regression.c", [("gbp_week > MOST ? MOST : gbp_week", "gbp_week")],
        ["src/model/family_regression.c"], "test_model_family"),
    "regression_smearing_of_identity": (
        "src/model/family_regression.c", [("row->link.value == RASIMI_LINK_IDENTITY &&", "false &&")],
        ["src/model/family_regression.c"], "test_model_design"),
    "hours_carer_after_the_second_worker": (
        "src/model/family_hours.c",
        [("items[i].domain_index, person) - carer;",
          "items[i].domain_index, person) * hands(row, &items[i].domain, person) - carer;"),
         ("left < 0 ? 0 : left * hands(row, &items[i].domain, person);", "left < 0 ? 0 : left;")],
        ["src/model/family_hours.c"], "test_model_family"),
    "hours_below_nothing": (
        "src/model/family_hours.c", [("hours = left < 0 ? 0 : left *", "hours = left *")],
        ["src/model/family_hours.c"], "test_model_family"),
    "hours_all_doubled": (
        "src/model/family_hours.c", [("doubles[i].multiplies.n == 0 ||", "doubles[i].multiplies.n < 99 ||")],
        ["src/model/family_hours.c"], "test_model_family"),
    "hours_last_factor_only": (
        "src/model/family_hours.c", [("factor *= doubles", "factor = doubles")],
        ["src/model/family_hours.c"], "test_model_family"),
    "hours_lump_sums_by_the_week": (
        "src/model/family_hours.c",
        [("lumps[i].domain_index, person) / person->weeks;", "lumps[i].domain_index, person);")],
        ["src/model/family_hours.c"], "test_model_family"),
    "hours_nights_by_the_year": (
        "src/model/family_hours.c", [("gbp_week += count * nights", "gbp_week += count / person->weeks * nights")],
        ["src/model/family_hours.c"], "test_model_family"),
    "hours_multiplied_that_are_not_there": (
        "src/model/family_hours.c", [("&& !has_hours(row, domain)", "&& !has_hours(row, domain) && false")],
        ["src/model/family_hours.c"], "test_model_design"),
    "judgement_without_bias": (
        "src/model/family_judgement.c", [("* (1 + row->bias.value)", "")],
        ["src/model/family_judgement.c"], "test_model_family"),
    "judgement_without_error": (
        "src/model/family_judgement.c", [("return row->log_sd.value;", "return 0 * row->log_sd.value;")],
        ["src/model/family_judgement.c"], "test_model_family"),
    "bands_gap_of_a_point": (
        "src/model/family_banded.c",
        [("next->from.value > band->to.value + 1", "next->from.value >= band->to.value + 1")],
        ["src/model/family_banded.c"], "test_model_design"),
    "bands_overlap_missed": (
        "src/model/family_banded.c", [("next->from.value < band->to.value)", "next->from.value < band->to.value - 1)")],
        ["src/model/family_banded.c"], "test_model_design"),
    "bands_top_at_the_last_band": (
        "src/model/family_banded.c", [("row->top.value <= items", "row->top.value < items")],
        ["src/model/family_banded.c"], "test_model_design"),
    "bands_without_a_first_of_nothing": (
        "src/model/family_banded.c",
        [(".from = -HUGE_VAL, .status", ".from = -HUGE_VAL, .base = bands[0].gbp.value, .status")],
        ["src/model/family_banded.c"], "test_model_rule"),
    "bands_explained_one_too_low": (
        "src/model/family_banded.c",
        [("(float)bands[i - 1].from.value > (float)at->points", "(float)bands[i - 1].from.value >= (float)at->points")],
        ["src/model/family_banded.c"], "test_analysis_steps"),
    "table_rises_beyond_the_last_knot": (
        "src/model/family_table.c",
        [("last ? 0 : (knots[i + 1].gbp.value - y) / (knots[i + 1].points.value - x)",
          "last ? 1 : (knots[i + 1].gbp.value - y) / (knots[i + 1].points.value - x)")],
        ["src/model/family_table.c"], "test_model_rule"),
    "table_explained_at_the_wrong_knot": (
        "src/model/family_table.c", [("&knots[i == 0 ? 0 : i - 1], i == 0", "&knots[0], i == 0")],
        ["src/model/family_table.c"], "test_analysis_steps"),
    "price_below_zero_points": (
        "src/model/family_price_per_point.c",
        [("out[1] = (rasimi_raw_piece){.from = 0,", "out[1] = (rasimi_raw_piece){.from = 0, .base = 1,")],
        ["src/model/family_price_per_point.c"], "test_model_rule"),
    "factor_of_median_one": (
        "src/engine/lane_designs.c", [("rasimi_exp(-0.5 * sd * sd)", "1.0")],
        ["src/engine/lane_designs.c"], "test_model_family"),
    "leniency_of_median_one": (
        "src/engine/shocks.c", [("log_sd * normal - 0.5 * scaled * scaled", "log_sd * normal + 0 * scaled")],
        ["src/engine/shocks.c"], "test_model_family"),
    "error_on_money_beside_the_rule": (
        "src/engine/kernel_settle.h",
        [("raw = vf_mul(raw, vf_set(shock->leniency_factor));",
          "raw = vf_mul(vf_add(raw, extra), vf_set(shock->leniency_factor));"),
         ("*measure = vf_add(raw, extra);", "*measure = raw;")],
        KERNELS, "test_model_family"),
    "errors_do_not_add_up": (
        "src/model/apply.c", [("sqrt(own * own + mode * mode)", "own + mode")],
        ["src/model/apply.c"], "test_model_family"),
    "bias_of_the_mode_dropped": (
        "src/model/apply.c", [("* (1 + study->mode_factor_bias[i])", "")],
        ["src/model/apply.c"], "test_model_family"),

    # ---- money beside the rule ----
    "add_on_by_its_first_trigger": (
        "src/model/add_on.c",
        [("i < add_on->when.n; i++) {\n        if (!rasimi_scorer", "i < 1; i++) {\n        if (!rasimi_scorer")],
        ["src/model/add_on.c"], "test_model_family"),
    "add_on_hours_by_the_year": (
        "src/model/add_on.c", [("gbp_per_hour.value;", "gbp_per_hour.value / weeks;")],
        ["src/model/add_on.c"], "test_model_family"),
    "add_on_sum_by_the_week": (
        "src/model/add_on.c", [("add_on->gbp.value / weeks", "add_on->gbp.value + 0 * weeks")],
        ["src/model/add_on.c"], "test_model_family"),
    "add_on_priced_twice": (
        "src/model/add_on.c", [("sum == hours || rate != hours", "(!sum && !hours) || rate != hours")],
        ["src/model/add_on.c"], "test_model_design"),
    "add_on_triggers_of_two_domains_refused": (
        "src/model/add_on.c", [("when[first].domain_index == when[second].domain_index &&", "")],
        ["src/model/add_on.c"], "test_model_design"),

    # ---- scoring ----
    "threshold_at_its_points": (
        "src/model/scorer_make.c",
        [("points[code] < domain->threshold.value", "points[code] <= domain->threshold.value")],
        ["src/model/scorer_make.c"], "test_model_score"),
    "threshold_before_the_weight": (
        "src/model/scorer_make.c",
        [("points[code] *= domain->weight.value;\n        points[code] = points[code] < "
          "domain->threshold.value ? 0 : points[code];",
          "points[code] = points[code] < domain->threshold.value ? 0 : points[code] * domain->weight.value;")],
        ["src/model/scorer_make.c"], "test_model_score"),
    "everybody_is_asked": (
        "src/model/scorer_make.c",
        [("scorer->asked[d] = masked ?", "scorer->asked[d] = masked && d > 99 ?"),
         ("(!masked || scorer->asked[d])", "true")],
        ["src/model/scorer_make.c"], "test_model_score"),
    "unknown_support_accepted": (
        "src/model/scorer_make.c", [("if (status == RASIM_OK && maker.failed)", "if (false)")],
        ["src/model/scorer_make.c"], "test_model_score"),
    "sustaining_taken_off": (
        "src/model/score.c",
        [("by_support(scorer, scorer->sustain, 0, row) - by_support",
          "-by_support(scorer, scorer->sustain, 0, row) - by_support")],
        ["src/model/score.c"], "test_model_family"),
    "consent_not_needed": (
        "src/model/score.c", [("values && caseload->carer_consent[row] ?", "values ?")],
        ["src/model/score.c"], "test_model_score"),
    "stretched_after_the_carer": (
        "src/model/score.c",
        [("points = rasimi_points_rescale(rescale, scorer->sum_low, scorer->sum_high, points);\n    "
          "points *= rasimi_scorer_carer_share(scorer, row);",
          "points = rasimi_points_rescale(rescale, scorer->sum_low, scorer->sum_high,\n                "
          "                       points * rasimi_scorer_carer_share(scorer, row));\n    else\n        "
          "points *= rasimi_scorer_carer_share(scorer, row);")],
        ["src/model/score.c"], "test_model_score"),
    "compounding_before_the_carer": (
        "src/model/score.c",
        [("return points * by_support(scorer, scorer->domain_multiplier[domain], 1, row);", "return points;")],
        ["src/model/score.c"], "test_model_score"),
    "regression_points_before_the_carer": (
        "src/model/score.c",
        [("domain_points(scorer, domain, row) * rasimi_scorer_carer_share(scorer, row)",
          "domain_points(scorer, domain, row)")],
        ["src/model/score.c"], "test_model_family"),
    "points_not_held": (
        "src/model/score.c", [("return points > scorer->high ? scorer->high : points;", "return points;")],
        ["src/model/score.c"], "test_model_score"),
    "range_without_masks": (
        "src/model/points_range.c", [("range = domain->care_groups.n > 0 ? join(range, 0) : range;", "")],
        ["src/model/points_range.c"], "test_model_score"),
    "range_without_thresholds": (
        "src/model/points_range.c", [("points < domain->threshold.value ? 0 : points", "points")],
        ["src/model/points_range.c"], "test_model_score"),
    "range_without_carers": (
        "src/model/points_range.c", [("range = multiply(range, &design->carer_rule.multipliers);", "")],
        ["src/model/points_range.c"], "test_model_score"),
    "range_without_carers_of_domains": (
        "src/model/points_range.c",
        [("carer[i].domain_index == d ? multiply", "carer[i].domain_index > 999 ? multiply")],
        ["src/model/points_range.c"], "test_model_score"),
    "range_of_one_corner": (
        "src/model/points_range.c",
        [("return join(join(range, by * (a.high * b.low)), by * (a.high * b.high));",
          "return join(range, by * (a.high * b.high));")],
        ["src/model/points_range.c"], "test_model_score"),
    "stretch_by_what_carers_leave": (
        "src/model/points_range.c", [("gross = sum_range(design, false)", "gross = sum_range(design, true)")],
        ["src/model/points_range.c"], "test_model_score"),
    "question_with_one_answer": (
        "src/model/check_scoring.c", [("FEWEST_LEVELS 2", "FEWEST_LEVELS 1")],
        ["src/model/check_scoring.c"], "test_model_design"),
    "stretch_of_nothing": (
        "src/model/check_scoring.c", [("!(low < high)", "!(low <= high)")],
        ["src/model/check_scoring.c"], "test_model_design"),
    "stretch_to_a_point": (
        "src/model/check_scoring.c",
        [("!(rescale->low.value < rescale->high.value)", "!(rescale->low.value <= rescale->high.value)")],
        ["src/model/check_scoring.c"], "test_model_design"),
    "range_of_a_point": (
        "src/model/check_scoring.c", [("low->value >= high->value", "low->value > high->value")],
        ["src/model/check_scoring.c"], "test_model_design"),
    "hours_offsets_anywhere": (
        "src/model/check_scoring.c", [("strcmp(design->family.value, \"hours\") != 0", "false")],
        ["src/model/check_scoring.c"], "test_model_design"),
    "carer_of_a_domain_twice": (
        "src/model/check_scoring.c",
        [("rasimi_check_rows(checker, &domains);\n    for (size_t i = 0; i < design->carer_rule.domains.n",
          "for (size_t i = 0; i < design->carer_rule.domains.n"),
         ("const rasimi_label_check domains = {\n", "__attribute__((unused)) const rasimi_label_check domains = {\n")],
        ["src/model/check_scoring.c"], "test_model_design"),

    # ---- rules and limits ----
    "cap_before_the_top_slice": (
        "src/model/rule.c",
        [("out.scaled = out.above_zero * limits->scale",
          "out.scaled = (out.above_zero < limits->cap ? out.above_zero : limits->cap) * limits->scale")],
        ["src/model/rule.c"], "test_model_rule"),
    "rounding_before_the_cap": (
        "src/model/rule.c",
        [("if (!(x < limits->cap)) {\n        x = limits->cap;\n    }\n    out.capped = x;\n", ""),
         ("    out.rounded = x;",
          "    if (!(x < limits->cap)) {\n        x = limits->cap;\n    }\n    out.rounded = out.capped = x;")],
        ["src/model/rule.c"], "test_model_rule"),
    "rounding_half_to_even": (
        "src/model/rule.c",
        [("__builtin_floorf(x / limits->rounding + 0.5f)", "__builtin_rintf(x / limits->rounding)")],
        ["src/model/rule.c"], "test_model_rule"),
    "named_limit_without_its_index": (
        "src/model/bounds.c", [("gbp *= 1 + limit->index.value", "gbp *= 1")], ["src/model/bounds.c"],
        "test_analysis_standing"),
    "named_limit_grows_once": (
        "src/model/bounds.c", [("t = 0; limit && t <= year; t++", "t = 0; limit && t < 1 + 0 * year; t++")],
        ["src/model/bounds.c"], "test_analysis_standing"),
    "named_limit_of_the_rest_for_all": (
        "src/model/bounds.c", [("return &items[r];", "rest = rest ? rest : &items[r];")], ["src/model/bounds.c"],
        "test_analysis_standing"),
    "floor_over_the_minimum_budget": (
        "src/model/bounds.c", [("minimum_budget, year) <= bounds", "minimum_budget, year) > bounds")],
        ["src/model/bounds.c"], "test_analysis_standing"),
    "cap_below_the_care_home": (
        "src/model/bounds.c", [("care_home_price, year) >= bounds", "care_home_price, year) < bounds")],
        ["src/model/bounds.c"], "test_analysis_standing"),
    "limits_of_the_first_year_in_all": (
        "src/engine/lane_designs.c", [("rasimi_rule_set_year(&rules[g], year)", "rasimi_rule_set_year(&rules[g], 0)")],
        ["src/engine/lane_designs.c"], "test_analysis_standing"),
    "plan_at_the_limits_of_the_first_year": (
        "src/engine/plan.c", [("rasimi_rule_set_year(&rules[i], at->year)", "rasimi_rule_set_year(&rules[i], 0)")],
        ["src/engine/plan.c"], "test_analysis_standing"),
    "bias_of_the_mode_in_what_is_bought_instead": (
        "src/model/carers_stop.c", [("figures.raw /= (float)(1 + study->mode_factor_bias[i])",
                                     "figures.raw /= (float)(1 + 0 * study->mode_factor_bias[i])")],
        ["src/model/carers_stop.c"], "test_engine_carers_stop"),
    "floor_lifts_nothing_too": (
        "src/model/rule.c", [("x >= HALF_UNIT && x < limits->floor", "x < limits->floor")],
        ["src/model/rule.c"], "test_model_rule"),
    "floor_above_half_a_unit": (
        "src/model/rule.c", [("x >= HALF_UNIT", "x > HALF_UNIT")],
        ["src/model/rule.c"], "test_model_rule"),
    "uprating_and_top_slice_added": (
        "src/model/rule.c",
        [("(1 + spec->uprating.value) * (1 - spec->top_slice.value)",
          "1 + spec->uprating.value - spec->top_slice.value")],
        ["src/model/rule.c"], "test_model_rule"),
    "band_edge_belongs_below": (
        "src/model/rule.c", [("rule->pieces[i].from > *held", "rule->pieces[i].from >= *held")],
        ["src/model/rule.c"], "test_model_rule"),
    "minimum_points_are_below_it": (
        "src/model/rule.c",
        [("piece->from < minimum ? start_at(piece, minimum) : *piece",
          "piece->from < minimum ? start_at(piece, nextafter(minimum, HUGE_VAL) + 1e-3) : *piece")],
        ["src/model/rule.c"], "test_model_rule"),
    "kernel_band_edge_belongs_below": (
        "src/engine/kernel_settle.h", [("reached = vf_ge(points,", "reached = vf_gt(points,")],
        KERNELS, "test_engine_kernel"),
    "kernel_rounding_below_halves": (
        "src/engine/kernel_settle.h",
        [("vf_floor(vf_add(vf_div(x, step), vf_set(0.5f)))", "vf_floor(vf_add(vf_div(x, step), vf_set(0.4f)))")],
        KERNELS, "test_engine_kernel"),
    "kernel_floor_over_the_cap": (
        "src/engine/kernel_settle.h",
        [("    x = vf_select(vf_ge(x, vf_set(0.5f)), vf_max(x, vf_set(limits->floor)), x);\n    x = "
          "vf_min(x, vf_set(limits->cap));\n",
          "    x = vf_select(vf_ge(x, vf_set(0.5f)), vf_max(x, vf_set(limits->floor)), x);\n")],
        KERNELS, "test_engine_kernel"),

    # ---- combinations, correlations ----
    "combinations_in_reverse": (
        "src/model/combine.c", [("[j] ? -1 : 1", "[j] ? 1 : -1")],
        ["src/model/combine.c"], "test_model_combine"),
    "combinations_that_share_a_slot": (
        "src/model/combine.c", [("while (table->numbers[slot] != 0 && table->pairs[slot] != pair)", "while (false)")],
        ["src/model/combine.c"], "test_model_combine"),
    "combinations_without_the_last_row": (
        "src/model/combine.c",
        [("for (size_t row = 0; row < n_rows; row++)\n        if (index",
          "for (size_t row = 0; row + 1 < n_rows; row++)\n        if (index")],
        ["src/model/combine.c"], "test_model_combine"),
    "correlation_of_a_price_that_is_not": (
        "src/model/shared.c", [(": !label;", ": true;")],
        ["src/model/shared.c"], "test_model_study"),

    # ---- explaining, and what a top-slice saves ----
    "explained_without_uprating": (
        "src/model/explain_amount.c", [("to_gbp(stages->above_zero) * (1 + uprating)", "to_gbp(stages->above_zero)")],
        ["src/model/explain_amount.c"], "test_analysis_steps"),
    "explained_floor_that_lifts_nothing": (
        "src/model/explain_amount.c",
        [("return before < after || before > after ? bound :", "return before <= after ? bound :")],
        ["src/model/explain_amount.c"], "test_analysis_steps"),
    "explained_without_what_lies_below_nothing": (
        "src/model/explain_amount.c", [("if (raw < 0)", "if (raw < -1e9f)")],
        ["src/model/explain_amount.c"], "test_analysis_explain"),
    "explained_without_the_bias": (
        "src/model/explain_amount.c", [("if (bias < 0 || bias > 0)", "if (bias > 1e9)")],
        ["src/model/explain_amount.c"], "test_analysis_explain"),
    "explained_without_consent": (
        "src/model/explain_amount.c", [("if (!scorer->caseload->carer_consent[person->row])", "if (false)")],
        ["src/model/explain_amount.c"], "test_analysis_steps"),
    "explained_add_ons_that_do_not_hold": (
        "src/model/explain_amount.c",
        [("if (!rasimi_add_on_holds(&items[i], person->scorer, person->row))", "if (false)")],
        ["src/model/explain_amount.c"], "test_analysis_steps"),
    "explained_top_as_minimum": (
        "src/model/explain_amount.c", [("status == RASIMI_RULE_OUTSIDE", "status != RASIMI_RULE_OUTSIDE")],
        ["src/model/explain_amount.c"], "test_analysis_steps"),
    "top_slice_without_the_trim": (
        "src/analysis/top_slice.c", [(" - rasimi_line_of(with, d, r, RASIM_LINE_TRIM);", ";")],
        ["src/analysis/top_slice.c"], "test_analysis_summary"),
    "top_slice_with_the_years_swapped": (
        "src/analysis/top_slice.c",
        [("saved = net - rasimi_line_of(with", "saved = rasimi_line_of(with, d, r, RASIM_LINE_NET) - net + 0 * rasimi_line_of(with")],
        ["src/analysis/top_slice.c"], "test_analysis_summary"),
    "top_slice_error_of_one_year": (
        "src/analysis/top_slice.c", [("__builtin_sqrt(variance / n)", "__builtin_sqrt(variance)")],
        ["src/analysis/top_slice.c"], "test_analysis_summary"),
    "top_slice_affordable_below_only": (
        "src/analysis/top_slice.c", [("(double)net <= envelope_units", "(double)net < envelope_units")],
        ["src/analysis/top_slice.c"], "test_analysis_summary"),
    "top_slice_from_fewer_years": (
        "src/analysis/top_slice.c", [("without->replicates < results->replicates", "without->replicates + 1 < 2")],
        ["src/analysis/top_slice.c"], "test_analysis_summary"),
    "poisson_without_its_mode": (
        "src/num/poisson.c", [("below + at_mode, u)", "below, u)")], ["src/num/poisson.c"], "test_num_poisson"),
    "dykstra_forgotten": (
        "src/num/nearest_correlation.c", [("corrected[e] += out[e];", "corrected[e] = out[e];")],
        ["src/num/nearest_correlation.c"], "test_num_nearest_correlation"),
    "shape_not_held": (
        "src/num/gpd_fit.c", [("shape = held(mean, p->range)", "shape = mean")], ["src/num/gpd_fit.c"],
        "test_num_gpd_fit"),
    "resampled_once_only": (
        "src/num/gpd_fit.c", [("out[chosen].weight += excesses", "out[chosen].weight = excesses")],
        ["src/num/gpd_fit.c"], "test_num_gpd_fit"),
    "share_scaled_like_a_range": (
        "src/num/laws.c", [("make_share(out, sd_scale)", "make_share(out, 1.0)")], ["src/num/laws.c"],
        "test_num_laws"),

    # ---- samples, backtests, optimising ----
    "sample_correction_forgotten": (
        "src/num/sample_size.c", [("(1 / n - 1 / people)", "(1 / n)")], ["src/num/sample_size.c"],
        "test_num_sample_size"),
    "pilot_taken_for_the_truth": (
        "src/num/sample_size.c", [("return 1 + 2 / (double)n;", "return 1 + 0 / (double)n;")],
        ["src/num/sample_size.c"], "test_num_sample_size"),
    "line_between_equals": (
        "src/num/sample_size.c", [("while (self->taken < self->people && !(self->descending[self->taken] < value))",
                                   "for (int once = 0; once < 1; once++)")],
        ["src/num/sample_size.c"], "test_num_sample_size"),
    "score_depends_on_replicates": (
        "src/num/forecast.c", [("sum / (size * (size - 1))", "sum / (size * size)")], ["src/num/forecast.c"],
        "test_num_forecast"),
    "scatter_around_nothing": (
        "src/analysis/backtest_judge.c", [("out->spread - out->bias * out->bias / n;", "out->spread;")],
        ["src/analysis/backtest_judge.c"], "test_analysis_backtest"),
    "ties_count_whole": (
        "src/analysis/backtest_judge.c", [("(double)below + 0.5 * (double)equal", "(double)below + (double)equal")],
        ["src/analysis/backtest_judge.c"], "test_analysis_backtest"),
    "excluded_are_short_too": (
        "src/engine/analytic_shortfall.c",
        [("gap_between(need, way->more, given, given, top)", "gap_between(need, way->more, given, given, HUGE_VAL)")],
        ["src/engine/analytic_shortfall.c"], "test_analysis_shortfall"),
    "tolerance_leaves_nobody_short": (
        "src/engine/analytic_shortfall.c",
        [("(gap_between(need, way->more, start, start, lifted_from) +", "(0.0 * gap_between(need, way->more, start, "
          "start, lifted_from) +")],
        ["src/engine/analytic_shortfall.c"], "test_analysis_shortfall"),
    "penalty_forgotten": (
        "src/num/search.c", [("#define PENALTY 100.0", "#define PENALTY 0.0")], ["src/num/search.c"],
        "test_num_search"),
    "quotes_lost": (
        "src/io/yaml_write.c", [("quoted ? YAML", "quoted && length > 99 ? YAML")], ["src/io/yaml_write.c"],
        "test_io_yaml_write"),

    # ---- memory that runs out ----
    "memory_for_factors_taken_for_granted": (
        "src/model/apply.c",
        [("const bool factors = !applied->by_factor || (applied->raw && applied->factor_log_sd);",
          "const bool factors = true;")],
        ["src/model/apply.c"], "test_analysis_scarce"),
    "memory_for_masks_taken_for_granted": (
        "src/model/scorer_make.c", [("(!masked || scorer->asked[d]) ? RASIM_OK", "true ? RASIM_OK")],
        ["src/model/scorer_make.c"], "test_analysis_scarce"),
    "memory_for_words_taken_for_granted": (
        "src/model/explain_score.c", [("trail->failed |= !label || !product;", "")],
        ["src/model/explain_score.c"], "test_analysis_scarce"),
    "memory_that_ran_out_is_a_short_list": (
        "src/report/points_csv.c", [("csv.failed ? RASIM_ERR_NO_MEMORY : rasimi_write", "rasimi_write")],
        ["src/report/points_csv.c"], "test_analysis_scarce"),
    "stop_draw_is_the_reviews": (
        "src/engine/kernel.h", [("#define RASIMI_DRAW_STOP 1", "#define RASIMI_DRAW_STOP 0")], KERNELS,
        "test_engine_carers_stop"),
    "need_stays_when_carers_stop": (
        "src/engine/lane_designs.c", [("applied->gross.replaced[i]", "0 * applied->gross.replaced[i]")],
        ["src/engine/lane_designs.c"], "test_engine_carers_stop"),
    "recovered_counted_twice": (
        "src/model/prepare.c",
        [("1 - outturn->direct_payment_underuse.value * outturn->direct_payment_recovered.value",
          "1 - 2 * outturn->direct_payment_underuse.value * outturn->direct_payment_recovered.value")],
        ["src/model/prepare.c"], "test_engine_income"),
    "underuse_counted_twice": (
        "src/engine/kernel_settle.h",
        [("vf_mul(priced, vf_load(s->used + lane))",
          "vf_mul(vf_mul(priced, vf_load(s->used + lane)), vf_load(s->used + lane))")], KERNELS, "test_engine_income"),
    "leniency_by_person": (
        "src/engine/kernel_settle.h",
        [("vf_add(points, vf_set(shock->leniency))",
          "vf_fma(vf_set(shock->leniency), s->error[word][block], points)")], KERNELS, "test_engine_income"),
    "full_year_effect_without_leavers": (
        "src/engine/kernel_settle.h",
        [("add_if(sums, RASIMI_SUM_FULL_YEAR_LEAVERS, left, gone)",
          "add_if(sums, RASIMI_SUM_FULL_YEAR_LEAVERS, left, vi_set(0))")], KERNELS, "test_engine_turnover"),
    "hazard_as_it_is_written": (
        "src/model/turnover.c", [("return -rasimi_log1p(-probability);", "return probability;")],
        ["src/model/turnover.c"], "test_engine_turnover"),
    "first_year_lost_in_a_move": (
        "src/engine/newcomers.c",
        [("person->first_left > passed ? person->first_left - passed : 0.0f;", "0.0f * passed;")],
        ["src/engine/newcomers.c"], "test_engine_turnover"),
    "movers_cost_from_the_years_beginning": (
        "src/engine/newcomers.c", [("    person->since = at;\n", "")],
        ["src/engine/newcomers.c"], "test_engine_turnover"),
    "starters_cost_a_whole_year": (
        "src/engine/kernel_settle.h",
        [("vf_sub(vf_load(call->cohort->until + s->at + lane), vf_load(call->cohort->since + s->at + lane))",
          "vf_load(call->cohort->until + s->at + lane)")], KERNELS, "test_engine_turnover"),
    "prices_not_cumulated": (
        "src/engine/shock_path.c", [("path->index[i] * values[i]", "values[i]")], ["src/engine/shock_path.c"],
        "test_engine_shock_path"),
    "autocorrelation_above_0_only": (
        "src/engine/shock_path.c", [("year > 0 ? a *", "year > 0 && a > 0.0 ? a *")], ["src/engine/shock_path.c"],
        "test_engine_shock_path"),
    "newcomers_protected": (
        "src/engine/starts.c", [("standing[lane] = RASIMI_NEWCOMER;", "standing[lane] = RASIMI_REVIEWED;")],
        ["src/engine/starts.c"], "test_engine_turnover"),
    "severities_over_whole_years": (
        "src/engine/newcomers.c",
        [("rasimi_person person = starter(key, replicate, j++, at);\n        bool capped;",
          "rasimi_person person = starter(key, replicate, j++, 0.0);\n        bool capped;")],
        ["src/engine/newcomers.c"], "test_engine_arrivals"),
    "prevention_from_the_first_cost": (
        "src/engine/programmes.c", [("row->from_year.value + row->lag_years.value", "row->from_year.value")],
        ["src/engine/programmes.c"], "test_engine_programmes"),
    "savings_slip_into_nothing": (
        "src/engine/programmes.c", [("draw->slipped[i] ? year - 1 : year", "year")],
        ["src/engine/programmes.c"], "test_engine_programmes"),
    "planned_movers_come_at_once": (
        "src/engine/expected.c",
        [("pass(f, cell, &f->cells[cell].half_step, moved, &f->out->newcomer_years[f->year * f->study->n_cells + cell]);", "")],
        ["src/engine/expected.c"], "test_engine_expected"),
    "planned_as_if_past_the_first_year": (
        "src/engine/expected.c", [("left > 0.0 ? year_of_row(&cell->step, left) : cell->later", "cell->later")],
        ["src/engine/expected.c"], "test_engine_expected"),
    "newcomers_planned_as_who_was_there": (
        "src/engine/plan.c", [("return at->reviewed >= 1.0 && !(study->protection_share[at->year] > 0.0);",
                               "return at->reviewed >= 0.0 && study != NULL;")],
        ["src/engine/plan.c"], "test_engine_expected"),
    "shared_lanes_keep_the_designs": (
        "src/engine/lanes.c", [("if (!leave_out_the_same(base->without, without)) {", "if (status != RASIM_OK) {")],
        ["src/engine/lanes.c"], "test_engine_run"),
    "shared_lanes_keep_the_seed": (
        "src/engine/run.c", [("rasimi_lanes_like(r->base, study, &seeds,",
                              "rasimi_lanes_like(r->base, study, &(rasimi_seeds){.seed = options->seed},")],
        ["src/engine/run.c"], "test_engine_run"),
    "people_of_a_slice_drawn_as_the_first": (
        "src/model/recipe_generate.c", [("d.person = of->first + i;", "d.person = i;")], ["src/model/recipe_generate.c"],
        "test_model_recipe"),
    "pence_of_one_digit": (
        "src/model/recipe_generate.c", [("amount % 100, 2)", "amount % 100, 1)")], ["src/model/recipe_generate.c"],
        "test_model_recipe"),
    "zeros_of_two_signs_parted": (
        "src/num/sort_rows.c", [("value + 0.0", "value")], ["src/num/sort_rows.c"], "test_num_sort_rows"),
    "dear_people_under_every_line": (
        "src/analysis/lines.c", [("by_allocation, by_need, cost", "0, by_need, cost")], ["src/analysis/lines.c"],
        "test_analysis_persons"),
    "need_left_inside_of_whom_a_line_leaves_out": (
        "src/analysis/lines.c", [("size_t l = passed; l < sums->n", "size_t l = 0; l < sums->n")],
        ["src/analysis/lines.c"], "test_analysis_persons"),
    "threads_share_a_shuffle": (
        "src/analysis/persons.c", [("const size_t outcome = i % self->n_outcomes;", "const size_t outcome = thread == 0 ? i % self->n_outcomes : 0;")],
        ["src/analysis/persons.c"], "test_analysis_persons"),
    "series_without_plans_summarised": (
        "src/analysis/summary.c", [("results->series_only || ", "")], ["src/analysis/summary.c"], "test_engine_sampling"),
    "sample_without_plans": (
        "src/engine/run.c", [(": sampled ? 1 : 0;", ": 0;")], ["src/engine/run.c"], "test_engine_sampling"),
    "bands_not_made_rising": (
        "src/engine/refit.c", [("rasimi_isotonic(refit->values, refit->weights, n, refit->start);", "")],
        ["src/engine/refit.c"], "test_engine_refit"),
    "need_drawn_anew_where_it_stays": (
        "src/engine/cell_year.c",
        [(".fresh = (float)__builtin_sqrt(1.0 - rho),", ".fresh = 1.0f,"),
         (".kept = (float)__builtin_sqrt(rho),", ".kept = 0.0f,")], ["src/engine/cell_year.c"], "test_engine_years"),
    "need_stays_and_is_drawn_anew": (
        "src/engine/cell_year.c", [(".fresh = (float)__builtin_sqrt(1.0 - rho),", ".fresh = 1.0f,")],
        ["src/engine/cell_year.c"], "test_engine_years"),
    "waterfall_without_the_panel_for_an_open_top": (
        "src/analysis/study_without.c",
        [("*status == RASIMI_RULE_OUTSIDE ? (int32_t)RASIMI_RULE_PANEL : *status", "*status")],
        ["src/analysis/study_without.c"], "test_analysis_waterfall"),
    "waterfall_without_turnover_by_another_engine": (
        "src/analysis/study_without.c",
        [("out->turnover = rasimi_years_needed(study);",
          "out->turnover = study->turnover && !(steps & RASIMI_BAR(RASIM_BAR_TURNOVER));")],
        ["src/analysis/study_without.c"], "test_analysis_waterfall"),
    "precision_without_a_square": (
        "src/analysis/decision.c", [("all->replicates * ratio * ratio", "all->replicates * ratio")],
        ["src/analysis/decision.c"], "test_analysis_decision"),
    "later_years_one_too_early": (
        "src/analysis/persons_pass.c", [("if (sight->year > self->year)", "if (sight->year > self->year + 1)")],
        ["src/analysis/persons_pass.c"], "test_analysis_persons"),
    "classes_of_answers_not_of_what_is_seen": (
        "src/analysis/points_classes.c", [("moved ? crowd->fared[i].measure : applied", "!moved ? crowd->fared[i].measure : applied")],
        ["src/analysis/points_classes.c"], "test_analysis_persons"),
    "a_small_class_behind_an_empty_one": (
        "src/analysis/points_classes.c", [("if (!(classes[c].people > 0))", "if (classes[c].people < 0)")],
        ["src/analysis/points_classes.c"], "test_analysis_persons"),
    "a_rule_without_its_vertices": (
        "src/analysis/rule_lines.c", [("#define NEAR_ENOUGH 0.01", "#define NEAR_ENOUGH 0.5")],
        ["src/analysis/rule_lines.c"], "test_analysis_persons"),
    "waterfall_of_its_own_replicates": (
        "src/analysis/waterfall.c", [("+ slope * (of->mean_of_every - of->mean)", "")],
        ["src/analysis/waterfall.c"], "test_analysis_waterfall"),
    "waterfall_last_in_the_wrong_place": (
        "src/analysis/waterfall.c", [("run_without(c, RASIMI_BAR(c->steps[i]), ", "run_without(c, RASIMI_BAR(c->steps[i - 1]), ")],
        ["src/analysis/waterfall.c"], "test_analysis_waterfall"),
    "waterfall_with_errors_of_all_replicates": (
        "src/analysis/waterfall.c", [("(left > 0.0 ? left : 0.0) / n", "(left > 0.0 ? left : 0.0) / every")],
        ["src/analysis/waterfall.c"], "test_analysis_waterfall"),
    "tails_pay_nothing": (
        "src/engine/plan.c", [(".net = net_of(at, row, gross), .high_cost", ".net = gross + 0 * row, .high_cost")],
        ["src/engine/plan.c"], "test_engine_expected"),
    "programmes_in_the_caseloads_group": (
        "src/model/horizon.c", [("next = study->n_groups;", "next = 0;")], ["src/model/horizon.c"],
        "test_engine_programmes"),
    "a_line_shares_its_names_draw": (
        "src/engine/shock_path.c", [("DRAW_SLIPPED, DRAW_DELIVERED }", "DRAW_SLIPPED, DRAW_DELIVERED = 0 }")],
        ["src/engine/shock_path.c"], "test_engine_programmes"),
    "add_ons_fitted_and_paid": (
        "src/engine/refit.c", [(" - (double)observed[d].beside[i]", "")], ["src/engine/refit.c"], "test_engine_refit"),
    "later_years_have_the_first_ones_draws": (
        "src/engine/years_block.c", [("{years->need_keys, rasimi_counter_word(year, 0, 0)}",
                                "{years->need_keys, rasimi_counter_word(0, 0, 0)}")], ["src/engine/years_block.c"],
        "test_engine_years"),
    "a_block_keeps_the_fates_of_the_one_before": (
        "src/engine/years_block.c", [("block->fate[block->exits.who[e]] = RASIMI_FATE_STAYED;", "")],
        ["src/engine/years_block.c"], "test_engine_turnover"),
    "who_just_may_leave_is_said_to_stay": (
        "src/engine/kernel_people.h", [("1.0f - 0x1p-10f", "1.0f + 0x1p-7f")], KERNELS, "test_engine_cohort"),
    "cohorts_keep_who_goes": (
        "src/engine/kernel_people.h", [("vm_and(lanes_of_bits(stay, at), vm_first", "vm_and(vm_all(), vm_first")], KERNELS,
        "test_engine_cohort"),
    "founders_share_the_first_ones_word": (
        "src/engine/years_shared.c", [("&at->scratch->words[at->replicate % RASIMI_SIDE_BY_SIDE], &out.lanes",
                                "&at->scratch->words[0], &out.lanes")], ["src/engine/years_shared.c"], "test_engine_years"),
    "people_of_a_call_have_each_others_words": (
        "src/engine/kernel_people.h", [("vi_store(to + w * next_word, four[w])", "vi_store(to + (w ^ 1) * next_word, four[w])")],
        KERNELS, "test_engine_seats"),
    "empty_seats_leave_once_more": (
        "src/engine/kernel_people.h",
        [("vm_without(lanes_of_bits(cohort->taken, at), vi_below(word, below))", "vm_without(vm_all(), vi_below(word, below))")],
        KERNELS, "test_engine_seats"),
    "people_in_empty_seats_cost": (
        "src/engine/kernel_draw.h",
        [("return lanes_of_bits(call->cohort->taken, s->at + block * VEC_LANES);",
          "return vm_first((uint32_t)(s->n - block * VEC_LANES));")], KERNELS, "test_engine_years"),
    "empty_calls_are_not_closed_up": (
        "src/engine/seats.c", [("    close_up(seats);\n", "    (void)close_up;\n")], ["src/engine/seats.c"],
        "test_engine_seats"),
    "who_has_gone_comes_back_where_calls_close_up": (
        "src/engine/seats.c", [("(who >> word & 1u ? *item | bit : *item & ~bit)", "(*item | bit | (who & 0u))")],
        ["src/engine/seats.c"], "test_engine_seats"),
    "the_first_year_in_care_never_ends": (
        "src/engine/seats.c", [("seats->settled = fresh;", "seats->settled = fresh + seats->n_calls;")],
        ["src/engine/seats.c"], "test_engine_seats"),
    "a_second_batch_draws_as_the_first": (
        "src/engine/starts.c", [("2 * going->pairs / STARTS_PER_CALL", "0 * going->pairs / STARTS_PER_CALL")],
        ["src/engine/starts.c"], "test_engine_starts"),
    "any_cells_donors_are_as_likely": (
        "src/engine/newcomers.c", [("even[c] && off < NEARLY / 2 && off > -NEARLY / 2", "even[c] && off < 1e9")],
        ["src/engine/newcomers.c"], "test_engine_starts"),
    "exits_that_were_stopped_are_exits": (
        "src/engine/exits.c", [("stopped ? drop_stopped(n, out) : n;", "stopped ? n + 0 * drop_stopped(n, out) : n;")],
        ["src/engine/exits.c"], "test_engine_seats"),
    "flows_join_no_cells": (
        "src/engine/components.c", [("join(above, c, study->flows[f].cell);", "")], ["src/engine/components.c"],
        "test_engine_years"),
    "closed_form_trims_too_little": (
        "src/engine/analytic_loops_body.h", [("2.0 * a * d.one,", "a * d.one,")], LOOPS, "test_engine_analytic_way"),
    "way_lifts_past_its_threshold": (
        "src/engine/analytic_loops_body.h", [("lifts = vd_below(a * terms->above - block->more, end_of(block, inside))",
                                                "lifts = vd_below(-end_of(block, inside), a * terms->above - block->more)")], LOOPS,
        "test_engine_analytic_loops"),
    "loops_take_the_next_node": (
        "src/engine/analytic_loops_body.h", [("STEPS + 0.5)", "STEPS + 0.75)")], LOOPS, "test_engine_analytic_loops"),
    "readings_share_any_error": (
        "src/engine/analytic_assess.c", [("[RASIMI_READING_SD] = r->sd", "[RASIMI_READING_SD] = 0.0")],
        ["src/engine/analytic_assess.c"], "test_engine_analytic_assess"),
    "every_group_has_the_first_rule": (
        "src/engine/analytic_frame.c", [("!rasimi_rules_are_alike(&rules[first], &rules[group])", "false")],
        ["src/engine/analytic_frame.c"], "test_engine_analytic_assess"),
    "analytic_forgets_the_last_part": (
        "src/engine/analytic_sums.c", [("for (size_t part = 1; part < sums->n_parts; part++)",
                                        "for (size_t part = 1; part + 1 < sums->n_parts; part++)")],
        ["src/engine/analytic_sums.c"], "test_engine_analytic"),
    "analytic_parts_by_threads": (
        "src/engine/analytic_sums.c", [("row = n_rows * part / sums->n_parts; row < end",
                                        "row = n_rows * part / sums->n_parts + (work != a->work); row < end")],
        ["src/engine/analytic_sums.c"], "test_engine_analytic"),
    "urn_forgets_who_was_left_out": (
        "src/engine/analytic_sums.c", [("3.0 * unseen * clump / (a * a * a)", "0.0 * clump")],
        ["src/engine/analytic_sums.c"], "test_engine_analytic"),
    "closed_form_protects_nobody": (
        "src/engine/analytic_person.c", [("a + frame->protection * loss", "a + 0.0 * loss")],
        ["src/engine/analytic_person.c"], "test_engine_analytic_features"),
    "funding_of_one_year_is_lost": (
        "src/engine/chunk.c", [("funding != NULL && replicate < end", "funding != NULL && replicate > end")],
        ["src/engine/chunk.c"], "test_engine_analytic_features"),
    "document_without_its_end": (
        "src/io/h5.c", [("(const uint64_t[]){strlen(text)}", "(const uint64_t[]){strlen(text) - 1}")], ["src/io/h5.c"],
        "test_report_results_document"),
    "workbook_of_numbers_that_are_none": (
        "src/report/workbook_sheet.c", [("isfinite(value)", "!isinf(value)")], ["src/report/workbook_sheet.c"],
        "test_report_workbook"),
    "workbook_of_today": (
        "src/report/workbook.c", [(".created = (time_t)DAY_2020_01_01 * SECONDS_A_DAY", ".created = 0")],
        ["src/report/workbook.c"], "test_report_workbook"),
    "csv_that_calculates": (
        "src/report/tables_csv.c", [("strchr(\"=+-@", "strchr(\"+-@")], ["src/report/tables_csv.c"],
        "test_report_formats"),
    "markdown_with_html": (
        "src/report/markdown.c", [("`*_[]<>|", "`*_[]>|")], ["src/report/markdown.c"], "test_report_formats"),
    "torn_records_are_taken": (
        "src/io/journal.c", [("check) && memcmp(check, journal->record, CHECK_BYTES) == 0", "check)")],
        ["src/io/journal.c"], "test_io_journal"),
    "a_torn_end_stays": (
        "src/io/journal.c", [("ftruncate(journal->fd, end) == 0 && lseek(journal->fd, end, SEEK_SET) == end",
                              "lseek(journal->fd, 0, SEEK_END) >= end")],
        ["src/io/journal.c"], "test_io_journal"),
    "any_checkpoint_will_do": (
        "src/engine/checkpoint.c", [("    return RASIM_ERR_INPUT;\n}", "    return RASIM_OK;\n}")],
        ["src/engine/checkpoint.c"], "test_engine_checkpoint"),
    "runs_share_their_chunks": (
        "src/engine/identity.c", [("o->seed,", "UINT64_C(0),")],
        ["src/engine/identity.c"], "test_engine_checkpoint"),
    "records_forget_what_funding_comes": (
        "src/engine/record.c", [("r->funding != NULL && y < r->n_years", "r->funding != NULL && y + 1 < r->n_years")],
        ["src/engine/record.c"], "test_engine_checkpoint"),
    "a_crew_makes_everything_twice": (
        "src/engine/run.c", [("i++ % n == share", "(i++ % n == share || n > 1)")], ["src/engine/run.c"],
        "test_engine_checkpoint"),
}

for program in sorted({mutant[3] for mutant in MUTANTS.values()}):
    MUTANTS[f"control.{program}"] = ("src/model/rule.c", [], ["src/model/rule.c"], program)
