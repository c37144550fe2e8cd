/* SPDX-License-Identifier: MIT */
#include "kernel/process.h"

#include "kernel/vdso_own.h"
#include "machine/sysfile.h"
#include "text/text.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/personality.h>
#include <unistd.h>

enum { MAX_IMAGE = 1 << 20, MAX_PATH = PROCESS_FOLDER + 16 };

static const char *path_of(char path[MAX_PATH], const struct process *p, const char *file)
{
    snprintf(path, MAX_PATH, "%s/%s", p->folder, file);
    return path;
}

static bool exists(const struct process *p)
{
    char path[MAX_PATH];
    return access(path_of(path, p, "stat"), F_OK) == 0;
}

/* Without memory the kernel gives an empty file, or ESRCH from 6.16 on. */
static bool explain_process(const struct process *p, int result, char *error, size_t size)
{
    int pid = (int)p->pid;
    const char *command = p->command ? p->command : "?";
    if (access("/proc/self/maps", F_OK) != 0)
        text_say(error, size,
                 "/proc is not mounted, so no other process can be looked at: mount it");
    else if (result == -EACCES || result == -EPERM)
        text_say(error, size,
                 "/proc/%d/maps may not be read: %s; without a PID, the same lines of a process of "
                 "your own are shown",
                 pid,
                 geteuid() ? "run it as root (CAP_SYS_PTRACE)"
                           : "the kernel refuses it even to root");
    else if ((result == 0 || result == -ESRCH) && exists(p))
        text_say(error, size,
                 "process %d (%s) has no user memory: it is a kernel thread, or has ended", pid,
                 command);
    else if (result == 0 || result == -ESRCH || result == -ENOENT)
        text_say(error, size, "there is no process %d", pid);
    else
        text_say(error, size, "/proc/%d/maps can't be read: %s", pid, strerror(-result));
    return false;
}

/* /proc/PID/mem shows what that process executes, even where it was changed. */
static bool read_image(struct process *p, size_t size)
{
    char path[MAX_PATH];
    int fd = open(path_of(path, p, "mem"), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    p->image = malloc(size);
    ssize_t got = p->image ? pread(fd, p->image, size, (off_t)p->base) : -1;
    close(fd);
    return got == (ssize_t)size;
}

static const char *parse_image(struct process *p)
{
    const struct maps_line *line = process_line(p, "[vdso]");
    if (!line)
        return "this process has no vDSO: there is no [vdso] line, as after a boot with vdso=0";
    p->base = line->from;
    size_t size = line->to - line->from;
    if (size > MAX_IMAGE)
        return "the [vdso] line is longer than any vDSO";
    if (!read_image(p, size))
        return "the memory of this process may not be read (that takes CAP_SYS_PTRACE), so the "
               "symbols are not shown";
    return vdso_parse(p->image, size, p->base, &p->vdso);
}

/* Its image of the program, not the kernel's lines: those may be missing for other reasons. */
static void find_class(struct process *p)
{
    char path[MAX_PATH];
    unsigned char ident[EI_NIDENT] = {0};
    int fd = open(path_of(path, p, "exe"), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd >= 0 && read(fd, ident, sizeof ident) == sizeof ident && !memcmp(ident, ELFMAG, SELFMAG))
        p->elf = ident[EI_CLASS] == ELFCLASS32   ? CLASS_32
                 : ident[EI_CLASS] == ELFCLASS64 ? CLASS_64
                                                 : CLASS_UNKNOWN;
    if (fd >= 0)
        close(fd);
}

static void find_aslr(const char *root, struct process *p)
{
    char path[MAX_PATH];
    char *system = sysfile_line(root, "/proc/sys/kernel/randomize_va_space");
    char *own = sysfile_line("", path_of(path, p, "personality"));
    if (system && strcmp(system, "0") == 0)
        p->aslr = ASLR_OFF_SYSTEM;
    else if (own && strtoul(own, NULL, 16) & ADDR_NO_RANDOMIZE)
        p->aslr = ASLR_OFF_PROCESS;
    else if (system && own)
        p->aslr = ASLR_ON;
    free(system);
    free(own);
}

static int read_lines(struct process *p, unsigned *seen)
{
    char path[MAX_PATH];
    return maps_read(path_of(path, p, "maps"), p->lines, seen);
}

/* A process whose first thread has ended lives on in the others, and its memory with them. */
static int read_threads(struct process *p, unsigned *seen)
{
    char tasks[MAX_PATH];
    struct process thread = *p;
    char **names = sysfile_names("", path_of(tasks, p, "task"));
    int found = -ESRCH;
    for (char **name = names; name && *name && !*seen; name++) {
        snprintf(thread.folder, sizeof thread.folder, "%.235s/%.10s", tasks, *name);
        found = read_lines(&thread, seen);
    }
    sysfile_names_free(names);
    if (*seen)
        *p = thread;
    return found;
}

/* Without /proc a process knows where its own vDSO is. */
static bool look_at_own(struct process *p)
{
    p->no_proc = true;
    p->size = 0;
    p->elf = CLASS_64;
    p->not_here = vdso_own(&p->vdso);
    p->base = p->not_here ? 0 : getauxval(AT_SYSINFO_EHDR);
    return true;
}

bool process_look(const char *root, pid_t pid, struct process *p, char *error, size_t error_size)
{
    char path[MAX_PATH];
    unsigned seen;
    *p = (struct process){.pid = pid};
    snprintf(p->folder, sizeof p->folder, "%.200s/proc/%d", root, (int)pid);
    p->command = sysfile_line("", path_of(path, p, "comm"));
    p->size = read_lines(p, &seen);
    if (!seen && (p->size == 0 || p->size == -ESRCH)) {
        int found = read_threads(p, &seen);
        p->size = seen ? found : p->size;
    }
    if (!seen && !*root && pid == getpid() && access("/proc/self/maps", F_OK) != 0)
        return look_at_own(p);
    if (p->size < 0 || !seen) {
        explain_process(p, p->size, error, error_size);
        process_free(p);
        return false;
    }
    p->not_here = parse_image(p);
    find_class(p);
    find_aslr(root, p);
    return true;
}

void process_free(struct process *p)
{
    free(p->command);
    free(p->image);
    *p = (struct process){0};
}

const struct maps_line *process_line(const struct process *p, const char *name)
{
    for (int i = 0; i < p->size; i++)
        if (strcmp(p->lines[i].name, name) == 0)
            return &p->lines[i];
    return NULL;
}
