/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everybody's points and indicative amount under every design, as CSV in the order of the caseload's file. It holds
   identifiers of people. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/plan.h"
#include "io/csv.h"
#include "io/file.h"
#include "model/trail.h"
#include "model/write_text.h"
#include "rasim/explain.h"
#include "rasim/ledger.h"

/* A row of the study and where it stands in its file. */
typedef struct numbered {
    uint32_t line, row;
} numbered;

static int
by_line(const void *left, const void *right)
{
    const numbered *a = left, *b = right;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static rasim_person_status
status_of(const rasim_study *study, size_t d, size_t row)
{
    if (study->scored && !study->scored[row])
        return RASIM_PERSON_UNSCORED;
    switch (study->applied[d].amount[row].status) {
        case RASIMI_RULE_INELIGIBLE:
            return RASIM_PERSON_INELIGIBLE;
        case RASIMI_RULE_OUTSIDE:
            return RASIM_PERSON_OUTSIDE;
        case RASIMI_RULE_PANEL:
            return rasimi_plan_is_high_cost(study, d, row) ? RASIM_PERSON_HIGH_COST : RASIM_PERSON_PANEL;
        case RASIMI_RULE_ALLOCATED:
            break;
    }
    return rasimi_plan_is_high_cost(study, d, row) ? RASIM_PERSON_HIGH_COST : RASIM_PERSON_ALLOCATED;
}

/* £ to the penny, without sign or separators. */
static rasimi_words
pence(int32_t units)
{
    rasimi_words out;
    const int64_t whole = ((int64_t)units * 100 + RASIM_UNITS_PER_GBP / 2) / RASIM_UNITS_PER_GBP;
    snprintf(out.text, sizeof out.text, "%lld.%02d", (long long)(whole / 100), (int)(whole % 100));
    return out;
}

static void
add_person(const rasim_study *study, size_t row, rasimi_buffer *csv)
{
    for (size_t d = 0; d < study->n_designs; d++) {
        const rasimi_applied *applied = &study->applied[d];
        const rasim_person_status status = status_of(study, d, row);
        const bool scored = status != RASIM_PERSON_UNSCORED;
        rasimi_csv_add(csv, study->person_id[row], 1);
        rasimi_csv_add(csv, study->care_groups[study->care_group[row]], 0);
        rasimi_csv_add(csv, study->settings[study->setting[row]], 0);
        rasimi_csv_add(csv, applied->design->unique_name, 0);
        rasimi_csv_add(csv, scored ? rasimi_words_points((double)applied->points[row]).text : "", 0);
        rasimi_csv_add(csv, scored ? pence(applied->amount[row].units).text : "", 0);
        rasimi_csv_add(csv, rasim_person_status_name(status), 0);
        rasimi_buffer_add(csv, "\n", 1);
    }
}

rasim_status
rasim_points_write(const rasim_study *study, const char *path, rasim_problems *problems)
{
    static const char header[] = "person_id,care_group,setting,design,points,indicative_gbp_week,status\n";
    if (!study || !path)
        return RASIM_ERR_ARGUMENT;
    rasim_status refused = rasimi_study_refuse_input(study, path, problems);
    if (refused == RASIM_OK)
        refused = rasimi_atomic_try(path, problems);
    if (refused)
        return refused;
    rasimi_buffer csv = {0};
    numbered *order = rasimi_calloc(study->n_rows, sizeof *order);
    if (!order)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < study->n_rows; i++)
        order[i] = (numbered){study->evidence.line[i], (uint32_t)i};
    qsort(order, study->n_rows, sizeof *order, by_line);
    rasimi_buffer_add(&csv, header, sizeof header - 1);
    for (size_t i = 0; i < study->n_rows; i++)
        add_person(study, order[i].row, &csv);
    const rasim_status status = csv.failed ? RASIM_ERR_NO_MEMORY : rasimi_write_text(path, &csv, problems);
    rasimi_buffer_clear(&csv);
    free(order);
    return status;
}
