/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small words for building JSON. */
#include "report/jsonput.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

void
rasimi_json_put(rasimi_json *json, json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value))
        json->failed = true;
}

void
rasimi_json_push(rasimi_json *json, json_t *list, json_t *value)
{
    if (json_array_append_new(list, value))
        json->failed = true;
}

json_t *
rasimi_json_number(double value)
{
    if (!isfinite(value))
        return json_null();
    return json_real(value == 0 ? 0 : value);
}

json_t *
rasimi_json_money(double gbp)
{
    return rasimi_json_number(round(gbp * 100) / 100);
}

/* jansson refuses text that is not UTF-8. */
static json_t *
mended_text(const char *text, size_t length, size_t bad)
{
    char *copy = malloc(length + 1);
    if (!copy)
        return NULL;
    memcpy(copy, text, length + 1);
    do
        copy[bad] = '?';
    while (!rasimi_utf8_valid(copy, length, &bad));
    json_t *value = json_stringn(copy, length);
    free(copy);
    return value;
}

json_t *
rasimi_json_whole(uint64_t value)
{
    char digits[24];
    if (value <= INT64_MAX)
        return json_integer((json_int_t)value);
    snprintf(digits, sizeof digits, "%" PRIu64, value);
    return json_string(digits);
}

json_t *
rasimi_json_text(const char *text)
{
    if (!text)
        text = "";
    size_t length = strlen(text), bad = 0;
    return rasimi_utf8_valid(text, length, &bad) ? json_stringn(text, length) : mended_text(text, length, bad);
}

json_t *
rasimi_json_probability(rasimi_json *json, rasim_probability p)
{
    if (isnan(p.probability))
        return json_null();
    json_t *object = json_object();
    rasimi_json_put(json, object, "probability", rasimi_json_number(p.probability));
    rasimi_json_put(json, object, "low", rasimi_json_number(p.low));
    rasimi_json_put(json, object, "high", rasimi_json_number(p.high));
    return object;
}

json_t *
rasimi_json_quantiles(rasimi_json *json, const rasim_at_level *quantiles, size_t n, rasimi_json_show *show)
{
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) {
        json_t *object = json_object();
        rasimi_json_put(json, object, "level", rasimi_json_number(quantiles[i].level));
        rasimi_json_put(json, object, "value", show(quantiles[i].value));
        rasimi_json_put(json, object, "low", show(quantiles[i].low));
        rasimi_json_put(json, object, "high", show(quantiles[i].high));
        rasimi_json_push(json, list, object);
    }
    return list;
}

json_t *
rasimi_json_distribution(rasimi_json *json, const rasim_distribution *distribution, rasimi_json_show *show)
{
    json_t *object = json_object();
    rasimi_json_put(json, object, "mean", show(distribution->mean));
    rasimi_json_put(json, object, "mean_se", show(distribution->mean_se));
    rasimi_json_put(json, object, "sd", show(distribution->sd));
    rasimi_json_put(json, object, "quantiles",
                    rasimi_json_quantiles(json, distribution->quantiles, distribution->n_quantiles, show));
    return object;
}

json_t *
rasimi_json_expected(rasimi_json *json, const rasim_expected *expected, rasimi_json_show *show)
{
    json_t *object = json_object();
    rasimi_json_put(json, object, "mean", show(expected->mean));
    rasimi_json_put(json, object, "mean_se", show(expected->mean_se));
    rasimi_json_put(json, object, "p10", show(expected->p10));
    rasimi_json_put(json, object, "p90", show(expected->p90));
    return object;
}

json_t *
rasimi_json_lines(rasimi_json *json, const double *lines)
{
    json_t *object = json_object();
    for (size_t l = 0; l < RASIM_N_LINES; l++) {
        const rasim_line_info *line = rasim_line_describe((rasim_line)l);
        rasimi_json_show *show = line->unit == RASIM_UNIT_MONEY ? rasimi_json_money : rasimi_json_number;
        rasimi_json_put(json, object, line->name, show(lines[l]));
    }
    return object;
}

/* jansson's call with a piece of the text: whole characters. It escapes the control characters of ASCII itself, all but
   the last. */
static int
append(const char *bytes, size_t n, void *buffer)
{
    for (size_t length; n > 0; bytes += length, n -= length) {
        const unsigned code = rasimi_steering(bytes, n, &length);
        if (code < 0x7f)
            rasimi_buffer_add(buffer, bytes, length);
        else
            rasimi_buffer_printf(buffer, "\\u%04X", code);
    }
    return 0;
}

rasim_status
rasimi_json_write(const rasimi_json *json, json_t *root, char **out)
{
    rasimi_buffer text = {0};
    const bool written =
        !json->failed && json_dump_callback(root, append, &text, JSON_INDENT(2) | JSON_REAL_PRECISION(15)) == 0;
    rasimi_buffer_add(&text, "\n", 1);
    json_decref(root);
    if (!written || text.failed) {
        rasimi_buffer_clear(&text);
        return RASIM_ERR_NO_MEMORY;
    }
    *out = text.data;
    return RASIM_OK;
}
