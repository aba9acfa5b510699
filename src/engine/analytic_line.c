/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Broken lines and their moments: partial means of a lognormal, piece by piece. */
#include "engine/analytic_line.h"

#include "num/detmath.h"

#define INFINITE __builtin_inf()

/* A spread that no double can tell from none, and that divides. */
#define LEAST_LOG_SD 1e-9

/* Log sds either side of the median within which nearly all of a lognormal lies. */
#define REACH 4.0

rasimi_line
rasimi_line_shift(double more)
{
    return (rasimi_line){.n = 1, .pieces = {{INFINITE, more, 1.0}}};
}

void
rasimi_line_scale(rasimi_line *line, double factor)
{
    for (size_t i = 0; i < line->n; i++) {
        line->pieces[i].intercept *= factor;
        line->pieces[i].slope *= factor;
    }
}

/* Adds a piece, or lengthens the last where it is the same line. */
static void
append(rasimi_line *line, rasimi_line_piece piece)
{
    rasimi_line_piece *last = line->n > 0 ? &line->pieces[line->n - 1] : NULL;
    if (last != NULL && !(piece.upto > last->upto)) {
        return;
    }
    const bool same = last != NULL && !(last->intercept < piece.intercept) && !(last->intercept > piece.intercept) &&
                      !(last->slope < piece.slope) && !(last->slope > piece.slope);
    if (same || line->n == RASIMI_LINE_MOST) {
        last->upto = piece.upto;
        return;
    }
    line->pieces[line->n++] = piece;
}

/* Where a piece reaches a value; a level one does so never, or from its beginning. */
static double
reaches(const rasimi_line_piece *piece, double value)
{
    if (piece->slope > 0.0) {
        return (value - piece->intercept) / piece->slope;
    }
    return piece->intercept > value ? -INFINITE : INFINITE;
}

void
rasimi_line_through(rasimi_line *line, const rasimi_line *outer)
{
    const rasimi_line inner = *line;
    double from = 0.0;
    line->n = 0;
    for (size_t i = 0; i < inner.n; i++) {
        const rasimi_line_piece *piece = &inner.pieces[i];
        for (size_t j = 0; j < outer->n && from < piece->upto; j++) {
            const rasimi_line_piece *step = &outer->pieces[j];
            const double end = reaches(piece, step->upto), upto = end < piece->upto ? end : piece->upto;
            if (upto > from) {
                append(line, (rasimi_line_piece){upto, step->intercept + step->slope * piece->intercept,
                                                 step->slope * piece->slope});
                from = upto;
            }
        }
    }
}

void
rasimi_line_at_most(rasimi_line *line, double most)
{
    const rasimi_line outer = {.n = 2, .pieces = {{most, 0.0, 1.0}, {INFINITE, most, 0.0}}};
    rasimi_line_through(line, &outer);
}

void
rasimi_line_take(rasimi_line *line, double taken)
{
    const rasimi_line outer = {.n = 2, .pieces = {{taken, 0.0, 0.0}, {INFINITE, -taken, 1.0}}};
    rasimi_line_through(line, &outer);
}

double
rasimi_line_at(const rasimi_line *line, double x)
{
    size_t i = 0;
    while (i + 1 < line->n && x > line->pieces[i].upto) {
        i++;
    }
    return line->pieces[i].intercept + line->pieces[i].slope * x;
}

rasimi_lognormal_shape
rasimi_lognormal_shape_of(double log_sd)
{
    const double sd = log_sd > LEAST_LOG_SD ? log_sd : LEAST_LOG_SD;
    return (rasimi_lognormal_shape){sd, rasimi_exp(0.5 * sd * sd), rasimi_exp(REACH * sd)};
}

rasimi_lognormal
rasimi_lognormal_of(const rasimi_normal_table *table, double log_median, const rasimi_lognormal_shape *shape)
{
    const double median = rasimi_exp(log_median), square = shape->spread * shape->spread;
    const double mean = median * shape->spread;
    return (rasimi_lognormal){
        .table = table,
        .log_median = log_median,
        .log_sd = shape->log_sd,
        .moment = {1.0, mean, mean * mean * square, mean * mean * mean * square * square * square},
        .low = median / shape->reach,
        .high = median * shape->reach * square * square * square,
    };
}

void
rasimi_lognormal_below_log(const rasimi_lognormal *law, double log_b, double out[RASIMI_POWERS])
{
    const double z = (log_b - law->log_median) / law->log_sd;
    for (int k = 0; k < RASIMI_POWERS; k++) {
        out[k] = law->moment[k] * rasimi_normal_table_cdf(law->table, z - k * law->log_sd);
    }
}

void
rasimi_lognormal_below(const rasimi_lognormal *law, double b, double out[RASIMI_POWERS])
{
    rasimi_lognormal_below_log(law, b > 0.0 ? b < INFINITE ? rasimi_log(b) : INFINITE : -INFINITE, out);
}

/* Adds E[(a + b x)^k; piece], given the partial means of x over the piece. */
static void
add_powers(double a, double b, const double part[RASIMI_POWERS], double out[RASIMI_POWERS])
{
    out[0] += part[0];
    out[1] += a * part[0] + b * part[1];
    out[2] += a * a * part[0] + 2.0 * a * b * part[1] + b * b * part[2];
    out[3] += a * a * a * part[0] + 3.0 * a * a * b * part[1] + 3.0 * a * b * b * part[2] + b * b * b * part[3];
}

void
rasimi_line_moments(const rasimi_line *line, const rasimi_lognormal *law, double out[RASIMI_POWERS])
{
    double before[RASIMI_POWERS] = {0}, upto[RASIMI_POWERS], part[RASIMI_POWERS];
    for (int k = 0; k < RASIMI_POWERS; k++) {
        out[k] = 0.0;
    }
    for (size_t i = 0; i < line->n; i++) {
        rasimi_lognormal_below(law, line->pieces[i].upto, upto);
        for (int k = 0; k < RASIMI_POWERS; k++) {
            part[k] = upto[k] - before[k];
            before[k] = upto[k];
        }
        add_powers(line->pieces[i].intercept, line->pieces[i].slope, part, out);
    }
}
