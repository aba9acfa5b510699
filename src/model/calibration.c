/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calibration error before sampling: whether the caseload can be the population that samples are drawn from. */
#include "model/draft.h"
#include "model/sample_allocate.h"

/* The fewest people that a sample with something of every stratum has. */
static uint64_t
fewest(const rasim_study *study)
{
    uint64_t n = 0;
    for (size_t h = 0; h < study->n_strata; h++) {
        const rasimi_sample_stratum stratum = {.people = study->strata[h].n_people};
        n += rasimi_sample_least(&stratum);
    }
    return n;
}

static void
check_size(rasimi_draft *draft, const rasimi_whole *size)
{
    const rasim_study *study = draft->study;
    const rasimi_place place =
        rasimi_draft_place(draft, size->mark.line > 0 ? size->mark : study->framework.calibration.mark);
    const uint64_t least = fewest(study);
    if (size->mark.line == 0)
        rasimi_problem_add(
            draft->problems, RASIM_ERROR, place,
            "'calibration' before sampling needs 'sample_size', the people who would be scored; add it.");
    else if (size->value < least || size->value > study->n_people)
        rasimi_problem_add(draft->problems, RASIM_ERROR, place,
                           "'sample_size' is %s; it must be %s to %s, so that every stratum has its people.",
                           rasimi_words_grouped(size->value).text, rasimi_words_grouped(least).text,
                           rasimi_words_grouped(study->n_people).text);
}

void
rasimi_calibration_check(rasimi_draft *draft)
{
    const rasimi_framework *framework = &draft->study->framework;
    const rasimi_calibration_spec *spec = &framework->calibration;
    if (spec->error.value != RASIMI_CALIBRATION_BEFORE_SAMPLING)
        return;
    if (framework->population.sampling.value != RASIMI_SAMPLING_FIXED)
        rasimi_problem_add(
            draft->problems, RASIM_ERROR, rasimi_draft_place(draft, spec->error.mark),
            "'before_sampling' draws samples from a caseload that is known, but 'sampling' is not fixed: "
            "the sample's error would count twice; write 'sampling: fixed', or 'error: adopted'.");
    if (draft->study->scored || draft->study->costed)
        rasimi_problem_add(draft->problems, RASIM_ERROR, rasimi_draft_place(draft, spec->error.mark),
                           "'before_sampling' needs answers and a cost of everybody, because anybody may be sampled; "
                           "complete the caseload, or write 'error: adopted'.");
    check_size(draft, &spec->sample_size);
}
