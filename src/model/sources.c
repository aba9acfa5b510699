/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a study: framework, designs, caseload or recipe; read, digested and parsed, each checked by itself. */
#include "base/text.h"
#include "io/file.h"
#include "io/yaml.h"
#include "model/assess.h"
#include "model/draft.h"
#include "model/recipe.h"
#include "model/vary.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Far above a national caseload; a larger file is not one. */
#define MAX_CASELOAD_BYTES ((size_t)1 << 30)

/* Remembers a file that was read, so that no result is written over it. */
static rasim_status
remember(rasim_study *study, const char *path)
{
    rasimi_opened *file = rasimi_arena_alloc(&study->arena, 1, sizeof *file);
    if (!file)
        return RASIM_ERR_NO_MEMORY;
    *file = (rasimi_opened){rasimi_file_identity(path), study->opened};
    study->opened = file;
    return RASIM_OK;
}

/* Parses what a file would say; its digest goes to `input`. */
static rasim_status
parse_text(rasimi_draft *draft, const char *path, const char *text, rasim_input *input, const rasimi_node **root)
{
    const rasim_status status = rasimi_sha256(text, strlen(text), input->sha256);
    return status == RASIM_OK ? rasimi_yaml_parse(path, text, strlen(text), &draft->study->arena, root, draft->problems)
                              : status;
}

/* Reads and parses one YAML file; its digest goes to `input`. With RASIM_ERR_INPUT there may be a tree all the same. */
static rasim_status
read_yaml(rasimi_draft *draft, const char *path, rasim_input *input, const rasimi_node **root)
{
    char *bytes = NULL;
    size_t length = 0;
    rasim_status status =
        rasimi_file_read(path, RASIMI_YAML_MAX_BYTES, &bytes, &length, input->sha256, draft->problems);
    if (status == RASIM_OK)
        status = remember(draft->study, path);
    if (status == RASIM_OK)
        status = rasimi_yaml_parse(path, bytes, length, &draft->study->arena, root, draft->problems);
    free(bytes);
    return status;
}

/* The path of a file that the framework names, in the study's arena; NULL where memory ran out. */
static const char *
path_beside(rasimi_draft *draft, const char *name)
{
    char *path = rasimi_path_beside(draft->study->path, name);
    const char *copy = path ? rasimi_arena_text(&draft->study->arena, path, strlen(path)) : NULL;
    free(path);
    return copy;
}

/* ---- framework and designs ---- */

/* Puts the values of what-ifs into a file's tree: of the framework (0), or of the i-th design from 1. Where one cannot
   be put, *root is NULL: the file is not read as if nothing had been asked. */
static rasim_status
vary(rasimi_draft *draft, const char *path, size_t i, const rasimi_node **root)
{
    const rasim_study_options *options = draft->options;
    rasim_status status = RASIM_OK;
    for (size_t o = 0; o < options->n_overrides && status == RASIM_OK; o++) {
        const rasim_override *override = &options->overrides[o];
        const bool of_design = rasimi_vary_is_of_design(override->key);
        if (of_design != (i > 0) || (of_design && override->design != RASIM_EVERY_DESIGN && override->design != i - 1))
            continue;
        status = rasimi_vary(path, override, &draft->study->arena, root, draft->problems);
    }
    if (status != RASIM_OK)
        *root = NULL;
    return status;
}

/* Notes the what-ifs in the study, so that its runs are not taken for those of the files alone. */
static rasim_status
keep_overrides(rasimi_draft *draft)
{
    const rasim_study_options *options = draft->options;
    rasimi_buffer text = {0};
    rasimi_buffer_add(&text, "", 0);
    for (size_t o = 0; o < options->n_overrides; o++) {
        const rasim_override *override = &options->overrides[o];
        rasimi_buffer_printf(&text, "%s=%s for %zu\n", override->key, override->value, override->design);
    }
    draft->study->overrides = text.failed ? NULL : rasimi_arena_text(&draft->study->arena, text.data, text.length);
    rasimi_buffer_clear(&text);
    return draft->study->overrides ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

static rasim_status
read_framework(rasimi_draft *draft, rasim_input *input)
{
    rasim_study *study = draft->study;
    const rasimi_node *root = NULL;
    const rasim_status parsed = read_yaml(draft, study->path, input, &root);
    rasim_status status = parsed == RASIM_OK ? vary(draft, study->path, 0, &root) : parsed;
    if (root)
        status = rasimi_framework_read(study->path, root, &study->arena, &study->framework, draft->problems);
    status = status == RASIM_OK ? parsed : status;
    draft->framework_usable = status == RASIM_OK;
    input->path = study->path;
    return status;
}

/* Room for what is counted once the framework is known; the framework's own digest becomes the first input. */
static rasim_status
allocate_sources(rasimi_draft *draft, const rasim_input *framework)
{
    rasim_study *study = draft->study;
    const size_t n = draft->options->n_designs ? draft->options->n_designs : study->framework.designs.n;
    study->n_designs = n;
    study->designs = rasimi_arena_alloc(&study->arena, n, sizeof *study->designs);
    study->inputs = rasimi_arena_alloc(&study->arena, n + 3, sizeof *study->inputs);
    draft->design_usable = rasimi_arena_alloc(&draft->arena, n, sizeof *draft->design_usable);
    draft->design_read = rasimi_arena_alloc(&draft->arena, n, sizeof *draft->design_read);
    if (!study->designs || !study->inputs || !draft->design_usable || !draft->design_read)
        return RASIM_ERR_NO_MEMORY;
    study->inputs[study->n_inputs++] = *framework;
    return RASIM_OK;
}

static rasim_status
read_design(rasimi_draft *draft, size_t d)
{
    rasim_study *study = draft->study;
    const bool chosen = draft->options->n_designs > 0;
    const char *given = chosen ? draft->options->designs[d] : study->framework.designs.items[d].value;
    if (!given || given[0] == '\0')
        return RASIM_OK;
    const char *name = rasimi_arena_text(&study->arena, given, strlen(given));
    const char *path = name && !chosen ? path_beside(draft, name) : name;
    if (!name || !path)
        return RASIM_ERR_NO_MEMORY;
    rasim_input *input = &study->inputs[study->n_inputs++];
    input->path = name;
    const rasimi_node *root = NULL;
    const char *text = chosen && draft->options->design_texts ? draft->options->design_texts[d] : NULL;
    const rasim_status parsed =
        text ? parse_text(draft, path, text, input, &root) : read_yaml(draft, path, input, &root);
    rasim_status status = parsed == RASIM_OK ? vary(draft, path, d + 1, &root) : parsed;
    if (root)
        status = rasimi_design_read(path, root, &study->arena, &study->designs[d], draft->problems);
    status = status == RASIM_OK ? parsed : status;
    draft->design_usable[d] = status == RASIM_OK;
    draft->design_read[d] = root != NULL;
    study->designs[d].file = path;
    return rasimi_draft_note(draft, status);
}

/* Designs before this one that their own files call the same. */
static unsigned
count_namesakes(const rasim_study *study, size_t d)
{
    unsigned n = 0;
    for (size_t i = 0; i < d; i++)
        n += study->designs[i].unique_name && strcmp(study->designs[i].name.value, study->designs[d].name.value) == 0;
    return n;
}

static bool
name_is_taken(const rasim_study *study, size_t before, const char *name)
{
    for (size_t d = 0; d < before; d++)
        if (study->designs[d].unique_name && strcmp(study->designs[d].unique_name, name) == 0)
            return true;
    return false;
}

/* Designs of one name become "name", "name (2)", "name (3)". The search begins where the last namesake's ended at the
   earliest, so that thousands of them are named at once. */
static rasim_status
name_design(rasim_study *study, size_t d)
{
    const char *own = study->designs[d].name.value, *name = own;
    study->designs[d].unique_name = NULL;
    const unsigned n_namesakes = count_namesakes(study, d);
    for (unsigned k = n_namesakes > 0 ? n_namesakes + 1 : 2; name && name_is_taken(study, d, name); k++)
        name = rasimi_arena_printf(&study->arena, "%s (%u)", own, k);
    study->designs[d].unique_name = name;
    return name ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

static rasim_status
read_designs(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    rasim_status status = RASIM_OK;
    for (size_t d = 0; status == RASIM_OK && d < study->n_designs; d++) {
        status = read_design(draft, d);
        if (status == RASIM_OK && draft->design_usable[d])
            status = name_design(study, d);
    }
    if (study->n_designs == 0 && draft->framework_usable)
        rasimi_problem_add(draft->problems, RASIM_ERROR, (rasimi_place){.file = study->path},
                           "No design is named; list the design files under designs.");
    return status;
}

/* ---- paired assessments ---- */

static rasim_status
read_pairs(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    const char *name = study->framework.assessment.paired_assessments.value;
    if (!name || !draft->framework_usable)
        return RASIM_OK;
    const char *path = path_beside(draft, name);
    if (!path)
        return RASIM_ERR_NO_MEMORY;
    rasim_input *input = &study->inputs[study->n_inputs++];
    input->path = name;
    char *bytes = NULL;
    size_t length = 0;
    rasim_status status = rasimi_file_read(path, MAX_CASELOAD_BYTES, &bytes, &length, input->sha256, draft->problems);
    if (status == RASIM_OK)
        status = remember(study, path);
    if (status == RASIM_OK)
        status = rasimi_pairs_read(draft, path, bytes, length);
    free(bytes);
    return rasimi_draft_note(draft, status);
}

/* ---- the columns that designs and framework ask for ---- */

size_t
rasimi_want(rasimi_draft *draft, const char *heading, bool numeric, const char *asked_by)
{
    for (size_t i = 0; i < draft->n_wanted; i++)
        if (draft->wanted[i].numeric == numeric && strcmp(draft->wanted[i].heading, heading) == 0)
            return i;
    draft->wanted[draft->n_wanted] = (rasimi_wanted){.heading = heading, .numeric = numeric, .asked_by = asked_by};
    return draft->n_wanted++;
}

static rasim_status
want_domains(rasimi_draft *draft, size_t d)
{
    const rasimi_design *design = &draft->study->designs[d];
    const rasimi_structs *domains = &design->questionnaire.domains;
    draft->domain_wanted[d] = rasimi_arena_alloc(&draft->arena, domains->n, sizeof *draft->domain_wanted[d]);
    if (!draft->domain_wanted[d])
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < domains->n; i++) {
        const rasimi_domain *domain = RASIMI_ROW(rasimi_domain, *domains, i);
        const char *heading = domain->column.value ? domain->column.value : domain->name.value;
        draft->domain_wanted[d][i] = RASIMI_NOT_WANTED;
        if (!domain->name.value || domain->column.mark.doubtful)
            continue;
        const char *asked_by = rasimi_arena_printf(&draft->arena, "the domain '%s' of design '%s'", domain->name.value,
                                                   design->unique_name);
        if (!asked_by)
            return RASIM_ERR_NO_MEMORY;
        draft->domain_wanted[d][i] = rasimi_want(draft, heading, false, asked_by);
    }
    return RASIM_OK;
}

static rasim_status
want_funding(rasimi_draft *draft)
{
    const rasimi_structs *streams = &draft->study->framework.income.other_funding;
    for (size_t i = 0; i < streams->n; i++) {
        const rasimi_funding_row *stream = RASIMI_ROW(rasimi_funding_row, *streams, i);
        draft->funding_wanted[i] = RASIMI_NOT_WANTED;
        if (!stream->name.value || !stream->column.value)
            continue;
        const char *asked_by = rasimi_arena_printf(&draft->arena, "the funding stream '%s'", stream->name.value);
        if (!asked_by)
            return RASIM_ERR_NO_MEMORY;
        draft->funding_wanted[i] = rasimi_want(draft, stream->column.value, true, asked_by);
    }
    return RASIM_OK;
}

static rasim_status
collect_wanted(rasimi_draft *draft)
{
    const rasim_study *study = draft->study;
    const size_t n_streams = study->framework.income.other_funding.n;
    size_t n = n_streams + RASIMI_N_MEANS_COLUMNS + rasimi_breakdown_count(draft);
    for (size_t d = 0; d < study->n_designs; d++)
        n += draft->design_read[d] ? study->designs[d].questionnaire.domains.n : 0;
    draft->wanted = rasimi_arena_alloc(&draft->arena, n, sizeof *draft->wanted);
    draft->funding_wanted = rasimi_arena_alloc(&draft->arena, n_streams, sizeof *draft->funding_wanted);
    draft->domain_wanted = rasimi_arena_alloc(&draft->arena, study->n_designs, sizeof *draft->domain_wanted);
    if (!draft->wanted || !draft->funding_wanted || !draft->domain_wanted)
        return RASIM_ERR_NO_MEMORY;
    rasim_status status = RASIM_OK;
    for (size_t d = 0; status == RASIM_OK && d < study->n_designs; d++)
        if (draft->design_read[d])
            status = want_domains(draft, d);
    if (status == RASIM_OK && n_streams > 0)
        status = want_funding(draft);
    if (status == RASIM_OK)
        status = rasimi_breakdown_want(draft);
    return status == RASIM_OK && draft->framework_usable ? rasimi_assess_want(draft) : status;
}

/* ---- the caseload ---- */

static bool
is_recipe(const char *path)
{
    const char *end = strrchr(path, '.');
    return end && (strcasecmp(end, ".yaml") == 0 || strcasecmp(end, ".yml") == 0);
}

/* Parses a caseload's bytes; usable where it has rows and no errors. */
static rasim_status
parse_caseload(rasimi_draft *draft, const char *bytes, size_t length)
{
    const rasim_status status = rasimi_caseload_parse(
        draft->caseload_file, bytes, length, &draft->study->framework.columns, draft->wanted, draft->n_wanted,
        draft->options->show_ids, &draft->arena, &draft->caseload, draft->problems);
    draft->caseload_usable = status == RASIM_OK;
    return status;
}

static rasim_status
read_file(rasimi_draft *draft, const char *path, rasim_input *input)
{
    char *bytes = NULL;
    size_t length = 0;
    draft->caseload_file = path;
    rasim_status status = rasimi_file_read(path, MAX_CASELOAD_BYTES, &bytes, &length, input->sha256, draft->problems);
    if (status == RASIM_OK)
        status = remember(draft->study, path);
    if (status == RASIM_OK)
        status = parse_caseload(draft, bytes, length);
    free(bytes);
    return status;
}

/* Makes the caseload of a recipe in memory. Whatever is made so is synthetic, whatever the framework says. */
static rasim_status
make_caseload(rasimi_draft *draft, const char *path, rasim_input *input)
{
    rasimi_buffer csv = {0};
    const rasimi_node *root = NULL;
    draft->study->framework.synthetic.value = true;
    draft->caseload_file = rasimi_arena_printf(&draft->arena, "%s (as generated)", path);
    rasim_status status = draft->caseload_file ? read_yaml(draft, path, input, &root) : RASIM_ERR_NO_MEMORY;
    if (status == RASIM_OK)
        status = rasimi_recipe_generate(path, root, draft->options->n_threads, &csv, draft->problems);
    if (status == RASIM_OK)
        status = parse_caseload(draft, csv.data, csv.length);
    rasimi_buffer_clear(&csv);
    return status;
}

static rasim_status
read_caseload(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    const char *name = study->framework.caseload.value;
    if (!name || name[0] == '\0' || study->framework.columns.mark.doubtful) /* which headings it has is not known */
        return RASIM_OK;
    rasim_input *input = &study->inputs[study->n_inputs++];
    input->path = name;
    const char *path = path_beside(draft, name);
    if (!path)
        return RASIM_ERR_NO_MEMORY;
    return is_recipe(path) ? make_caseload(draft, path, input) : read_file(draft, path, input);
}

rasim_status
rasimi_sources_read(rasimi_draft *draft, const char *framework_path)
{
    rasim_study *study = draft->study;
    rasim_input framework = {0};
    study->path = rasimi_arena_text(&study->arena, framework_path, strlen(framework_path));
    if (!study->path)
        return RASIM_ERR_NO_MEMORY;
    rasim_status status = keep_overrides(draft);
    if (status == RASIM_OK)
        status = rasimi_draft_note(draft, read_framework(draft, &framework));
    if (status == RASIM_OK)
        status = allocate_sources(draft, &framework);
    if (status == RASIM_OK)
        status = read_designs(draft);
    if (status == RASIM_OK)
        status = read_pairs(draft);
    if (status == RASIM_OK)
        status = collect_wanted(draft);
    return status == RASIM_OK ? rasimi_draft_note(draft, read_caseload(draft)) : status;
}
