/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A study in the making: what its files say and what is needed only until the study stands. The files that prepare a
   study work on it one after the other, each adding its problems, so that a person sees all of them at once. */
#ifndef RASIMI_MODEL_DRAFT_H
#define RASIMI_MODEL_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/caseload.h"
#include "model/param_words.h"
#include "model/score.h"
#include "model/study.h"

/* assess.h: how contributions are assessed. */
typedef struct rasimi_assessor rasimi_assessor;

typedef struct rasimi_draft {
    rasim_study *study;
    const rasim_study_options *options;
    rasim_problems *problems; /* never NULL */
    rasimi_arena arena;       /* what the study does not need once it stands */
    bool unreadable;          /* a file could not be read */

    bool framework_usable; /* no error in the framework by itself */
    bool *design_read;     /* [n_designs] its keys were read, with errors or without */
    bool *design_usable;   /* [n_designs] no error in it by itself */

    const char *caseload_file; /* for problems */
    bool caseload_usable;      /* every row could be read */
    rasimi_caseload caseload;  /* after rasimi_people_choose: rows of covered settings only */
    rasimi_wanted *wanted;
    size_t n_wanted;
    size_t **domain_wanted;          /* [n_designs][n_domains] into wanted, or RASIMI_NOT_WANTED */
    size_t *funding_wanted;          /* [n_funding rows] into wanted, or RASIMI_NOT_WANTED */
    size_t *breakdown_wanted;        /* [rasimi_breakdown_count] into wanted; NULL: none */
    const rasimi_assessor *assessor; /* NULL: contributions are the caseload's */
    const rasim_study *whole;        /* of one person out of a caseload: the study of everybody; else NULL */

    rasimi_scorer *scorers; /* [n_designs] */
    uint8_t *unscored;      /* [caseload rows] 1: a cost but no answer at all; NULL: none */
} rasimi_draft;

/* ---- the steps, in their order; each returns RASIM_OK where it added problems only ---- */

/* sources.c: reads the framework, its designs and its caseload, each checked by itself. */
rasim_status
rasimi_sources_read(rasimi_draft *draft, const char *framework_path);

/* check_framework.c: whether the settings that the framework covers occur. */
void
rasimi_coverage_check(rasimi_draft *draft);

/* pairs.c: what paired assessments say of the modes that are to be estimated; puts bias and sd into the framework's
   rows. Errors: RASIM_ERR_INPUT with problems, RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_pairs_read(rasimi_draft *draft, const char *file, const char *bytes, size_t length);

/* people.c: drops rows outside the covered settings and rows without a group, setting or area. */
rasim_status
rasimi_people_choose(rasimi_draft *draft);

/* people.c: people in key order, their labels as indices, the cells that they make. */
rasim_status
rasimi_people_arrange(rasimi_draft *draft);

/* people.c: turns a column of labels into the study's: names[] in bytewise order and an index for each person. No cell
   is empty. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_labels_index(rasimi_draft *draft, const rasimi_labels *labels, const char ***names, size_t *n_names,
                    uint32_t **index);

/* people.c: a column with a label for empty cells, which may be one that the file has already. */
rasim_status
rasimi_labels_stated(rasimi_draft *draft, const rasimi_labels *column, rasimi_labels *out);

/* sources.c: the number of a wanted column, added where nobody asked for it before; there must be room. */
size_t
rasimi_want(rasimi_draft *draft, const char *heading, bool numeric, const char *asked_by);

/* breakdown.c: how many columns results are broken down by; asks the caseload for them; everybody's labels in them.
   Errors: RASIM_ERR_NO_MEMORY. */
size_t
rasimi_breakdown_count(const rasimi_draft *draft);
rasim_status
rasimi_breakdown_want(rasimi_draft *draft);
rasim_status
rasimi_breakdown_arrange(rasimi_draft *draft);

/* place_designs.c: whether every place has a design and every design named for a place has people; then which. */
void
rasimi_place_designs_check(rasimi_draft *draft);
/* Whether a place has design d for its own. */
bool
rasimi_place_has_design(const rasimi_draft *draft, const char *place, size_t d);
rasim_status
rasimi_place_designs_prepare(rasimi_draft *draft);

/* check_framework.c: whether the rest of the framework fits the caseload. */
void
rasimi_framework_check(rasimi_draft *draft);

/* check_designs.c: whether each design fits the caseload; makes the scorers. */
rasim_status
rasimi_designs_check(rasimi_draft *draft);

/* strata.c: strata, their people by the frame, calibrated weights. */
rasim_status
rasimi_strata_make(rasimi_draft *draft);

/* donors.c: which rows have a cost but no answer at all; found before answers are checked. */
rasim_status
rasimi_unscored_find(rasimi_draft *draft);

/* donors.c: whom each row without answers may take them from. */
rasim_status
rasimi_donors_make(rasimi_draft *draft);

/* prepare.c: what the framework says about each index and each person; after everything was found right. */
rasim_status
rasimi_people_prepare(rasimi_draft *draft);

/* benchmark.c: packages beside the ledger, and multiplied to meet it where the framework asks for that; after costs and
   weights. Errors: RASIM_ERR_INPUT with a problem, RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_benchmark(rasimi_draft *draft);

/* calibration.c: whether the caseload can be what samples are drawn from; after donors were made. */
void
rasimi_calibration_check(rasimi_draft *draft);

/* assess.c: whether the caseload has what assessments of contributions need. */
void
rasimi_assess_check(rasimi_draft *draft);

/* assess.c: every person's assessment, where the framework asks for it; before contributions. Errors: RASIM_ERR_INPUT
   with a problem, RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_assess(rasimi_draft *draft);

/* evidence.c: what only a check of the file looks at; after designs were applied. */
rasim_status
rasimi_evidence_keep(rasimi_draft *draft);

/* apply.c: every design compiled for every care group. */
rasim_status
rasimi_designs_compile(rasimi_draft *draft);

/* apply.c: every person's points and amount; after everything was found right. */
rasim_status
rasimi_designs_apply(rasimi_draft *draft);

/* What a design's rule starts from for one person. */
typedef struct rasimi_figures {
    float points;
    float raw;   /* units before limits, of a family that reads answers */
    float extra; /* units beside it: add-ons, and the carer rule's £ */
} rasimi_figures;

/* apply.c: these figures for person i of a design, by its own scorer or by one without the carer rule. */
rasimi_figures
rasimi_person_figures(const rasimi_draft *draft, size_t d, const rasimi_scorer *scorer, size_t i);

/* carers_stop.c: whether the framework's stress can be. */
void
rasimi_carers_stop_check(rasimi_draft *draft);

/* carers_stop.c: what people get of a design where their carer stops; after it was applied. */
rasim_status
rasimi_gross_apply(rasimi_draft *draft, size_t d);

/* prepare.c: the row of a care group or setting, its own or the one for all; NULL where there is neither. */
const rasimi_need_row *
rasimi_need_find(const rasimi_framework *framework, const char *care_group);
const rasimi_price_row *
rasimi_price_find(const rasimi_framework *framework, const char *setting);
const rasimi_demand_row *
rasimi_demand_find(const rasimi_framework *framework, const char *care_group);

/* study.c: somebody who looks at the files once more before what the study does not need is released. */
typedef rasim_status
rasimi_draft_visit(rasimi_draft *draft, void *context);

/* rasim_study_load with a visit at its end, if everything was right; visit may be NULL. The visit's status is passed
   on, and then *out is NULL. `problems` is not NULL where there is a visit. */
rasim_status
rasimi_study_load_visited(const char *framework_path, const rasim_study_options *options, rasimi_draft_visit *visit,
                          void *context, rasim_study **out, rasim_problems *problems);

/* person_answers.c: one person who need not be in the caseload, from a YAML file of headings and values; everything
   that the designs need is there, and labels are such as the caseload has. Errors: RASIM_ERR_INPUT, RASIM_ERR_READ,
   each with problems; RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_answers_read(rasimi_draft *draft, const char *path, rasimi_caseload *out);

/* person_study.c: a study of one person by the same steps: `person` becomes a draft whose study borrows what `whole`
   read, with the caseload of one row given, under fixed sampling, everybody on the RAS. Labels are known to the whole.
   Somebody not scored gets no points and no amount.
   Clear it with rasimi_person_study_clear whatever happens. Errors: RASIM_ERR_INPUT with problems, NO_MEMORY. */
rasim_status
rasimi_person_study_make(const rasimi_draft *whole, const rasimi_caseload *one_row, const char *file, bool scored,
                         rasimi_draft *person);
void
rasimi_person_study_clear(rasimi_draft *person);

/* ---- draft.c: what the steps share ---- */

/* Passes RASIM_ERR_INPUT and RASIM_ERR_READ on as RASIM_OK, so that the next file is looked at too; the list of
   problems remembers the one and the draft the other. */
rasim_status
rasimi_draft_note(rasimi_draft *draft, rasim_status status);

/* Where a mark of the framework stands. */
rasimi_place
rasimi_draft_place(const rasimi_draft *draft, rasimi_mark mark);

/* A list of labels. */
typedef struct rasimi_names {
    const char *const *items;
    size_t n;
    bool doubtful; /* one may be lacking only because something could not be read */
} rasimi_names;

/* The labels of a column of the caseload, also those of rows that are not covered. */
rasimi_names
rasimi_names_of(const rasimi_labels *labels);

/* The names of budget areas: the column's labels, or those made from care group and setting. */
rasimi_names
rasimi_area_names(const rasimi_draft *draft);

/* The budget areas of the people who are simulated. */
rasimi_names
rasimi_covered_areas(const rasimi_draft *draft);

/* The index of a label, or names.n. */
size_t
rasimi_names_find(rasimi_names names, const char *label);

/* How many of the rows have an index: "1 person", "12 people". */
rasimi_words
rasimi_draft_count(const uint32_t *index, size_t n_rows, size_t wanted);

/* True where a label that a file names is among the names; else a problem says what is absent from where, with the
   nearest match: "The setting 'x' does not occur in the caseload (did you mean 'y'?); correct it or ...". True as well
   where the names are doubtful. */
bool
rasimi_draft_check_label(rasimi_draft *draft, rasim_severity severity, rasimi_place place, const char *what,
                         const char *label, rasimi_names names);

/* The text at `offset` of the rows of a list that a label of the caseload was probably meant to be, for a sentence:
   " (did the caseload mean 'x'?)", "" where none is near. Texts that occur in the caseload are meant for themselves. */
rasimi_words
rasimi_draft_meant(rasimi_draft *draft, const rasimi_structs *rows, size_t row_size, size_t offset,
                   rasimi_names occurring, const char *label);

/* Whether a list of the framework has all its rows, so that what it has no row for can be told. */
bool
rasimi_draft_knows_rows(const rasimi_draft *draft, const rasimi_structs *rows);

/* The i-th row of a list of structs; `type` is the row's. */
#define RASIMI_ROW(type, list, i) ((const type *)(list).items + (i))

#endif
