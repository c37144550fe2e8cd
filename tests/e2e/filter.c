/* SPDX-License-Identifier: MIT */
/* filter KIND COMMAND...: runs a command as containers and services do, under a seccomp filter that
 * keeps perf_event_open and mounts from it (container), also kills for a call of another
 * architecture (native, as systemd's SystemCallArchitectures=), or for getcpu (getcpu); that
 * refuses any other filter (filters) or kills for syscall user dispatch (sud); or under as much of
 * filters as the kernel takes (slow), so that each call costs many times more. */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LOAD(field)                                                                                \
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offsetof(struct seccomp_data, field))
#define UNLESS(value, jump) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, (jump))
#define END(action) BPF_STMT(BPF_RET | BPF_K, (action))

enum { NO_CALL = 0xffff, DISPATCH = 59 /* PR_SET_SYSCALL_USER_DISPATCH */ };

static int install(unsigned foreign, unsigned killed)
{
    struct sock_filter filter[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
        END(foreign),
        LOAD(nr),
        UNLESS(SYS_perf_event_open, 1),
        END(SECCOMP_RET_ERRNO | EPERM),
        UNLESS(SYS_fsopen, 1),
        END(SECCOMP_RET_ERRNO | EPERM),
        UNLESS(killed, 1),
        END(SECCOMP_RET_KILL_PROCESS),
        END(SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, 2, &program);
}

/* For a prctl with that first argument. */
static int answer_prctl(unsigned option, unsigned answer)
{
    struct sock_filter filter[] = {
        LOAD(nr),          UNLESS(SYS_prctl, 3), LOAD(args[0]),
        UNLESS(option, 1), END(answer),          END(SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, 2, &program);
}

/* Reading an argument keeps the kernel from knowing the answer beforehand. */
static int slow_down(void)
{
    enum { LENGTH = 4000, FILTERS = 7 };
    static struct sock_filter filter[LENGTH];
    struct sock_fprog program = {LENGTH, filter};
    for (int i = 0; i < LENGTH; i++)
        filter[i] = (struct sock_filter)LOAD(args[0]);
    filter[LENGTH - 1] = (struct sock_filter)END(SECCOMP_RET_ALLOW);
    int error = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    for (int i = 0; i < FILTERS && !error; i++)
        error = prctl(PR_SET_SECCOMP, 2, &program);
    return error;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    unsigned foreign =
        strcmp(argv[1], "native") == 0 ? SECCOMP_RET_KILL_PROCESS : SECCOMP_RET_ALLOW;
    unsigned killed = strcmp(argv[1], "getcpu") == 0 ? SYS_getcpu : NO_CALL;
    int error = strcmp(argv[1], "filters") == 0
                    ? answer_prctl(PR_SET_SECCOMP, SECCOMP_RET_ERRNO | EPERM)
                : strcmp(argv[1], "sud") == 0  ? answer_prctl(DISPATCH, SECCOMP_RET_KILL_PROCESS)
                : strcmp(argv[1], "slow") == 0 ? slow_down()
                                               : install(foreign, killed);
    if (error)
        return 77;
    execv(argv[2], argv + 2);
    perror(argv[2]);
    return 2;
}
