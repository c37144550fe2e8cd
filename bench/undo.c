/* SPDX-License-Identifier: MIT */
#include "undo.h"

#include "shell.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define SCHEMA "systoll.undo/1"

enum { HOW = 100, MOST = 1 << 16 };

/* False where no home is known. */
static bool journal_path(char *path, size_t size)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    int used = -1;
    if (state && *state == '/')
        used = snprintf(path, size, "%s/systoll/undo", state);
    else if (home && *home == '/')
        used = snprintf(path, size, "%s/.local/state/systoll/undo", home);
    return used >= 0 && used < (int)size;
}

static void make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
}

/* What is in it will be run: nobody else may have been able to write it. */
static bool is_own(int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
           (st.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

static int open_journal(char *path, size_t path_size, char *said, size_t size)
{
    if (!journal_path(path, path_size)) {
        snprintf(said, size, "neither XDG_STATE_HOME nor HOME names a folder for the undo journal");
        return -ENOENT;
    }
    make_folders(path);
    int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
    int error = fd < 0 ? -errno : 0;
    if (fd >= 0 && !is_own(fd)) {
        close(fd);
        error = -EPERM;
    }
    if (error)
        snprintf(said, size, "the undo journal %.300s can't be used: %s", path,
                 error == -EPERM ? "it is no file of this user alone" : strerror(-error));
    return error ? error : fd;
}

/* The command that the journal holds, which the caller frees; NULL where it is empty. */
static char *noted(int fd)
{
    json_error_t why;
    char *text = calloc(1, MOST), *command = NULL;
    ssize_t got = text ? pread(fd, text, MOST - 1, 0) : 0;
    json_t *note = got > 0 ? json_loadb(text, (size_t)got, 0, &why) : NULL;
    const char *schema = json_string_value(json_object_get(note, "schema"));
    if (schema && strcmp(schema, SCHEMA) == 0 && json_is_string(json_object_get(note, "undo")))
        command = strdup(json_string_value(json_object_get(note, "undo")));
    json_decref(note);
    free(text);
    return command;
}

static int carry_out(int fd, const char *command, char *said, size_t size)
{
    char how[HOW];
    int error = shell_run(command, how, sizeof how);
    if (error)
        snprintf(said, size,
                 "the setting was not put back: `%.400s` %s; it is tried again at the "
                 "next start",
                 command, how);
    else if (ftruncate(fd, 0) != 0)
        error = -errno;
    return error;
}

int undo_recover(char *said, size_t size)
{
    char path[PATH_MAX];
    *said = '\0';
    if (!journal_path(path, sizeof path) || access(path, F_OK) != 0)
        return 0;
    int fd = open_journal(path, sizeof path, said, size);
    if (fd < 0)
        return fd;
    char *command = flock(fd, LOCK_EX | LOCK_NB) == 0 ? noted(fd) : NULL;
    int result = command ? carry_out(fd, command, said, size) : 0;
    if (command && result == 0) {
        snprintf(said, size,
                 "an earlier run had ended without putting its setting back: ran "
                 "`%.400s`",
                 command);
        result = 1;
    }
    free(command);
    close(fd);
    return result;
}

static int note(int fd, const char *command)
{
    json_t *object = json_pack("{s:s, s:s}", "schema", SCHEMA, "undo", command);
    char *text = object ? json_dumps(object, JSON_COMPACT) : NULL;
    size_t size = text ? strlen(text) : 0;
    int error = 0;
    if (!text || size >= MOST)
        error = -EINVAL;
    else if (ftruncate(fd, 0) != 0 || pwrite(fd, text, size, 0) != (ssize_t)size || fsync(fd) != 0)
        error = errno ? -errno : -EIO;
    free(text);
    json_decref(object);
    return error;
}

int undo_arm(struct undo *u, const char *command, char *said, size_t size)
{
    char path[PATH_MAX];
    int fd = open_journal(path, sizeof path, said, size), error;
    *u = (struct undo){.journal = -1, .command = command};
    if (fd < 0)
        return fd;
    errno = 0;
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        error = -EBUSY;
        snprintf(said, size, "another systoll has a setting changed; wait until it has ended");
    } else if ((error = note(fd, command))) {
        snprintf(said, size, "the undo can't be noted in %.300s: %s", path, strerror(-error));
    }
    if (error)
        close(fd);
    else
        u->journal = fd;
    return error;
}

int undo_run(struct undo *u, char *said, size_t size)
{
    if (u->journal < 0)
        return 0;
    int error = carry_out(u->journal, u->command, said, size);
    close(u->journal);
    u->journal = -1;
    return error;
}
