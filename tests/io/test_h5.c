/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HDF5: what is written is read back by HDF5 itself, the same content is the same bytes, and failures are quiet. */
#include "io/h5.h"

#include "io/file.h"

#include "scratch.h"

#include <criterion/criterion.h>
#include <hdf5.h>
#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define N_ROWS    1000
#define N_COLUMNS 37

static double doubles[N_ROWS][N_COLUMNS];
static int32_t counts[N_ROWS][N_COLUMNS][2];

static void
fill(void)
{
    for (size_t i = 0; i < N_ROWS; i++) {
        for (size_t j = 0; j < N_COLUMNS; j++) {
            doubles[i][j] = (double)i * 0.1 - (double)j;
            counts[i][j][0] = (int32_t)(i * j);
            counts[i][j][1] = -(int32_t)(i + j);
        }
    }
    doubles[3][4] = nan("");
    doubles[3][5] = -0.0;
    doubles[3][6] = HUGE_VAL;
}

/* A file with one of everything. */
static rasim_status
write_everything(const char *path, rasim_problems *problems)
{
    static const char *const ascii[] = {"older", "", "learning disability"}, *const other[] = {"£", "plain"};
    rasimi_h5 *file = NULL;
    fill();
    const rasim_status statuses[] = {
        rasimi_h5_create(path, &file, problems),
        rasimi_h5_group(file, "/designs/0"),
        rasimi_h5_group(file, "/designs/1"),
        rasimi_h5_group(file, "/designs/0"),
        rasimi_h5_attribute_text(file, "/", "title", "Résumé in £"),
        rasimi_h5_attribute_text(file, "/designs/0", "nothing", ""),
        rasimi_h5_attribute_double(file, "/designs/0", "rate", 0.1),
        rasimi_h5_attribute_uint64(file, "/designs/1", "seed", UINT64_MAX),
        rasimi_h5_doubles(file, "/designs/0/net", 2, (uint64_t[]){N_ROWS, N_COLUMNS}, doubles[0], "£ a week", "Net."),
        rasimi_h5_int32(file, "/designs/1/deep/counts", 3, (uint64_t[]){N_ROWS, N_COLUMNS, 2}, counts[0][0], NULL,
                        NULL),
        rasimi_h5_doubles(file, "/small", 1, (uint64_t[]){N_COLUMNS}, doubles[3], NULL, NULL),
        rasimi_h5_doubles(file, "/none", 2, (uint64_t[]){0, N_COLUMNS}, doubles[0], NULL, NULL),
        rasimi_h5_texts(file, "/groups", ascii, 3, "Names."),
        rasimi_h5_texts(file, "/units", other, 2, NULL),
        rasimi_h5_texts(file, "/nobody", NULL, 0, NULL),
        rasimi_h5_commit(file),
    };
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        cr_assert_eq(statuses[i], RASIM_OK, "step %zu", i);
    }
    return RASIM_OK;
}

/* Everything below the file is closed with it. */
static hid_t
open_for_reading(const char *path)
{
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
    const hid_t file = H5Fopen(path, H5F_ACC_RDONLY, access);
    H5Pclose(access);
    cr_assert(file >= 0);
    return file;
}

static void
expect_text(hid_t file, const char *path, const char *name, const char *text)
{
    char value[100] = "";
    const hid_t attribute = H5Aopen_by_name(file, path, name, H5P_DEFAULT, H5P_DEFAULT);
    const hid_t type = H5Aget_type(attribute);
    cr_assert_eq(H5Tget_cset(type), H5T_CSET_UTF8);
    cr_assert_not(H5Tis_variable_str(type));
    cr_assert(H5Tget_size(type) == (strlen(text) ? strlen(text) : 1));
    cr_assert(H5Aread(attribute, type, value) >= 0);
    cr_assert_str_eq(value, text);
    H5Tclose(type);
}

/* Opens a dataset of this shape; `chunked` where it should be compressed. */
static hid_t
open_array(hid_t file, const char *path, int rank, const hsize_t *shape, bool chunked)
{
    hsize_t dims[4] = {0}, chunk[4] = {0};
    const hid_t set = H5Dopen2(file, path, H5P_DEFAULT);
    const hid_t layout = H5Dget_create_plist(set);
    cr_assert_eq(H5Sget_simple_extent_ndims(H5Dget_space(set)), rank, "%s", path);
    H5Sget_simple_extent_dims(H5Dget_space(set), dims, NULL);
    cr_assert_eq(memcmp(dims, shape, (size_t)rank * sizeof *dims), 0);
    cr_assert_eq(H5Pget_layout(layout) == H5D_CHUNKED, chunked, "%s", path);
    if (chunked) {
        H5Pget_chunk(layout, rank, chunk);
        size_t bytes = H5Tget_size(H5Dget_type(set));
        for (int k = 0; k < rank; k++) {
            bytes *= chunk[k];
            cr_assert(k == 0 || chunk[k] == dims[k], "whole rows");
        }
        cr_assert(bytes <= 1 << 20 && (bytes >= 1 << 18 || chunk[0] == dims[0]), "%zu bytes a chunk", bytes);
        cr_assert_eq(H5Pget_nfilters(layout), 2);
        cr_assert(H5Dget_storage_size(set) < 200000, "it is compressed");
    }
    return set;
}

Test(h5, what_is_written_is_read_back)
{
    static double read_doubles[N_ROWS][N_COLUMNS];
    static int32_t read_counts[N_ROWS][N_COLUMNS][2];
    scratch s = scratch_make();
    write_everything(scratch_path(&s, "out.h5"), NULL);
    cr_assert_eq(scratch_count(&s), 1);
    const hid_t file = open_for_reading(s.path);

    const hid_t net = open_array(file, "/designs/0/net", 2, (hsize_t[]){N_ROWS, N_COLUMNS}, true);
    cr_assert(H5Tequal(H5Dget_type(net), H5T_IEEE_F64LE) > 0);
    cr_assert(H5Dread(net, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, read_doubles) >= 0);
    cr_assert_eq(memcmp(read_doubles, doubles, sizeof doubles), 0);
    expect_text(file, "/designs/0/net", "unit", "£ a week");
    expect_text(file, "/designs/0/net", "sentence", "Net.");

    const hid_t deep = open_array(file, "/designs/1/deep/counts", 3, (hsize_t[]){N_ROWS, N_COLUMNS, 2}, true);
    cr_assert(H5Tequal(H5Dget_type(deep), H5T_STD_I32LE) > 0);
    cr_assert(H5Dread(deep, H5T_NATIVE_INT32, H5S_ALL, H5S_ALL, H5P_DEFAULT, read_counts) >= 0);
    cr_assert_eq(memcmp(read_counts, counts, sizeof counts), 0);
    cr_assert_eq(H5Aexists_by_name(file, "/designs/1/deep/counts", "unit", H5P_DEFAULT), 0);

    const hid_t small = open_array(file, "/small", 1, (hsize_t[]){N_COLUMNS}, false);
    cr_assert(H5Dread(small, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, read_doubles) >= 0);
    cr_assert_eq(memcmp(read_doubles, doubles[3], sizeof doubles[3]), 0);
    open_array(file, "/none", 2, (hsize_t[]){0, N_COLUMNS}, false);
    H5Fclose(file);
    scratch_remove(&s);
}

Test(h5, attributes_and_texts_are_read_back)
{
    scratch s = scratch_make();
    write_everything(scratch_path(&s, "out.h5"), NULL);
    const hid_t file = open_for_reading(s.path);
    expect_text(file, "/", "title", "Résumé in £");
    expect_text(file, "/designs/0", "nothing", "");
    double rate = 0;
    uint64_t seed = 0;
    H5Aread(H5Aopen_by_name(file, "/designs/0", "rate", H5P_DEFAULT, H5P_DEFAULT), H5T_NATIVE_DOUBLE, &rate);
    H5Aread(H5Aopen_by_name(file, "/designs/1", "seed", H5P_DEFAULT, H5P_DEFAULT), H5T_NATIVE_UINT64, &seed);
    cr_assert(rate == 0.1 && seed == UINT64_MAX);

    char texts[3][19];
    const hid_t groups = open_array(file, "/groups", 1, (hsize_t[]){3}, false);
    const hid_t type = H5Dget_type(groups);
    cr_assert(H5Tget_size(type) == 19 && H5Tget_cset(type) == H5T_CSET_ASCII);
    cr_assert(H5Dread(groups, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts) >= 0);
    cr_assert_eq(memcmp(texts,
                        "older\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                        "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                        "learning disability",
                        sizeof texts),
                 0);
    expect_text(file, "/groups", "sentence", "Names.");
    cr_assert_eq(H5Tget_cset(H5Dget_type(open_array(file, "/units", 1, (hsize_t[]){2}, false))), H5T_CSET_UTF8);
    open_array(file, "/nobody", 1, (hsize_t[]){0}, false);
    H5Fclose(file);
    scratch_remove(&s);
}

static void
expect_same_bytes(const char *first, const char *second)
{
    char *a = NULL, *b = NULL;
    size_t n_a = 0, n_b = 0;
    cr_assert_eq(rasimi_file_read(first, 1 << 28, &a, &n_a, NULL, NULL), RASIM_OK);
    cr_assert_eq(rasimi_file_read(second, 1 << 28, &b, &n_b, NULL, NULL), RASIM_OK);
    cr_assert(n_a > 1000 && n_a == n_b && memcmp(a, b, n_a) == 0);
    free(a);
    free(b);
}

/* HDF5 stores times to the second. */
/* ---- arrays that are made piece by piece ---- */

static void
some_rows(const void *context, uint64_t first, uint64_t n, void *values)
{
    const char *all = context;
    memcpy(values, all + first * sizeof doubles[0], n * sizeof doubles[0]);
}

static void
some_counts(const void *context, uint64_t first, uint64_t n, void *values)
{
    const char *all = context;
    memcpy(values, all + first * sizeof counts[0], n * sizeof counts[0]);
}

/* The same arrays, whole or by rows: of several chunks, of one, and of none. */
static void
write_arrays(const char *path, bool by_rows)
{
    static const uint64_t lengths[] = {N_ROWS, 7, 1, 0};
    rasimi_h5 *file = NULL;
    cr_assert_eq(rasimi_h5_create(path, &file, NULL), RASIM_OK);
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        const uint64_t numbers[] = {lengths[i], N_COLUMNS}, pairs[] = {lengths[i], N_COLUMNS, 2};
        char path_of_numbers[32], path_of_pairs[32];
        snprintf(path_of_numbers, sizeof path_of_numbers, "/%zu/numbers", i);
        snprintf(path_of_pairs, sizeof path_of_pairs, "/%zu/pairs", i);
        cr_assert_eq(by_rows ? rasimi_h5_rows(file, path_of_numbers, RASIMI_H5_DOUBLES, 2, numbers, some_rows, doubles,
                                              "£", "Numbers.")
                             : rasimi_h5_doubles(file, path_of_numbers, 2, numbers, doubles[0], "£", "Numbers."),
                     RASIM_OK);
        cr_assert_eq(
            by_rows ? rasimi_h5_rows(file, path_of_pairs, RASIMI_H5_INT32, 3, pairs, some_counts, counts, NULL, NULL)
                    : rasimi_h5_int32(file, path_of_pairs, 3, pairs, counts[0][0], NULL, NULL),
            RASIM_OK);
    }
    cr_assert_eq(rasimi_h5_commit(file), RASIM_OK);
}

Test(h5, arrays_made_piece_by_piece_are_the_same_bytes)
{
    scratch s = scratch_make();
    char digests[2][65];
    fill();
    for (int by_rows = 0; by_rows < 2; by_rows++) {
        char *bytes = NULL;
        size_t length = 0;
        write_arrays(scratch_path(&s, "arrays.h5"), by_rows == 1);
        FILE *file = fopen(s.path, "r");
        cr_assert_not_null(file);
        bytes = malloc(1 << 22);
        length = fread(bytes, 1, 1 << 22, file);
        cr_assert(length > 10000 && length < 1 << 22);
        cr_assert_eq(fclose(file), 0);
        cr_assert_eq(rasimi_sha256(bytes, length, digests[by_rows]), RASIM_OK);
        free(bytes);
    }
    cr_assert_str_eq(digests[0], digests[1]);
    scratch_remove(&s);
}

Test(h5, the_same_content_is_the_same_bytes_a_second_later)
{
    scratch s = scratch_make();
    char first[sizeof s.path];
    strcpy(first, scratch_path(&s, "first.h5"));
    write_everything(first, NULL);
    nanosleep(&(struct timespec){1, 100000000}, NULL);
    write_everything(scratch_path(&s, "a_longer_name.h5"), NULL);
    expect_same_bytes(first, s.path);
    scratch_remove(&s);
}

Test(h5, a_long_text_and_many_attributes_fit)
{
    scratch s = scratch_make();
    rasimi_h5 *file = NULL;
    char *text = malloc(300001);
    memset(text, 't', 300000);
    text[300000] = '\0';
    cr_assert_eq(rasimi_h5_create(scratch_path(&s, "out.h5"), &file, NULL), RASIM_OK);
    cr_assert_eq(rasimi_h5_attribute_text(file, "/", "framework", text), RASIM_OK);
    for (int i = 0; i < 100; i++) {
        char name[40];
        snprintf(name, sizeof name, "attribute_%d", i);
        cr_assert_eq(rasimi_h5_attribute_uint64(file, "/", name, (uint64_t)i), RASIM_OK);
    }
    cr_assert_eq(rasimi_h5_commit(file), RASIM_OK);
    const hid_t read = open_for_reading(s.path);
    const hid_t attribute = H5Aopen_by_name(read, "/", "framework", H5P_DEFAULT, H5P_DEFAULT);
    cr_assert_eq(H5Tget_size(H5Aget_type(attribute)), 300000);
    cr_assert(H5Aexists(read, "attribute_99") > 0);
    H5Fclose(read);
    free(text);
    scratch_remove(&s);
}

/* Whatever HDF5 prints would land here. */
static int
caught_bytes(int fd)
{
    struct stat info;
    fflush(stderr);
    cr_assert_eq(fstat(fd, &info), 0);
    return (int)info.st_size;
}

Test(h5, what_hdf5_refuses_is_a_problem_and_nothing_is_printed)
{
    scratch s = scratch_make();
    rasim_problems *problems = NULL;
    rasimi_h5 *file = NULL;
    const uint64_t shape[] = {2};
    const double values[2] = {1, 2};
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    FILE *caught = tmpfile();
    const int printed = dup(STDERR_FILENO);
    dup2(fileno(caught), STDERR_FILENO);
    cr_assert_eq(rasimi_h5_create(scratch_path(&s, "out.h5"), &file, problems), RASIM_OK);
    cr_assert_eq(rasimi_h5_doubles(file, "/net", 1, shape, values, NULL, NULL), RASIM_OK);
    const rasim_status statuses[] = {
        rasimi_h5_doubles(file, "/net", 1, shape, values, NULL, NULL),      /* exists */
        rasimi_h5_group(file, "/net/below"),                                /* below a dataset */
        rasimi_h5_attribute_double(file, "/missing", "x", 1),               /* no such object */
        rasimi_h5_attribute_text(file, "/missing", "x", ""),                /* no such object */
        rasimi_h5_texts(file, "/net", (const char *const[]){"a"}, 1, NULL), /* exists */
    };
    dup2(printed, STDERR_FILENO);
    close(printed);
    cr_assert_eq(caught_bytes(fileno(caught)), 0);
    fclose(caught);
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        const rasim_problem *problem = rasim_problems_get(problems, i);
        cr_assert_eq(statuses[i], RASIM_ERR_WRITE, "step %zu", i);
        cr_assert(strstr(problem->text, "HDF5 refuses") && !strstr(problem->text, "no reason"), "%s", problem->text);
        cr_assert_str_eq(problem->file, s.path);
    }
    cr_assert_not_null(strstr(rasim_problems_get(problems, 0)->text, "'/net'"));
    cr_assert_eq(rasimi_h5_doubles(file, "/x", 0, shape, values, NULL, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasimi_h5_doubles(file, "/x", 5, shape, values, NULL, NULL), RASIM_ERR_ARGUMENT);
    rasimi_h5_abandon(file);
    rasimi_h5_abandon(NULL);
    cr_assert_eq(scratch_count(&s), 0, "an abandoned file leaves nothing");
    rasim_problems_free(problems);
    scratch_remove(&s);
}

Test(h5, a_program_that_uses_hdf5_itself_keeps_its_error_printing)
{
    scratch s = scratch_make();
    rasimi_h5 *file = NULL;
    H5E_auto2_t before = NULL, after = NULL;
    void *context = NULL;
    H5Eget_auto2(H5E_DEFAULT, &before, &context);
    cr_assert_not_null((void *)(uintptr_t)before);
    cr_assert_eq(rasimi_h5_create(scratch_path(&s, "out.h5"), &file, NULL), RASIM_OK);
    cr_assert_eq(rasimi_h5_attribute_double(file, "/missing", "x", 1), RASIM_ERR_WRITE);
    rasimi_h5_abandon(file);
    H5Eget_auto2(H5E_DEFAULT, &after, &context);
    cr_assert(before == after);
    scratch_remove(&s);
}

Test(h5, a_place_that_cannot_be_written_is_told_before_any_work)
{
    scratch s = scratch_make();
    static const char *const names[] = {"", "no/such/folder.h5"};
    for (size_t i = 0; i < 2; i++) {
        rasim_problems *problems = NULL;
        rasimi_h5 *file = NULL;
        cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
        cr_assert_eq(rasimi_h5_create(scratch_path(&s, names[i]), &file, problems), RASIM_ERR_WRITE);
        cr_assert(file == NULL && rasim_problems_size(problems) == 1);
        rasim_problems_free(problems);
    }
    scratch_remove(&s);
}

Test(h5, a_commit_that_runs_out_of_room_leaves_nothing)
{
    scratch s = scratch_make();
    rasim_problems *problems = NULL;
    rasimi_h5 *file = NULL;
    fill();
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(rasimi_h5_create(scratch_path(&s, "out.h5"), &file, problems), RASIM_OK);
    cr_assert_eq(rasimi_h5_doubles(file, "/net", 2, (uint64_t[]){N_ROWS, N_COLUMNS}, doubles[0], NULL, NULL), RASIM_OK);
    (void)signal(SIGXFSZ, SIG_IGN);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &(struct rlimit){1000, RLIM_INFINITY}), 0);
    cr_assert_eq(rasimi_h5_commit(file), RASIM_ERR_WRITE);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &(struct rlimit){RLIM_INFINITY, RLIM_INFINITY}), 0);
    cr_assert_eq(rasim_problems_size(problems), 1);
    cr_assert_not_null(strstr(rasim_problems_get(problems, 0)->text, "larger than this process may write"));
    cr_assert_eq(scratch_count(&s), 0);
    rasim_problems_free(problems);
    scratch_remove(&s);
}
