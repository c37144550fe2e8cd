/* SPDX-License-Identifier: MIT */
#include "count/tracefs.h"

#include "count/perf_why.h"
#include "text/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

/* The second is debugfs's automount of it. The directories stand there without a mount too, so
 * only events/ below tells. */
static const char *const places[] = {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"};

static int open_mounted(const char *place)
{
    int fd = open(place, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0 && faccessat(fd, "events", R_OK | X_OK, AT_EACCESS) == 0)
        return fd;
    int error = -errno;
    if (fd >= 0)
        close(fd);
    return error;
}

/* fsmount(2) makes a mount that is attached nowhere: no setting of the system changes. It needs
 * CAP_SYS_ADMIN and, in glibc, 2.36. */
static int open_detached(void)
{
    int context = fsopen("tracefs", FSOPEN_CLOEXEC);
    if (context < 0)
        return -errno;
    int fd = -1;
    if (fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0)
        fd = fsmount(context, FSMOUNT_CLOEXEC, MOUNT_ATTR_RDONLY);
    int error = -errno;
    close(context);
    return fd >= 0 ? fd : error;
}

int tracefs_open(void)
{
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        int fd = open_mounted(places[i]);
        if (fd >= 0)
            return fd;
    }
    return open_detached();
}

int tracefs_event_id(int tracefs, const char *event)
{
    char path[128], text[16];
    snprintf(path, sizeof path, "events/%s/id", event);
    int fd = openat(tracefs, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    ssize_t size = read(fd, text, sizeof text - 1);
    close(fd);
    if (size <= 0)
        return -EIO;
    text[size] = '\0';
    long id = strtol(text, NULL, 10);
    return id > 0 && id < INT_MAX ? (int)id : -EIO;
}

/* Who is kept out of tracefs is most often kept out of perf too: both are said at once. */
const char *tracefs_why(int error, char *text, size_t size)
{
    const struct perf_facts facts = perf_facts_read("");
    const struct perf_event_attr attr = {.type = PERF_TYPE_TRACEPOINT};
    char words[300];
    if (error == -ENODEV)
        text_say(text, size, "this kernel has no tracefs, so it has no tracepoints to count");
    else if (geteuid() == 0)
        text_say(text, size,
                 "the ids of tracepoints can't be read from tracefs (%s): root may not mount it "
                 "here, as in a container; mount it at /sys/kernel/tracing, or run outside",
                 strerror(-error));
    else
        text_say(text, size,
                 "the ids of tracepoints can't be read from tracefs (%s); run as root, or mount it "
                 "at /sys/kernel/tracing with the gid= of a group of this user%s%s",
                 strerror(-error), facts.perfmon ? "" : "; ",
                 facts.perfmon ? "" : perf_why(-EACCES, &attr, &facts, words, sizeof words));
    return text;
}
