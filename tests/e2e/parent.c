/* SPDX-License-Identifier: MIT */
/* parent KIND COMMAND...: runs a command as a parent leaves it that ignores and blocks signals
 * (signals), that lets no memory become executable (mdwe), or under whose seccomp filter one system
 * call answers EPERM (its name). */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef PR_SET_MDWE
#define PR_SET_MDWE 65
#endif

static int ignore_signals(void)
{
    static const int ignored[] = {SIGCHLD, SIGALRM, SIGPIPE};
    sigset_t all;
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        signal(ignored[i], SIG_IGN);
    sigfillset(&all);
    return sigprocmask(SIG_SETMASK, &all, NULL);
}

static const struct {
    const char *name;
    unsigned number;
} calls[] = {{"sched_setaffinity", SYS_sched_setaffinity},
             {"pipe2", SYS_pipe2},
             {"poll", SYS_poll},
             {"fork", SYS_clone},
             {"wait4", SYS_wait4}};

static int refuse(const char *name)
{
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (strcmp(calls[i].name, name) == 0) {
            filter[1].k = calls[i].number;
            return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, 2, &program);
        }
    return 1;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    int failed = strcmp(argv[1], "signals") == 0 ? ignore_signals()
                 : strcmp(argv[1], "mdwe") == 0  ? prctl(PR_SET_MDWE, 1, 0, 0, 0)
                                                 : refuse(argv[1]);
    if (failed)
        return 77;
    execv(argv[2], argv + 2);
    perror(argv[2]);
    return 2;
}
