/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole files. What is written appears under its name complete and on disk, or not at all. */
#include "io/file.h"

#include "base/mem.h"

#include <openssl/evp.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/* A temporary's name must fit the 255 bytes of most file systems: of a longer target's name only this much is used. */
#define MAX_NAME_BYTES 200

#define SUFFIX_LETTERS 6

/* 36^6 suffixes: meeting this many taken ones means that something else is wrong. */
#define MAX_ATTEMPTS 100

#define SHA256_BYTES 32

/* Read at a time. */
#define READ_STEP_BYTES ((size_t)1 << 20)

const char *
rasimi_file_reason(int error)
{
    static const struct {
        int error;
        const char *text;
    } reasons[] = {
        {ENOENT, "the file or its folder does not exist; check the path"},
        {EACCES, "permission is denied; check who may use the file and its folder"},
        {EPERM, "permission is denied; check who may use the file and its folder"},
        {ENOTDIR, "a part of the path is a file, not a folder; check the path"},
        {EISDIR, "it is a folder; give the path of a file"},
        {ENXIO, "it is a socket, or a device that is not there; give the path of a file"},
        {ELOOP, "its symbolic links go round in a circle; check the path"},
        {ENAMETOOLONG, "its name is too long; choose a shorter one"},
        {ENOSPC, "the disk is full; make room or choose another folder"},
        {EDQUOT, "the disk quota is used up; make room or choose another folder"},
        {EFBIG, "it is larger than this process may write; raise the limit (ulimit -f)"},
        {EROFS, "the file system is read-only; choose another folder"},
        {EIO, "the disk reported an input or output error; check the disk"},
        {EMFILE, "too many files are open; raise the limit (ulimit -n)"},
        {EEXIST, "something else of that name is in the way; check the path"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (reasons[i].error == error) {
            return reasons[i].text;
        }
    }
    return NULL;
}

rasim_status
rasimi_file_refuse(rasim_status status, const char *path, const char *what, int error, rasim_problems *problems)
{
    const rasimi_place place = {.file = path};
    const char *text = rasimi_file_reason(error);
    if (error == ENOMEM) {
        return RASIM_ERR_NO_MEMORY;
    }
    if (text) {
        rasimi_problem_add(problems, RASIM_ERROR, place, "%s: %s.", what, text);
    } else {
        rasimi_problem_add(problems, RASIM_ERROR, place, "%s: the system reports error number %d.", what, error);
    }
    return status;
}

static rasim_status
refuse_size(const char *path, size_t max_bytes, rasim_problems *problems)
{
    rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){.file = path},
                       "The file is larger than the %zu bytes that are read of such a file; check that it is the right "
                       "file.",
                       max_bytes);
    return RASIM_ERR_READ;
}

/* Opens a regular file; anything else is refused, and a pipe without waiting for its other end. */
static rasim_status
open_regular(const char *path, int *fd, size_t *size, rasim_problems *problems)
{
    static const char *const what = "The file cannot be read";
    struct stat info;
    const int opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (opened < 0) {
        return rasimi_file_refuse(RASIM_ERR_READ, path, what, errno, problems);
    }
    if (fstat(opened, &info) != 0 || S_ISDIR(info.st_mode)) {
        const int error = S_ISDIR(info.st_mode) ? EISDIR : errno;
        close(opened);
        return rasimi_file_refuse(RASIM_ERR_READ, path, what, error, problems);
    }
    if (!S_ISREG(info.st_mode)) {
        close(opened);
        rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){.file = path},
                           "This is not a regular file but a device or a pipe; save the content as a file first.");
        return RASIM_ERR_READ;
    }
    *fd = opened;
    *size = (size_t)info.st_size;
    return RASIM_OK;
}

static size_t
smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Reads to the end, which need not be where the size said (files grow); stops once max_bytes are exceeded, and after
   a zero byte: what has one is no text, and its parser refuses it there. */
static rasim_status
read_all(int fd, const char *path, size_t size, size_t max_bytes, char **bytes, size_t *length,
         rasim_problems *problems)
{
    size_t n = 0, capacity = size + 2; /* room to meet the end of the file, and for the NUL */
    char *buffer = rasimi_calloc(capacity, 1);
    rasim_status status = buffer ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    while (status == RASIM_OK) {
        const ssize_t got = read(fd, buffer + n, smaller(capacity - 1 - n, READ_STEP_BYTES));
        if (got < 0 && errno != EINTR) {
            status = rasimi_file_refuse(RASIM_ERR_READ, path, "The file cannot be read", errno, problems);
        }
        const size_t last = got > 0 ? (size_t)got : 0;
        n += last;
        if (n > max_bytes) {
            status = refuse_size(path, max_bytes, problems);
        } else if (got == 0 || memchr(buffer + n - last, '\0', last)) {
            break;
        } else if (n + 1 == capacity) {
            void *items = buffer;
            status = rasimi_grow(&items, &capacity, capacity, 1) ? RASIM_OK : RASIM_ERR_NO_MEMORY;
            buffer = items;
        }
    }
    if (status != RASIM_OK) {
        free(buffer);
        return status;
    }
    buffer[n] = '\0';
    *bytes = buffer;
    *length = n;
    return RASIM_OK;
}

rasim_status
rasimi_file_read(const char *path, size_t max_bytes, char **bytes, size_t *length, char *sha256,
                 rasim_problems *problems)
{
    int fd = -1;
    size_t size = 0, n = 0;
    char *buffer = NULL;
    rasim_status status = open_regular(path, &fd, &size, problems);
    if (status != RASIM_OK) {
        return status;
    }
    status = size > max_bytes ? refuse_size(path, max_bytes, problems)
                              : read_all(fd, path, size, max_bytes, &buffer, &n, problems);
    close(fd);
    if (status == RASIM_OK && sha256) {
        status = rasimi_sha256(buffer, n, sha256);
    }
    if (status != RASIM_OK) {
        free(buffer);
        return status;
    }
    *bytes = buffer;
    *length = n;
    return RASIM_OK;
}

rasim_status
rasimi_sha256(const void *bytes, size_t length, char *out)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    /* Nothing but memory can make the digest of bytes in memory fail. */
    if (EVP_Digest(bytes, length, digest, NULL, EVP_sha256(), NULL) != 1) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < SHA256_BYTES; i++) {
        out[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        out[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    out[2 * SHA256_BYTES] = '\0';
    return RASIM_OK;
}

/* Where the name begins in a path: after the last slash. */
static size_t
name_offset(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

char *
rasimi_path_beside(const char *from, const char *name)
{
    const size_t folder = name[0] == '/' ? 0 : name_offset(from);
    const size_t length = strlen(name);
    char *path = rasimi_calloc(folder + length + 1, 1);
    if (path) {
        memcpy(path, from, folder);
        memcpy(path + folder, name, length);
    }
    return path;
}

/* Refuses what renaming over would destroy: a folder, and above all a device such as /dev/null. */
static rasim_status
check_target(const char *target, rasim_problems *problems)
{
    const rasimi_place place = {.file = target};
    struct stat info;
    const size_t name = name_offset(target);
    const bool exists = stat(target, &info) == 0;
    if (!exists && errno == ENAMETOOLONG) { /* the temporary's shorter name would be made, and then not renamed */
        return rasimi_file_refuse(RASIM_ERR_WRITE, target, "The file cannot be written", ENAMETOOLONG, problems);
    }
    if (target[name] == '\0' || (exists && S_ISDIR(info.st_mode))) {
        rasimi_problem_add(problems, RASIM_ERROR, place,
                           "The file cannot be written: '%s' is a folder; give the path of a file.", target);
        return RASIM_ERR_WRITE;
    }
    if (exists && !S_ISREG(info.st_mode)) {
        rasimi_problem_add(problems, RASIM_ERROR, place,
                           "The file cannot be written: '%s' is a device or a pipe; give the path of a file.", target);
        return RASIM_ERR_WRITE;
    }
    return RASIM_OK;
}

/* Six letters that nobody else is likely to have chosen. */
static void
make_suffix(char *out)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    unsigned char noise[SUFFIX_LETTERS];
    if (getrandom(noise, sizeof noise, GRND_NONBLOCK) != (ssize_t)sizeof noise) {
        const uint64_t number = (uint64_t)getpid() * UINT64_C(0x9e3779b97f4a7c15) ^ (uint64_t)(uintptr_t)out;
        memcpy(noise, &number, sizeof noise);
    }
    for (size_t i = 0; i < SUFFIX_LETTERS; i++) {
        out[i] = letters[noise[i] % (sizeof letters - 1)];
    }
}

/* Creates FOLDER/.NAME.tmp-XXXXXX. Not by mkstemp, which makes files that only their owner may read: this way the
   kernel applies the umask, and no thread has to read it by changing it. */
static rasim_status
create_temporary(rasimi_atomic *file, rasim_problems *problems)
{
    const int folder = (int)name_offset(file->target);
    const size_t size = strlen(file->target) + sizeof "..tmp-" + SUFFIX_LETTERS;
    file->temporary = rasimi_calloc(size, 1);
    if (!file->temporary) {
        return RASIM_ERR_NO_MEMORY;
    }
    const int length =
        snprintf(file->temporary, size, "%.*s.%.*s.tmp-", folder, file->target, MAX_NAME_BYTES, file->target + folder);
    for (int attempt = 0; attempt < MAX_ATTEMPTS && file->fd < 0; attempt++) {
        make_suffix(file->temporary + length);
        file->fd = open(file->temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file->fd < 0 && errno != EEXIST) {
            break;
        }
    }
    if (file->fd < 0) {
        const int error = errno;
        free(file->temporary); /* nothing of that name is ours to remove */
        file->temporary = NULL;
        return rasimi_file_refuse(RASIM_ERR_WRITE, file->target, "The file cannot be written", error, problems);
    }
    return RASIM_OK;
}

/* A symbolic link gives the file that it stands for, so that the link stays; other paths stay as the user gave them. */
static char *
resolve(const char *target)
{
    struct stat info;
    char *file = lstat(target, &info) == 0 && S_ISLNK(info.st_mode) ? realpath(target, NULL) : NULL;
    return file ? file : strdup(target);
}

rasim_status
rasimi_atomic_open(const char *target, rasimi_atomic *out, rasim_problems *problems)
{
    *out = (rasimi_atomic){.fd = -1};
    rasim_status status = check_target(target, problems);
    if (status != RASIM_OK) {
        return status;
    }
    out->target = resolve(target);
    status = out->target ? create_temporary(out, problems) : RASIM_ERR_NO_MEMORY;
    if (status != RASIM_OK) {
        rasimi_atomic_abandon(out);
    }
    return status;
}

rasim_status
rasimi_atomic_try(const char *target, rasim_problems *problems)
{
    rasimi_atomic file;
    const rasim_status status = rasimi_atomic_open(target, &file, problems);
    rasimi_atomic_abandon(&file);
    return status;
}

bool
rasimi_write_all(int fd, const void *bytes, size_t length)
{
    const char *p = bytes;
    while (length > 0) {
        const ssize_t written = write(fd, p, length);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        p += written > 0 ? written : 0;
        length -= written > 0 ? (size_t)written : 0;
    }
    return true;
}

rasim_status
rasimi_atomic_write(rasimi_atomic *file, const void *bytes, size_t length, rasim_problems *problems)
{
    return rasimi_write_all(file->fd, bytes, length)
               ? RASIM_OK
               : rasimi_file_refuse(RASIM_ERR_WRITE, file->target, "The file cannot be written", errno, problems);
}

/* Puts the temporary's bytes on disk and closes it. */
static bool
flush_and_close(rasimi_atomic *file)
{
    const int fd = file->fd >= 0 ? file->fd : open(file->temporary, O_RDONLY | O_CLOEXEC);
    file->fd = -1;
    if (fd < 0) {
        return false;
    }
    const bool flushed = fsync(fd) == 0;
    const int error = errno;
    const bool closed = close(fd) == 0;
    if (!flushed) {
        errno = error;
    }
    return flushed && closed;
}

void
rasimi_flush_folder(const char *target)
{
    char *folder = rasimi_path_beside(target, ".");
    const int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
    free(folder);
}

rasim_status
rasimi_atomic_commit(rasimi_atomic *file, rasim_problems *problems)
{
    rasim_status status = RASIM_OK;
    if (!flush_and_close(file) || rename(file->temporary, file->target) != 0) {
        status = rasimi_file_refuse(RASIM_ERR_WRITE, file->target, "The file cannot be written", errno, problems);
    } else {
        free(file->temporary); /* it has become the target: nothing to remove */
        file->temporary = NULL;
        rasimi_flush_folder(file->target);
    }
    rasimi_atomic_abandon(file);
    return status;
}

void
rasimi_atomic_abandon(rasimi_atomic *file)
{
    if (file->temporary && file->fd >= 0) {
        close(file->fd);
    }
    if (file->temporary) {
        (void)unlink(file->temporary);
    }
    free(file->temporary);
    free(file->target);
    *file = (rasimi_atomic){.fd = -1};
}

/* One folder whose parent exists; 0 or the system's error number. */
static int
make_one_folder(const char *path)
{
    struct stat info;
    const int error = mkdir(path, 0777) == 0 ? 0 : errno;
    return error != 0 && stat(path, &info) == 0 && S_ISDIR(info.st_mode) ? 0 : error;
}

rasim_status
rasimi_make_folder(const char *path, rasim_problems *problems)
{
    const size_t length = strlen(path);
    char *part = rasimi_calloc(length + 1, 1);
    if (!part) {
        return RASIM_ERR_NO_MEMORY;
    }
    rasim_status status =
        length > 0 ? RASIM_OK
                   : rasimi_file_refuse(RASIM_ERR_WRITE, path, "The folder cannot be made", ENOENT, problems);
    for (size_t i = 1; i <= length && status == RASIM_OK; i++) {
        if ((path[i] != '/' && path[i] != '\0') || path[i - 1] == '/') {
            continue;
        }
        memcpy(part, path, i);
        const int error = make_one_folder(part);
        if (error != 0) {
            status = rasimi_file_refuse(RASIM_ERR_WRITE, part, "The folder cannot be made", error, problems);
        }
    }
    free(part);
    return status;
}

rasimi_file_id
rasimi_file_identity(const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0) {
        return (rasimi_file_id){0};
    }
    return (rasimi_file_id){(uint64_t)info.st_dev, (uint64_t)info.st_ino, true};
}

rasim_status
rasimi_refuse_input(const char *target, rasimi_file_id input, rasim_problems *problems)
{
    const rasimi_file_id own = rasimi_file_identity(target);
    if (!own.exists || !input.exists || own.device != input.device || own.inode != input.inode) {
        return RASIM_OK;
    }
    rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){target, 0, 0},
                       "This file is one of those that were read, and writing it would lose it; choose another name.");
    return RASIM_ERR_WRITE;
}
