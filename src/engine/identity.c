/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Identities of studies and runs. */
#include "engine/identity.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "io/file.h"
#include "model/study.h"
#include "rasim/version.h"

void
rasimi_study_identity(const rasim_study *study, rasimi_buffer *out)
{
    rasimi_buffer_printf(out, "rasim %s (%s), engine %d, %d lines, chunks of %d\n", rasim_version(),
                         rasim_version_git(), RASIM_ENGINE_VERSION, RASIM_N_LINES, RASIM_CHUNK_REPLICATES);
    rasimi_buffer_printf(out, "%zu designs, %zu years, %zu groups, %zu places, %zu rows\n", study->n_designs,
                         study->n_years, study->n_groups, study->n_places, study->n_rows);
    for (size_t i = 0; i < study->n_inputs; i++) {
        rasimi_buffer_printf(out, "%s\n", study->inputs[i].sha256);
    }
    rasimi_buffer_printf(out, "%s", study->overrides ? study->overrides : "");
}

rasim_status
rasim_study_digest(const rasim_study *study, char out[65])
{
    rasimi_buffer text = {0};
    rasimi_study_identity(study, &text);
    const rasim_status status = text.failed ? RASIM_ERR_NO_MEMORY : rasimi_sha256(text.data, text.length, out);
    rasimi_buffer_clear(&text);
    return status;
}

/* A double as its bits: as text it would depend on the locale. */
static uint64_t
bits(double value)
{
    uint64_t out;
    memcpy(&out, &value, sizeof out);
    return out;
}

/* A new option of a run decides what its replicates hold, or it does not: say which, and count it here. (A flag beside
   the other flags moves nothing, so look twice: place_series decides what is kept of them and series_only what stands
   beside them, not what they hold.) */
_Static_assert(sizeof(void *) != 8 || offsetof(rasim_run_options, checkpoint) == 112,
               "an option is missing in rasimi_run_key");

rasim_status
rasimi_run_key(const rasim_run_options *o, uint64_t *out)
{
    char digest[65];
    rasimi_buffer text = {0};
    const uint64_t numbers[] = {
        o->seed,
        bits(o->shock_scale),
        bits(o->price_change),
        bits(o->demand_change),
        bits(o->allocation_change),
        o->forced_shocks,
        bits(o->forced_score),
        o->other_seed,
        o->other_streams,
        o->other_shocks,
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        rasimi_buffer_printf(&text, "%" PRIx64 " ", numbers[i]);
    }
    rasimi_buffer_printf(&text, "%d %d %d", o->without_top_slice, o->without_interventions, o->without_carers_stop);
    rasim_status status = text.failed ? RASIM_ERR_NO_MEMORY : rasimi_sha256(text.data, text.length, digest);
    rasimi_buffer_clear(&text);
    if (status != RASIM_OK) {
        return status;
    }
    *out = 0;
    for (int i = 0; i < 16; i++) {
        const char c = digest[i];
        *out = *out << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return RASIM_OK;
}
