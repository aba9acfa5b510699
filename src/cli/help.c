/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `rasim help` and `rasim version`: every page is made from the tables that parse and check. */
#include "help.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "complain.h"
#include "nearest.h"
#include "rasim/params.h"
#include "rasim/report.h"
#include "rasim/version.h"

enum { TOPIC_COLUMNS = 20, OPTION_COLUMNS = 26, NUMBER_COLUMNS = 8, KEY_COLUMNS = 6, KEY_BUFFER = 4096 };

void
help_overview(const cli_page *page)
{
    page_say(page, 0,
             "rasim %s: a population financial-framework simulator for Resource Allocation Systems in adult "
             "social care. If we adopt this design, how likely are we to stay inside the envelope, and what "
             "must we hold to be sure?",
             rasim_version());
    page_blank(page);
    page_line(page, PAGE_BOLD, "Commands");
    for (size_t i = 0; command_at(i); i++)
        page_define(page, TOPIC_COLUMNS, command_at(i)->name, command_at(i)->summary);
    page_blank(page);
    page_line(page, PAGE_BOLD, "Other help");
    page_define(page, TOPIC_COLUMNS, "help COMMAND", "A command, its options and an example.");
    page_define(page, TOPIC_COLUMNS, "help files", "The files that people write.");
    page_define(page, TOPIC_COLUMNS, "help exit-codes", "What the program's exit code means.");
    page_blank(page);
    page_say(page, 0, "Begin with: %s", command_run.example);
}

static void
print_usage(const cli_page *page, const command_info *command)
{
    char *usage = NULL;
    const char *open = command->operand_optional ? "[" : "", *close = command->operand_optional ? "]" : "";
    if (asprintf(&usage, "rasim %s%s%s%s%s%s", command->name, command->operand ? " " : "", open,
                 command->operand ? command->operand : "", close, command->n_options > 0 ? " [options]" : "") < 0)
        return;
    page_line(page, PAGE_BOLD, usage);
    free(usage);
}

static void
print_option(const cli_page *page, const option_info *option)
{
    char term[64];
    snprintf(term, sizeof term, "--%s%s%s%s", option->name, option->value_name ? " " : "",
             option->value_name ? option->value_name : "", option->repeats ? " ..." : "");
    char *text = NULL;
    if (asprintf(&text, "%s%s", option->sentence, option->required ? " Required." : "") < 0)
        return;
    page_define(page, OPTION_COLUMNS, term, text);
    free(text);
}

void
help_command(const cli_page *page, const command_info *command)
{
    print_usage(page, command);
    page_say(page, 0, "%s", command->about);
    if (command->n_options > 0) {
        page_blank(page);
        page_line(page, PAGE_BOLD, "Options");
    }
    for (size_t i = 0; i < command->n_options; i++)
        print_option(page, &command->options[i]);
    page_blank(page);
    page_line(page, PAGE_BOLD, "Example");
    char example[160];
    snprintf(example, sizeof example, "  %s", command->example);
    page_line(page, PAGE_PLAIN, example);
}

static void
help_exit_codes(const cli_page *page)
{
    page_line(page, PAGE_BOLD, "Exit codes");
    for (size_t i = 0; exit_code_at(i); i++) {
        char number[16];
        snprintf(number, sizeof number, "%d", exit_code_at(i)->number);
        page_define(page, NUMBER_COLUMNS, number, exit_code_at(i)->sentence);
    }
}

/* What each kind of file is for. The kinds are the library's; a kind without a sentence here is still listed. */
static const char *
file_sentence(const char *kind)
{
    static const struct {
        const char *kind, *sentence;
    } SENTENCES[] = {
        {"framework", "The question, in YAML: the population, the envelope, sign-off, the uncertainty, and how to "
                      "simulate."},
        {"design", "A candidate Resource Allocation System, in YAML: how points become an indicative allocation."},
        {"recipe", "How to make a synthetic caseload, in YAML."},
        {"caseload", "The people, one row each, as CSV with a heading line."},
    };
    for (size_t i = 0; i < sizeof SENTENCES / sizeof SENTENCES[0]; i++)
        if (strcmp(SENTENCES[i].kind, kind) == 0)
            return SENTENCES[i].sentence;
    return "";
}

static void
help_files(const cli_page *page)
{
    page_line(page, PAGE_BOLD, "The files that people write");
    for (size_t i = 0; rasim_file_kind(i); i++)
        page_define(page, TOPIC_COLUMNS, rasim_file_kind(i), file_sentence(rasim_file_kind(i)));
    page_blank(page);
    page_say(page, 0, "'rasim help framework' and the like list the keys of each.");
}

/* "Share of the allocation. (number, share; 0 to 1; default 0)": the library's phrases have no capital and no stop. */
static void
print_key(const cli_page *page, const rasim_key_info *key)
{
    char *text = NULL;
    bool has_unit = key->unit[0] != '\0', has_default = key->default_text[0] != '\0',
         has_allowed = key->allowed[0] != '\0';
    if (asprintf(&text, "%c%s. (%s%s%s%s%s%s%s%s)", toupper((unsigned char)key->sentence[0]),
                 key->sentence[0] ? key->sentence + 1 : "", key->type, has_unit ? ", " : "", key->unit,
                 has_allowed ? "; " : "", key->allowed, key->required ? "; required" : "",
                 has_default ? "; default " : "", key->default_text) < 0)
        return;
    page_define(page, KEY_COLUMNS, key->path, text);
    free(text);
}

static void
help_file_kind(const cli_page *page, const char *kind)
{
    page_define(page, TOPIC_COLUMNS, kind, file_sentence(kind));
    page_blank(page);
    char buffer[KEY_BUFFER];
    rasim_key_info key;
    for (size_t i = 0; rasim_file_key(kind, i, &key, buffer, sizeof buffer); i++)
        print_key(page, &key);
}

static const char *
find_file_kind(const char *topic)
{
    for (size_t i = 0; rasim_file_kind(i); i++)
        if (strcmp(rasim_file_kind(i), topic) == 0)
            return rasim_file_kind(i);
    return NULL;
}

/* Whether a topic means a command: by its name, or by the first word of it. `second` may be NULL. */
static bool
means_command(const char *first, const char *second, const command_info *command)
{
    const char *name = command->name;
    size_t size = strcspn(name, " ");
    bool same = strlen(first) == size && strncmp(name, first, size) == 0;
    return same && (!second || (name[size] == ' ' && strcmp(name + size + 1, second) == 0));
}

/* Explains every command that a topic means: "sample" means all that begin with it. False where it means none. */
static bool
help_commands(const cli_page *page, const char *first, const char *second)
{
    bool found = false;
    for (size_t i = 0; command_at(i); i++) {
        if (!means_command(first, second, command_at(i)))
            continue;
        if (found)
            page_blank(page);
        help_command(page, command_at(i));
        found = true;
    }
    return found;
}

enum { TOPIC_SIZE = 64 };

/* Makes `candidate` the suggestion if it is nearer than the one there is. */
static void
suggest(char suggestion[TOPIC_SIZE], const char *topic, const char *candidate)
{
    if (nearer(topic, suggestion[0] ? suggestion : NULL, candidate) == candidate)
        snprintf(suggestion, TOPIC_SIZE, "%s", candidate);
}

static exit_code
complain_of_topic(const char *topic)
{
    char suggestion[TOPIC_SIZE] = "";
    suggest(suggestion, topic, "files");
    suggest(suggestion, topic, "exit-codes");
    for (size_t i = 0; rasim_file_kind(i); i++)
        suggest(suggestion, topic, rasim_file_kind(i));
    for (size_t i = 0; command_at(i); i++) {
        char word[TOPIC_SIZE];
        snprintf(word, sizeof word, "%.*s", (int)strcspn(command_at(i)->name, " "), command_at(i)->name);
        suggest(suggestion, topic, word);
    }
    char complaint[COMPLAINT_SIZE];
    snprintf(complaint, sizeof complaint, "There is no help on '%.100s'%s%s%s", topic,
             suggestion[0] ? "; did you mean '" : "", suggestion, suggestion[0] ? "'?" : ".");
    return complain_of_usage(complaint, NULL);
}

static exit_code
run_help(const command_line *line)
{
    cli_page page;
    page_init(&page, stdout);
    const char *topic = line->operands[0], *second = line->operands[1];
    if (!topic)
        help_overview(&page);
    else if (help_commands(&page, topic, second))
        return check_output(EXIT_DONE);
    else if (second)
        return complain_of_usage("Help is given on one topic at a time.", NULL);
    else if (strcmp(topic, "files") == 0)
        help_files(&page);
    else if (strcmp(topic, "exit-codes") == 0)
        help_exit_codes(&page);
    else if (find_file_kind(topic))
        help_file_kind(&page, find_file_kind(topic));
    else
        return complain_of_topic(topic);
    return check_output(EXIT_DONE);
}

static exit_code
run_version(const command_line *line)
{
    (void)line;
    printf("rasim %s (%s), engine %d\n", rasim_version(), rasim_version_git(), RASIM_ENGINE_VERSION);
    printf("Results of two runs can be compared only where the engine's number agrees.\n");
    return check_output(EXIT_DONE);
}

const command_info command_help = {
    .name = "help",
    .operand = "TOPIC",
    .operand_optional = true,
    .most_operands = 2, /* "help sample draw" */
    .summary = "Explains a command, a kind of file, or the exit codes.",
    .about = "Explains a topic: run, check, generate, sample, files, framework, design, recipe, caseload or "
             "exit-codes. Without "
             "a topic it lists the commands.",
    .example = "rasim help framework",
    .run = run_help,
};

const command_info command_version = {
    .name = "version",
    .summary = "Says which version this is.",
    .about = "Says which version and source revision this is, and the number of its engine.",
    .example = "rasim version",
    .run = run_version,
};
