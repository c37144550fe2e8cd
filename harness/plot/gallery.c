/* SPDX-License-Identifier: MIT */
#include "plot/gallery.h"

#include "plot/caption.h"
#include "plot/gnuplot.h"
#include "plot/private.h"
#include "plot/put.h"
#include "plot/svg.h"
#include "text/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

const char *const gallery_suffixes[GALLERY_FILES] = {".svg", "-dark.svg", ".png", "-dark.png"};

static const char *const formats[GALLERY_FILES] = {"svg", "svg", "png", "png"};
static const char *const themes[GALLERY_FILES] = {"light", "dark", "light", "dark"};

struct gallery {
    struct gallery_place *place;
    struct private work;
    char names[PLOT_PICTURES * GALLERY_FILES][PLOT_WORD]; /* to be put in place */
    size_t size;
    char *error;
    size_t error_size;
};

/* The whole file as a string, and its size; NULL and errno. */
static char *read_whole(int dir, const char *name, size_t *length)
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
    *length = size;
    return text;
}

/* gnuplot 5.4 writes <title>Gnuplot</title> whatever it is asked for. */
static int describe_drawing(struct gallery *g, const struct drawing *d, const char *name)
{
    size_t length;
    char *svg = read_whole(g->work.folder, name, &length), *words = d->describe(d);
    char *made = svg && words ? svg_describe(svg, d->title, words) : NULL;
    int rc = made && unlinkat(g->work.folder, name, 0) == 0 ? 0 : -EIO;
    FILE *out = rc ? NULL : plot_file(g->work.folder, name, "");
    if (out)
        fputs(made, out);
    else if (!rc)
        rc = -errno;
    free(svg);
    free(words);
    free(made);
    return out ? plot_end(out) : rc;
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

/* gnuplot itself doesn't say that a disk is full. */
static bool disk_full(int folder)
{
    struct statvfs fs;
    return fstatvfs(folder, &fs) == 0 && fs.f_blocks > 0 && fs.f_bavail == 0;
}

static int gnuplot_failed(struct gallery *g, const char *name, int rc)
{
    size_t length;
    char *log = read_whole(g->work.folder, "gnuplot.log", &length), clean[200];
    plot_clean(clean, sizeof clean, log && *log ? last_line(log) : strerror(-rc));
    free(log);
    if (rc == -EINTR)
        text_say(g->error, g->error_size, "stopped before all pictures were drawn: none is kept");
    else if (rc == -ENOSPC || disk_full(g->work.folder))
        text_say(g->error, g->error_size, "%s could not be written: %s", name, strerror(ENOSPC));
    else
        text_say(g->error, g->error_size, "gnuplot could not draw %s with %s: %s", name,
                 g->place->scripts, clean);
    return rc;
}

/* The chunk that ends a PNG: a full disk may cut the file without gnuplot's knowing. */
static int check_png(int folder, const char *name)
{
    static const char end[] = "IEND\xae\x42\x60\x82";
    char tail[sizeof end - 1];
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
    bool whole = fd >= 0 && lseek(fd, -(off_t)sizeof tail, SEEK_END) >= 0 &&
                 read(fd, tail, sizeof tail) == sizeof tail && memcmp(tail, end, sizeof tail) == 0;
    if (fd >= 0)
        close(fd);
    return whole ? 0 : -EIO;
}

static int sync_file(int folder, const char *name)
{
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
    int rc = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL) ? 0 : -errno;
    if (fd >= 0)
        close(fd);
    return rc;
}

static int draw_file(struct gallery *g, const struct drawing *d, int i)
{
    char *name = g->names[g->size++];
    snprintf(name, sizeof *g->names, "%s%s", d->name, gallery_suffixes[i]);
    int rc = gnuplot_run(g->work.folder, g->place->scripts, d->name, formats[i], themes[i],
                         g->place->stop);
    if (rc == 0)
        rc = strcmp(formats[i], "svg") == 0 ? describe_drawing(g, d, name)
                                            : check_png(g->work.folder, name);
    if (rc == 0)
        rc = sync_file(g->work.folder, name);
    return rc ? gnuplot_failed(g, name, rc) : 0;
}

static bool same_bytes(int dir, const char *one, const char *other)
{
    size_t sizes[2] = {0};
    char *data[] = {read_whole(dir, one, &sizes[0]), read_whole(dir, other, &sizes[1])};
    bool same = data[0] && data[1] && sizes[0] == sizes[1] && !memcmp(data[0], data[1], sizes[0]);
    free(data[0]);
    free(data[1]);
    return same;
}

/* Where no font is installed a PNG has no text, and gnuplot doesn't say so. */
static int files_to_draw(const struct gallery *g)
{
    int rc = gnuplot_run(g->work.folder, g->place->scripts, "font", "png", "light", g->place->stop);
    bool none = rc == 0 && same_bytes(g->work.folder, "font-M.png", "font-i.png");
    return none ? GALLERY_SVGS : GALLERY_FILES;
}

static int draw_picture(struct gallery *g, const struct drawing *d, bool *drawn)
{
    int rc = d->write(d, g->work.folder);
    *drawn = rc == 0;
    if (rc == -ENODATA)
        return 0;
    if (rc < 0)
        text_say(g->error, g->error_size, "the data of %s could not be written: %s", d->name,
                 strerror(-rc));
    for (int i = 0; i < g->place->files && rc == 0; i++)
        rc = draw_file(g, d, i);
    return rc;
}

static int draw_all(struct gallery *g, const struct drawing *drawings, size_t size, bool *drawn)
{
    int rc = 0;
    g->place->files = files_to_draw(g);
    for (size_t i = 0; i < size && rc == 0; i++)
        rc = draw_picture(g, &drawings[i], &drawn[i]);
    return rc ? rc
              : put_all(g->names, g->size, g->work.folder, g->place->folder, g->error,
                        g->error_size);
}

int gallery_draw_all(const struct drawing *drawings, size_t size, struct gallery_place *place,
                     bool *drawn, char *error, size_t error_size)
{
    struct gallery g = {.place = place, .error = error, .error_size = error_size};
    place->cleared = private_clear(place->folder);
    int rc = size <= PLOT_PICTURES ? private_make(&g.work, place->folder) : -E2BIG;
    if (rc < 0) {
        text_say(error, error_size, "no folder could be made there: %s", strerror(-rc));
        return rc;
    }
    rc = draw_all(&g, drawings, size, drawn);
    private_remove(&g.work);
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

int gallery_draw(const struct plot *p, struct gallery_place *place, bool *drawn, char *error,
                 size_t error_size)
{
    struct subject subjects[PLOT_PICTURES];
    struct drawing drawings[PLOT_PICTURES];
    size_t size = 0;
    for (; pictures[size] && size < PLOT_PICTURES; size++) {
        subjects[size] = (struct subject){pictures[size], p};
        drawings[size] = (struct drawing){.name = pictures[size]->name,
                                          .title = pictures[size]->title,
                                          .of = &subjects[size],
                                          .write = write_picture,
                                          .describe = describe_picture};
    }
    return gallery_draw_all(drawings, size, place, drawn, error, error_size);
}
