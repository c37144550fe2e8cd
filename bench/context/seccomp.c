/* SPDX-License-Identifier: MIT */
#include "context/context.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>

enum { SMALL = 4, LARGE = 300 };

/* No argument of a call that systoll makes. */
#define NO_ARGUMENT 0x7ea71e55u

static const char *install_filter(struct sock_filter *code, unsigned short size)
{
    struct sock_fprog program = {.len = size, .filter = code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0)
        return NULL;
    return errno == EINVAL ? "this kernel has no seccomp filters" : "the filter was refused";
}

/* So many instructions that allow every call of every ABI. An argument is looked at, because a
 * filter that goes by number alone is not run where it allows (kernel/seccomp.c,
 * seccomp_is_const_allow, Linux 5.11). */
static const char *allow_all(struct sock_filter *code, unsigned short size)
{
    const struct sock_filter argument =
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offsetof(struct seccomp_data, args));
    const struct sock_filter test = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NO_ARGUMENT, 0, 0);
    const struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    code[0] = argument;
    for (int i = 1; i < size - 1; i++)
        code[i] = test;
    code[size - 1] = allow;
    return install_filter(code, size);
}

static const char *enter_small(void)
{
    struct sock_filter code[SMALL];
    return allow_all(code, SMALL);
}

static const char *enter_large(void)
{
    struct sock_filter code[LARGE];
    return allow_all(code, LARGE);
}

const struct context context_seccomp_small = {.enter = enter_small};
const struct context context_seccomp_large = {.enter = enter_large};
