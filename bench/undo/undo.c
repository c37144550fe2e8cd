/* SPDX-License-Identifier: MIT */
#include "undo/undo.h"

#include "text/text.h"
#include "undo/shell.h"
#include "undo/trusted.h"
#include "undo/undo_left.h"
#include "undo/undo_note.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOCK "lock"

enum { HOW = 300 };

/* False where the environment names no folder. */
static bool choose_path(char *path, size_t size)
{
    const char *state = getenv(geteuid() ? "XDG_STATE_HOME" : "STATE_DIRECTORY");
    const char *home = getenv("HOME");
    int used = -1;
    if (geteuid() == 0) /* systemd separates several by colons */
        used = state && *state == '/'
                   ? snprintf(path, size, "%.*s/undo.d", (int)strcspn(state, ":"), state)
                   : snprintf(path, size, "/var/lib/systoll/undo.d");
    else if (state && *state == '/')
        used = snprintf(path, size, "%s/systoll/undo.d", state);
    else if (home && *home == '/')
        used = snprintf(path, size, "%s/.local/state/systoll/undo.d", home);
    return used >= 0 && used < (int)size;
}

static int refuse(undo_say *say, void *arg, int error, const char *format, const char *text)
{
    char said[UNDO_SENTENCE];
    text_say(said, sizeof said, format, text, strerror(-error));
    say(arg, said);
    return error;
}

/* Opens the folder. -ENOENT where it is not there and not needed; another error is said. */
static int open_folder(struct undo *u, bool needed, undo_say *say, void *arg)
{
    char said[UNDO_SENTENCE];
    if (!choose_path(u->path, sizeof u->path)) {
        if (needed)
            say(arg, "neither XDG_STATE_HOME nor HOME names a folder for the undo's note");
        return -ENOENT;
    }
    u->folder = trusted_folder(u->path, needed, said, sizeof said);
    if (u->folder < 0 && *said && (needed || access(u->path, F_OK) == 0))
        say(arg, said);
    return u->folder < 0 ? u->folder : 0;
}

/* The lock holds its owner's number, for who is refused. */
static int take_lock(struct undo *u)
{
    u->lock = openat(u->folder, LOCK, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (u->lock < 0 || fchmod(u->lock, 0600) != 0)
        return -errno;
    if (flock(u->lock, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? -EBUSY : -errno;
    if (ftruncate(u->lock, 0) == 0)
        dprintf(u->lock, "%d\n", (int)getpid());
    return 0;
}

static int say_busy(const struct undo *u, bool needed, undo_say *say, void *arg)
{
    char owner[24] = "", said[UNDO_SENTENCE];
    ssize_t got = pread(u->lock, owner, sizeof owner - 1, 0);
    owner[got > 0 ? strspn(owner, "0123456789") : 0] = '\0';
    text_say(said, sizeof said, "another systoll (process %s) has a setting changed%s",
             *owner ? owner : "unknown",
             needed ? "; wait until it has ended"
                    : ", and so what is measured now may be of that setting");
    say(arg, said);
    return -EBUSY;
}

/* A setting that can't be put back is no reason for those who change none to stop. */
static int open_locked(struct undo *u, bool needed, undo_say *say, void *arg)
{
    if (!needed && !undo_left_some(u->folder))
        return 0;
    int error = take_lock(u);
    if (error == -EBUSY)
        return say_busy(u, needed, say, arg);
    if (error)
        return refuse(say, arg, error, "%s/" LOCK " can't be locked: %s", u->path);
    unlinkat(u->folder, UNDO_PARTIAL, 0); /* of a run that ended before it could change anything */
    return undo_left_carry_out(u->folder, u->path, say, arg);
}

int undo_open(struct undo *u, bool needed, undo_say *say, void *arg)
{
    u->folder = u->lock = u->note = -1;
    int old = undo_left_carry_out_old(say, arg);
    int error = open_folder(u, needed, say, arg);
    if (!error)
        error = open_locked(u, needed, say, arg);
    if (!error)
        error = old;
    if (error || !needed)
        undo_close(u);
    return needed ? error : 0;
}

static int write_all(int fd, const char *text, size_t size)
{
    while (size) {
        ssize_t wrote = write(fd, text, size);
        if (wrote < 0 && errno != EINTR)
            return -errno;
        text += wrote > 0 ? wrote : 0;
        size -= wrote > 0 ? (size_t)wrote : 0;
    }
    return fsync(fd) == 0 ? 0 : -errno;
}

static void choose_name(struct undo *u)
{
    struct stat st;
    unsigned n = 0;
    do
        snprintf(u->name, sizeof u->name, "%u.json", ++n);
    while (fstatat(u->folder, u->name, &st, AT_SYMLINK_NOFOLLOW) == 0);
}

/* Whole under its name, and on the disk, or not there at all. */
static int write_note(struct undo *u, const char *text, size_t size)
{
    int flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, error = 0;
    u->note = openat(u->folder, UNDO_PARTIAL, flags, 0600);
    if (u->note < 0)
        return -errno;
    choose_name(u);
    error = fchmod(u->note, 0600) == 0 ? write_all(u->note, text, size) : -errno;
    if (!error && renameat(u->folder, UNDO_PARTIAL, u->folder, u->name) != 0)
        error = -errno;
    if (!error && fsync(u->folder) != 0)
        error = -errno;
    if (error) {
        unlinkat(u->folder, UNDO_PARTIAL, 0);
        unlinkat(u->folder, u->name, 0);
        close(u->note);
        u->note = -1;
    }
    return error;
}

int undo_arm(struct undo *u, const char *command, char *said, size_t size)
{
    char *text;
    size_t length;
    int error = undo_note_make(command, &text, &length);
    if (error) {
        text_say(said, size, "the undo can't be noted: %s",
                 error == -ENOENT  ? "the working directory has no path any more; change to another"
                 : error == -E2BIG ? "it and the environment are longer than 16 MiB"
                                   : strerror(-error));
        return error;
    }
    error = write_note(u, text, length);
    free(text);
    u->command = command;
    if (error)
        text_say(said, size, "the undo can't be noted in %s: %s", u->path, strerror(-error));
    return error;
}

/* Needed only as long as this boot lasts: no fsync. */
int undo_started(void *undo, int group)
{
    const struct undo *u = undo;
    return undo_left_note_group(u->note, group);
}

int undo_run(struct undo *u, char *said, size_t size)
{
    char how[HOW];
    const struct shell s = {.started = undo_started, .arg = u};
    if (u->note < 0)
        return 0;
    int error = shell_run(&s, u->command, how, sizeof how);
    if (error)
        text_say(said, size,
                 "the setting was not put back: `%s` %s; it is noted in %s/%s, and the next "
                 "start tries again: or put it back by hand and remove that file",
                 u->command, how, u->path, u->name);
    else if (unlinkat(u->folder, u->name, 0) != 0 || fsync(u->folder) != 0)
        error = -errno;
    close(u->note);
    u->note = -1;
    return error;
}

void undo_close(struct undo *u)
{
    int *all[] = {&u->note, &u->lock, &u->folder};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (*all[i] >= 0)
            close(*all[i]);
        *all[i] = -1;
    }
}
