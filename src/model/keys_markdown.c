/* SPDX-License-Identifier: GPL-3.0-or-later */
/* docs/files.md: what people write to tell rasim about a council. The words are here, the keys come from the tables. */
#include "model/keys.h"

#include <string.h>

#include "model/family.h"
#include "rasim/params.h"

/* Room for the strings of one key. */
#define KEY_BYTES 1024

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static const char opening[] =
    "# Files\n"
    "\n"
    "rasim reads four kinds of file. A *framework* says what the council has, whom it supports, and what\n"
    "is uncertain. A *design* is one candidate Resource Allocation System; a framework names as many as\n"
    "are to be compared. The *caseload* is a table of people. A *recipe* takes its place where there is\n"
    "none yet, and makes a synthetic one.\n"
    "\n"
    "This page is made from the tables by which rasim reads the files, so it cannot be out of date.\n"
    "\n"
    "## How to write them\n"
    "\n"
    "Frameworks, designs and recipes are YAML:\n"
    "\n"
    "- A key, a colon, a blank, a value. What belongs to a key stands below it, indented by blanks. Items\n"
    "  of a list each begin with a dash. `#` starts a comment.\n"
    "- **Numbers** have a full stop and no commas, units or plus signs: `1250.5`, `-0.02`, `3e6`. A\n"
    "  quotient of whole numbers may be written as one: `365/7`, `61000/55`. **Whole numbers** are plain\n"
    "  digits: `10000`, not `1e4`.\n"
    "- **Shares** are parts of one: 5 per cent is `0.05`.\n"
    "- **Texts** need quotes only where YAML would take them for something else, as with a colon and a\n"
    "  blank inside: `\"price: nursing\"`. A number in quotes is a text, and refused where a number\n"
    "  belongs.\n"
    "- **Yes or no** is `yes`, `no`, `true` or `false`.\n"
    "- **Labels with numbers** are keys of your own: `levels: {none: 0, some: 5, a lot: 10}`.\n"
    "- Labels (care groups, settings, places, answers) are your own words, spelt alike everywhere,\n"
    "  capitals included.\n"
    "- Money is in £. Amounts are gross of contributions unless the key says net.\n"
    "- A key that is absent has its default. There is no way to write *nothing*: leave the key out.\n"
    "\n"
    "A misspelt key, a value out of bounds, or rows that contradict each other stop the run before it\n"
    "starts. All problems of all files are shown at once, each with its line and what to do.\n"
    "\n"
    "In the tables below `[]` after a key means each row of its list.\n";

/* What each family is, and what its rows are made of. */
static void
add_families(rasimi_buffer *out)
{
    const rasimi_family *family;
    for (size_t i = 0; (family = rasimi_family_get(i)) != NULL; i++) {
        rasimi_buffer_printf(out, "- `%s`: %s;", family->name, family->sentence);
        for (size_t k = 0; family->keys[k]; k++) {
            rasimi_buffer_printf(out, "%s `%s`", k > 0 ? "," : " its rows have", family->keys[k]);
        }
        for (size_t k = 0; family->optional_keys[k]; k++) {
            rasimi_buffer_printf(out, "%s `%s`", k > 0 ? "," : " and may have", family->optional_keys[k]);
        }
        rasimi_buffer_printf(out, "\n");
    }
}

/* One kind of file, as the page presents it. */
typedef struct file_chapter {
    const char *kind, *title, *words;
    void (*add_more)(rasimi_buffer *out); /* after the words; may be NULL */
    const char *lead, *language, *example;
} file_chapter;

static const file_chapter chapters[] = {
    {
        .kind = "framework",
        .title = "The framework",
        .words = "Usually called `framework.yaml`. Paths in it are relative to it.\n",
        .lead = "The smallest one:",
        .language = "yaml",
        .example = "name: Anywhere, first look\n"
                   "year: 2027/28\n"
                   "price_date: April 2026\n"
                   "caseload: caseload.csv\n"
                   "designs: [ours.yaml]\n"
                   "envelope:\n"
                   "  - gbp_year: 48500000\n"
                   "need:\n"
                   "  - log_sd: 0.25\n"
                   "prices:\n"
                   "  - {mean: 0.04, sd: 0.015}\n"
                   "  - {setting: nursing, mean: 0.05, sd: 0.02}\n",
    },
    {
        .kind = "design",
        .title = "A design",
        .words = "One file for each candidate. The amount of its rule is uprated, top-sliced, held between floor and\n"
                 "cap, and rounded, in this order; rounding may so lift an amount above the cap by half a step. The\n"
                 "floor lifts amounts above £0 only. The rule is of one of these families:\n"
                 "\n",
        .add_more = add_families,
        .lead = "A banded table in £ a year:",
        .language = "yaml",
        .example = "name: Ours\n"
                   "family: banded\n"
                   "period: year\n"
                   "questionnaire:\n"
                   "  domains:\n"
                   "    - name: Washing and dressing\n"
                   "      levels: {no help: 0, some help: 20, a lot of help: 45}\n"
                   "    - name: Staying safe\n"
                   "      levels: {alone: 0, with checks: 15, never alone: 55}\n"
                   "carer_rule:\n"
                   "  multipliers: {none: 1, some: 0.75, most: 0.5}\n"
                   "allocation:\n"
                   "  - bands:\n"
                   "      - {from: 10, gbp: 5000}\n"
                   "      - {from: 40, gbp: 14000}\n"
                   "      - {from: 80, gbp: 31000}\n"
                   "limits:\n"
                   "  top_slice: 0.05\n"
                   "exclusion:\n"
                   "  threshold_gbp_week: 1000\n",
    },
    {
        .kind = "caseload",
        .title = "The caseload",
        .words = "A CSV in UTF-8 with a heading line and one row a person. Columns may stand in any order, and others\n"
                 "are ignored. Where the council's headings differ, say so under `columns` in the framework.\n",
        .lead = "The questions of the designs are columns too:",
        .language = "csv",
        .example = "person_id,care_group,setting,weekly_cost,carer_support,Washing and dressing,Staying safe\n"
                   "A-0001,Older people,community,182.40,some,some help,alone\n"
                   "A-0002,Older people,nursing,812.00,none,a lot of help,never alone\n"
                   "A-0003,Learning disability,community,1104.75,most,some help,never alone\n",
    },
    {
        .kind = "recipe",
        .title = "A recipe",
        .words = "Makes a caseload that can be published, because nobody in it exists. Each person has a latent need,\n"
                 "a standard normal variate moved by group and setting, from which answers and cost follow. The same\n"
                 "recipe gives the same people on every machine.\n",
        .lead = "The smallest one:",
        .language = "yaml",
        .example = "name: Nobody at all\n"
                   "groups:\n"
                   "  - care_group: Older people\n"
                   "    code: OP\n"
                   "    people: 400\n"
                   "    base_gbp_week: 120\n"
                   "    residual_log_sd: 0.35\n"
                   "    settings:\n"
                   "      - {setting: community, share: 0.8}\n"
                   "      - {setting: nursing, share: 0.2, need_shift: 1, base_gbp_week: 700, answers_weight: 0.2}\n"
                   "domains:\n"
                   "  - name: Washing and dressing\n"
                   "    loading: 0.8\n"
                   "    levels:\n"
                   "      - {label: no help, share: 0.4}\n"
                   "      - {label: some help, share: 0.4, log_cost: 0.5}\n"
                   "      - {label: a lot of help, share: 0.2, log_cost: 1.1}\n",
    },
};

const char *
rasimi_keys_example(const char *kind)
{
    for (size_t i = 0; i < LENGTH(chapters); i++) {
        if (strcmp(chapters[i].kind, kind) == 0) {
            return chapters[i].example;
        }
    }
    return NULL;
}

/* One row of a table. */
static void
add_key(rasimi_buffer *out, const rasim_key_info *key)
{
    const char *tick = key->path[0] == '(' ? "" : "`";
    const char *default_tick = key->default_text[0] == '\0' ? "" : "`";
    rasimi_buffer_printf(out, "| %s%s%s | %s | %s | %s%s%s%s | %s | %s |\n", tick, key->path, tick, key->type,
                         key->unit, key->required ? "**required**" : "", default_tick, key->default_text, default_tick,
                         key->allowed, key->sentence);
}

static void
add_chapter(rasimi_buffer *out, const file_chapter *chapter)
{
    char buffer[KEY_BYTES];
    rasim_key_info key;
    rasimi_buffer_printf(out, "\n## %s\n\n%s", chapter->title, chapter->words);
    if (chapter->add_more) {
        chapter->add_more(out);
    }
    rasimi_buffer_printf(out, "\n%s\n\n```%s\n%s```\n\n", chapter->lead, chapter->language, chapter->example);
    rasimi_buffer_printf(out, "| %s | type | unit | default | allowed | meaning |\n|---|---|---|---|---|---|\n",
                         strcmp(chapter->kind, "caseload") == 0 ? "column" : "key");
    for (size_t i = 0; rasim_file_key(chapter->kind, i, &key, buffer, sizeof buffer); i++) {
        add_key(out, &key);
    }
}

void
rasimi_keys_markdown(rasimi_buffer *out)
{
    rasimi_buffer_add(out, opening, strlen(opening));
    for (size_t i = 0; i < LENGTH(chapters); i++) {
        add_chapter(out, &chapters[i]);
    }
}
