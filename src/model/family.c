/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The families of allocation rule that rasim knows. */
#include "model/family.h"

#include <string.h>

static const rasimi_family *const families[] = {
    &rasimi_family_price_per_point, &rasimi_family_banded, &rasimi_family_table,
    &rasimi_family_regression,      &rasimi_family_hours,  &rasimi_family_judgement,
};

const rasimi_family *
rasimi_family_get(size_t i)
{
    return i < sizeof families / sizeof *families ? families[i] : NULL;
}

const rasimi_family *
rasimi_family_find(const char *name)
{
    const rasimi_family *family = NULL;
    for (size_t i = 0; (family = rasimi_family_get(i)) != NULL; i++) {
        if (strcmp(family->name, name) == 0) {
            break;
        }
    }
    return family;
}
