/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Command lines: what they become, and what is said of wrong ones. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/files_out.h"
#include "cli/nearest.h"
#include "cli/progress.h"
#include "cli/written.h"
#include "report/scratch.h"

enum { MOST_WORDS = 12 };

static bool
parse(const char *text, command_line *line, char *complaint)
{
    static char buffer[512];
    char *words[MOST_WORDS];
    size_t n = 0;
    cr_assert_lt(strlen(text), sizeof buffer);
    strcpy(buffer, text);
    for (char *word = strtok(buffer, " "); word; word = strtok(NULL, " "))
        words[n++] = word;
    return command_parse(n, words, line, complaint);
}

static const option_value *
value_of(const command_line *line, const char *name)
{
    for (size_t i = 0; i < line->command->n_options; i++)
        if (strcmp(line->command->options[i].name, name) == 0)
            return &line->values[i];
    cr_assert_fail("no option %s", name);
    return NULL;
}

Test(command, a_line_becomes_values)
{
    command_line line;
    char complaint[COMPLAINT_SIZE];
    cr_assert(parse("run --seed=18446744073709551615 f.yaml --design a --precision 0.001 --design b --json", &line,
                    complaint));
    cr_assert_str_eq(line.command->name, "run");
    cr_assert_str_eq(line.operands[0], "f.yaml");
    cr_assert_eq(value_of(&line, "seed")->whole, UINT64_MAX);
    cr_assert_eq(value_of(&line, "precision")->number, 0.001);
    cr_assert_eq(value_of(&line, "design")->n, 2);
    cr_assert_str_eq(value_of(&line, "design")->texts[1], "b");
    cr_assert_eq(value_of(&line, "json")->n, 1);
    cr_assert_eq(value_of(&line, "quiet")->n, 0);
}

Test(command, two_words_name_a_command_and_two_dashes_end_options)
{
    command_line line;
    char complaint[COMPLAINT_SIZE];
    cr_assert(parse("sample draw --size 10 --by a,b --out o.csv -- --odd.csv", &line, complaint));
    cr_assert_str_eq(line.command->name, "sample draw");
    cr_assert_str_eq(line.operands[0], "--odd.csv");
}

Test(command, help_is_given_whatever_is_missing)
{
    command_line line;
    char complaint[COMPLAINT_SIZE];
    cr_assert(parse("sample draw --help", &line, complaint));
    cr_assert(line.wants_help);
    cr_assert(parse("run -h", &line, complaint));
    cr_assert(line.wants_help);
}

Test(command, a_wrong_line_is_told_what_is_wrong)
{
    static const struct {
        const char *line, *says;
    } CASES[] = {
        {"rnu f", "There is no command 'rnu'; did you mean 'run'?"},
        {"sample", "did you mean 'sample draw'?"},
        {"sample drwa x", "did you mean 'sample draw'?"},
        {"sample plna", "did you mean 'sample plan'?"},
        {"xyzzy", "'rasim help' lists"},
        {"run f --replicate 100", "has no option '--replicate'; did you mean '--replicates'?"},
        {"run f --sede=1", "did you mean '--seed'?"},
        {"run f --zzzzzz", "'rasim help run' lists"},
        {"run f -j", "has no option '--j'"},
        {"run", "'rasim run' needs FRAMEWORK.yaml; for example: rasim run "},
        {"run a b", "takes one FRAMEWORK.yaml, but 'a' and 'b' were given"},
        {"version now", "takes no more than its options, but 'now' was given"},
        {"run f --seed", "'--seed' needs a value: --seed N."},
        {"run f --seed 1 --seed 2", "'--seed' may be given once only"},
        {"run f --seed -1", "'--seed -1' is not a whole number from 0 to 18446744073709551615"},
        {"run f --seed 18446744073709551616", "is not a whole number"},
        {"run f --replicates 63", "'--replicates 63' is not a whole number from 64 to 10000000"},
        {"run f --replicates 10,000", "write it in digits, without separators"},
        {"run f --replicates 1e4", "is not a whole number"},
        {"run f --threads 0", "from 1 to"},
        {"run f --precision 1", "is not a number above 0 and below 1"},
        {"run f --precision nan", "is not a number above 0 and below 1"},
        {"run f --precision 0.1x", "is not a number above 0 and below 1"},
        {"run f --json=yes", "'--json' takes no value; leave '=yes' out"},
        {"run f --out=", "'--out' was given an empty value; it needs PREFIX."},
        {"generate r.yaml", "'rasim generate' needs '--out FILE.csv'"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        command_line line;
        char complaint[COMPLAINT_SIZE] = "";
        cr_assert(!parse(CASES[i].line, &line, complaint), "%s", CASES[i].line);
        cr_assert(strstr(complaint, CASES[i].says), "%s: %s", CASES[i].line, complaint);
    }
}

Test(command, tables_fit_their_arrays_and_explain_themselves)
{
    for (size_t i = 0; command_at(i); i++) {
        const command_info *command = command_at(i);
        cr_assert_leq(command->n_options, COMMAND_MOST_OPTIONS);
        cr_assert(strncmp(command->example, "rasim ", 6) == 0);
        for (size_t k = 0; k < command->n_options; k++) {
            const option_info *option = &command->options[k];
            cr_assert(option->sentence[strlen(option->sentence) - 1] == '.', "%s", option->name);
            cr_assert_eq(option->value_name == NULL, option->kind == OPTION_FLAG);
            cr_assert(option->kind != OPTION_WHOLE || option->least < option->most);
        }
    }
}

Test(nearest, distances_count_single_edits)
{
    static const struct {
        const char *a, *b;
        size_t distance;
    } CASES[] = {
        {"", "", 0},       {"run", "run", 0},        {"rnu", "run", 1}, {"ru", "run", 1}, {"runn", "run", 1},
        {"sun", "run", 1}, {"kitten", "sitting", 3}, {"", "abc", 3},    {"ca", "abc", 3},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        cr_assert_eq(edit_distance(CASES[i].a, CASES[i].b), CASES[i].distance, "%s %s", CASES[i].a, CASES[i].b);
        cr_assert_eq(edit_distance(CASES[i].b, CASES[i].a), CASES[i].distance);
    }
    char longer[100] = {0};
    memset(longer, 'a', sizeof longer - 1);
    cr_assert_eq(edit_distance(longer, "aaa"), 99);
}

Test(nearest, only_what_is_near_is_offered)
{
    cr_assert_str_eq(nearer("desing", NULL, "design"), "design");
    cr_assert_null(nearer("banana", NULL, "design"));
    cr_assert_null(nearer("xy", NULL, "ab"));
    cr_assert_str_eq(nearer("see", "seed", "seek"), "seed");
    cr_assert_str_eq(nearer("seek", "seed", "seek"), "seek");
}

Test(files_out, names_become_safe_for_files)
{
    static const struct {
        const char *name, *safe;
    } CASES[] = {
        {"Cheshire 2009/10", "cheshire-2009-10"},
        {"  A -- B  ", "a-b"},
        {"../../etc/passwd", "etc-passwd"},
        {"£££", "run"},
        {"", "run"},
        {"Plain", "plain"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        char *safe = file_safe_name(CASES[i].name);
        cr_assert_str_eq(safe, CASES[i].safe);
        free(safe);
    }
}

Test(files_out, prefixes_become_paths)
{
    static const struct {
        const char *prefix, *folder, *json;
    } CASES[] = {
        {NULL, "results", "results/my-run.json"},
        {"out", "", "out.json"},
        {"a/b/c", "a/b", "a/b/c.json"},
        {"/c", "/", "/c.json"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        files_out files;
        cr_assert_eq(files_out_init(&files, CASES[i].prefix, "My run"), RASIM_OK);
        cr_assert_str_eq(files.folder, CASES[i].folder);
        cr_assert_str_eq(files.json, CASES[i].json);
        files_out_clear(&files);
    }
}

/* Asked before the work: what stands below a new folder, what is a folder, and nothing of it is left. */
Test(files_out, targets_are_checked_without_a_trace)
{
    char folder[FOLDER_SIZE], inside[FOLDER_SIZE + 16], page[FOLDER_SIZE + 16];
    const rasim_sources nothing = {0};
    files_out files;
    make_folder(folder);
    snprintf(inside, sizeof inside, "%s/a/b/", folder);
    cr_assert_eq(files_out_init(&files, inside, "N"), RASIM_OK);
    cr_assert_eq(files_out_check(&files, FILES_CSV | FILES_PEOPLE | FILES_REPORT, &nothing, NULL), RASIM_OK);
    cr_assert_eq(rmdir(folder), 0, "it is empty");
    files_out_clear(&files);

    snprintf(page, sizeof page, "%s/n.html", folder);
    snprintf(inside, sizeof inside, "%s/", folder);
    cr_assert(mkdir(folder, 0700) == 0 && mkdir(page, 0700) == 0);
    cr_assert_eq(files_out_init(&files, inside, "N"), RASIM_OK);
    cr_assert_eq(files_out_check(&files, FILES_CSV | FILES_PEOPLE, &nothing, NULL), RASIM_OK);
    cr_assert_eq(files_out_check(&files, FILES_REPORT, &nothing, NULL), RASIM_ERR_WRITE);
    files_out_clear(&files);
    cr_assert(rmdir(page) == 0 && rmdir(folder) == 0);
}

Test(written, files_are_told_as_one_would_say_them)
{
    static const char *const SAID[] = {"", "a.json", "a.json and a.h5", "a.json, a.h5 and a.html"};
    static const char *const PATHS[] = {"a.json", "a.h5", "a.html"};
    written_files written = {0};
    for (size_t i = 0; i < 4; i++) {
        char *text = written_text(&written);
        cr_assert_str_eq(text, SAID[i]);
        free(text);
        if (i < 3)
            written_add(&written, PATHS[i]);
    }
    for (size_t i = 0; i < 2 * WRITTEN_MOST; i++)
        written_add(&written, "more");
    cr_assert_eq(written.n, WRITTEN_MOST);
    written_clear(&written);
    cr_assert_eq(written.n, 0);
}

Test(progress, the_bar_shows_share_and_time_left_and_fits)
{
    char text[256];
    progress_bar_text(text, sizeof text, "Simulating 10,000 years", 0.625, 5.0, 79);
    cr_assert_str_eq(text, "Simulating 10,000 years  [##################------------]  62 %  about 3 s left");
    progress_bar_text(text, sizeof text, "Simulating 10,000 years", 0.5, 300.0, 100);
    cr_assert(strstr(text, "about 5 min left"));
    for (size_t width = 30; width < 120; width++) {
        progress_bar_text(text, sizeof text, "Simulating 10,000 years of 4,900 people", 0.5, 3.0, width);
        cr_assert_leq(strlen(text), width);
    }
    progress_bar_text(text, sizeof text, "Simulating", 0.0, 3.0, 60);
    cr_assert_null(strstr(text, "left"));
}
