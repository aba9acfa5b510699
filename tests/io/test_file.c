/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files: read whole with a digest, written whole or not at all, with nothing left behind by any failure. */
#include "io/file.h"

#include "scratch.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* NIST's examples for SHA-256 (FIPS 180-2, appendix B) and the empty text. */
static const struct {
    const char *text, *digest;
} digests[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

static rasim_problems *
new_list(void)
{
    rasim_problems *problems = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    return problems;
}

/* The list holds one error, which names the file and says this; then the list is freed. */
static void
expect_problem(rasim_problems *problems, const char *file, const char *says)
{
    cr_assert_eq(rasim_problems_size(problems), 1);
    const rasim_problem *problem = rasim_problems_get(problems, 0);
    cr_assert_eq(problem->severity, RASIM_ERROR);
    cr_assert_str_eq(problem->file, file);
    cr_assert_not_null(strstr(problem->text, says), "'%s' does not say '%s'", problem->text, says);
    cr_assert_eq(problem->text[strlen(problem->text) - 1], '.');
    rasim_problems_free(problems);
}

Test(file, digests_are_those_of_the_standard)
{
    for (size_t i = 0; i < sizeof digests / sizeof digests[0]; i++) {
        char digest[65];
        cr_assert_eq(rasimi_sha256(digests[i].text, strlen(digests[i].text), digest), RASIM_OK);
        cr_assert_str_eq(digest, digests[i].digest);
    }
}

Test(file, a_file_is_read_whole_with_its_digest)
{
    scratch s = scratch_make();
    for (size_t i = 0; i < sizeof digests / sizeof digests[0]; i++) {
        char *bytes = NULL, digest[65];
        size_t length = 99;
        scratch_write(&s, "in", digests[i].text);
        cr_assert_eq(rasimi_file_read(scratch_path(&s, "in"), 56, &bytes, &length, digest, NULL), RASIM_OK);
        cr_assert_eq(length, strlen(digests[i].text));
        cr_assert_str_eq(bytes, digests[i].text);
        cr_assert_str_eq(digest, digests[i].digest);
        free(bytes);
        cr_assert_eq(rasimi_file_read(scratch_path(&s, "in"), 56, &bytes, &length, NULL, NULL), RASIM_OK);
        free(bytes);
    }
    scratch_remove(&s);
}

Test(file, a_file_whose_size_is_not_known_is_read_to_its_end)
{
    char *bytes = NULL;
    size_t length = 0;
    cr_assert_eq(rasimi_file_read("/proc/self/status", 1 << 20, &bytes, &length, NULL, NULL), RASIM_OK);
    cr_assert(length > 100 && strlen(bytes) == length && strncmp(bytes, "Name:", 5) == 0);
    free(bytes);
    rasim_problems *problems = new_list();
    cr_assert_eq(rasimi_file_read("/proc/self/status", 99, &bytes, &length, NULL, problems), RASIM_ERR_READ);
    expect_problem(problems, "/proc/self/status", "larger than the 99 bytes");
}

/* Its parser refuses the file at the zero byte; a gigabyte of them must not be read first. */
Test(file, reading_ends_behind_a_zero_byte)
{
    scratch s = scratch_make();
    scratch_write(&s, "in", "text");
    const char *path = scratch_path(&s, "in");
    char *bytes = NULL;
    size_t length = 0;
    cr_assert_eq(truncate(path, 1 << 29), 0);
    cr_assert_eq(rasimi_file_read(path, (size_t)1 << 29, &bytes, &length, NULL, NULL), RASIM_OK);
    cr_assert(length > 4 && length < 1 << 24 && strcmp(bytes, "text") == 0);
    free(bytes);
    scratch_remove(&s);
}

Test(file, what_cannot_be_read_is_told)
{
    scratch s = scratch_make();
    scratch_write(&s, "large", "12345");
    scratch_write(&s, "plain", "");
    cr_assert_eq(mkfifo(scratch_path(&s, "pipe"), 0600), 0);
    cr_assert_eq(symlink("circle", scratch_path(&s, "circle")), 0);
    static const struct {
        const char *name, *says;
    } cases[] = {
        {"missing", "does not exist"},          {"", "is a folder"}, {"large", "larger than the 4 bytes"},
        {"plain/x", "is a file, not a folder"}, {"pipe", "a pipe"},  {"circle", "circle"},
        {"no/such", "does not exist"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *bytes = NULL, digest[65] = "untouched";
        size_t length = 77;
        rasim_problems *problems = new_list();
        const char *path = scratch_path(&s, cases[i].name);
        cr_assert_eq(rasimi_file_read(path, 4, &bytes, &length, digest, problems), RASIM_ERR_READ);
        cr_assert(bytes == NULL && length == 77 && strcmp(digest, "untouched") == 0);
        expect_problem(problems, path, cases[i].says);
    }
    scratch_remove(&s);
}

Test(file, what_is_forbidden_is_told)
{
    scratch s = scratch_make();
    scratch_write(&s, "in", "secret");
    cr_assert_eq(chmod(s.path, 0), 0);
    cr_assert_eq(chmod(s.folder, 0555), 0);
    const bool is_root = geteuid() == 0; /* to whom nothing is forbidden */
    cr_assert(!is_root || seteuid(65534) == 0);
    char *bytes = NULL;
    size_t length = 0;
    rasim_problems *problems = new_list();
    cr_assert_eq(rasimi_file_read(scratch_path(&s, "in"), 99, &bytes, &length, NULL, problems), RASIM_ERR_READ);
    expect_problem(problems, s.path, "permission is denied");
    rasimi_atomic file;
    problems = new_list();
    cr_assert_eq(rasimi_atomic_open(scratch_path(&s, "out"), &file, problems), RASIM_ERR_WRITE);
    expect_problem(problems, s.path, "permission is denied");
    cr_assert(!is_root || seteuid(0) == 0);
    cr_assert_eq(chmod(s.folder, 0755), 0);
    scratch_remove(&s);
}

static rasim_status
write_file(const char *path, const char *text, rasim_problems *problems)
{
    rasimi_atomic file;
    rasim_status status = rasimi_atomic_open(path, &file, problems);
    if (status == RASIM_OK) {
        status = rasimi_atomic_write(&file, text, strlen(text), problems);
    }
    if (status == RASIM_OK) {
        status = rasimi_atomic_commit(&file, problems);
    }
    rasimi_atomic_abandon(&file);
    return status;
}

Test(file, a_file_appears_whole_and_only_at_the_end)
{
    scratch s = scratch_make();
    rasimi_atomic file;
    scratch_write(&s, "out", "old");
    cr_assert_eq(rasimi_atomic_open(scratch_path(&s, "out"), &file, NULL), RASIM_OK);
    cr_assert_eq(scratch_count(&s), 2);
    const char *name = strrchr(file.temporary, '/') + 1;
    cr_assert(strncmp(name, ".out.tmp-", 9) == 0 && strlen(name) == 15, "%s", name);
    cr_assert_eq(rasimi_atomic_write(&file, "new ", 4, NULL), RASIM_OK);
    cr_assert_eq(rasimi_atomic_write(&file, "text", 4, NULL), RASIM_OK);
    cr_assert_str_eq(scratch_read(&s, "out"), "old");
    cr_assert_eq(rasimi_atomic_commit(&file, NULL), RASIM_OK);
    cr_assert_str_eq(scratch_read(&s, "out"), "new text");
    cr_assert_eq(scratch_count(&s), 1);
    rasimi_atomic_abandon(&file);
    rasimi_atomic_abandon(&file);
    cr_assert_str_eq(scratch_read(&s, "out"), "new text", "abandoning after the commit changes nothing");
    scratch_remove(&s);
}

Test(file, an_abandoned_file_leaves_nothing)
{
    scratch s = scratch_make();
    rasimi_atomic file;
    cr_assert_eq(rasimi_atomic_open(scratch_path(&s, "out"), &file, NULL), RASIM_OK);
    cr_assert_eq(rasimi_atomic_write(&file, "x", 1, NULL), RASIM_OK);
    rasimi_atomic_abandon(&file);
    cr_assert_eq(scratch_count(&s), 0);
    rasimi_atomic_abandon(&file);
    rasimi_atomic never = {0};
    rasimi_atomic_abandon(&never);
    cr_assert(fcntl(STDIN_FILENO, F_GETFD) != -1, "a file never opened is not standard input");
    scratch_remove(&s);
}

Test(file, two_writers_of_one_file_do_not_meet)
{
    scratch s = scratch_make();
    rasimi_atomic first, second;
    cr_assert_eq(rasimi_atomic_open(scratch_path(&s, "out"), &first, NULL), RASIM_OK);
    cr_assert_eq(rasimi_atomic_open(scratch_path(&s, "out"), &second, NULL), RASIM_OK);
    cr_assert_str_neq(first.temporary, second.temporary);
    cr_assert_eq(rasimi_atomic_write(&first, "first", 5, NULL), RASIM_OK);
    cr_assert_eq(rasimi_atomic_write(&second, "second", 6, NULL), RASIM_OK);
    cr_assert_eq(rasimi_atomic_commit(&second, NULL), RASIM_OK);
    cr_assert_eq(rasimi_atomic_commit(&first, NULL), RASIM_OK);
    cr_assert_str_eq(scratch_read(&s, "out"), "first");
    cr_assert_eq(scratch_count(&s), 1);
    scratch_remove(&s);
}

Test(file, a_new_file_has_the_mode_that_the_umask_leaves)
{
    static const mode_t masks[] = {0022, 0077, 0007};
    scratch s = scratch_make();
    for (size_t i = 0; i < sizeof masks / sizeof masks[0]; i++) {
        struct stat info;
        (void)umask(masks[i]);
        cr_assert_eq(write_file(scratch_path(&s, "out"), "x", NULL), RASIM_OK);
        cr_assert_eq(stat(s.path, &info), 0);
        cr_assert_eq(info.st_mode & 0777, 0666 & ~masks[i]);
    }
    scratch_remove(&s);
}

Test(file, a_symbolic_link_stays_and_its_file_is_written)
{
    scratch s = scratch_make();
    struct stat info;
    scratch_write(&s, "real", "old");
    cr_assert_eq(symlink("real", scratch_path(&s, "link")), 0);
    cr_assert_eq(write_file(scratch_path(&s, "link"), "new", NULL), RASIM_OK);
    cr_assert_eq(lstat(s.path, &info), 0);
    cr_assert(S_ISLNK(info.st_mode));
    cr_assert_str_eq(scratch_read(&s, "real"), "new");
    cr_assert_eq(scratch_count(&s), 2);
    scratch_remove(&s);
}

Test(file, a_name_as_long_as_the_system_allows_is_fine)
{
    scratch s = scratch_make();
    char name[257];
    memset(name, 'n', sizeof name);
    name[255] = '\0';
    cr_assert_eq(write_file(scratch_path(&s, name), "x", NULL), RASIM_OK);
    cr_assert_str_eq(scratch_read(&s, name), "x");
    cr_assert_eq(scratch_count(&s), 1);
    name[255] = 'n';
    name[256] = '\0';
    rasim_problems *problems = new_list();
    cr_assert_eq(write_file(scratch_path(&s, name), "x", problems), RASIM_ERR_WRITE);
    expect_problem(problems, s.path, "name is too long");
    cr_assert_eq(scratch_count(&s), 1);
    scratch_remove(&s);
}

Test(file, what_cannot_be_written_is_told_and_leaves_nothing)
{
    scratch s = scratch_make();
    struct stat before, after;
    scratch_write(&s, "plain", "kept");
    cr_assert_eq(mkdir(scratch_path(&s, "folder"), 0777), 0);
    cr_assert_eq(mkfifo(scratch_path(&s, "pipe"), 0600), 0);
    cr_assert_eq(symlink("/dev/null", scratch_path(&s, "null")), 0);
    cr_assert_eq(stat("/dev/null", &before), 0);
    static const struct {
        const char *name, *says;
    } cases[] = {
        {"folder", "is a folder"},   {"folder/", "is a folder"}, {"no/such/folder/x", "does not exist"},
        {"plain/x", "not a folder"}, {"pipe", "a pipe"},         {"null", "a device"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        rasim_problems *problems = new_list();
        const char *path = scratch_path(&s, cases[i].name);
        cr_assert_eq(write_file(path, "x", problems), RASIM_ERR_WRITE);
        expect_problem(problems, path, cases[i].says);
        cr_assert_eq(scratch_count(&s), 4);
    }
    cr_assert_eq(stat("/dev/null", &after), 0);
    cr_assert(before.st_ino == after.st_ino && S_ISCHR(after.st_mode));
    scratch_remove(&s);
}

Test(file, a_write_that_runs_out_of_room_leaves_nothing)
{
    static char much[5000];
    scratch s = scratch_make();
    rasimi_atomic file;
    scratch_write(&s, "out", "old");
    (void)signal(SIGXFSZ, SIG_IGN);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &(struct rlimit){1000, RLIM_INFINITY}), 0);
    rasim_problems *problems = new_list();
    cr_assert_eq(rasimi_atomic_open(scratch_path(&s, "out"), &file, problems), RASIM_OK);
    cr_assert_eq(rasimi_atomic_write(&file, much, sizeof much, problems), RASIM_ERR_WRITE);
    rasimi_atomic_abandon(&file);
    expect_problem(problems, s.path, "larger than this process may write");
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &(struct rlimit){RLIM_INFINITY, RLIM_INFINITY}), 0);
    cr_assert_eq(scratch_count(&s), 1);
    cr_assert_str_eq(scratch_read(&s, "out"), "old");
    scratch_remove(&s);
}

Test(file, a_commit_that_fails_leaves_nothing)
{
    scratch s = scratch_make();
    rasimi_atomic file;
    rasim_problems *problems = new_list();
    cr_assert_eq(rasimi_atomic_open(scratch_path(&s, "out"), &file, problems), RASIM_OK);
    cr_assert_eq(mkdir(s.path, 0777), 0); /* a folder has come into the way meanwhile */
    cr_assert_eq(rasimi_atomic_commit(&file, problems), RASIM_ERR_WRITE);
    expect_problem(problems, s.path, "is a folder");
    cr_assert_eq(scratch_count(&s), 1);
    scratch_remove(&s);
}

Test(file, another_library_may_write_to_the_temporarys_path)
{
    scratch s = scratch_make();
    rasimi_atomic file;
    cr_assert_eq(rasimi_atomic_open(scratch_path(&s, "out"), &file, NULL), RASIM_OK);
    close(file.fd);
    file.fd = -1;
    FILE *other = fopen(file.temporary, "w");
    cr_assert(fputs("by another", other) >= 0 && fclose(other) == 0);
    cr_assert_eq(rasimi_atomic_commit(&file, NULL), RASIM_OK);
    cr_assert_str_eq(scratch_read(&s, "out"), "by another");
    rasim_problems *problems = new_list();
    cr_assert_eq(rasimi_atomic_open(scratch_path(&s, "gone"), &file, problems), RASIM_OK);
    cr_assert_eq(unlink(file.temporary), 0);
    close(file.fd);
    file.fd = -1;
    cr_assert_eq(rasimi_atomic_commit(&file, problems), RASIM_ERR_WRITE);
    expect_problem(problems, s.path, "does not exist");
    cr_assert_eq(scratch_count(&s), 1);
    scratch_remove(&s);
}

Test(file, folders_are_made_with_their_parents)
{
    static const char *const names[] = {"a", "a/b/c", "a/b/c/", "d//e", "a/../f/", "."};
    scratch s = scratch_make();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct stat info;
        for (int again = 0; again < 2; again++) {
            cr_assert_eq(rasimi_make_folder(scratch_path(&s, names[i]), NULL), RASIM_OK);
            cr_assert(stat(s.path, &info) == 0 && S_ISDIR(info.st_mode), "%s", s.path);
        }
    }
    cr_assert_eq(rasimi_make_folder("/", NULL), RASIM_OK);
    cr_assert_eq(chdir(s.folder), 0);
    cr_assert_eq(rasimi_make_folder("g/h", NULL), RASIM_OK);
    cr_assert_eq(rmdir(scratch_path(&s, "g/h")), 0);
    scratch_remove(&s);
}

Test(file, a_folder_that_cannot_be_made_is_told)
{
    scratch s = scratch_make();
    rasim_problems *problems = new_list();
    scratch_write(&s, "plain", "");
    cr_assert_eq(rasimi_make_folder(scratch_path(&s, "plain"), problems), RASIM_ERR_WRITE);
    expect_problem(problems, s.path, "in the way");
    problems = new_list();
    cr_assert_eq(rasimi_make_folder(scratch_path(&s, "plain/x/y"), problems), RASIM_ERR_WRITE);
    expect_problem(problems, scratch_path(&s, "plain"), "in the way");
    problems = new_list();
    cr_assert_eq(rasimi_make_folder("", problems), RASIM_ERR_WRITE);
    expect_problem(problems, "", "does not exist");
    scratch_remove(&s);
}

Test(file, a_name_in_a_file_is_meant_beside_it)
{
    static const struct {
        const char *from, *name, *path;
    } cases[] = {
        {"framework.yaml", "people.csv", "people.csv"},
        {"in/framework.yaml", "people.csv", "in/people.csv"},
        {"in/framework.yaml", "../people.csv", "in/../people.csv"},
        {"/in/framework.yaml", "data/people.csv", "/in/data/people.csv"},
        {"in/framework.yaml", "/data/people.csv", "/data/people.csv"},
        {"/framework.yaml", "x", "/x"},
        {"in/framework.yaml", "", "in/"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *path = rasimi_path_beside(cases[i].from, cases[i].name);
        cr_assert_str_eq(path, cases[i].path);
        free(path);
    }
}
