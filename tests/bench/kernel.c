/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernel alone, on the base model that the peers have: one year, everybody a row, sign-off with tolerance,
   exclusion by need, contributions, price shocks by budget area, and seven sums by area in every replicate. The shocks
   are drawn and the sums are kept, as the peers do. */
#include "bench.h"

#include "base/mem.h"
#include "engine/kernel.h"
#include "num/detmath.h"
#include "num/draws.h"
#include "num/philox.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* The base model, as peer.py has it. */
#define N_AREAS     8
#define GROWTH      1.05
#define GROWTH_SD   0.03
#define THRESHOLD   1000.0
#define TOLERANCE   0.1
#define TRIM_SHARE  0.5
#define WEEKS       52.0
#define UNITS       ((double)RASIM_UNITS_PER_GBP)
#define MAX_DESIGNS 2
#define MAX_SDS     8
#define CHUNK       64 /* replicates, as in the engine */

/* The file's columns, one after the other: [n] float64 each. */
enum column { COST, ALLOCATION, SD, CONTRIBUTION, AREA, N_COLUMNS };

/* What is kept of each area in each replicate, in ledger units. */
static const rasimi_sum kept[] = {RASIMI_SUM_INDICATIVE,     RASIMI_SUM_UPLIFT, RASIMI_SUM_TRIM,
                                  RASIMI_SUM_HIGH_COST,      RASIMI_SUM_NET,    RASIMI_SUM_CONTRIBUTION,
                                  RASIMI_SUM_EXCLUDED_PEOPLE};
enum { N_KEPT = sizeof kept / sizeof *kept };

/* People by area and sd, each cell padded to whole blocks. */
typedef struct model {
    double *table; /* [N_COLUMNS x n] */
    size_t n, n_lanes;
    int32_t *key_low, *key_high, *contribution;
    float *cost, *amount[MAX_DESIGNS];
    rasimi_stretch stretches[N_AREAS * MAX_SDS];
    size_t n_stretches, n_designs;
    rasimi_kernel_design designs[MAX_DESIGNS];
    rasimi_kernel_terms terms;
    double sds[MAX_SDS];
    size_t n_sds;
    uint64_t price_key;
    double price_log_sd;
    int64_t *results; /* [replicates x N_AREAS x N_KEPT] of the first design */
    int64_t *sums;    /* of the kernel calls of a chunk */
} model;

static double *
column(const model *m, enum column which)
{
    return m->table + (size_t)which * m->n;
}

static int
read_table(const char *path, model *m)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        return 1;
    }
    m->n = (size_t)ftell(file) / (N_COLUMNS * sizeof *m->table);
    m->table = rasimi_calloc(N_COLUMNS * m->n, sizeof *m->table);
    rewind(file);
    const int bad = m->table == NULL || fread(m->table, sizeof *m->table, N_COLUMNS * m->n, file) != N_COLUMNS * m->n;
    fclose(file);
    return bad;
}

static int
allocate(model *m, size_t replicates)
{
    m->n_lanes = m->n + N_AREAS * MAX_SDS * RASIMI_LANES_PAD;
    m->key_low = rasimi_calloc_aligned(m->n_lanes, sizeof *m->key_low);
    m->key_high = rasimi_calloc_aligned(m->n_lanes, sizeof *m->key_high);
    m->contribution = rasimi_calloc_aligned(m->n_lanes, sizeof *m->contribution);
    m->cost = rasimi_calloc_aligned(m->n_lanes, sizeof *m->cost);
    m->amount[0] = rasimi_calloc_aligned(m->n_lanes, sizeof(float));
    m->amount[1] = rasimi_calloc_aligned(m->n_lanes, sizeof(float));
    m->results = rasimi_calloc(replicates * N_AREAS, N_KEPT * sizeof *m->results);
    m->sums = rasimi_calloc((size_t)N_AREAS * MAX_SDS * MAX_DESIGNS * CHUNK, RASIMI_N_SUMS * sizeof *m->sums);
    return m->key_low == NULL || m->key_high == NULL || m->contribution == NULL || m->cost == NULL ||
           m->amount[0] == NULL || m->amount[1] == NULL || m->results == NULL || m->sums == NULL;
}

static void
clear(model *m)
{
    free(m->table);
    free(m->key_low);
    free(m->key_high);
    free(m->contribution);
    free(m->cost);
    free(m->amount[0]);
    free(m->amount[1]);
    free(m->results);
    free(m->sums);
}

static int
find_sds(model *m)
{
    for (size_t i = 0; i < m->n; i++) {
        size_t k = 0;
        while (k < m->n_sds && m->sds[k] - column(m, SD)[i] != 0.0) {
            k++;
        }
        if (k == MAX_SDS) {
            return 1;
        }
        m->sds[k] = column(m, SD)[i];
        m->n_sds += k == m->n_sds;
    }
    return 0;
}

static void
place_person(model *m, size_t i, size_t lane)
{
    const uint64_t key = rasimi_splitmix64(i);
    const double sd = column(m, SD)[i], allocation = column(m, ALLOCATION)[i] * UNITS;
    m->key_low[lane] = (int32_t)(uint32_t)key;
    m->key_high[lane] = (int32_t)(uint32_t)(key >> 32);
    m->cost[lane] = (float)(column(m, COST)[i] * GROWTH * exp(-0.5 * sd * sd) * UNITS);
    m->contribution[lane] = (int32_t)lrint(column(m, CONTRIBUTION)[i] * UNITS);
    m->amount[0][lane] = (float)rint(allocation);
    m->amount[1][lane] = (float)rint(0.95 * allocation);
}

/* Cells: people of one area and sd side by side. */
static void
place_people(model *m)
{
    size_t lane = 0;
    for (uint32_t cell = 0; cell < N_AREAS * m->n_sds; cell++) {
        const size_t area = cell / m->n_sds;
        const double sd = m->sds[cell % m->n_sds];
        const size_t first = lane;
        for (size_t i = 0; i < m->n; i++) {
            if ((size_t)column(m, AREA)[i] == area && !(column(m, SD)[i] - sd != 0.0)) {
                place_person(m, i, lane++);
            }
        }
        m->stretches[m->n_stretches++] = (rasimi_stretch){.first = (uint32_t)first,
                                                          .n = (uint32_t)(lane - first),
                                                          .cell = cell,
                                                          .setting = (uint32_t)area,
                                                          .log2_sd = (float)(sd * 1.4426950408889634)};
        lane = (lane + RASIMI_LANES_PAD - 1) / RASIMI_LANES_PAD * RASIMI_LANES_PAD;
    }
    m->n_lanes = lane;
}

static void
set_terms(model *m, uint64_t seed)
{
    m->terms = (rasimi_kernel_terms){
        .above_tolerance = (float)(1.0 + TOLERANCE), .below_tolerance = (float)(1.0 - TOLERANCE), .collected = 1.0f};
    rasimi_kernel_keys(rasimi_stream_key(seed, RASIMI_STREAM_NEED), m->terms.need_keys);
    const double ratio = GROWTH_SD / GROWTH;
    m->price_log_sd = sqrt(rasimi_log1p(ratio * ratio));
    m->price_key = rasimi_stream_key(seed, RASIMI_STREAM_PRICE);
    for (size_t d = 0; d < MAX_DESIGNS; d++) {
        m->designs[d] = (rasimi_kernel_design){.amount = m->amount[d],
                                               .motion = RASIMI_STILL,
                                               .basis = RASIMI_BASIS_NEED,
                                               .threshold = (float)(THRESHOLD * UNITS),
                                               .high_cost_share = 1.0f};
    }
}

/* Price surprises of mean 1, one an area. */
static void
draw_prices(const model *m, uint64_t replicate, float price[N_AREAS])
{
    rasimi_draws draws;
    rasimi_draws_start(&draws, m->price_key, 0, replicate, N_AREAS);
    for (size_t a = 0; a < N_AREAS; a++) {
        const double z = rasimi_normal_quantile(rasimi_draws_uniform(&draws) + 0x1p-54);
        price[a] = (float)rasimi_exp(m->price_log_sd * z - 0.5 * m->price_log_sd * m->price_log_sd);
    }
}

static void
keep_sums(model *m, const int64_t *sums, uint64_t first)
{
    const size_t stride = 4 * RASIMI_N_SUMS;
    for (size_t s = 0; s < m->n_stretches; s++) {
        for (uint64_t r = 0; r < 4; r++) {
            const int64_t *from = sums + s * m->n_designs * stride + r * RASIMI_N_SUMS;
            int64_t *out = m->results + ((first + r) * N_AREAS + m->stretches[s].setting) * N_KEPT;
            for (size_t k = 0; k < N_KEPT; k++) {
                out[k] += from[kept[k]];
            }
        }
    }
}

/* What a chunk of replicates needs beside the people. */
typedef struct chunk {
    float price[CHUNK][N_AREAS];
    rasimi_kernel_shock shocks[CHUNK];
} chunk;

static void
draw_shocks(const model *m, uint64_t first, chunk *c)
{
    for (size_t r = 0; r < CHUNK; r++) {
        draw_prices(m, first + r, c->price[r]);
        c->shocks[r] = (rasimi_kernel_shock){.uplift_share = 1.0f,
                                             .trim_share = (float)TRIM_SHARE,
                                             .leniency_factor = 1.0f,
                                             .need_factor = 1.0f,
                                             .price = c->price[r]};
    }
}

/* Simulates in chunks: shocks, kernel, sums. Returns what the kernel alone took. */
static double
simulate(model *m, const rasimi_kernel *kernel, uint64_t replicates)
{
    const rasimi_people people = {.n = m->n_lanes,
                                  .key_low = m->key_low,
                                  .key_high = m->key_high,
                                  .cost = m->cost,
                                  .contribution = m->contribution};
    chunk c;
    const size_t quad_sums = m->n_stretches * m->n_designs * 4 * RASIMI_N_SUMS;
    rasimi_kernel_call call = {.people = &people,
                               .terms = &m->terms,
                               .designs = m->designs,
                               .n_designs = m->n_designs,
                               .stretches = m->stretches,
                               .n_stretches = m->n_stretches};
    double in_kernel = 0.0;
    for (uint64_t first = 0; first < replicates; first += CHUNK) {
        draw_shocks(m, first, &c);
        const double start = bench_seconds(CLOCK_THREAD_CPUTIME_ID);
        for (size_t quad = 0; quad < CHUNK / 4; quad++) {
            call.third = (uint32_t)(first / 4 + quad);
            call.shocks = c.shocks + 4 * quad;
            call.sums = m->sums + quad * quad_sums;
            kernel->solo(&call);
        }
        in_kernel += bench_seconds(CLOCK_THREAD_CPUTIME_ID) - start;
        for (size_t quad = 0; quad < CHUNK / 4; quad++) {
            keep_sums(m, m->sums + quad * quad_sums, first + 4 * quad);
        }
    }
    return in_kernel;
}

static int
ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Mean, sd and 95th percentile of net over the replicates, £ a year. */
static int
print_net(const model *m, size_t replicates)
{
    double *net = rasimi_calloc(replicates, sizeof *net);
    double sum = 0.0, squares = 0.0;
    if (net == NULL) {
        return 1;
    }
    for (size_t r = 0; r < replicates; r++) {
        for (size_t a = 0; a < N_AREAS; a++) {
            net[r] += (double)m->results[(r * N_AREAS + a) * N_KEPT + 4] / UNITS * WEEKS;
        }
        sum += net[r];
    }
    const double mean = sum / (double)replicates;
    for (size_t r = 0; r < replicates; r++) {
        squares += (net[r] - mean) * (net[r] - mean);
    }
    qsort(net, replicates, sizeof *net, ascending);
    printf(" mean=%.9g sd=%.9g p95=%.9g\n", mean, sqrt(squares / ((double)replicates - 1.0)),
           net[(size_t)ceil(0.95 * (double)replicates) - 1]);
    free(net);
    return 0;
}

int
bench_kernel(int argc, char **argv)
{
    (void)argc;
    const size_t replicates = strtoul(argv[1], NULL, 10) / CHUNK * CHUNK;
    const rasimi_kernel *kernel = rasimi_kernel_choose();
    model m = {.n_designs = strtoul(argv[2], NULL, 10)};
    int code = 1;
    if (kernel == NULL || replicates == 0 || m.n_designs < 1 || m.n_designs > MAX_DESIGNS || read_table(argv[0], &m) ||
        allocate(&m, replicates) || find_sds(&m)) {
        fprintf(stderr, "bench kernel: no such instruction set, caseload or number of designs.\n");
        goto out;
    }
    place_people(&m);
    set_terms(&m, strtoul(argv[3], NULL, 10));
    const double start = bench_seconds(CLOCK_THREAD_CPUTIME_ID);
    const double in_kernel = simulate(&m, kernel, replicates);
    const double seconds = bench_seconds(CLOCK_THREAD_CPUTIME_ID) - start;
    const double person_years = (double)m.n * (double)replicates;
    printf("part=kernel isa=%s people=%zu replicates=%zu designs=%zu seconds=%.6f person_years_per_s=%.6g "
           "kernel_seconds=%.6f kernel_per_s=%.6g",
           kernel->name, m.n, replicates, m.n_designs, seconds, person_years / seconds, in_kernel,
           person_years / in_kernel);
    code = print_net(&m, replicates);
out:
    clear(&m);
    return code;
}
