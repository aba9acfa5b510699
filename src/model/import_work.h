/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An import under way: the services read from the files, then those open at the date, then the people. Shared by the
   files of the import only; each step is one of them, in the order of this header. */
#ifndef RASIMI_MODEL_IMPORT_WORK_H
#define RASIMI_MODEL_IMPORT_WORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/problem.h"
#include "base/text.h"
#include "model/import_codes.h"
#include "model/import_fields.h"
#include "model/import_tally.h"
#include "model/intern.h"
#include "rasim/import.h"

#define RASIMI_CLD_NEVER  INT64_MAX /* the end of an open service; the death of the living */
#define RASIMI_CLD_NO_DAY INT64_MIN

typedef enum rasimi_cld_number_state {
    RASIMI_CLD_NUMBER_BLANK,
    RASIMI_CLD_NUMBER_UNREADABLE,
    RASIMI_CLD_NUMBER_READ,
} rasimi_cld_number_state;

typedef struct rasimi_cld_amount {
    rasimi_cld_number_state state;
    bool cleaned; /* a pound sign or separators were taken out */
    double value; /* as it stands, sign included; 0 unless read */
} rasimi_cld_amount;

/* A row about a long-term service of a service user. */
typedef struct rasimi_cld_service {
    uint32_t person; /* code in rasimi_cld_work.persons */
    uint32_t file;   /* number of the file */
    uint64_t line;
    int64_t period_end; /* of its reporting period */
    int64_t start, end; /* first and last day; RASIMI_CLD_NEVER while open */
    int64_t born;       /* RASIMI_CLD_NO_DAY where unknown */
    uint8_t type, component, mechanism, frequency, reason, carer;
    bool ended_by_death;
    rasimi_cld_amount unit_cost, units;
    rasim_import_count fate; /* a reason to drop it; RASIM_N_IMPORT_COUNTS while it is kept */
} rasimi_cld_service;

/* A row of the caseload. */
typedef struct rasimi_cld_person {
    uint32_t code;
    uint8_t setting, mechanism, reason, carer;
    int64_t start, age;
    double weekly; /* £, the known part */
    size_t n_weekly, n_one_off, n_unknown;
    const char *points; /* NULL: none */
} rasimi_cld_person;

typedef struct rasimi_cld_work {
    const rasim_import_options *options;
    rasim_problems *problems;
    rasimi_arena *arena; /* outlives the import: the report's */
    uint64_t counts[RASIM_N_IMPORT_COUNTS];
    rasimi_cld_tally tallies[RASIMI_N_CLD_FIELDS];
    const char *council; /* LA code, where the files have the field */
    rasimi_interner persons;
    int64_t *death; /* [persons.n] RASIMI_CLD_NEVER */
    size_t death_capacity;
    const char **points;   /* [persons.n] or NULL without a points file */
    uint64_t *points_rows; /* [persons.n] rows of the points file */
    rasimi_cld_service *services;
    size_t n_services, services_capacity;
    int64_t latest_period, date;
    rasimi_cld_person *people;
    size_t n_people, people_capacity;
} rasimi_cld_work;

/* Code of a person, new or known. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_cld_person_code(rasimi_cld_work *work, const char *id, size_t length, uint32_t *code);

/* 1. Reads one file's rows into services. Errors: RASIM_ERR_READ, RASIM_ERR_INPUT, RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_cld_read(rasimi_cld_work *work, uint32_t file, const char *path);

/* 2. Ends services at death, drops superseded, closed and double rows: those that are left are open at the date. */
void
rasimi_cld_select(rasimi_cld_work *work);

/* 3. Reads points from a second file by person code; all of its rows count as unused so far. Errors as
   rasimi_cld_read. */
rasim_status
rasimi_cld_points_read(rasimi_cld_work *work);

/* What a service costs a week by DHSC's rule: RASIM_IMPORT_N_WEEKLY with *weekly set, or another count of that kind. */
rasim_import_count
rasimi_cld_weekly_cost(const rasimi_cld_service *service, double weeks_per_year, double *weekly);

/* 4. One person for each that has services left. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_cld_people(rasimi_cld_work *work);

/* 5. The caseload as CSV; out->failed where memory ran out. */
void
rasimi_cld_write(const rasimi_cld_work *work, rasimi_buffer *out);

/* 6. The report, which takes over the arena. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_cld_report(rasimi_cld_work *work, rasim_import_report **out);

#endif
