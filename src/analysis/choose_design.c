/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A design by its name, its path, or the end of its path. */
#include "analysis/choose_design.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* The design that a name or a path means; n_designs where none does. */
static size_t
find_design(const rasim_study *study, const char *name)
{
    for (size_t d = 0; d < study->n_designs; d++)
        if (strcmp(study->designs[d].unique_name, name) == 0 || strcmp(study->designs[d].file, name) == 0)
            return d;
    const size_t length = strlen(name);
    for (size_t d = 0; d < study->n_designs; d++) {
        const size_t whole = strlen(study->designs[d].file);
        if (whole > length && study->designs[d].file[whole - length - 1] == '/' &&
            strcmp(study->designs[d].file + whole - length, name) == 0)
            return d;
    }
    return study->n_designs;
}

rasim_status
rasimi_choose_design(const rasim_study *study, const char *wanted, size_t *out, rasim_problems *problems)
{
    const size_t n = study->n_designs, d = wanted ? find_design(study, wanted) : 0;
    if (d < n) {
        *out = d;
        return RASIM_OK;
    }
    const char **names = rasimi_calloc(n, sizeof *names);
    if (!names)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        names[i] = study->designs[i].unique_name;
    const size_t near = rasimi_nearest(wanted, names, n);
    rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){.file = study->path},
                       "The framework has no design '%s'%s%s%s; its first is '%s'.", wanted,
                       near < n ? " (did you mean '" : "", near < n ? names[near] : "", near < n ? "'?)" : "",
                       study->designs[0].unique_name);
    free(names);
    return RASIM_ERR_INPUT;
}

rasim_status
rasimi_choose_outcome(const rasim_study *study, const char *wanted, size_t *out, rasim_problems *problems)
{
    if (!wanted && study->place_design) {
        *out = study->n_designs;
        return RASIM_OK;
    }
    return rasimi_choose_design(study, wanted, out, problems);
}

rasim_status
rasimi_refuse_fixed(const char *key, const char *done, rasim_problems *problems)
{
    static const char *const fixed[] = {"replicates", "seed", "horizon", "confidence_levels"};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (strncmp(key, fixed[i], strlen(fixed[i])) == 0 && strchr("[.", key[strlen(fixed[i])])) {
            rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){0},
                               "'%s' cannot be %s: all points have the same years, draws and levels; compare finished "
                               "runs instead.",
                               fixed[i], done);
            return RASIM_ERR_INPUT;
        }
    return RASIM_OK;
}

rasim_status
rasimi_refuse_repeated(const char *key, const char *earlier, rasim_problems *problems)
{
    if (strcmp(key, earlier) != 0)
        return RASIM_OK;
    rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){0}, "'%s' is varied twice; name each key once.", key);
    return RASIM_ERR_INPUT;
}
