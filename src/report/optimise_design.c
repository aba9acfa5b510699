/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The design that an optimisation chose, as a file that says where its numbers come from. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "analysis/optimise.h"
#include "base/text.h"
#include "model/design_edit.h"
#include "model/vary.h"
#include "model/write_text.h"
#include "rasim/version.h"
#include "report/public_path.h"

/* "design.limits.top_slice 0.04 (looked for from 0 to 0.2)" for every key, the framework's among them. */
static void
add_values(const rasim_optimisation *optimisation, rasimi_buffer *out)
{
    for (size_t i = 0; i < optimisation->n_ranges; i++) {
        const rasim_range *range = &optimisation->ranges[i];
        const rasimi_words value = rasimi_range_text(optimisation->chosen.values[i]),
                           low = rasimi_range_text(range->low), high = rasimi_range_text(range->high);
        rasimi_buffer_printf(out, "%s%s %s (looked for from %s to %s%s)", i > 0 ? ", " : "", range->key, value.text,
                             low.text, high.text,
                             rasimi_vary_is_of_design(range->key) ? "" : "; set it in the framework");
    }
}

static void
add_provenance(const rasim_optimisation *optimisation, rasimi_buffer *out)
{
    const rasim_confirmation *confirmation = &optimisation->confirmation;
    rasimi_buffer_printf(out, "Made by rasim %s optimise from %s (SHA-256 %s) for '%s', %s: ", rasim_version(),
                         rasimi_public_path(optimisation->design_path), optimisation->design_sha256,
                         optimisation->framework, optimisation->year);
    add_values(optimisation, out);
    rasimi_buffer_printf(out, ". Least shortfall with net spend inside the envelope in %s of years",
                         rasimi_words_number(optimisation->confidence).text);
    if (!isnan(optimisation->most_losers))
        rasimi_buffer_printf(out, " and at most %s of people losing",
                             rasimi_words_number(optimisation->most_losers).text);
    rasimi_buffer_printf(out, "; confirmed by %" PRIu64 " simulated years, seed %" PRIu64 ": %.4f inside.",
                         confirmation->replicates, optimisation->seed, confirmation->affordability.probability);
}

rasim_status
rasim_write_optimised_design(const char *path, const rasim_optimisation *optimisation, rasim_problems *problems)
{
    if (!path || !optimisation || !optimisation->chosen.reached || !optimisation->varies_design)
        return RASIM_ERR_ARGUMENT;
    rasimi_words words[RASIM_MOST_RANGES];
    rasim_override overrides[RASIM_MOST_RANGES];
    rasimi_buffer provenance = {0}, text = {0};
    const size_t n = rasimi_range_overrides(optimisation->ranges, optimisation->n_ranges, optimisation->chosen.values,
                                            true, words, overrides);
    rasim_status status = rasimi_refuse_opened(optimisation->opened, path, problems);
    add_provenance(optimisation, &provenance);
    if (status == RASIM_OK && provenance.failed)
        status = RASIM_ERR_NO_MEMORY;
    const rasimi_design_edit edit = {overrides, n, ", optimised", provenance.data};
    if (status == RASIM_OK)
        status = rasimi_design_edited(optimisation->design_path, &edit, &text, problems);
    if (status == RASIM_OK)
        status = rasimi_write_text(path, &text, problems);
    rasimi_buffer_clear(&text);
    rasimi_buffer_clear(&provenance);
    return status;
}
