/* SPDX-License-Identifier: MIT */
#include "undo/undo_left.h"

#include "text/text.h"
#include "undo/group.h"
#include "undo/shell.h"
#include "undo/trusted.h"
#include "undo/undo_note.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUFFIX ".json"
#define OLD "undo"

enum { HOW = 300 };

/* One note at work. */
struct left {
    int folder, fd;
    const char *path, *name;
    undo_say *say;
    void *arg;
};

__attribute__((format(printf, 2, 3))) static void say(const struct left *l, const char *format, ...)
{
    char *said;
    va_list args;
    va_start(args, format);
    if (vasprintf(&said, format, args) < 0)
        said = NULL;
    va_end(args);
    l->say(l->arg, said ? said : "out of memory");
    free(said);
}

static bool is_note(const char *name)
{
    size_t length = strlen(name);
    return length > strlen(SUFFIX) && strcmp(name + length - strlen(SUFFIX), SUFFIX) == 0;
}

static DIR *open_list(int folder)
{
    int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *all = fd < 0 ? NULL : fdopendir(fd);
    if (!all && fd >= 0)
        close(fd);
    return all;
}

bool undo_left_some(int folder)
{
    bool some = false;
    DIR *all = open_list(folder);
    for (struct dirent *one; all && (one = readdir(all));)
        some |= is_note(one->d_name) || strcmp(one->d_name, UNDO_PARTIAL) == 0;
    if (all)
        closedir(all);
    return some;
}

static char *read_all(int fd, size_t *size)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || st.st_size > UNDO_NOTE_MOST)
        return NULL;
    char *text = malloc((size_t)st.st_size + 1);
    ssize_t got = text ? pread(fd, text, (size_t)st.st_size, 0) : -1;
    *size = got > 0 ? (size_t)got : 0;
    if (got < 0) {
        free(text);
        return NULL;
    }
    return text;
}

static off_t group_line_at(int note)
{
    struct stat st;
    return fstat(note, &st) == 0 ? st.st_size - UNDO_GROUP_LINE : -1;
}

int undo_left_note_group(int note, int group)
{
    char line[UNDO_GROUP_LINE + 1];
    const struct group g = group_of(group);
    off_t at = group_line_at(note);
    undo_note_group(&g, line);
    errno = EIO;
    return at > 0 && pwrite(note, line, UNDO_GROUP_LINE, at) == UNDO_GROUP_LINE ? 0 : -errno;
}

static int on_started(void *arg, pid_t group)
{
    const struct left *l = arg;
    undo_left_note_group(l->fd, group); /* without it the undo is run all the same */
    return 0;
}

/* What a run that was killed had started may change the setting still, after its undo. */
static int end_group(const struct left *l, const struct undo_note *n)
{
    char boot[64];
    undo_note_boot(boot, sizeof boot);
    if (!n->boot || !*boot || strcmp(boot, n->boot) != 0 || group_end(&n->group) == 0)
        return 0;
    say(l,
        "the setting was not put back: process group %d of an earlier run is still at work and "
        "can't be ended; end it, and the next start does what %s/%s notes",
        (int)n->group.id, l->path, l->name);
    return -EBUSY;
}

static int run_undo(struct left *l, const struct undo_note *n)
{
    char how[HOW];
    struct shell s = {.environment = n->environment, .folder = n->folder, .mask = n->mask};
    if (n->folder) {
        s.started = on_started;
        s.arg = l;
    }
    int error = shell_run(&s, n->command, how, sizeof how);
    const char *in = n->folder ? n->folder : "the working directory";
    if (!error)
        say(l,
            "an earlier run had ended without putting its setting back: ran `%s` in %s, "
            "as %s/%s noted",
            n->command, in, l->path, l->name);
    else
        say(l,
            "the setting of an earlier run was not put back: `%s` in %s %s; it is tried "
            "again at the next start: or put it back by hand and remove %s/%s",
            n->command, in, how, l->path, l->name);
    return error;
}

static int carry_out(struct left *l, const struct undo_note *n)
{
    int error = end_group(l, n);
    if (!error)
        error = run_undo(l, n);
    if (!error && (unlinkat(l->folder, l->name, 0) != 0 || fsync(l->folder) != 0)) {
        error = -errno;
        say(l, "%s/%s can't be removed: %s", l->path, l->name, strerror(-error));
    }
    return error;
}

static int use(struct left *l)
{
    struct undo_note n = {0};
    size_t size;
    char why[100] = "can't be read", *text = read_all(l->fd, &size);
    bool good = text && undo_note_parse(text, size, &n, why, sizeof why);
    int error = good ? carry_out(l, &n) : -EINVAL;
    if (!good)
        say(l,
            "%s/%s %s: a setting may still be changed; put it back by hand and remove that "
            "file",
            l->path, l->name, why);
    undo_note_free(&n);
    free(text);
    return error;
}

static int use_locked(struct left *l)
{
    if (flock(l->fd, LOCK_EX | LOCK_NB) == 0)
        return use(l);
    say(l, "another systoll has a setting changed; wait until it has ended");
    return -EBUSY;
}

static int open_and_use(struct left *l, bool lock)
{
    l->fd = trusted_file(l->folder, l->name);
    if (l->fd == -ENOENT)
        return 0;
    if (l->fd < 0) {
        say(l,
            "%s/%s is not obeyed: %s; if a setting is still changed put it back by hand, and "
            "remove that file",
            l->path, l->name, l->fd == -EPERM ? "others could have written it" : strerror(-l->fd));
        return l->fd;
    }
    int error = lock ? use_locked(l) : use(l);
    close(l->fd);
    return error;
}

int undo_left_carry_out(int folder, const char *path, undo_say *say_it, void *arg)
{
    int result = 0;
    DIR *all = open_list(folder);
    if (!all) {
        const struct left l = {folder, -1, path, "", say_it, arg};
        result = -errno;
        say(&l, "%s can't be listed: %s", path, strerror(-result));
        return result;
    }
    for (struct dirent *one; (one = readdir(all));) {
        struct left l = {folder, -1, path, one->d_name, say_it, arg};
        int error = is_note(one->d_name) ? open_and_use(&l, false) : 0;
        result = error ? error : result;
    }
    closedir(all);
    return result;
}

static bool old_path(char *path, size_t size)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    int used = -1;
    if (state && *state == '/')
        used = snprintf(path, size, "%s/systoll", state);
    else if (home && *home == '/')
        used = snprintf(path, size, "%s/.local/state/systoll", home);
    return used >= 0 && used < (int)size;
}

/* 0.1.0 emptied its note where there was nothing to do, and held its lock while it was at work. */
static int use_old(struct left *l)
{
    struct stat st;
    if (fstatat(l->folder, OLD, &st, AT_SYMLINK_NOFOLLOW) != 0 || st.st_size == 0)
        return 0;
    return open_and_use(l, true);
}

int undo_left_carry_out_old(undo_say *say_it, void *arg)
{
    char path[PATH_MAX], said[UNDO_SENTENCE];
    struct stat st;
    if (!old_path(path, sizeof path - sizeof OLD - 1))
        return 0;
    struct left l = {trusted_folder(path, false, said, sizeof said), -1, path, OLD, say_it, arg};
    if (l.folder < 0) {
        strcat(path, "/" OLD);
        if (lstat(path, &st) == 0 && st.st_size > 0 && st.st_uid == geteuid())
            say(&l, "%s is not obeyed: %s", path, said);
        return 0;
    }
    int error = use_old(&l);
    close(l.folder);
    return error;
}
