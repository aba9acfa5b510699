/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents as CSV and as Markdown: numbers whole, labels harmless. */
#include "report/markdown.h"
#include "report/tables_csv.h"

#include <sys/stat.h>
#include <unistd.h>

#include "report/hostile_document.h"
#include "report/scratch.h"
#include "support/scenario.h"

static char folder[FOLDER_SIZE], path[FOLDER_SIZE + 64];
static rasimi_document document;

static void
set_up(void)
{
    make_folder(folder);
    document = make_hostile_document(41);
}

static void
tear_down(void)
{
    char command[FOLDER_SIZE + 32];
    rasimi_document_clear(&document);
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    cr_assert_eq(system(command), 0);
}

TestSuite(formats, .init = set_up, .fini = tear_down);

/* A whole file; freed by the caller. */
static char *
read_text(const char *from)
{
    struct stat info;
    FILE *file = fopen(from, "r");
    cr_assert(file && fstat(fileno(file), &info) == 0, "%s", from);
    char *text = calloc((size_t)info.st_size + 1, 1);
    cr_assert_eq(fread(text, 1, (size_t)info.st_size, file), (size_t)info.st_size);
    fclose(file);
    return text;
}

static void
expect_in(const char *text, const char *part)
{
    cr_assert_not_null(strstr(text, part), "'%s' is not there", part);
}

Test(formats, a_table_as_csv_has_its_numbers_whole_and_its_labels_as_text)
{
    static const char *const lines[] = {
        "Label,£,£ ±,Share\n",
        "\n'=1+1,1234567.89,12345,0.5\n",
        "\n'@SUM(A1),,12345,0.5\n",
        "\n'+44 20,,12345,0.5\n",
        "\n'-2+3,0,12345,0.5\n",
        "\n\"\"\"quoted\"\" & 'so'\",",
        ",1e+300,",
    };
    cr_assert_eq(rasimi_write_tables(folder, &document, NULL), RASIM_OK);
    snprintf(path, sizeof path, "%s/groups.csv", folder);
    char *text = read_text(path);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        expect_in(text, lines[i]);
    cr_assert_null(strstr(text, "nan"));
    cr_assert_null(strstr(text, "inf"));
    free(text);
}

Test(formats, every_table_and_chart_has_a_file)
{
    static const char *const names[] = {"headline", "groups", "chart-0", "chart-6"};
    char made[FOLDER_SIZE];
    snprintf(made, sizeof made, "%.200s/made/here", folder);
    cr_assert_eq(rasimi_write_tables(made, &document, NULL), RASIM_OK);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%.240s/%s.csv", made, names[i]);
        cr_assert_eq(access(path, R_OK), 0, "%s", path);
    }
}

Test(formats, labels_cannot_become_markdown_or_html)
{
    static const char *const parts[] = {
        "# =Framework \"\\<b\\>\"\n",
        "**SYNTHETIC DATA**\n",
        "\n## Who is affected: \\<script\\>alert(1)\\</script\\>\n",
        "\n| \\| pipe \\| \\`code\\` \\| \\*\\*bold\\*\\* \\| \\[a\\](b) | 1,235,000 | ±12,000 | 50.0 % |\n",
        "\n|---|---:|---:|---:|\n",
        "(41 rows, in the workbook.)",
        "\nnot UTF-8: \357\277\275\357\277\275 \357\277\275(\n",
        "control \357\277\275\357\277\275\\[31m \357\277\275 and tab line\n",
        "\nA population design tool; 100 % \\& more.\n",
    };
    snprintf(path, sizeof path, "%s/a.md", folder);
    cr_assert_eq(rasimi_write_markdown(path, &document, NULL), RASIM_OK);
    char *text = read_text(path);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        expect_in(text, parts[i]);
    cr_assert_null(strstr(text, "<script>"));
    free(text);
}

/* A folder with some of its tables would be taken for the whole. */
Test(formats, tables_are_written_all_or_none)
{
    char made[FOLDER_SIZE + 16];
    snprintf(made, sizeof made, "%.200s/made", folder);
    snprintf(path, sizeof path, "%.200s/made/chart-6.csv", folder);
    cr_assert_eq(mkdir(made, 0700), 0);
    cr_assert_eq(mkdir(path, 0700), 0); /* where the last table would go */
    cr_assert_eq(rasimi_write_tables(made, &document, NULL), RASIM_ERR_WRITE);
    cr_assert_eq(rmdir(path), 0);
    cr_assert_eq(rmdir(made), 0, "nothing else is in it");
}

Test(formats, what_cannot_be_written_is_an_error)
{
    rasim_problems *problems = NULL;
    const rasimi_document broken = {.failed = true};
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(rasimi_write_markdown("/nowhere/at/all.md", &document, problems), RASIM_ERR_WRITE);
    cr_assert_eq(rasimi_write_tables("/dev/null/folder", &document, problems), RASIM_ERR_WRITE);
    cr_assert_eq(rasim_problems_size(problems), 2);
    cr_assert_eq(rasimi_write_markdown(folder, &broken, problems), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasimi_write_tables(folder, &broken, problems), RASIM_ERR_ARGUMENT);
    rasim_problems_free(problems);
}
