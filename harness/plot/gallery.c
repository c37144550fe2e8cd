/* SPDX-License-Identifier: MIT */
#include "gallery.h"

#include "gnuplot.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

const char *const gallery_suffixes[GALLERY_FILES] = {".svg", "-dark.svg", ".png", "-dark.png"};

static const char *const formats[GALLERY_FILES] = {"svg", "svg", "png", "png"};
static const char *const themes[GALLERY_FILES] = {"light", "dark", "light", "dark"};

enum { MOST_PICTURES = 8 };

struct gallery {
    const char *scripts;
    int dir, work;
    char work_name[40];
    char *error;
    size_t error_size;
};

/* mkdtemp(3) by directory descriptor. 0 or -errno. */
static int make_private(struct gallery *g)
{
    unsigned long long random;
    if (getrandom(&random, sizeof random, 0) != sizeof random)
        return -errno;
    snprintf(g->work_name, sizeof g->work_name, ".systoll-plot-%016llx", random);
    if (mkdirat(g->dir, g->work_name, 0700) < 0)
        return -errno;
    g->work = openat(g->dir, g->work_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return g->work < 0 ? -errno : 0;
}

static void remove_private(struct gallery *g)
{
    DIR *d = fdopendir(g->work);
    const struct dirent *e;
    while (d && (e = readdir(d)))
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            unlinkat(dirfd(d), e->d_name, 0);
    if (d)
        closedir(d);
    unlinkat(g->dir, g->work_name, AT_REMOVEDIR);
}

/* The whole file as a string; NULL and errno. */
static char *read_whole(int dir, const char *name)
{
    struct stat st;
    int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) < 0)
        return NULL;
    size_t size = (size_t)st.st_size;
    char *text = malloc(size + 1);
    ssize_t got = text ? read(fd, text, size) : -1;
    close(fd);
    if (got < 0 || (size_t)got != size) {
        free(text);
        return NULL;
    }
    text[size] = '\0';
    return text;
}

/* gnuplot 5.4 writes <title>Gnuplot</title> whatever it is told. */
static int describe(struct gallery *g, const struct drawing *d, const char *name)
{
    char *svg = read_whole(g->work, name), *words = d->describe(d);
    char *made = svg && words ? svg_describe(svg, d->title, words) : NULL;
    FILE *out = NULL;
    if (made && unlinkat(g->work, name, 0) == 0)
        out = plot_file(g->work, name, "");
    if (out)
        fputs(made, out);
    free(svg);
    free(words);
    free(made);
    return out ? plot_end(out) : -EIO;
}

/* A log's last line: what stopped gnuplot, after its warnings. Cuts the log. */
static const char *last_line(char *log)
{
    size_t size = strlen(log);
    while (size && log[size - 1] == '\n')
        log[--size] = '\0';
    const char *line = strrchr(log, '\n');
    return line ? line + 1 : log;
}

static int gnuplot_failed(struct gallery *g, const char *name, int rc)
{
    char *log = read_whole(g->work, "gnuplot.log"), clean[200];
    plot_clean(clean, sizeof clean, log && *log ? last_line(log) : strerror(-rc));
    free(log);
    snprintf(g->error, g->error_size, "gnuplot could not draw %s with %s: %s", name, g->scripts,
             clean);
    return rc;
}

static int draw_file(struct gallery *g, const struct drawing *d, int i)
{
    char name[PLOT_WORD];
    snprintf(name, sizeof name, "%s%s", d->name, gallery_suffixes[i]);
    int rc = gnuplot_run(g->work, g->scripts, d->name, formats[i], themes[i]);
    if (rc == 0 && strcmp(formats[i], "svg") == 0)
        rc = describe(g, d, name);
    else if (rc == 0 && faccessat(g->work, name, F_OK, 0) < 0)
        rc = -EIO;
    return rc ? gnuplot_failed(g, name, rc) : 0;
}

static int draw_picture(struct gallery *g, const struct drawing *d, bool *drawn)
{
    int rc = d->write(d, g->work);
    *drawn = rc == 0;
    if (rc == -ENODATA)
        return 0;
    if (rc < 0)
        snprintf(g->error, g->error_size, "the data of %s could not be written: %s", d->name,
                 strerror(-rc));
    for (int i = 0; i < GALLERY_FILES && rc == 0; i++)
        rc = draw_file(g, d, i);
    return rc;
}

static int publish(struct gallery *g, const struct drawing *d)
{
    for (int i = 0; i < GALLERY_FILES; i++) {
        char name[PLOT_WORD];
        snprintf(name, sizeof name, "%s%s", d->name, gallery_suffixes[i]);
        if (renameat(g->work, name, g->dir, name) < 0) {
            snprintf(g->error, g->error_size, "%s could not be put in its place: %s", name,
                     strerror(errno));
            return -errno;
        }
    }
    return 0;
}

int gallery_draw_all(const struct drawing *drawings, size_t size, int dir, const char *scripts,
                     bool *drawn, char *error, size_t error_size)
{
    struct gallery g = {.scripts = scripts, .dir = dir, .error = error, .error_size = error_size};
    int rc = make_private(&g);
    if (rc < 0) {
        snprintf(error, error_size, "no folder could be made there: %s", strerror(-rc));
        return rc;
    }
    for (size_t i = 0; i < size && rc == 0; i++)
        rc = draw_picture(&g, &drawings[i], &drawn[i]);
    for (size_t i = 0; i < size && rc == 0; i++)
        if (drawn[i])
            rc = publish(&g, &drawings[i]);
    remove_private(&g);
    return rc;
}

/* A picture of one record. */
struct subject {
    const struct picture *picture;
    const struct plot *plot;
};

static int write_picture(const struct drawing *d, int dir)
{
    const struct subject *s = d->of;
    return plot_write(s->picture, s->plot, dir);
}

static char *describe_picture(const struct drawing *d)
{
    const struct subject *s = d->of;
    return plot_describe(s->picture, s->plot);
}

int gallery_draw(const struct plot *p, int dir, const char *scripts, bool *drawn, char *error,
                 size_t error_size)
{
    struct subject subjects[MOST_PICTURES];
    struct drawing drawings[MOST_PICTURES];
    size_t size = 0;
    for (; pictures[size] && size < MOST_PICTURES; size++) {
        subjects[size] = (struct subject){pictures[size], p};
        drawings[size] = (struct drawing){.name = pictures[size]->name,
                                          .title = pictures[size]->title,
                                          .of = &subjects[size],
                                          .write = write_picture,
                                          .describe = describe_picture};
    }
    return gallery_draw_all(drawings, size, dir, scripts, drawn, error, error_size);
}
