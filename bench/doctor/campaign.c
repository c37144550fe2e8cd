/* SPDX-License-Identifier: MIT */
#include "doctor/campaign.h"

#include "text/json.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* As scripts/bootmodes.d/here_state.sh has them. */
#define STORE "/var/lib/systoll/bootmodes"
#define STATE STORE "/state.json"
#define UNIT "/etc/systemd/system/systoll-bootmodes.service"

#define REMEDY "scripts/bootmodes --here --%s"

/* What can't be looked at may be there. */
static bool is_absent(const struct host *h, const char *path)
{
    char whole[PATH_MAX];
    struct stat st;
    return snprintf(whole, sizeof whole, "%s%s", h->root, path) < (int)sizeof whole &&
           lstat(whole, &st) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

/* A descriptor, or -errno; -EPERM where somebody else may have written it. */
static int open_state(const struct host *h)
{
    char whole[PATH_MAX];
    struct stat st;
    if (snprintf(whole, sizeof whole, "%s" STATE, h->root) >= (int)sizeof whole)
        return -ENAMETOOLONG;
    int fd = open(whole, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return errno == ELOOP ? -EPERM : -errno;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_nlink == 1 &&
        (st.st_uid == 0 || st.st_uid == geteuid()) && !(st.st_mode & (S_IWGRP | S_IWOTH)))
        return fd;
    close(fd);
    return -EPERM;
}

/* A new reference; NULL with -errno, -EINVAL where it is no state. */
static json_t *read_state(const struct host *h, int *error)
{
    int fd = open_state(h);
    json_t *state = fd < 0 ? NULL : json_loadfd(fd, 0, NULL);
    *error = fd < 0 ? fd : 0;
    if (fd >= 0)
        close(fd);
    if (fd >= 0 && (!json_is(state, "schema", "systoll.campaign/1") ||
                    !json_is_array(json_object_get(state, "boots")))) {
        json_decref(state);
        state = NULL;
        *error = -EINVAL;
    }
    return state;
}

static size_t count_done(const json_t *state)
{
    const json_t *boot;
    size_t i, done = 0;
    json_array_foreach(json_object_get(state, "boots"), i, boot)
        done += json_is(boot, "state", "done");
    return done;
}

static void look_at_state(const struct host *h, const json_t *state, struct doctor_line *l)
{
    bool halted = json_is(state, "phase", "halted"), left = halted || is_absent(h, UNIT);
    doctor_seen(l, "a campaign over boot modes %s: %zu of %zu boots are measured%s",
                left ? "was left half-way" : "is under way", count_done(state),
                json_array_size(json_object_get(state, "boots")),
                halted ? ", and it can't go on" : "");
    if (left)
        doctor_say(l, DOCTOR_FINDING, REMEDY " says why; --resume goes on, --undo removes it",
                   "status");
    else
        doctor_say(l, DOCTOR_NOTE, "wait for its end, or end it: " REMEDY, "stop");
}

void campaign_look(const struct host *h, struct doctor_line *l)
{
    int error;
    if (is_absent(h, STORE)) {
        doctor_seen(l, "no campaign over boot modes is under way");
        doctor_say(l, DOCTOR_OK, NULL);
        return;
    }
    json_t *state = read_state(h, &error);
    if (state) {
        look_at_state(h, state, l);
    } else if (error == -EPERM || error == -EACCES) {
        doctor_seen(l, "%s is not believed: %s", STATE,
                    error == -EPERM ? "others could have written it" : strerror(EACCES));
        doctor_say(l, DOCTOR_NOTE, "look at it as root, and remove what is not root's");
    } else {
        doctor_seen(l, "a campaign over boot modes was left half-way, without a state of it");
        doctor_say(l, DOCTOR_FINDING, "as root: " REMEDY, "undo");
    }
    json_decref(state);
}
