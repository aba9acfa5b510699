/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands and their options as tables: parsing, checking and help are all made from them. A command is one file with
   one const descriptor. */
#ifndef RASIM_CLI_COMMAND_H
#define RASIM_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "exit_code.h"

typedef enum option_kind {
    OPTION_FLAG,   /* takes no value */
    OPTION_TEXT,   /* any text that is not empty */
    OPTION_WHOLE,  /* a whole number from least to most */
    OPTION_NUMBER, /* a number above 0 and below 1 */
    OPTION_AMOUNT, /* a number above 0 */
} option_kind;

typedef struct option_info {
    const char *name; /* without the dashes */
    option_kind kind;
    const char *value_name; /* as help shows it; NULL for flags */
    uint64_t least, most;   /* of OPTION_WHOLE */
    bool repeats;           /* may be given several times (OPTION_TEXT) */
    bool required;
    const char *sentence;
} option_info;

enum { COMMAND_MOST_OPTIONS = 32, COMMAND_MOST_OPERANDS = 16, OPTION_MOST_REPEATS = 32 };

/* What was given for one option. */
typedef struct option_value {
    size_t n; /* times it was given; 0: absent */
    const char *texts[OPTION_MOST_REPEATS];
    uint64_t whole;
    double number;
} option_value;

typedef struct command_info command_info;

/* A checked command line. Values stand in the order of the command's options. */
typedef struct command_line {
    const command_info *command;
    const char *operands[COMMAND_MOST_OPERANDS]; /* NULL where they are absent */
    bool wants_help;
    option_value values[COMMAND_MOST_OPTIONS];
} command_line;

struct command_info {
    const char *name;    /* one or two words: "run", "sample draw" */
    const char *operand; /* "FRAMEWORK.yaml"; NULL: takes none */
    bool operand_optional;
    unsigned most_operands; /* words that may follow; 1 where `operand` is one file */
    const char *summary;    /* for the list of commands */
    const char *about;      /* for its own help */
    const char *example;
    const option_info *options;
    size_t n_options;
    exit_code (*run)(const command_line *line);
};

extern const command_info command_run, command_compare, command_sweep, command_calibrate, command_optimise,
    command_backtest, command_report, command_check, command_explain, command_points, command_generate,
    command_sample_draw, command_sample_plan, command_import_cld, command_help, command_version;

/* The i-th command in the order of help, NULL past the end. */
const command_info *
command_at(size_t i);

/* The command whose name is the first one or two words, NULL where there is none; *n_words is set to the words that its
   name takes. */
const command_info *
command_find(char *const *words, size_t n_words_given, size_t *n_words);

/* What was given for the option of a name; nothing where the command has none. */
const option_value *
command_value(const command_line *line, const char *option);

enum { COMPLAINT_SIZE = 512 };

/* Parses and checks a command line without the program's name. On error returns false and a complaint: one or two
   sentences that say what is wrong and what to do. */
bool
command_parse(size_t n_words, char *const *words, command_line *out, char complaint[COMPLAINT_SIZE]);

#endif
