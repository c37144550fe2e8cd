/* SPDX-License-Identifier: MIT */
#include "machine/sysfile.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MAX = 4 << 20, VALUE_MAX = 4095 };

static char *join_paths(const char *root, const char *path)
{
    char *whole;

    return asprintf(&whole, "%s%s", root, path) < 0 ? NULL : whole;
}

/* O_NONBLOCK: a FIFO in the place of a file must not make us wait for a writer. */
static int open_regular(const char *root, const char *path)
{
    char *whole = join_paths(root, path);
    int fd = whole ? open(whole, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) : -1;
    struct stat st;

    free(whole);
    if (fd >= 0 && (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))) {
        close(fd);
        errno = EINVAL;
        return -1;
    }
    return fd;
}

/* Files of /proc and /sys have no size that fstat knows, so the buffer grows as they are read. */
static char *read_all(int fd, size_t *size)
{
    size_t room = 0, used = 0;
    char *data = NULL;
    ssize_t got;

    do {
        if (used == room) {
            char *more = realloc(data, (room = room ? 4 * room : 4096) + 1);
            if (!more) {
                free(data);
                return NULL;
            }
            data = more;
        }
        got = read(fd, data + used, room - used);
        used += got > 0 ? (size_t)got : 0;
    } while ((got > 0 && used < FILE_MAX) || (got < 0 && errno == EINTR));
    if (got < 0) {
        free(data);
        return NULL;
    }
    data[used] = '\0';
    *size = used;
    return data;
}

char *sysfile_bytes(const char *root, const char *path, size_t *size)
{
    int fd = open_regular(root, path);
    char *data = fd >= 0 ? read_all(fd, size) : NULL;
    int error = errno;

    if (fd >= 0)
        close(fd);
    errno = error;
    return data;
}

static void clean(char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if ((text[i] < ' ' || text[i] > '~') && text[i] != '\n' && text[i] != '\t')
            text[i] = '?';
    }
}

char *sysfile_text(const char *root, const char *path)
{
    size_t size;
    char *text = sysfile_bytes(root, path, &size);

    if (text)
        clean(text, size);
    return text;
}

static int visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

char **sysfile_names(const char *root, const char *path)
{
    char *whole = join_paths(root, path);
    struct dirent **entries = NULL;
    int found = whole ? scandir(whole, &entries, visible, alphasort) : -1;
    char **names = found >= 0 ? calloc((size_t)found + 1, sizeof *names) : NULL;

    free(whole);
    for (int i = 0; i < found; i++) {
        if (names)
            names[i] = strdup(entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return names;
}

void sysfile_names_free(char **names)
{
    for (char **name = names; name && *name; name++)
        free(*name);
    free(names);
}

static int is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

char *text_squeeze(const char *text, size_t size)
{
    char *out = malloc((size < VALUE_MAX ? size : VALUE_MAX) + 1);
    size_t used = 0;

    for (size_t i = 0; out && i < size && used < VALUE_MAX; i++) {
        if (!is_blank(text[i]))
            out[used++] = text[i];
        else if (used && out[used - 1] != ' ')
            out[used++] = ' ';
    }
    if (!out)
        return NULL;
    while (used && out[used - 1] == ' ')
        used--;
    out[used] = '\0';
    return out;
}

/* Where the value of a line "key : value" begins; NULL where the line has another key. */
static const char *after_key(const char *line, const char *key)
{
    size_t size = strlen(key);

    if (strncmp(line, key, size) != 0)
        return NULL;
    line += size;
    line += strspn(line, " \t");
    return *line == ':' ? line + 1 : NULL;
}

char *text_value(const char *text, const char *key)
{
    while (*text) {
        const char *value = after_key(text, key);
        if (value)
            return text_squeeze(value, strcspn(value, "\n"));
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
    return NULL;
}

char *sysfile_line(const char *root, const char *path)
{
    char *text = sysfile_text(root, path);
    char *line = text ? text_squeeze(text, strlen(text)) : NULL;

    free(text);
    return line;
}
