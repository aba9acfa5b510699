/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Client Level Data row by row: what is no long-term service of a service user is dropped and counted, the rest becomes
   a service. Identifying fields are never looked at (import_fields.c is the list of what is). */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "io/csv.h"
#include "io/file.h"
#include "model/day.h"
#include "model/import_text.h"
#include "model/import_work.h"

#define MAX_FILE_BYTES ((size_t)1 << 31)

/* Above these a number is no cost and no number of units. */
#define MAX_UNIT_COST 1e7
#define MAX_UNITS     1e5

#define KEPT RASIM_N_IMPORT_COUNTS

/* A file being read, and the row at hand. */
typedef struct row_reader {
    rasimi_cld_work *work;
    const char *path;
    uint32_t file;
    size_t at[RASIMI_N_CLD_FIELDS];
    int64_t first_period; /* RASIMI_CLD_NO_DAY until one is read */
    bool mixed_periods;
    uint64_t line;
    const rasimi_field *fields;
    rasim_status status; /* of the row: memory may run out in a cell */
} row_reader;

rasim_status
rasimi_cld_person_code(rasimi_cld_work *work, const char *id, size_t length, uint32_t *code)
{
    const size_t n = work->persons.n;
    if (!rasimi_grow((void **)&work->death, &work->death_capacity, n, sizeof *work->death))
        return RASIM_ERR_NO_MEMORY;
    const rasim_status status = rasimi_intern(&work->persons, id, length, work->arena, code);
    if (status == RASIM_OK && *code == n)
        work->death[n] = RASIMI_CLD_NEVER;
    return status;
}

/* ---- cells ---- */

/* The text of a field; "" where the file lacks it, and for the text NULL that database exports leave behind. */
static const char *
cell(row_reader *reader, rasimi_cld_field field)
{
    const size_t at = reader->at[field];
    if (at == RASIMI_CLD_ABSENT)
        return "";
    if (strcmp(reader->fields[at].text, "NULL") != 0)
        return reader->fields[at].text;
    reader->work->counts[RASIM_IMPORT_N_NULL_TEXT]++;
    return "";
}

/* Counts a text that cannot be read. Its form alone is kept. */
static void
tally_unreadable(row_reader *reader, rasimi_cld_field field, const char *text)
{
    char shown[RASIMI_CLD_SHOWN_SIZE];
    rasimi_cld_tallied *item = NULL;
    rasimi_cld_show(text, true, shown);
    const rasim_status status = rasimi_cld_tally_add(&reader->work->tallies[field], shown, reader->path, reader->line,
                                                     reader->work->arena, &item);
    if (status == RASIM_OK)
        item->code = RASIMI_CLD_INVALID;
    else
        reader->status = status;
}

/* The code of a field's text. What is not in the list is counted by the tally. */
static uint8_t
code_cell(row_reader *reader, rasimi_cld_field field)
{
    rasimi_cld_tally *tally = &reader->work->tallies[field];
    const char *text = cell(reader, field);
    rasimi_cld_tallied *item = NULL;
    const rasim_status status =
        rasimi_cld_tally_add(tally, text, reader->path, reader->line, reader->work->arena, &item);
    if (status != RASIM_OK) {
        reader->status = status;
        return RASIMI_CLD_BLANK;
    }
    if (item->count == 1)
        item->code = rasimi_cld_code(field, text);
    return item->code;
}

/* True where a day was read; a text that is none is counted. */
static bool
day_cell(row_reader *reader, rasimi_cld_field field, int64_t *day)
{
    const char *text = cell(reader, field);
    if (text[0] != '\0' && rasimi_cld_day(text, day))
        return true;
    if (text[0] != '\0')
        tally_unreadable(reader, field, text);
    return false;
}

static rasimi_cld_amount
amount_cell(row_reader *reader, rasimi_cld_field field, double most)
{
    rasimi_cld_amount amount = {.state = RASIMI_CLD_NUMBER_READ};
    const char *text = cell(reader, field);
    if (text[0] == '\0')
        return (rasimi_cld_amount){.state = RASIMI_CLD_NUMBER_BLANK};
    if (rasimi_cld_number(text, &amount.value, &amount.cleaned) && amount.value <= most && amount.value >= -most)
        return amount;
    tally_unreadable(reader, field, text);
    return (rasimi_cld_amount){.state = RASIMI_CLD_NUMBER_UNREADABLE};
}

/* ---- rows ---- */

/* Two councils' identifiers may mean different people. */
static void
check_council(row_reader *reader)
{
    rasimi_cld_work *work = reader->work;
    const char *council = cell(reader, RASIMI_CLD_COUNCIL);
    if (council[0] == '\0')
        return;
    if (!work->council)
        work->council = rasimi_arena_text(work->arena, council, strlen(council));
    if (!work->council) {
        reader->status = RASIM_ERR_NO_MEMORY;
    } else if (strcmp(work->council, council) != 0) {
        char shown[RASIMI_CLD_SHOWN_SIZE];
        rasimi_cld_show(council, false, shown);
        rasimi_problem_add(work->problems, RASIM_ERROR,
                           (rasimi_place){reader->path, reader->line, reader->at[RASIMI_CLD_COUNCIL] + 1},
                           "The row belongs to council '%s' and rows before it to another; import one council at a "
                           "time.",
                           shown);
        reader->status = RASIM_ERR_INPUT;
    }
}

/* The person of a row and their death, which need not stand on the row of a service. The later date is taken. */
static bool
read_person(row_reader *reader, uint32_t *person)
{
    const char *id = cell(reader, RASIMI_CLD_PERSON);
    if (id[0] == '\0')
        return false;
    reader->status = rasimi_cld_person_code(reader->work, id, strlen(id), person);
    int64_t died = 0;
    if (reader->status != RASIM_OK || !day_cell(reader, RASIMI_CLD_DIED, &died))
        return true;
    int64_t *death = &reader->work->death[*person];
    if (*death == RASIMI_CLD_NEVER || died > *death)
        *death = died;
    return true;
}

static rasim_import_count
judge_event(row_reader *reader)
{
    switch (code_cell(reader, RASIMI_CLD_EVENT_TYPE)) {
        case RASIMI_CLD_SERVICE:
            return KEPT;
        case RASIMI_CLD_BLANK:
        case RASIMI_CLD_INVALID:
            return RASIM_IMPORT_N_NO_EVENT_TYPE;
        default:
            return RASIM_IMPORT_N_NOT_A_SERVICE;
    }
}

static rasim_import_count
judge_client(row_reader *reader)
{
    switch (code_cell(reader, RASIMI_CLD_CLIENT_TYPE)) {
        case RASIMI_CLD_SERVICE_USER:
            return KEPT;
        case RASIMI_CLD_UNPAID_CARER:
            return RASIM_IMPORT_N_CARER;
        default:
            return RASIM_IMPORT_N_NO_CLIENT_TYPE;
    }
}

static rasim_import_count
judge_service(row_reader *reader, uint8_t *type)
{
    *type = code_cell(reader, RASIMI_CLD_SERVICE_TYPE);
    switch (*type) {
        case RASIMI_CLD_SHORT_TERM:
            return RASIM_IMPORT_N_SHORT_TERM;
        case RASIMI_CLD_TO_CARER:
            return RASIM_IMPORT_N_CARER_SUPPORT;
        case RASIMI_CLD_BLANK:
        case RASIMI_CLD_INVALID:
            return RASIM_IMPORT_N_NO_SERVICE_TYPE;
        default:
            return KEPT;
    }
}

/* Reporting period, first and last day. */
static rasim_import_count
read_days(row_reader *reader, rasimi_cld_service *service)
{
    rasimi_cld_work *work = reader->work;
    if (!day_cell(reader, RASIMI_CLD_PERIOD_END, &service->period_end))
        return RASIM_IMPORT_N_NO_PERIOD;
    reader->mixed_periods |= reader->first_period != RASIMI_CLD_NO_DAY && reader->first_period != service->period_end;
    reader->first_period = reader->first_period == RASIMI_CLD_NO_DAY ? service->period_end : reader->first_period;
    work->latest_period = service->period_end > work->latest_period ? service->period_end : work->latest_period;
    if (!day_cell(reader, RASIMI_CLD_START, &service->start))
        return RASIM_IMPORT_N_NO_START;
    service->end = RASIMI_CLD_NEVER;
    const size_t at = reader->at[RASIMI_CLD_END];
    const bool blank = reader->fields[at].length == 0 || strcmp(reader->fields[at].text, "NULL") == 0;
    if (!day_cell(reader, RASIMI_CLD_END, &service->end) && !blank)
        return RASIM_IMPORT_N_NO_END;
    return KEPT;
}

/* What the caseload needs of a service that is kept. */
static void
read_details(row_reader *reader, rasimi_cld_service *service)
{
    if (!day_cell(reader, RASIMI_CLD_BORN, &service->born))
        service->born = RASIMI_CLD_NO_DAY;
    service->reason = code_cell(reader, RASIMI_CLD_REASON);
    service->carer = code_cell(reader, RASIMI_CLD_CARER);
    service->component = code_cell(reader, RASIMI_CLD_COMPONENT);
    service->mechanism = code_cell(reader, RASIMI_CLD_MECHANISM);
    service->frequency = code_cell(reader, RASIMI_CLD_FREQUENCY);
    service->unit_cost = amount_cell(reader, RASIMI_CLD_UNIT_COST, MAX_UNIT_COST);
    service->units = amount_cell(reader, RASIMI_CLD_UNITS, MAX_UNITS);
}

/* Why a row is left out, or KEPT. The order of the reasons is that of RASIM_IMPORT_COUNT_LIST. */
static rasim_import_count
judge(row_reader *reader, rasimi_cld_service *service)
{
    rasim_import_count fate = read_person(reader, &service->person) ? KEPT : RASIM_IMPORT_N_NO_PERSON;
    const rasim_import_count client = fate == KEPT ? judge_client(reader) : KEPT;
    if (client == RASIM_IMPORT_N_CARER) /* some have no event type, and need none */
        return client;
    if (fate == KEPT)
        fate = judge_event(reader);
    if (fate == KEPT)
        fate = client;
    if (fate == KEPT)
        fate = judge_service(reader, &service->type);
    if (fate == KEPT)
        fate = read_days(reader, service);
    if (fate == KEPT)
        read_details(reader, service);
    return fate;
}

static rasim_status
read_row(void *context, uint64_t row, uint64_t line, const rasimi_field *fields, size_t n_fields)
{
    row_reader *reader = context;
    rasimi_cld_work *work = reader->work;
    if (row == 0)
        return rasimi_cld_fields_find(reader->path, line, fields, n_fields, reader->at, work->problems)
                   ? RASIM_OK
                   : RASIM_ERR_INPUT;
    rasimi_cld_service service = {.file = reader->file, .line = line, .fate = KEPT};
    reader->fields = fields;
    reader->line = line;
    reader->status = RASIM_OK;
    check_council(reader);
    if (reader->status != RASIM_OK)
        return reader->status;
    const rasim_import_count fate = judge(reader, &service);
    if (reader->status != RASIM_OK)
        return reader->status;
    work->counts[RASIM_IMPORT_N_ROWS]++;
    if (fate != KEPT) {
        work->counts[fate]++;
        return RASIM_OK;
    }
    if (!rasimi_grow((void **)&work->services, &work->services_capacity, work->n_services, sizeof *work->services))
        return RASIM_ERR_NO_MEMORY;
    work->services[work->n_services++] = service;
    return RASIM_OK;
}

rasim_status
rasimi_cld_read(rasimi_cld_work *work, uint32_t file, const char *path)
{
    row_reader reader = {.work = work, .path = path, .file = file, .first_period = RASIMI_CLD_NO_DAY};
    char *bytes = NULL;
    size_t length = 0;
    rasim_status status = rasimi_file_read(path, MAX_FILE_BYTES, &bytes, &length, NULL, work->problems);
    if (status != RASIM_OK)
        return status;
    status = rasimi_csv_parse(path, bytes, length, read_row, &reader, work->problems);
    free(bytes);
    work->counts[RASIM_IMPORT_N_FILES]++;
    if (status == RASIM_OK && reader.mixed_periods)
        rasimi_problem_add(work->problems, RASIM_NOTE, (rasimi_place){.file = path},
                           "The file holds more than one reporting period; the latest that has a service counts.");
    return status;
}
