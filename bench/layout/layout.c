/* SPDX-License-Identifier: MIT */
#include "layout/layout.h"

#include "kernel/maps.h"
#include "measure/child.h"
#include "measure/image.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { VDSO, STACK, MMAP, HEAP, PAGE };

const char *const layout_names[LAYOUT_PARTS] = {
    [VDSO] = "vDSO", [STACK] = "stack", [MMAP] = "mmap", [HEAP] = "heap", [PAGE] = "vsyscall"};

/* AT_RANDOM's bytes lie on the stack, below all that the kernel draws of its place. */
struct addresses layout_own(void)
{
    struct addresses l = {{0}};
    struct maps_line line;
    void *fresh = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    l.at[VDSO] = getauxval(AT_SYSINFO_EHDR);
    l.at[STACK] = getauxval(AT_RANDOM);
    l.at[MMAP] = fresh == MAP_FAILED ? 0 : (uintptr_t)fresh;
    l.at[HEAP] = (uintptr_t)sbrk(0);
    l.at[PAGE] = maps_own("[vsyscall]", &line) == 1 ? line.from : 0;
    if (fresh != MAP_FAILED)
        munmap(fresh, 4096);
    return l;
}

/* 0 or an error number, as posix_spawn has it. */
static int start_program(const char *program, int out, pid_t *pid)
{
    char number[16], *argv[] = {"systoll", "layout", number, NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    snprintf(number, sizeof number, "%d", STDOUT_FILENO);
    int error = child_attributes(&attributes, 0);
    if (error)
        return error;
    error = posix_spawn_file_actions_init(&files);
    if (!error) {
        posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
        error = posix_spawn(pid, program, &files, &attributes, argv, environ);
        posix_spawn_file_actions_destroy(&files);
    }
    posix_spawnattr_destroy(&attributes);
    return error;
}

static int fresh_of(const char *program, struct addresses *l)
{
    int ends[2];
    pid_t pid;
    if (pipe2(ends, O_CLOEXEC))
        return -errno;
    int error = start_program(program, ends[1], &pid);
    close(ends[1]);
    ssize_t got = error ? 0 : read(ends[0], l, sizeof *l);
    close(ends[0]);
    if (error)
        return -error;
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
    return got == sizeof *l ? 0 : -EIO;
}

/* Without /proc by the path that it was begun by. */
int layout_fresh(struct addresses *l)
{
    struct image image;
    char program[PATH_MAX];
    if (image_own(&image) || !image_name(&image, program, sizeof program))
        snprintf(program, sizeof program, "%s", (const char *)getauxval(AT_EXECFN));
    int error = fresh_of(program, l);
    image_close(&image);
    return error;
}
