/* SPDX-License-Identifier: MIT */
#include "count/counters.h"

#include "machine/refusal.h"
#include "measure/clock.h"
#include "text/text.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#define VSYSCALL_PAGE 0xffffffffff600000ULL

/* This program's own ABI. */
#ifdef __i386__
#define OWN_ARCH AUDIT_ARCH_I386
enum { RESULT = REG_EAX };
#else
#define OWN_ARCH AUDIT_ARCH_X86_64
enum { RESULT = REG_RAX };
#endif

enum { LIMIT_MS = 5000 };

/* Where parent and child meet: memory that both see. */
struct tally {
    volatile int64_t sys_enter, vsyscall;
    volatile int error; /* errno where the filter was refused */
    volatile bool done;
};

static struct tally *tally;
static char reason[400];

/* SECCOMP_RET_TRAP for all but the way back from a signal handler and the way out. From a 64-bit
 * program int 0x80 comes as AUDIT_ARCH_I386, where other calls have those numbers, so it is trapped
 * whatever it asks. */
static struct sock_filter filter[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCH, 0, 4),
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_rt_sigreturn, 3, 0),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 2, 0),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit, 1, 0),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
};

/* A trapped vsyscall has returned to its caller already; what tells it is the address at which the
 * kernel was asked (emulate_vsyscall in arch/x86/entry/vsyscall/vsyscall_64.c). */
static void on_sigsys(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    if (((uintptr_t)info->si_call_addr & ~0xfffULL) == VSYSCALL_PAGE)
        tally->vsyscall++;
    else
        tally->sys_enter++;
    ((ucontext_t *)context)->uc_mcontext.gregs[RESULT] = 0;
}

/* Whatever else the work raises shall end the child, and leave neither a core nor a report of a
 * sanitizer, which could make no system call here. */
static int set_signals(void)
{
    static const int fatal[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT};
    struct sigaction act = {.sa_sigaction = on_sigsys, .sa_flags = SA_SIGINFO};
    sigset_t none;
    sigemptyset(&none);
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
        signal(fatal[i], SIG_DFL);
    if (sigaction(SIGSYS, &act, NULL) || sigprocmask(SIG_SETMASK, &none, NULL))
        return errno;
    return 0;
}

static int set_filter(void)
{
    const struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        return errno;
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) ? errno : 0;
}

/* The child. Nothing but the work happens under the filter, and no buffer of the parent's stdio is
 * flushed on the way out. */
static _Noreturn void trapped(const struct work *w, uint64_t n, pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    int error = getppid() == parent ? set_signals() : ESRCH;
    if (!error && w->prepare)
        w->prepare(w->arg);
    if (!error) /* what a first call sets up: the vDSO's getrandom has lost its state by the fork */
        w->loop(w->arg, 1);
    if (!error)
        error = set_filter();
    if (!error) {
        w->loop(w->arg, n);
        tally->done = true;
    }
    tally->error = error;
    syscall(SYS_exit_group, 0);
    __builtin_unreachable();
}

/* Only the child holds the pipe's other end, so its death reads as a hang-up, without a handler for
 * SIGCHLD. Gives its wait status, or -errno of wait4. */
static int await(pid_t child, int pipe_end)
{
    struct pollfd p = {.fd = pipe_end, .events = POLLIN};
    int status, ready;
    while ((ready = clock_poll(&p, 1, LIMIT_MS)) == -EINTR)
        ;
    if (ready <= 0)
        kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -errno;
    return ready > 0 ? status : -ETIMEDOUT;
}

/* The child's wait status, or -errno of *call. */
static int run_child(const struct work *w, uint64_t n, const char **call)
{
    int ends[2];
    pid_t parent = getpid();
    *call = "pipe2";
    if (pipe2(ends, O_CLOEXEC))
        return -errno;
    pid_t child = fork();
    int error = -errno;
    if (child == 0)
        trapped(w, n, parent);
    close(ends[1]);
    *call = child > 0 ? "wait4" : "fork";
    int status = child > 0 ? await(child, ends[0]) : error;
    close(ends[0]);
    return status;
}

static const char *explain_status(int status, const char *call)
{
    if (status == -ETIMEDOUT)
        return "the work did not end within 5 s in a child whose system calls are trapped";
    if (status < 0)
        text_say(reason, sizeof reason, "there is no child to count in: %s",
                 refusal_words(call, status));
    else if (WIFSIGNALED(status))
        text_say(reason, sizeof reason, "the child that counts traps died of SIG%s",
                 sigabbrev_np(WTERMSIG(status)));
    else if (tally->error)
        text_say(reason, sizeof reason, "a seccomp filter was refused (%s)",
                 strerror(tally->error));
    else if (!tally->done)
        return "the work ended its process while its system calls were trapped";
    else
        return NULL;
    return reason;
}

static int64_t count_by_name(const char *name)
{
    if (strcmp(name, entry_names[0]) == 0)
        return tally->sys_enter;
    return strcmp(name, entry_names[1]) == 0 ? tally->vsyscall : COUNT_UNKNOWN;
}

static const char *count_seccomp(const struct work *w, uint64_t n, const char *const *names,
                                 size_t size, int64_t *values)
{
    tally = mmap(NULL, sizeof *tally, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (tally == MAP_FAILED)
        return "out of memory to share with a child that counts traps";
    const char *call;
    int status = run_child(w, n, &call);
    const char *why = explain_status(status, call);
    for (size_t i = 0; i < size && !why; i++)
        values[i] = count_by_name(names[i]);
    munmap(tally, sizeof *tally);
    return why;
}

const struct counter_kind counter_seccomp = {.name = "seccomp", .count = count_seccomp};
