/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: numbers. What is accepted is JSON's grammar and nothing else, with the value that strtod gives it. */
#include "fuzz/fuzz.h"

#include "base/text.h"

#include <errno.h>
#include <math.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

static bool
matches(const char *pattern, const char *text)
{
    regex_t regex;
    fuzz_require(regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB) == 0);
    const bool found = regexec(&regex, text, 0, NULL, 0) == 0;
    regfree(&regex);
    return found;
}

static void
check_double(const char *text, size_t size, bool has_nul)
{
    double value = -7, expected = strtod(text, NULL);
    const rasimi_number_status status = rasimi_parse_double(text, size, &value);
    const bool is_number = !has_nul && matches("^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?$", text);
    fuzz_require((status != RASIMI_NUMBER_NOT) == is_number);
    if (!is_number) {
        fuzz_require(value == -7.0);
        return;
    }
    fuzz_require((status == RASIMI_NUMBER_RANGE) == (bool)isinf(expected));
    if (status == RASIMI_NUMBER_OK) {
        fuzz_require(memcmp(&value, &expected, sizeof value) == 0);
    }
}

static void
check_uint64(const char *text, size_t size, bool has_nul)
{
    uint64_t value = 7;
    const rasimi_number_status status = rasimi_parse_uint64(text, size, &value);
    fuzz_require((status != RASIMI_NUMBER_NOT) == (!has_nul && matches("^(0|[1-9][0-9]*)$", text)));
    errno = 0;
    const unsigned long long expected = strtoull(text, NULL, 10);
    if (status == RASIMI_NUMBER_OK) {
        fuzz_require(errno == 0 && value == expected);
    } else {
        fuzz_require(value == 7 && (status == RASIMI_NUMBER_NOT || errno == ERANGE));
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1); /* exactly as long as it may be read, for the address sanitizer */
    fuzz_require(text != NULL);
    memcpy(text, data, size);
    text[size] = '\0';
    const bool has_nul = strlen(text) != size, has_line = memchr(text, '\n', size) != NULL;
    if (!has_line) { /* a pattern's $ stands before one, too */
        check_double(text, size, has_nul);
        check_uint64(text, size, has_nul);
    }
    free(text);
    return 0;
}
