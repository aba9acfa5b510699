/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands, and how a command line is parsed and checked against it. */
#include "command.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nearest.h"

static const command_info *const COMMANDS[] = {
    &command_run,         &command_compare,    &command_sweep,    &command_calibrate,
    &command_optimise,    &command_backtest,   &command_report,   &command_check,
    &command_explain,     &command_points,     &command_generate, &command_sample_draw,
    &command_sample_plan, &command_import_cld, &command_help,     &command_version,
};

const command_info *
command_at(size_t i)
{
    return i < sizeof COMMANDS / sizeof COMMANDS[0] ? COMMANDS[i] : NULL;
}

const option_value *
command_value(const command_line *line, const char *option)
{
    static const option_value ABSENT;
    for (size_t i = 0; i < line->command->n_options; i++)
        if (strcmp(line->command->options[i].name, option) == 0)
            return &line->values[i];
    return &ABSENT;
}

const command_info *
command_find(char *const *words, size_t n_words_given, size_t *n_words)
{
    for (size_t i = 0; command_at(i); i++) {
        const char *name = command_at(i)->name, *space = strchr(name, ' ');
        size_t first = space ? (size_t)(space - name) : strlen(name);
        if (n_words_given < 1 || strlen(words[0]) != first || strncmp(words[0], name, first) != 0)
            continue;
        if (space && (n_words_given < 2 || strcmp(words[1], space + 1) != 0))
            continue;
        *n_words = space ? 2 : 1;
        return command_at(i);
    }
    return NULL;
}

/* What is being parsed, and where a complaint goes. */
typedef struct parser {
    char *const *words;
    size_t n_words, at;
    command_line *out;
    char *complaint;
} parser;

__attribute__((format(printf, 2, 3))) static bool
complain(parser *self, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(self->complaint, COMPLAINT_SIZE, format, arguments);
    va_end(arguments);
    return false;
}

/* Whether the first word of a command's name is this one. */
static bool
begins_with(const char *name, const char *word)
{
    const size_t size = strcspn(name, " ");
    return strlen(word) == size && strncmp(name, word, size) == 0;
}

static bool
complain_of_command(parser *self)
{
    char given[128];
    bool two = self->n_words > 1 && self->words[1][0] != '-';
    const char *best = NULL;
    for (size_t i = 0; command_at(i); i++) {
        const char *name = command_at(i)->name;
        bool pair = two && strchr(name, ' ');
        snprintf(given, sizeof given, "%s%s%s", self->words[0], pair ? " " : "", pair ? self->words[1] : "");
        best = nearer(given, best, name);
        if (begins_with(name, self->words[0]) && !(best && begins_with(best, self->words[0])))
            best = name;
    }
    if (best)
        return complain(self, "There is no command '%.100s'; did you mean '%s'?", self->words[0], best);
    return complain(self, "There is no command '%.100s'; 'rasim help' lists those that there are.", self->words[0]);
}

static const option_info *
find_option(const command_info *command, const char *name, size_t size, size_t *i_option)
{
    for (size_t i = 0; i < command->n_options; i++)
        if (strlen(command->options[i].name) == size && strncmp(command->options[i].name, name, size) == 0) {
            *i_option = i;
            return &command->options[i];
        }
    return NULL;
}

static bool
complain_of_option(parser *self, const char *name, size_t size)
{
    const command_info *command = self->out->command;
    char given[64];
    snprintf(given, sizeof given, "%.*s", (int)(size < sizeof given ? size : sizeof given - 1), name);
    const char *best = nearer(given, NULL, "help");
    for (size_t i = 0; i < command->n_options; i++)
        best = nearer(given, best, command->options[i].name);
    if (best)
        return complain(self, "'rasim %s' has no option '--%s'; did you mean '--%s'?", command->name, given, best);
    return complain(self, "'rasim %s' has no option '--%s'; 'rasim help %s' lists those that it has.", command->name,
                    given, command->name);
}

/* Digits only: no sign, no blanks, no separators. */
static bool
read_whole(const char *text, uint64_t *out)
{
    if (!isdigit((unsigned char)text[0]) || strspn(text, "0123456789") != strlen(text))
        return false;
    errno = 0;
    *out = strtoull(text, NULL, 10);
    return errno == 0;
}

/* LC_NUMERIC stays "C" in this program, so the decimal point is a point. */
static bool
read_number(const char *text, double below, double *out)
{
    char *end;
    *out = strtod(text, &end);
    return end != text && *end == '\0' && *out > 0.0 && *out < below;
}

static bool
store_value(parser *self, const option_info *option, option_value *value, const char *text)
{
    if (option->kind == OPTION_WHOLE &&
        (!read_whole(text, &value->whole) || value->whole < option->least || value->whole > option->most))
        return complain(self,
                        "'--%s %.60s' is not a whole number from %" PRIu64 " to %" PRIu64 "; write it in digits, "
                        "without separators.",
                        option->name, text, option->least, option->most);
    if (option->kind == OPTION_NUMBER && !read_number(text, 1.0, &value->number))
        return complain(self, "'--%s %.60s' is not a number above 0 and below 1, such as 0.001.", option->name, text);
    if (option->kind == OPTION_AMOUNT && !read_number(text, HUGE_VAL, &value->number))
        return complain(self, "'--%s %.60s' is not a number above 0, such as 1000.", option->name, text);
    if (text[0] == '\0')
        return complain(self, "'--%s' was given an empty value; it needs %s.", option->name, option->value_name);
    value->texts[value->n++] = text;
    return true;
}

/* `equals` points at the value of --name=value, or is NULL. */
static bool
take_value(parser *self, const option_info *option, option_value *value, const char *equals)
{
    size_t most = option->repeats ? OPTION_MOST_REPEATS : 1;
    if (value->n >= most)
        return complain(self, "'--%s' may be given %s; leave one out.", option->name,
                        most > 1 ? "32 times at most" : "once only");
    if (option->kind == OPTION_FLAG) {
        if (equals)
            return complain(self, "'--%s' takes no value; leave '=%.60s' out.", option->name, equals);
        value->n = 1;
        return true;
    }
    const char *text = equals ? equals : self->at < self->n_words ? self->words[self->at++] : NULL;
    if (!text)
        return complain(self, "'--%s' needs a value: --%s %s.", option->name, option->name, option->value_name);
    return store_value(self, option, value, text);
}

static bool
take_option(parser *self, const char *word)
{
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        self->out->wants_help = true;
        return true;
    }
    const char *name = word + strspn(word, "-"), *equals = strchr(name, '=');
    size_t size = equals ? (size_t)(equals - name) : strlen(name), i;
    const option_info *option = strncmp(word, "--", 2) == 0 ? find_option(self->out->command, name, size, &i) : NULL;
    if (!option)
        return complain_of_option(self, name, size);
    return take_value(self, option, &self->out->values[i], equals ? equals + 1 : NULL);
}

static bool
take_operand(parser *self, const char *word)
{
    const command_info *command = self->out->command;
    const char **operands = self->out->operands;
    unsigned n = 0;
    while (n < command->most_operands && operands[n])
        n++;
    if (!command->operand)
        return complain(self, "'rasim %s' takes no more than its options, but '%.100s' was given.", command->name,
                        word);
    if (n == command->most_operands && n > 2)
        return complain(self, "'rasim %s' takes %u files at most, and '%.100s' is one more.", command->name, n, word);
    if (n == command->most_operands)
        return complain(self, "'rasim %s' takes one %s, but '%.100s' and '%.100s' were given.", command->name,
                        command->operand, operands[0], word);
    operands[n] = word;
    return true;
}

static bool
check_complete(parser *self)
{
    const command_info *command = self->out->command;
    if (command->operand && !command->operand_optional && !self->out->operands[0])
        return complain(self, "'rasim %s' needs %s; for example: %s", command->name, command->operand,
                        command->example);
    for (size_t i = 0; i < command->n_options; i++)
        if (command->options[i].required && self->out->values[i].n == 0)
            return complain(self, "'rasim %s' needs '--%s %s'; for example: %s", command->name,
                            command->options[i].name, command->options[i].value_name, command->example);
    return true;
}

bool
command_parse(size_t n_words, char *const *words, command_line *out, char complaint[COMPLAINT_SIZE])
{
    parser self = {.words = words, .n_words = n_words, .out = out, .complaint = complaint};
    *out = (command_line){0};
    out->command = command_find(words, n_words, &self.at);
    if (!out->command)
        return complain_of_command(&self);
    bool options_ended = false;
    while (self.at < n_words) {
        const char *word = words[self.at++];
        bool is_option = !options_ended && word[0] == '-' && word[1] != '\0';
        if (is_option && strcmp(word, "--") == 0)
            options_ended = true;
        else if (!(is_option ? take_option(&self, word) : take_operand(&self, word)))
            return false;
    }
    return out->wants_help || check_complete(&self);
}
