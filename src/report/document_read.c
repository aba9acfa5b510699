/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a results file to a document: the JSON in it, and net spend by replicate. */
#include "report/document_make.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/h5_read.h"
#include "report/results_document.h"

enum { N_QUANTILES = 199, PATH_SIZE = 64 };

static int
ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Adds a year's net to the sum over the years. */
static rasim_status
add_year(rasimi_h5_in *file, rasimi_arena *arena, size_t design, size_t year, double **sum, size_t *n)
{
    char path[PATH_SIZE];
    const double *net = NULL;
    size_t n_year = 0;
    snprintf(path, sizeof path, "/designs/%zu/year_%zu/net", design + 1, year + 1);
    rasim_status status = rasimi_h5_read_doubles(file, path, arena, &net, &n_year);
    if (status != RASIM_OK)
        return status;
    if (!*sum) {
        *sum = rasimi_arena_alloc(arena, n_year > 0 ? n_year : 1, sizeof **sum);
        *n = n_year;
    }
    if (!*sum)
        return RASIM_ERR_NO_MEMORY;
    for (size_t r = 0; r < *n && r < n_year; r++)
        (*sum)[r] += net[r];
    return RASIM_OK;
}

/* Quantiles in the middle of equal shares of the replicates, ascending. */
static rasim_status
thin(rasimi_arena *arena, double *net, size_t n, rasimi_series_of *out)
{
    if (n == 0)
        return RASIM_OK;
    const size_t kept = n < N_QUANTILES ? n : N_QUANTILES;
    double *quantiles = rasimi_arena_alloc(arena, kept, sizeof *quantiles);
    if (!quantiles)
        return RASIM_ERR_NO_MEMORY;
    qsort(net, n, sizeof *net, ascending);
    for (size_t i = 0; i < kept; i++)
        quantiles[i] = net[(2 * i + 1) * n / (2 * kept)];
    *out = (rasimi_series_of){kept, quantiles};
    return RASIM_OK;
}

static rasim_status
read_series(rasimi_h5_in *file, rasimi_arena *arena, const json_t *root, rasimi_report_series *out)
{
    const json_t *designs = rasimi_json_at(root, "designs");
    const size_t n_designs = json_array_size(designs);
    rasim_status status = RASIM_OK;
    rasimi_series_of *series = rasimi_arena_alloc(arena, n_designs > 0 ? n_designs : 1, sizeof *series);
    if (!series)
        return RASIM_ERR_NO_MEMORY;
    for (size_t d = 0; d < n_designs && status == RASIM_OK; d++) {
        double *sum = NULL;
        size_t n = 0;
        const size_t n_years = rasimi_json_count_at(rasimi_json_item(designs, d), "years");
        for (size_t y = 0; y < n_years && status == RASIM_OK; y++)
            status = add_year(file, arena, d, y, &sum, &n);
        if (status == RASIM_OK)
            status = thin(arena, sum, n, &series[d]);
    }
    *out = (rasimi_report_series){n_designs, series};
    return status;
}

rasim_status
rasimi_document_read(const char *path, rasimi_document *out, rasim_problems *problems)
{
    json_t *root = NULL;
    rasimi_h5_in *file = NULL;
    rasimi_arena arena = {0};
    rasimi_report_series series = {0};
    rasim_status status = rasimi_read_document(path, problems, &root);
    if (status == RASIM_OK)
        status = rasimi_h5_open(path, &file, problems);
    if (status == RASIM_OK)
        status = read_series(file, &arena, root, &series);
    if (status == RASIM_OK)
        status = rasimi_document_make(root, &series, out);
    rasimi_h5_close(file);
    json_decref(root);
    rasimi_arena_clear(&arena);
    return status;
}
