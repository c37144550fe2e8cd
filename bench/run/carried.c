/* SPDX-License-Identifier: MIT */
#include "run/carried.h"

#include "machine/refusal.h"
#include "measure/child.h"
#include "text/text.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NAME = 32 };

/* linux/memfd.h of Linux 6.3; older kernels know no such flag. */
#define MAY_RUN 0x0010U

extern const char carried_i386[];
extern const uint64_t carried_i386_size;

extern char **environ;

static char reason[400];

static int make_file(void)
{
    int fd = memfd_create("systoll-i386", MFD_CLOEXEC | MFD_ALLOW_SEALING | MAY_RUN);
    if (fd < 0 && errno == EINVAL)
        fd = memfd_create("systoll-i386", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    return fd < 0 ? -errno : fd;
}

/* All of it, and for good. 0 or -errno. */
static int fill_file(int fd)
{
    for (uint64_t at = 0; at < carried_i386_size;) {
        ssize_t written = write(fd, carried_i386 + at, carried_i386_size - at);
        if (written < 0 && errno != EINTR)
            return -errno;
        at += written > 0 ? (uint64_t)written : 0;
    }
    return fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) ? -errno
                                                                                            : 0;
}

static const char *say_start(int error)
{
    if (error == ENOEXEC)
        return "this kernel runs no 32-bit programs (CONFIG_IA32_EMULATION, ia32_emulation=)";
    text_say(reason, sizeof reason, "the 32-bit program can't be started: execve: %s",
             strerror(error));
    return reason;
}

/* Without arguments it says so and ends. */
static const char *say_end(int status)
{
    if (WIFSIGNALED(status))
        text_say(reason, sizeof reason,
                 "a 32-bit program is killed by SIG%s here, as by a seccomp filter that knows no "
                 "i386 calls",
                 sigabbrev_np(WTERMSIG(status)));
    else
        text_say(reason, sizeof reason, "the 32-bit program ends with exit code %d",
                 WEXITSTATUS(status));
    return reason;
}

static const char *try_to_run(const char *name)
{
    char *argv[] = {(char *)(uintptr_t) "systoll-i386", (char *)(uintptr_t) "try", NULL};
    posix_spawnattr_t attributes;
    pid_t pid;
    int status = 0, error = child_attributes(&attributes, 0);
    if (!error) {
        error = posix_spawn(&pid, name, NULL, &attributes, argv, environ);
        posix_spawnattr_destroy(&attributes);
    }
    if (error)
        return say_start(error);
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return NULL; /* SIGCHLD is ignored: its workers will show */
    return status ? say_end(status) : NULL;
}

const char *carried_make(struct carried *c)
{
    char name[NAME];
    *c = (struct carried){.image.fd = -1};
    if (carried_i386_size == 0)
        return "systoll was built without its 32-bit program: the compiler had no 32-bit C library "
               "(Debian: gcc-multilib)";
    int fd = make_file(), error = fd < 0 ? fd : fill_file(fd);
    if (fd >= 0)
        c->image.fd = fd;
    if (!error && fstat(fd, &c->image.was))
        error = -errno;
    if (error) {
        text_say(reason, sizeof reason, "there is no file in memory for the 32-bit program: %s",
                 refusal_words("memfd_create", error));
        return reason;
    }
    if (!image_name(&c->image, name, sizeof name))
        return "the 32-bit program is run from memory, and /proc is not there";
    snprintf(c->path, sizeof c->path, "/proc/%d/fd/%d", (int)getpid(), fd);
    return try_to_run(name);
}

void carried_close(struct carried *c)
{
    image_close(&c->image);
}
