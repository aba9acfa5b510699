/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a service costs a week: the rule of DHSC's costs table (6.Costs_fact.sql of the ASC-CLD-LA-Dashboard repository,
   MIT licence). The frequency is trusted over the planned units, which count only where the frequency says nothing
   about weeks; signs are ignored; a cost of zero is no cost. */
#include "model/import_work.h"

/* Units a week of a frequency; 0 where planned units say it. */
static double
units_of_frequency(uint8_t frequency, double weeks_per_year)
{
    switch (frequency) {
        case RASIMI_CLD_WEEKLY:
            return 1.0;
        case RASIMI_CLD_FORTNIGHTLY:
            return 1.0 / 2.0;
        case RASIMI_CLD_FOUR_WEEKLY:
            return 1.0 / 4.0;
        case RASIMI_CLD_MONTHLY:
            return 12.0 / weeks_per_year;
        case RASIMI_CLD_QUARTERLY:
            return 4.0 / weeks_per_year;
        case RASIMI_CLD_ANNUALLY:
            return 1.0 / weeks_per_year;
        default:
            return 0.0;
    }
}

static double
magnitude(double value)
{
    return value < 0 ? -value : value;
}

rasim_import_count
rasimi_cld_weekly_cost(const rasimi_cld_service *service, double weeks_per_year, double *weekly)
{
    if (service->unit_cost.state == RASIMI_CLD_NUMBER_BLANK)
        return RASIM_IMPORT_N_COST_BLANK;
    if (service->unit_cost.state == RASIMI_CLD_NUMBER_UNREADABLE)
        return RASIM_IMPORT_N_COST_UNREADABLE;
    if (service->unit_cost.value == 0)
        return RASIM_IMPORT_N_COST_ZERO;
    if (service->frequency == RASIMI_CLD_ONE_OFF)
        return RASIM_IMPORT_N_ONE_OFF;
    double units = units_of_frequency(service->frequency, weeks_per_year);
    if (units == 0)
        units = magnitude(service->units.value);
    if (units == 0)
        return RASIM_IMPORT_N_NO_UNITS;
    *weekly = magnitude(service->unit_cost.value) * units;
    return RASIM_IMPORT_N_WEEKLY;
}
