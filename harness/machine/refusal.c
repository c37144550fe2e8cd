/* SPDX-License-Identifier: MIT */
#include "machine/refusal.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const struct {
    int error;
    const char *advice;
} rows[] = {
    {EMFILE, "raise the limit on open files (ulimit -n)"},
    {ENFILE, "raise the system's limit on open files (fs.file-max)"},
    {EAGAIN, "raise the limit on processes (ulimit -u, or pids.max of the control group)"},
    {ENOMEM, "raise the limit on memory (ulimit -v, or memory.max of the control group)"},
    {EPERM, "allow that system call, which a seccomp filter may refuse"},
    {EACCES, "allow that system call, which a seccomp filter may refuse"},
    {ENOSYS, "allow that system call, which a seccomp filter may refuse"},
};

const char *refusal_words(const char *call, int error)
{
    static char words[200];
    size_t i = 0;
    while (i < sizeof rows / sizeof *rows && rows[i].error != -error)
        i++;
    if (i < sizeof rows / sizeof *rows)
        snprintf(words, sizeof words, "%s: %s; %s", call, strerror(-error), rows[i].advice);
    else
        snprintf(words, sizeof words, "%s: %s", call, strerror(-error));
    return words;
}
