/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options that the commands on samples share, and how their texts are split. */
#ifndef RASIM_CLI_SAMPLE_OPTIONS_H
#define RASIM_CLI_SAMPLE_OPTIONS_H

#include "command.h"

enum { SAMPLE_MOST_BY = 16 };

#define SAMPLE_BY_COMPLAINT    "'--by' needs one to 16 columns with commas between them, such as care_group,setting."
#define SAMPLE_WHERE_COMPLAINT "'--where' needs a column, an equals sign and a value, such as setting=community."

#define OPTION_WHERE(what)                                                                                             \
    {                                                                                                                  \
        .name = "where", .kind = OPTION_TEXT, .value_name = "COLUMN=VALUE", .sentence = (what)                         \
    }

/* Splits "a,b" in place; returns how many columns there are, 0 where one is empty or there are too many. */
size_t
sample_split_columns(char *text, const char *columns[SAMPLE_MOST_BY]);

/* Splits "COLUMN=VALUE" in place; false where it is not so. */
bool
sample_split_where(char *text, const char **column, const char **value);

#endif
