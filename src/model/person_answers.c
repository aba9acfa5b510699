/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One person's answers from a file: read, and checked against what the framework and the designs know. */
#include "base/text.h"
#include "io/file.h"
#include "io/yaml.h"
#include "model/assess.h"
#include "model/draft.h"
#include "model/family.h"
#include "model/lookup.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Where the value of a heading stands; the first line where the map lacks it. */
static rasimi_place
value_place(const char *file, const rasimi_node *map, const char *heading)
{
    const rasimi_node *value = rasimi_node_get(map, heading);
    return value ? (rasimi_place){file, value->line, value->column} : (rasimi_place){file, map->line, 0};
}

static const char *
heading_of(const rasimi_text *own, const char *name)
{
    return own->value ? own->value : name;
}

/* Care group and setting are such as occur among the people simulated. */
static bool
check_labels(rasimi_draft *draft, const char *file, const rasimi_node *map, const rasimi_caseload *person)
{
    const rasim_study *study = draft->study;
    const rasimi_columns_spec *columns = &study->framework.columns;
    const rasimi_names groups = {study->care_groups, study->n_care_groups, false};
    const rasimi_names settings = {study->settings, study->n_settings, false};
    const bool group = rasimi_draft_check_label(
        draft, RASIM_ERROR, value_place(file, map, heading_of(&columns->care_group, "care_group")), "The care group",
        person->care_group.labels[person->care_group.codes[0]], groups);
    const bool setting =
        rasimi_draft_check_label(draft, RASIM_ERROR, value_place(file, map, heading_of(&columns->setting, "setting")),
                                 "The setting", person->setting.labels[person->setting.codes[0]], settings);
    return group && setting;
}

static bool
lacks_label(const rasimi_labels *labels)
{
    return !labels->codes || labels->codes[0] == RASIMI_NO_LABEL;
}

static bool
complain_of_lack(rasimi_draft *draft, const char *file, const rasimi_node *map, const char *heading,
                 const rasimi_design *design)
{
    rasimi_problem_add(draft->problems, RASIM_ERROR, value_place(file, map, heading),
                       "The person has no '%s', which design '%s' needs; add it.", heading, design->unique_name);
    return false;
}

/* Everything that one design asks is answered. */
static bool
check_design(rasimi_draft *draft, size_t d, const char *file, const rasimi_node *map, const rasimi_caseload *person)
{
    const rasimi_design *design = &draft->study->designs[d];
    const rasimi_columns_spec *columns = &draft->study->framework.columns;
    bool ok = true;
    for (size_t q = 0; q < design->questionnaire.domains.n; q++) {
        const size_t wanted = draft->domain_wanted[d][q];
        const rasimi_texts *groups = &rasimi_domain_at(design, q)->care_groups;
        const bool asked =
            groups->n == 0 || rasimi_texts_have(groups, person->care_group.labels[person->care_group.codes[0]]);
        if (asked && lacks_label(&person->wanted_labels[wanted]))
            ok = complain_of_lack(draft, file, map, draft->wanted[wanted].heading, design);
    }
    if (design->questionnaire.domains.n == 0 && !rasimi_family_find(design->family.value)->without_points &&
        (!person->points || isnan(person->points[0])))
        ok = complain_of_lack(draft, file, map, heading_of(&columns->points, "points"), design);
    if (rasimi_carer_rule_given(&design->carer_rule) && person->carer_consent[0] && lacks_label(&person->carer_support))
        ok = complain_of_lack(draft, file, map, heading_of(&columns->carer_support, "carer_support"), design);
    return ok;
}

/* Everything that the financial assessment needs of this person is there. */
static bool
check_means(rasimi_draft *draft, const char *file, const rasimi_node *map, const rasimi_caseload *person)
{
    if (!draft->assessor)
        return true;
    if (!rasimi_assess_check_labels(draft->assessor, person, file, draft->problems))
        return false;
    const rasimi_means means = rasimi_assess_row(draft->assessor, person, 0);
    if (means.lack == RASIMI_LACKS_NOTHING)
        return true;
    if (means.lack == RASIMI_LACKS_FIGURE) {
        const char *key = rasimi_charging_key(means.lacking);
        rasimi_problem_add(draft->problems, RASIM_ERROR, (rasimi_place){file, map->line, 0},
                           "The financial assessment of this person needs the charging figure '%s' of %s, which rasim "
                           "does not know; give it under financial_assessment.figures in the framework.",
                           key, draft->assessor->spec->year.value);
        return false;
    }
    const char *heading = rasimi_assess_heading(draft->assessor, means.lack);
    rasimi_problem_add(draft->problems, RASIM_ERROR, value_place(file, map, heading),
                       "The person has no '%s', which the financial assessment needs; add it.", heading);
    return false;
}

static rasim_status
check_person(rasimi_draft *draft, const char *file, const rasimi_node *map, const rasimi_caseload *person)
{
    bool ok = check_labels(draft, file, map, person);
    for (size_t d = 0; d < draft->study->n_designs; d++)
        ok = check_design(draft, d, file, map, person) && ok;
    ok = check_means(draft, file, map, person) && ok;
    return ok ? RASIM_OK : RASIM_ERR_INPUT;
}

rasim_status
rasimi_answers_read(rasimi_draft *draft, const char *path, rasimi_caseload *out)
{
    char *bytes = NULL, sha256[65];
    size_t length = 0;
    const rasimi_node *map = NULL;
    rasim_status status = rasimi_file_read(path, RASIMI_YAML_MAX_BYTES, &bytes, &length, sha256, draft->problems);
    if (status == RASIM_OK)
        status = rasimi_yaml_parse(path, bytes, length, &draft->arena, &map, draft->problems);
    if (status == RASIM_OK)
        status = rasimi_caseload_from_map(path, map, &draft->study->framework.columns, draft->wanted, draft->n_wanted,
                                          &draft->arena, out, draft->problems);
    if (status == RASIM_OK)
        status = check_person(draft, path, map, out);
    free(bytes);
    return status;
}
