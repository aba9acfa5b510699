/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sufficiency and equity of one outcome and year, added up over the replicates of a pass. */
#include "analysis/enough.h"

rasim_status
rasimi_enough_create(const rasim_study *study, const uint8_t *need_tenth, rasimi_enough *out)
{
    const double rows = (double)study->n_rows, people = (double)study->n_people,
                 share = rows < people ? rows / people : 1;
    *out = (rasimi_enough){.need_tenth = need_tenth};
    const rasim_status status = rasimi_theil_create(study->n_care_groups, study->n_places, share, &out->indicative);
    return status == RASIM_OK ? rasimi_theil_create(study->n_care_groups, study->n_places, share, &out->final) : status;
}

void
rasimi_enough_clear(rasimi_enough *enough)
{
    rasimi_theil_clear(&enough->indicative);
    rasimi_theil_clear(&enough->final);
}

/* Ratios to need, the final one at the prices that turned out. */
static void
add_equity(const rasimi_enough *self, bool final, const rasimi_crowd *crowd, rasimi_theil_tally *tally)
{
    const rasim_study *study = crowd->study;
    for (size_t i = 0; i < crowd->n; i++) {
        const rasimi_seen *seen = &crowd->seen[i];
        const rasimi_fared *fared = &crowd->fared[i];
        const rasimi_cell *cell = &study->cells[seen->cell];
        const double need = (double)fared->need;
        if (fared->pool != RASIMI_POOL_INSIDE || !(need > 0))
            continue;
        const double ratio =
            final ? (double)fared->priced / (need * (double)seen->prices) : (double)fared->indicative / need;
        rasimi_theil_add(tally, ratio, self->need_tenth[seen->donor], cell->care_group,
                         study->n_places > 0 ? cell->place : 0);
    }
    rasimi_theil_end(tally);
}

void
rasimi_enough_add(rasimi_enough *self, rasimi_enough_part part, const rasimi_crowd *crowd)
{
    switch (part) {
        case RASIMI_ENOUGH_INDICATIVE:
            add_equity(self, false, crowd, &self->indicative);
            break;
        case RASIMI_ENOUGH_FINAL:
            add_equity(self, true, crowd, &self->final);
            break;
        case RASIMI_ENOUGH_SUFFICIENT:
        case RASIMI_N_ENOUGH_PARTS:
            rasimi_sufficient_add(&self->sufficient, crowd);
            break;
    }
}

void
rasimi_enough_describe(const rasimi_enough *self, const rasim_study *study, size_t outcome,
                       rasim_sufficiency *sufficiency, rasim_equity *equity)
{
    rasimi_sufficient_describe(&self->sufficient, study, outcome, sufficiency);
    rasimi_theil_describe(&self->indicative, &equity->indicative);
    rasimi_theil_describe(&self->final, &equity->final);
}
