/* SPDX-License-Identifier: MIT */
#include "cmd/pictures.h"

#include "cmd/cmd.h"
#include "plot/gnuplot.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ERROR = 600 };

const char *pictures_scripts(void)
{
    static char path[PATH_MAX];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path - 1);
    char *slash = size > 0 ? memrchr(path, '/', (size_t)size) : NULL;
    if (slash) {
        size_t left = sizeof path - (size_t)(slash - path);
        snprintf(slash, left, "/%s/plots", SYSTOLL_DATADIR);
        if (access(path, R_OK | X_OK) == 0)
            return path;
    }
    return SYSTOLL_SOURCE_DIR "/scripts/plots";
}

/* Whose program this is, he may give it scripts. */
static uid_t owner(void)
{
    struct stat st;
    return stat("/proc/self/exe", &st) == 0 ? st.st_uid : geteuid();
}

/* A sticky folder's entries are their owners'. */
static bool strangers(int folder, const char *name, bool above)
{
    struct stat st;
    if (fstatat(folder, name, &st, 0) != 0)
        return false;
    return (st.st_uid != 0 && st.st_uid != geteuid() && st.st_uid != owner()) ||
           ((st.st_mode & S_IWOTH) && !(above && (st.st_mode & S_ISVTX)));
}

/* gnuplot does whatever its scripts say. Which of these, or of the folders above, another user
 * could have written: in found, of PATH_MAX bytes. A group that may write was chosen by the owner,
 * as by Debian for /usr/local. */
static bool find_strangers(const char *scripts, char *found)
{
    if (!realpath(scripts, found))
        return false;
    DIR *folder = opendir(found);
    struct dirent *e;
    bool one = false;
    while (folder && !one && (e = readdir(folder)))
        one = strcmp(e->d_name, "..") != 0 && strangers(dirfd(folder), e->d_name, false);
    if (folder)
        closedir(folder);
    for (char *slash; !one && (slash = strrchr(found, '/'));) {
        slash[slash == found] = '\0';
        one = strangers(AT_FDCWD, found, true);
        if (slash == found)
            break;
    }
    return one;
}

/* As mkdir -p. 0 or -errno. */
static int make_folders(const char *path)
{
    char part[PATH_MAX];
    if (strlen(path) >= sizeof part)
        return -ENAMETOOLONG;
    for (size_t i = 1; i <= strlen(path); i++) {
        if (path[i] && path[i] != '/')
            continue;
        snprintf(part, sizeof part, "%.*s", (int)i, path);
        if (mkdir(part, 0777) < 0 && errno != EEXIST)
            return -errno;
    }
    return 0;
}

/* A link is followed where this user or root made it, as the kernel's protected_symlinks has it. */
int pictures_folder(const char *path)
{
    struct stat st;
    int rc = make_folders(path);
    if (rc < 0)
        return rc;
    if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode) && st.st_uid != geteuid() && st.st_uid != 0)
        return -ELOOP;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

int pictures_check(const char *command)
{
    char found[PATH_MAX];
    if (find_strangers(pictures_scripts(), found))
        return cmd_error(command,
                         "gnuplot would do what the scripts in %s say, and other users can write "
                         "%s; make them root's or your own (chown, chmod o-w)",
                         pictures_scripts(), found);
    int rc = gnuplot_check();
    if (rc == -ENOENT)
        return cmd_error(command, "gnuplot draws the pictures and is not installed; install it, on "
                                  "Debian by apt-get install gnuplot-nox");
    return rc ? cmd_error(command, "gnuplot does not run: %s", strerror(-rc)) : EXIT_OK;
}

static volatile sig_atomic_t stop;
static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
enum { SIGNALS = sizeof signals / sizeof *signals };
static struct sigaction before[SIGNALS];

static void on_signal(int number)
{
    (void)number;
    stop = stop + 1;
}

struct gallery_place pictures_begin(int folder)
{
    const struct sigaction action = {.sa_handler = on_signal};
    stop = 0;
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &action, &before[i]);
    return (struct gallery_place){.scripts = pictures_scripts(), .folder = folder, .stop = &stop};
}

void pictures_end(void)
{
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &before[i], NULL);
}

int pictures_conclude(const char *command, const char *folder, const struct gallery_place *place,
                      int rc, const char *error)
{
    if (place->cleared)
        cmd_error(command, "removed from %s %zu folder%s that an earlier one, killed, had left",
                  folder, place->cleared, place->cleared == 1 ? "" : "s");
    if (!rc && place->files == GALLERY_SVGS)
        cmd_error(command, "no PNG was drawn: without an installed font it would have no text; "
                           "install one, on Debian by apt-get install fonts-dejavu-core");
    if (!rc)
        return EXIT_OK;
    cmd_error(command, "in %s, %s", folder, error);
    return rc == -EINTR ? EXIT_INTERRUPTED : EXIT_USAGE;
}

static void say_drawn(const char *command, const char *folder, const struct drawing *d, bool drawn,
                      int files)
{
    if (!drawn)
        cmd_error(command, "%s was not drawn: no cell has a figure for it", d->name);
    for (int k = 0; drawn && k < files; k++)
        cmd_line(stderr, "%s/%s%s", folder, d->name, gallery_suffixes[k]);
}

int pictures_draw(const char *command, const char *folder, const struct drawing *drawings,
                  size_t size)
{
    bool drawn[PLOT_PICTURES] = {0};
    char error[PATH_MAX + ERROR];
    if (size > PLOT_PICTURES)
        return cmd_error(command, "at most %d pictures can be drawn at once", PLOT_PICTURES);
    int dir = pictures_folder(folder);
    if (dir < 0)
        return cmd_error(command, "%s can't be used as a folder: %s", folder, strerror(-dir));
    struct gallery_place place = pictures_begin(dir);
    int rc = gallery_draw_all(drawings, size, &place, drawn, error, sizeof error);
    pictures_end();
    close(dir);
    for (size_t i = 0; i < size && rc == 0; i++)
        say_drawn(command, folder, &drawings[i], drawn[i], place.files);
    return pictures_conclude(command, folder, &place, rc, error);
}
