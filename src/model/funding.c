/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other funding: checks of streams and columns, and what every person is paid by them. */
#include "model/funding.h"

#include "model/columns.h"
#include "model/param_words.h"
#include "model/shared.h"
#include "num/laws.h"

/* ---- whether it can be ---- */

void
rasimi_funding_check_rows(rasimi_checker *checker, const rasimi_structs *streams)
{
    for (size_t r = 0; r < streams->n; r++) {
        const rasimi_funding_row *stream = RASIMI_ROW(rasimi_funding_row, *streams, r);
        if (!stream->kind.mark.doubtful && stream->kind.value != RASIMI_FUNDING_SHARE && stream->share_sd.value > 0)
            rasimi_checker_complain(checker, stream->share_sd.mark,
                                    "'share_sd' is the uncertainty of a share, but this stream pays £ a week; write "
                                    "'kind: share' where its column holds shares, or take 'share_sd' out.");
    }
}

/* Reports the rows whose share is above 1, alone or together with other streams', as numbers of a column. */
static void
report_shares(rasimi_draft *draft, const double *shares, size_t column, const char *what)
{
    const rasimi_caseload *caseload = &draft->caseload;
    size_t n = 0, first = 0;
    for (size_t row = caseload->n_rows; row-- > 0;) {
        if (shares[row] > 1) {
            first = row;
            n++;
        }
    }
    if (n > 0)
        rasimi_problem_add(draft->problems, RASIM_ERROR,
                           rasimi_caseload_place(caseload, draft->caseload_file, first, column),
                           "%s more than 1 on %zu %s, this being the first%s; shares of the outturn are 0 to 1.", what,
                           n, n == 1 ? "row" : "rows", rasimi_caseload_who(caseload, first).text);
}

void
rasimi_funding_check(rasimi_draft *draft)
{
    const rasimi_structs *streams = &draft->study->framework.income.other_funding;
    const size_t n_rows = draft->caseload.n_rows;
    double *sum = rasimi_arena_alloc(&draft->arena, n_rows, sizeof *sum);
    const uint64_t errors = rasimi_problems_errors(draft->problems);
    for (size_t s = 0; sum && s < streams->n; s++) {
        const rasimi_funding_row *stream = RASIMI_ROW(rasimi_funding_row, *streams, s);
        const size_t wanted = draft->funding_wanted[s];
        if (stream->kind.value != RASIMI_FUNDING_SHARE || stream->kind.mark.doubtful || wanted == RASIMI_NOT_WANTED)
            continue;
        const double *shares = draft->caseload.wanted_numbers[wanted];
        const char *what = rasimi_arena_printf(&draft->arena, "The share in column '%s' is", stream->column.value);
        report_shares(draft, shares, RASIMI_N_COLUMNS + wanted, what ? what : "A share is");
        for (size_t row = 0; row < n_rows; row++)
            sum[row] += shares[row];
    }
    if (sum && rasimi_problems_errors(draft->problems) == errors)
        report_shares(draft, sum, RASIMI_ANY_COLUMN, "The shares of all funding streams together are");
}

/* ---- what it pays ---- */

static void
add_column(const rasimi_draft *draft, size_t stream, double *to)
{
    const double *given = draft->caseload.wanted_numbers[draft->funding_wanted[stream]];
    for (size_t i = 0; i < draft->study->n_rows; i++)
        to[i] += given[draft->caseload.by_key[i]];
}

/* The mean share of the people for whom the stream pays, by weight; 0 where it pays for nobody. */
static double
mean_share(const rasim_study *study, const double *share)
{
    double people = 0, sum = 0;
    for (size_t i = 0; i < study->n_rows; i++) {
        people += share[i] > 0 ? study->weight[i] : 0;
        sum += study->weight[i] * share[i];
    }
    return people > 0 ? sum / people : 0;
}

static double
thousandths(double x)
{
    return __builtin_floor(1000 * x + 0.5) / 1000;
}

/* Whether shares of this mean can vary so much; says so where they cannot. */
static bool
check_spread(rasimi_draft *draft, const rasimi_funding_row *row, double mean)
{
    const double most = __builtin_sqrt(mean * (1 - mean));
    const rasimi_law_spec spec = {.kind = RASIMI_LAW_BETA, .mean = mean, .sd = row->share_sd.value};
    rasimi_law_fault fault;
    if (!(mean > 0) || rasimi_law_valid(&spec, &fault))
        return true;
    if (mean >= 1)
        rasimi_problem_add(draft->problems, RASIM_ERROR, rasimi_draft_place(draft, row->share_sd.mark),
                           "'%s' pays everything for everybody whom it pays for, so its share cannot vary; take "
                           "'share_sd' out, or write shares below 1.",
                           row->name.value);
    else
        rasimi_problem_add(
            draft->problems, RASIM_ERROR, rasimi_draft_place(draft, row->share_sd.mark),
            "'share_sd' is %s, but around the mean share of '%s', %s, it must lie between %s and %s; "
            "correct it.",
            rasimi_words_number(row->share_sd.value).text, row->name.value, rasimi_words_number(thousandths(mean)).text,
            rasimi_words_number(thousandths(0.001 * most)).text, rasimi_words_number(thousandths(0.99 * most)).text);
    return false;
}

static rasim_status
add_uncertain(rasimi_draft *draft, size_t s)
{
    rasim_study *study = draft->study;
    const rasimi_funding_row *row = RASIMI_ROW(rasimi_funding_row, study->framework.income.other_funding, s);
    double *share = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *share);
    if (!share)
        return RASIM_ERR_NO_MEMORY;
    add_column(draft, s, share);
    const double mean = mean_share(study, share);
    study->uncertain_streams[study->n_uncertain_streams++] =
        (rasimi_uncertain_stream){.row = s, .mean = mean, .sd = row->share_sd.value, .share = share};
    return check_spread(draft, row, mean) ? RASIM_OK : RASIM_ERR_INPUT;
}

rasim_status
rasimi_funding_prepare(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    const rasimi_structs *streams = &study->framework.income.other_funding;
    rasim_status status = RASIM_OK;
    study->other_gbp_week = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *study->other_gbp_week);
    study->other_share = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *study->other_share);
    study->uncertain_streams = rasimi_arena_alloc(&study->arena, streams->n, sizeof *study->uncertain_streams);
    if (!study->other_gbp_week || !study->other_share || !study->uncertain_streams)
        return RASIM_ERR_NO_MEMORY;
    for (size_t s = 0; s < streams->n && status == RASIM_OK; s++) {
        const rasimi_funding_row *stream = RASIMI_ROW(rasimi_funding_row, *streams, s);
        if (rasimi_share_is_uncertain(&study->framework, s) && !draft->whole)
            status = add_uncertain(draft, s);
        else if (stream->kind.value == RASIMI_FUNDING_SHARE)
            add_column(draft, s, study->other_share);
        else
            add_column(draft, s, study->other_gbp_week);
    }
    return status;
}
