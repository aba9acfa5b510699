/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of a calibrated design: its provenance as comments, then the template with the fit in its place. No dates
   and no paths of a machine, so that the same inputs give the same file. */
#include "analysis/calibrate_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/design_write.h"
#include "rasim/version.h"

/* A comment is one line whatever names are in it. */
static void
comment(rasimi_buffer *out, rasimi_arena *arena, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void
comment(rasimi_buffer *out, rasimi_arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *line = rasimi_arena_vprintf(arena, format, args);
    va_end(args);
    out->failed |= !line;
    for (char *c = line; line && *c; c++)
        *c = (unsigned char)*c < ' ' || (unsigned char)*c == 0x7f ? ' ' : *c;
    if (line)
        rasimi_buffer_printf(out, "# %s\n", line);
}

static rasimi_words
number(double value)
{
    return rasimi_words_number(rint(value * 1e4) / 1e4);
}

/* £ with pennies. */
static rasimi_words
pounds(double gbp)
{
    rasimi_words out;
    const double pennies = rint(fabs(gbp) * 100);
    const rasimi_words whole = rasimi_words_grouped((uint64_t)(pennies / 100));
    snprintf(out.text, sizeof out.text, "%s£%.32s.%02d", gbp < 0 ? "-" : "", whole.text, (int)fmod(pennies, 100));
    return out;
}

/* The last part of a path: folders belong to a machine. */
static const char *
file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void
comment_source(rasimi_buffer *out, rasimi_arena *arena, const rasim_calibration *c)
{
    comment(out, arena, "Made by rasim %s: calibrate --method %s --pooling %s, seed %llu.", rasim_version(), c->method,
            rasim_pooling_name(c->pooling), (unsigned long long)c->seed);
    comment(out, arena, "Questionnaire, limits and exclusion are those of '%s'.", c->from);
    for (size_t i = 0; i < c->n_inputs; i++)
        comment(out, arena, "Read: %s, SHA-256 %s", file_name(c->inputs[i].path), c->inputs[i].sha256);
    comment(out, arena,
            "Fitted to %zu people, who stand for %s. Left out: %zu high-cost, %zu below the minimum points, %zu not "
            "scored, %zu without a cost.",
            c->n_people, rasimi_words_grouped((uint64_t)rint(c->people)).text, c->n_high_cost, c->n_below_minimum,
            c->n_unscored, c->n_uncosted);
    if (c->synthetic)
        comment(out, arena, "The people are synthetic.");
}

static const rasim_calibrated_way *
chosen_way(const rasim_calibration *c)
{
    size_t w = 0;
    while (w + 1 < c->n_ways && !c->ways[w].chosen)
        w++;
    return &c->ways[w];
}

static void
comment_quality(rasimi_buffer *out, rasimi_arena *arena, const rasim_calibration *c)
{
    const rasim_calibrated_way *way = chosen_way(c);
    const rasim_fit *fit = &way->fit;
    comment(out, arena,
            "On people not seen (%llu folds): mean absolute error %s a week, R2 %s, within 20 %%: %s of people.",
            (unsigned long long)c->folds, pounds(fit->mean_absolute.value).text, number(fit->r_squared).text,
            number(fit->within[2]).text);
    if (c->on_log_scale)
        comment(out, arena, "Ridge %s; interactions: %zu.", number(way->ridge).text, c->n_interactions);
}

static void
comment_values(rasimi_buffer *out, rasimi_arena *arena, const rasim_calibration *c)
{
    for (size_t v = 0; v < c->n_values && c->resamples > 0; v++) {
        const rasim_calibrated_value *value = &c->values[v];
        const char *group = value->care_group ? value->care_group : "", *comma = value->care_group ? ", " : "";
        if (c->on_log_scale)
            comment(out, arena, "  %s%s%s: %s (95 %%: %s to %s)", group, comma, value->what, number(value->value).text,
                    number(value->low).text, number(value->high).text);
        else
            comment(out, arena, "  %s%s%s: %s a week (95 %%: %s to %s)", group, comma, value->what,
                    pounds(value->value).text, pounds(value->low).text, pounds(value->high).text);
    }
}

static void
comment_scale(rasimi_buffer *out, rasimi_arena *arena, const rasim_calibration *c, double scale)
{
    if (isnan(c->confidence))
        comment(out, arena, "Not scaled to the envelope.");
    else
        comment(out, arena,
                "Scaled by %s: the largest at which net spend stays inside %s a year with %s %% confidence.",
                number(scale).text, rasimi_words_pounds(c->envelope_gbp).text, number(100 * c->confidence).text);
}

/* One row for everybody, or one for each care group. */
static void
put_allocation(const rasimi_calibrated_text *self, double scale, rasimi_buffer *out)
{
    const rasimi_fit_settings *settings = self->job->settings;
    const rasimi_sample *sample = self->job->sample;
    for (size_t c = 0; c < self->fitted->n_classes; c++) {
        rasimi_buffer row = {0};
        settings->method->write(self->fitted, sample, c, settings, scale, &row);
        out->failed |= row.failed || !row.data;
        if (self->fitted->n_classes > 1) {
            rasimi_buffer_printf(out, "  - care_group: ");
            rasimi_yaml_put_text(out, sample->study->care_groups[c]);
            rasimi_buffer_printf(out, "\n%s", row.data ? row.data : "");
        } else {
            rasimi_buffer_printf(out, "  - %s",
                                 row.data ? row.data + 4 : ""); /* in the place of its first four columns */
        }
        rasimi_buffer_clear(&row);
    }
}

rasim_status
rasimi_calibrated_text_at(void *context, double scale, char **text)
{
    const rasimi_calibrated_text *self = context;
    const rasim_calibration *c = self->calibration;
    rasimi_arena arena = {0};
    rasimi_buffer comments = {0}, allocation = {0}, out = {0};
    comment_source(&comments, &arena, c);
    comment_quality(&comments, &arena, c);
    comment_values(&comments, &arena, c);
    comment_scale(&comments, &arena, c, scale);
    put_allocation(self, scale, &allocation);
    const char *about = rasimi_arena_printf(
        &arena, "Fitted by rasim %s to %zu people of '%s' by the method %s (%s), scaled by %s.", rasim_version(),
        c->n_people, c->framework, c->method, rasim_pooling_name(c->pooling), number(scale).text);
    rasim_status status = comments.failed || allocation.failed || !about ? RASIM_ERR_NO_MEMORY : RASIM_OK;
    if (status == RASIM_OK)
        status = rasimi_design_rewrite(self->job->sample->design->file,
                                       &(rasimi_design_change){comments.data, c->name, about,
                                                               self->job->settings->method->family, allocation.data},
                                       &out, self->problems);
    rasimi_buffer_clear(&comments);
    rasimi_buffer_clear(&allocation);
    rasimi_arena_clear(&arena);
    if (status != RASIM_OK) {
        rasimi_buffer_clear(&out);
        return status;
    }
    *text = out.data;
    return RASIM_OK;
}
