/* SPDX-License-Identifier: MIT */
#include "kernel/probe.h"

#include "machine/refusal.h"
#include "measure/clock.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

enum { SECOND = 1000000000 };

#ifdef __i386__
enum { INSTRUCTION_POINTER = REG_EIP };
#else
enum { INSTRUCTION_POINTER = REG_RIP };
#endif

struct shared {
    struct probe probe;
    volatile bool written;
};

static struct shared *shared;
static char handler_stack[1 << 16]; /* AT_MINSIGSTKSZ is beyond 11 KiB with AMX */

/* What is stored first counts: under a seccomp filter leaving may trap as well. */
static void store(const struct probe *p)
{
    if (shared->written)
        return;
    shared->probe = *p;
    shared->written = true;
}

static void trapped(int signal, siginfo_t *info, void *context)
{
    const greg_t *regs = ((ucontext_t *)context)->uc_mcontext.gregs;
    store(&(struct probe){
        .signal = signal,
        .code = info->si_code,
        .address = (uint64_t)(uintptr_t)info->si_addr, /* SIGSYS: si_call_addr lies there too */
        .error = (uint64_t)regs[REG_ERR],
        .ip = (uint64_t)regs[INSTRUCTION_POINTER],
    });
    _exit(0);
}

static void catch_traps(void)
{
    static const int caught[] = {SIGSEGV, SIGILL, SIGSYS, SIGBUS, SIGTRAP};
    stack_t stack = {.ss_sp = handler_stack, .ss_size = sizeof handler_stack};
    struct sigaction action = {.sa_sigaction = trapped, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigset_t none;
    sigaltstack(&stack, NULL);
    for (size_t i = 0; i < sizeof caught / sizeof *caught; i++)
        sigaction(caught[i], &action, NULL);
    signal(SIGALRM, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* The timer ends the child even where the parent has gone. */
static _Noreturn void child(uint64_t (*f)(void *arg), void *arg)
{
    prctl(PR_SET_DUMPABLE, 0); /* no core file from what isn't caught */
    catch_traps();
    clock_alarm(SECOND);
    store(&(struct probe){.result = f(arg)});
    _exit(0);
}

/* A child that stored nothing was killed, as by strict seccomp, or ran out of time. Where SIGCHLD
 * is ignored, waiting ends with ECHILD, after the child (wait(2)). */
static int wait_for(pid_t pid, struct probe *p)
{
    int status = 0, waited;
    while ((waited = waitpid(pid, &status, 0)) < 0 && errno == EINTR)
        ;
    if (shared->written && (waited > 0 || errno == ECHILD)) {
        *p = shared->probe;
        return 0;
    }
    if (waited < 0) {
        p->refused = "wait4";
        return -errno;
    }
    p->refused = NULL;
    if (!WIFSIGNALED(status))
        return -ECHILD; /* f left by itself */
    *p = (struct probe){.signal = WTERMSIG(status)};
    return p->signal == SIGALRM ? -ETIMEDOUT : 0;
}

int probe_run(uint64_t (*f)(void *arg), void *arg, struct probe *p)
{
    *p = (struct probe){.refused = "mmap"};
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return -errno;
    p->refused = "fork";
    pid_t pid = fork();
    if (pid == 0)
        child(f, arg);
    int result = pid < 0 ? -errno : wait_for(pid, p);
    munmap(shared, sizeof *shared);
    return result;
}

const char *probe_failure(const struct probe *p, int error)
{
    if (error == -ETIMEDOUT)
        return "it did not end within a second";
    return error == -ECHILD && !p->refused ? "it ended its process"
                                           : refusal_words(p->refused, error);
}

static const char *code_name(const struct probe *p)
{
    static const struct {
        int signal, code;
        const char *name;
    } names[] = {
        {SIGSEGV, SEGV_MAPERR, "SEGV_MAPERR"}, {SIGSEGV, SEGV_ACCERR, "SEGV_ACCERR"},
        {SIGSEGV, SI_KERNEL, "SI_KERNEL"},     {SIGSYS, 1, "SYS_SECCOMP"},
        {SIGILL, ILL_ILLOPN, "ILL_ILLOPN"},    {SIGBUS, BUS_ADRERR, "BUS_ADRERR"},
        {SIGTRAP, SI_KERNEL, "SI_KERNEL"},     {SIGTRAP, TRAP_TRACE, "TRAP_TRACE"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].signal == p->signal && names[i].code == p->code)
            return names[i].name;
    return NULL;
}

const char *probe_words(const struct probe *p)
{
    static char words[96];
    const char *signal = sigabbrev_np(p->signal), *code = code_name(p);
    if (!p->signal)
        return "returned";
    int used = snprintf(words, sizeof words, "SIG%s", signal ? signal : "?");
    if (code)
        used += snprintf(words + used, sizeof words - (size_t)used, " (%s)", code);
    if (p->address)
        snprintf(words + used, sizeof words - (size_t)used, " at %#llx",
                 (unsigned long long)p->address);
    return words;
}
