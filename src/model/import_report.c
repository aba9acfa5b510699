/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report of an import: what was counted, and the values that are in no code list. */
#include <stdlib.h>
#include <string.h>

#include "model/day.h"
#include "model/import_text.h"
#include "model/import_work.h"

const rasim_import_count_info *
rasim_import_count_describe(rasim_import_count count)
{
    static const rasim_import_count_info COUNTS[RASIM_N_IMPORT_COUNTS] = {
#define X(name, kind, text) {RASIM_IMPORT_##kind, text},
        RASIM_IMPORT_COUNT_LIST(X)
#undef X
    };
    return (unsigned)count < RASIM_N_IMPORT_COUNTS ? &COUNTS[count] : NULL;
}

void
rasim_import_report_free(rasim_import_report *report)
{
    if (!report)
        return;
    rasimi_arena_clear(report->arena);
    free(report->arena);
    free(report);
}

static size_t
count_invalid(const rasimi_cld_tally *tally)
{
    size_t n = 0;
    for (size_t i = 0; i < tally->texts.n; i++)
        n += tally->items[i].code == RASIMI_CLD_INVALID;
    return n;
}

static int
by_count(const void *x, const void *y)
{
    const rasim_import_value *a = x, *b = y;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    const int order = strcmp(a->file, b->file);
    return order ? order : (a->line > b->line) - (a->line < b->line);
}

/* Adds a field's invalid values, most frequent first. Errors: RASIM_ERR_NO_MEMORY. */
static rasim_status
list_field(rasimi_cld_work *work, rasimi_cld_field field, rasim_import_report *report)
{
    const rasimi_cld_tally *tally = &work->tallies[field];
    const size_t first = report->n_values;
    for (size_t i = 0; i < tally->texts.n; i++) {
        const rasimi_cld_tallied *item = &tally->items[i];
        char shown[RASIMI_CLD_SHOWN_SIZE];
        if (item->code != RASIMI_CLD_INVALID)
            continue;
        rasimi_cld_show(tally->texts.labels[i], rasimi_cld_field_is_private(field), shown);
        rasim_import_value *value = &report->values[report->n_values];
        *value = (rasim_import_value){.field = rasimi_cld_field_name(field),
                                      .value = rasimi_arena_text(work->arena, shown, strlen(shown)),
                                      .count = item->count,
                                      .file = rasimi_arena_text(work->arena, item->file, strlen(item->file)),
                                      .line = item->line};
        if (!value->value || !value->file)
            return RASIM_ERR_NO_MEMORY;
        report->n_values++;
    }
    if (report->n_values > first)
        qsort(report->values + first, report->n_values - first, sizeof *report->values, by_count);
    return RASIM_OK;
}

rasim_status
rasimi_cld_report(rasimi_cld_work *work, rasim_import_report **out)
{
    size_t n = 0;
    for (size_t field = 0; field < RASIMI_N_CLD_FIELDS; field++)
        n += count_invalid(&work->tallies[field]);
    rasim_import_report *report = rasimi_calloc(1, sizeof *report);
    rasim_status status = report ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    if (status != RASIM_OK)
        goto out;
    memcpy(report->counts, work->counts, sizeof report->counts);
    rasimi_day_format(work->date, report->date);
    rasimi_day_format(work->latest_period, report->latest_period);
    report->values = rasimi_arena_alloc(work->arena, n, sizeof *report->values);
    status = report->values ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    for (rasimi_cld_field field = 0; field < RASIMI_N_CLD_FIELDS && status == RASIM_OK; field++)
        status = list_field(work, field, report);
    if (status != RASIM_OK)
        goto out;
    report->arena = work->arena;
    work->arena = NULL;
    *out = report;
    report = NULL;
out:
    free(report);
    return status;
}
