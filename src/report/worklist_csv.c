/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people whose allocations are furthest from their needs, as CSV. It holds identifiers of people. */
#include <math.h>

#include "base/text.h"
#include "io/csv.h"
#include "model/study.h"
#include "model/write_text.h"
#include "rasim/persons.h"

/* A figure with its decimals, whatever the locale: £ have two, shares four, years none. */
static void
add_figure(rasimi_buffer *csv, double figure, int decimals)
{
    long long scale = 1;
    for (int d = 0; d < decimals; d++)
        scale *= 10;
    const long long whole = (long long)floor(fabs(figure) * (double)scale + 0.5);
    rasimi_buffer_printf(csv, ",%s%lld", figure < 0 && whole > 0 ? "-" : "", whole / scale);
    if (decimals > 0)
        rasimi_buffer_printf(csv, ".%0*lld", decimals, whole % scale);
}

static void
add_person(const char *design, const rasim_far_person *far, rasimi_buffer *csv)
{
    rasimi_csv_add(csv, far->person_id, 1);
    rasimi_csv_add(csv, far->care_group, 0);
    rasimi_csv_add(csv, far->setting, 0);
    rasimi_csv_add(csv, far->place, 0);
    rasimi_csv_add(csv, design, 0);
    add_figure(csv, far->package_gbp_week, 2);
    add_figure(csv, far->need_gbp_week, 2);
    add_figure(csv, far->allocation_gbp_week, 2);
    add_figure(csv, far->allocation_gbp_week - far->need_gbp_week, 2);
    add_figure(csv, far->gap_gbp_week, 2);
    add_figure(csv, far->panel_share, 4);
    add_figure(csv, far->years, 0);
    rasimi_buffer_add(csv, "\n", 1);
}

rasim_status
rasim_write_worklist(const char *path, const rasim_study *study, const rasim_persons *persons, rasim_problems *problems)
{
    static const char header[] = "person_id,care_group,setting,place,design,package_gbp_week,need_gbp_week,"
                                 "indicative_gbp_week,difference_gbp_week,mean_gap_gbp_week,panel_share,years\n";
    if (!path || !study || !persons)
        return RASIM_ERR_ARGUMENT;
    const rasim_status refused = rasimi_study_refuse_input(study, path, problems);
    if (refused)
        return refused;
    rasimi_buffer csv = {0};
    rasimi_buffer_add(&csv, header, sizeof header - 1);
    for (size_t d = 0; d < persons->n_designs; d++)
        for (size_t i = 0; i < persons->designs[d].n_far; i++)
            add_person(persons->designs[d].name, &persons->designs[d].far[i], &csv);
    const rasim_status status = csv.failed ? RASIM_ERR_NO_MEMORY : rasimi_write_text(path, &csv, problems);
    rasimi_buffer_clear(&csv);
    return status;
}
