/* SPDX-License-Identifier: MIT */
/* fail CALL N FILE COMMAND...: runs COMMAND, and makes the N-th system call CALL of its main
 * process fail; FILE is created where there was such a call, and names the file that its first
 * argument is a descriptor of. fail list 0 FILE COMMAND...: nothing fails, and FILE has a line
 * "CALL N" for each that was made, with " new" where it came after two others than ever before: a
 * loop's are alike. The exit is COMMAND's, or 128 and its signal. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum { AT_SYSCALL = SIGTRAP | 0x80 };

static const struct call {
    const char *name;
    unsigned long number;
    long error;
} calls[] = {
    {"open", SYS_open, EMFILE},
    {"openat", SYS_openat, EMFILE},
    {"read", SYS_read, EIO},
    {"pread64", SYS_pread64, EIO},
    {"write", SYS_write, ENOSPC},
    {"writev", SYS_writev, ENOSPC},
    {"fsync", SYS_fsync, EIO},
    {"close", SYS_close, EIO},
    {"rename", SYS_rename, EIO},
    {"renameat", SYS_renameat, EIO},
    {"renameat2", SYS_renameat2, EIO},
    {"unlink", SYS_unlink, EIO},
    {"unlinkat", SYS_unlinkat, EIO},
    {"mkdir", SYS_mkdir, ENOSPC},
    {"mkdirat", SYS_mkdirat, ENOSPC},
    {"ftruncate", SYS_ftruncate, EIO},
    {"fstat", SYS_fstat, EIO},
    {"newfstatat", SYS_newfstatat, EIO},
    {"getdents64", SYS_getdents64, EIO},
    {"lseek", SYS_lseek, EIO},
    {"fcntl", SYS_fcntl, EMFILE},
    {"flock", SYS_flock, ENOLCK},
    {"pipe2", SYS_pipe2, EMFILE},
    {"socketpair", SYS_socketpair, EMFILE},
    {"dup2", SYS_dup2, EMFILE},
    {"memfd_create", SYS_memfd_create, EMFILE},
    {"fork", SYS_fork, EAGAIN},
    {"vfork", SYS_vfork, EAGAIN},
    {"clone", SYS_clone, EAGAIN},
    {"clone3", SYS_clone3, EAGAIN},
    {"wait4", SYS_wait4, EINTR},
    {"waitid", SYS_waitid, EINTR},
    {"kill", SYS_kill, EPERM},
    {"poll", SYS_poll, EINTR},
    {"ppoll", SYS_ppoll, EINTR},
    {"clock_nanosleep", SYS_clock_nanosleep, EINTR},
    {"mmap", SYS_mmap, ENOMEM},
    {"brk", SYS_brk, ENOMEM},
    {"mprotect", SYS_mprotect, ENOMEM},
    {"getrandom", SYS_getrandom, ENOSYS},
    {"prctl", SYS_prctl, EINVAL},
    {"sched_setaffinity", SYS_sched_setaffinity, EINVAL},
    {"setpgid", SYS_setpgid, EPERM},
    {"setrlimit", SYS_prlimit64, EPERM},
    {"perf_event_open", SYS_perf_event_open, EMFILE},
};

enum { CALLS = sizeof calls / sizeof *calls };

static void must(int good, const char *what)
{
    if (good)
        return;
    perror(what);
    exit(125);
}

static int which(unsigned long number)
{
    int i = 0;
    while (i < CALLS && calls[i].number != number)
        i++;
    return i;
}

/* At an entry, number -1 makes the kernel carry nothing out; at its exit the error takes the place
 * of what that returned. close closes and fails; brk knows no errors: asked for 0, it returns where
 * the break is. */
static void change(pid_t pid, struct user_regs_struct *regs, const struct call *c, int at_exit)
{
    static unsigned long asked; /* by brk, which keeps its registers as all calls do */
    if (c->number == SYS_brk) {
        asked = at_exit ? asked : regs->rdi;
        regs->rdi = at_exit ? asked : 0;
    } else if (at_exit)
        regs->rax = (unsigned long)-c->error;
    else if (c->number != SYS_close)
        regs->orig_rax = (unsigned long)-1;
    must(!ptrace(PTRACE_SETREGS, pid, NULL, regs), "PTRACE_SETREGS");
}

struct trace {
    int call;    /* that fails, or CALLS */
    unsigned at; /* its number, from 1 */
    unsigned made[CALLS + 1];
    int inside, failing, begun, failed;
    const char *file;
    FILE *list;
    int before[2];
    char seen[CALLS + 1][CALLS + 1][CALLS + 1];
};

static void list(struct trace *t, int call)
{
    char *seen = &t->seen[t->before[0]][t->before[1]][call];
    if (t->list && call < CALLS)
        fprintf(t->list, "%s %u%s\n", calls[call].name, t->made[call], *seen ? "" : " new");
    *seen = 1;
    t->before[0] = t->before[1];
    t->before[1] = call;
}

static void mark(const char *file, pid_t pid, unsigned long fd)
{
    char link[64], target[256];
    snprintf(link, sizeof link, "/proc/%d/fd/%lu", (int)pid, fd);
    ssize_t size = readlink(link, target, sizeof target);
    FILE *out = fopen(file, "w");
    must(out && fprintf(out, "%.*s\n", size > 0 ? (int)size : 0, target) > 0 && !fclose(out), file);
}

static void at_syscall(struct trace *t, pid_t pid)
{
    struct user_regs_struct regs;
    must(!ptrace(PTRACE_GETREGS, pid, NULL, &regs), "PTRACE_GETREGS");
    t->inside = !t->inside;
    if (!t->inside && t->failing)
        change(pid, &regs, &calls[t->call], 1);
    t->failed = t->failing;
    t->failing = 0;
    if (!t->inside)
        return;
    /* what the loader does before is not the program's */
    t->begun |= regs.orig_rax == SYS_munmap || regs.orig_rax == SYS_getrandom;
    if (!t->begun)
        return;
    int call = which(regs.orig_rax);
    t->failing = ++t->made[call] == t->at && call == t->call && call < CALLS;
    list(t, call);
    if (t->failing) {
        change(pid, &regs, &calls[call], 0);
        mark(t->file, pid, regs.rdi);
    }
}

/* Its end's status, as wait gives it. Once the call has failed, the rest runs as fast as it can. */
static int follow(struct trace *t, pid_t pid)
{
    int status, pass = 0;
    while (!ptrace(t->failed ? PTRACE_DETACH : PTRACE_SYSCALL, pid, NULL, (void *)(long)pass) &&
           !t->failed) {
        must(waitpid(pid, &status, __WALL) == pid, "waitpid");
        if (!WIFSTOPPED(status))
            return status;
        pass = WSTOPSIG(status) == AT_SYSCALL || status >> 16 ? 0 : WSTOPSIG(status);
        if (WSTOPSIG(status) == AT_SYSCALL)
            at_syscall(t, pid);
    }
    must(waitpid(pid, &status, __WALL) == pid, "waitpid"); /* or killed while it was stopped */
    return status;
}

static pid_t start(char **command)
{
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        must(!prctl(PR_SET_PDEATHSIG, SIGKILL), "PR_SET_PDEATHSIG");
        must(!ptrace(PTRACE_TRACEME, 0, NULL, NULL) && !raise(SIGSTOP), "PTRACE_TRACEME");
        execvp(*command, command);
        must(0, *command);
    }
    must(pid > 0 && waitpid(pid, &status, 0) == pid && WIFSTOPPED(status), *command);
    must(!ptrace(PTRACE_SETOPTIONS, pid, NULL,
                 (void *)(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL | PTRACE_O_TRACEEXEC)),
         "PTRACE_SETOPTIONS");
    return pid;
}

int main(int argc, char **argv)
{
    if (argc < 5)
        return 125;
    static struct trace t;
    t.at = (unsigned)strtoul(argv[2], NULL, 10);
    t.file = argv[3];
    t.list = t.at ? NULL : fopen(t.file, "w");
    if (t.list)
        setlinebuf(t.list); /* a worker's tracer is killed with it */
    while (t.call < CALLS && strcmp(calls[t.call].name, argv[1]) != 0)
        t.call++;
    int status = follow(&t, start(argv + 4));
    must(!t.list || !fclose(t.list), t.file);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
