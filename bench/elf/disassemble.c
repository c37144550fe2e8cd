/* SPDX-License-Identifier: MIT */
#include "elf/disassemble.h"

#include "measure/child.h"
#include "text/text.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* A file of those bytes, which has no name. */
static int hold(const void *code, size_t size)
{
    int fd = memfd_create("code", MFD_CLOEXEC);
    if (fd >= 0 && write(fd, code, size) == (ssize_t)size)
        return fd;
    int error = errno;
    if (fd >= 0)
        close(fd);
    errno = error;
    return -1;
}

/* 0 or an error number, as posix_spawn has it. */
static int start_objdump(int code, int out, uint64_t address, bool is_32, pid_t *pid)
{
    char vma[40];
    char *argv[] = {"objdump",
                    "-D",
                    "-b",
                    "binary",
                    "-m",
                    is_32 ? "i386" : "i386:x86-64",
                    "--no-show-raw-insn",
                    vma,
                    "/proc/self/fd/0",
                    NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    snprintf(vma, sizeof vma, "--adjust-vma=0x%" PRIx64, address);
    int error = child_attributes(&attributes, 0);
    if (error)
        return error;
    error = posix_spawn_file_actions_init(&files);
    if (!error) {
        posix_spawn_file_actions_adddup2(&files, code, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        error = posix_spawnp(pid, argv[0], &files, &attributes, argv, environ);
        posix_spawn_file_actions_destroy(&files);
    }
    posix_spawnattr_destroy(&attributes);
    return error;
}

/* Lines "  ADDRESS:\tINSTRUCTION" of what objdump prints; the others are headings. */
static void take_line(char *line, FILE *to)
{
    char *end;
    line[strcspn(line, "\n")] = '\0';
    uint64_t address = strtoull(line, &end, 16);
    if (end == line || *end != ':' || !isspace((unsigned char)end[1]))
        return;
    char *text = end + 1 + strspn(end + 1, " \t");
    size_t size = strlen(text);
    while (size && isspace((unsigned char)text[size - 1]))
        text[--size] = '\0';
    text_utf8(text);
    text_printable(text);
    fprintf(to, "%" PRIx64 ": %s\n", address, text);
}

static char *take_lines(int fd)
{
    char *text = NULL, *line = NULL;
    size_t size = 0, room = 0;
    FILE *from = fdopen(fd, "re"), *to = from ? open_memstream(&text, &size) : NULL;
    while (to && getline(&line, &room, from) > 0)
        take_line(line, to);
    if (to)
        fclose(to);
    if (from)
        fclose(from);
    else
        close(fd);
    free(line);
    return text;
}

char *disassemble(const void *code, size_t size, uint64_t address, bool is_32)
{
    int ends[2], status = 0, held = hold(code, size);
    pid_t pid;
    if (held < 0 || pipe2(ends, O_CLOEXEC)) {
        int why = errno;
        if (held >= 0)
            close(held);
        errno = why;
        return NULL;
    }
    int error = start_objdump(held, ends[1], address, is_32, &pid);
    close(held);
    close(ends[1]);
    char *text = take_lines(ends[0]);
    if (!error)
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
            ;
    if (!error && text && *text && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return text;
    free(text);
    errno = error ? error : EIO;
    return NULL;
}
