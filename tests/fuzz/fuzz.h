/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the fuzz targets share: a target does more than not to crash, it holds what the headers promise. */
#ifndef RASIM_TESTS_FUZZ_H
#define RASIM_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/problem.h"
#include "io/yaml.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program with a report where a promise is broken. */
#define fuzz_require(holds) ((holds) ? (void)0 : fuzz_broken(#holds, __FILE__, __LINE__))

void
fuzz_broken(const char *promise, const char *file, int line) __attribute__((noreturn));

/* A text being read. */
typedef struct fuzz_reading {
    rasimi_arena arena;
    rasim_problems *problems;
    bool refused; /* the YAML was, though there may be a tree of what could be read */
} fuzz_reading;

fuzz_reading
fuzz_begin(void);

/* Holds a reader's status against its problems: RASIM_ERR_INPUT exactly where one is an error, each one line of UTF-8
   that ends in a full stop and says a line that the text has. */
void
fuzz_judge(const fuzz_reading *reading, rasim_status status, const uint8_t *data, size_t size);

void
fuzz_end(fuzz_reading *reading);

/* The text as YAML; NULL where it is none, which has been judged. */
const rasimi_node *
fuzz_yaml(fuzz_reading *reading, const uint8_t *data, size_t size);

/* A folder in memory where there is one, the same for the whole process; it is removed at the end. */
const char *
fuzz_folder(void);

/* Path of a file in that folder, written where `data` is not NULL; freed by the caller. */
char *
fuzz_file(const char *name, const uint8_t *data, size_t size);

/* Length of the part before a line "----", and *rest behind it, NULL where there is none. */
size_t
fuzz_split(const uint8_t *data, size_t size, const uint8_t **rest, size_t *rest_size);

#endif
