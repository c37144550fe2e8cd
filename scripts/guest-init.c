/* SPDX-License-Identifier: MIT */
/* The first process of a guest that scripts/guest boots: runs the commands in /commands/1, 2, ...,
 * each a list of words that end in NUL, and leaves every file of /out on the raw disk as a cpio
 * archive. What the host is to know on the way goes to the console, after "guest: ". As a command,
 * /init FILE prints a file of the guest, such as /proc/kallsyms. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define DISK "/dev/nvme0n1"
#define CLOCKSOURCE "/sys/devices/system/clocksource/clocksource0/current_clocksource"
enum { MAX_WORDS = 256, MAX_BYTES = 65536, PATIENCE = 10 /* seconds */ };

__attribute__((format(printf, 1, 2))) static void tell(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("guest: ", stdout);
    vprintf(format, args);
    fputs("\n", stdout);
    fflush(stdout);
    va_end(args);
}

/* Files of proc, sysfs and tracefs are read with one read and no seek. Returns the length. */
static size_t slurp(const char *path, char *text, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? 0 : read(fd, text, size - 1);
    if (fd >= 0)
        close(fd);
    text[got > 0 ? got : 0] = '\0';
    return got > 0 ? (size_t)got : 0;
}

static void set_up(void)
{
    static const struct {
        const char *type, *path;
    } mounts[] = {{"proc", "/proc"},
                  {"sysfs", "/sys"},
                  {"devtmpfs", "/dev"},
                  {"tracefs", "/sys/kernel/tracing"}};
    for (size_t i = 0; i < sizeof mounts / sizeof *mounts; i++) {
        mkdir(mounts[i].path, 0755);
        if (mount(mounts[i].type, mounts[i].path, mounts[i].type, 0, NULL) != 0 && errno != EBUSY)
            tell("no %s: %s", mounts[i].type, strerror(errno));
    }
    mkdir("/tmp", 01777);
    mkdir("/out", 0755);
    /* The kernel hands on words of its command line that it doesn't know. */
    clearenv();
    setenv("PATH", "/", 1);
    setenv("HOME", "/", 1);
}

/* devtmpfs may have come after the kernel looked for a console. */
static void open_console(void)
{
    int fd = open("/dev/console", O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return;
    for (int i = 0; i <= STDERR_FILENO; i++)
        dup2(fd, i);
    if (fd > STDERR_FILENO)
        close(fd);
}

static bool wait_until(bool (*done)(void))
{
    const struct timespec pause = {.tv_nsec = 20 * 1000 * 1000};
    for (int i = 0; i < PATIENCE * 50; i++) {
        if (done())
            return true;
        nanosleep(&pause, NULL);
    }
    return false;
}

/* tsc takes over from tsc-early about two seconds after boot, when its calibration is refined
 * (arch/x86/kernel/tsc.c, tsc_refine_calibration_work). */
static bool clocksource_settled(void)
{
    char name[64];
    slurp(CLOCKSOURCE, name, sizeof name);
    return strcmp(name, "tsc-early\n") != 0;
}

static bool disk_there(void)
{
    return access(DISK, W_OK) == 0;
}

/* One member of a newc archive (cpio(5)); members and names are padded to 4 bytes. */
static void put_member(FILE *to, const char *name, const char *data, size_t size)
{
    static const char zeros[4];
    size_t name_size = strlen(name) + 1;
    fprintf(to, "070701%08x%08x%08x%08x%08x%08x%08zx%08x%08x%08x%08x%08zx%08x", 1, 0100644, 0, 0, 1,
            0, size, 0, 0, 0, 0, name_size, 0);
    fwrite(name, 1, name_size, to);
    fwrite(zeros, 1, (4 - (110 + name_size) % 4) % 4, to);
    fwrite(data, 1, size, to);
    fwrite(zeros, 1, (4 - size % 4) % 4, to);
}

static void put_file(FILE *to, const char *name)
{
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    struct stat s;
    if (fd < 0 || fstat(fd, &s) != 0 || !S_ISREG(s.st_mode)) {
        tell("can't keep /out/%s", name);
        return;
    }
    char *data = malloc((size_t)s.st_size + 1);
    ssize_t got = data ? read(fd, data, (size_t)s.st_size) : -1;
    if (got >= 0)
        put_member(to, name, data, (size_t)got);
    else
        tell("can't keep /out/%s", name);
    free(data);
    close(fd);
}

/* Done again after each command, so that a guest that hangs later has left what it had. */
static void save_out(void)
{
    FILE *disk = fopen(DISK, "r+e");
    DIR *out = opendir("/out");
    if (!disk || !out || chdir("/out") != 0) {
        tell("no disk to write to: %s", strerror(errno));
        return;
    }
    for (const struct dirent *e; (e = readdir(out));)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            put_file(disk, e->d_name);
    put_member(disk, "TRAILER!!!", "", 0);
    closedir(out);
    if (fflush(disk) != 0 || fsync(fileno(disk)) != 0)
        tell("can't write the disk: %s", strerror(errno));
    fclose(disk);
}

static void redirect(int number, const char *what, int fd)
{
    char path[64];
    snprintf(path, sizeof path, "/out/%d.%s", number, what);
    dup2(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644), fd);
}

__attribute__((noreturn)) static void become(int number, char **argv)
{
    setsid();
    dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
    redirect(number, "stdout", STDOUT_FILENO);
    redirect(number, "stderr", STDERR_FILENO);
    if (chdir("/out") == 0)
        execvp(argv[0], argv);
    fprintf(stderr, "guest: can't run %s: %s\n", argv[0], strerror(errno));
    _exit(127);
}

/* Runs it to its end, reaping whatever else falls to the first process; its exit code as a shell
 * gives it. */
static int run(int number, char **argv)
{
    int status = 0;
    pid_t pid = fork();
    if (pid == 0)
        become(number, argv);
    for (pid_t got = pid; got > 0;) {
        got = waitpid(-1, &status, 0);
        if (got == pid)
            return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    }
    return 127;
}

static void note_exit(int number, int code)
{
    char path[64];
    snprintf(path, sizeof path, "/out/%d.exit", number);
    FILE *f = fopen(path, "we");
    if (f)
        fprintf(f, "%d\n", code);
    if (!f || fclose(f) != 0)
        tell("can't write %s", path);
}

/* Command number's words into argv; false where there is no such command. */
static bool read_command(int number, char *bytes, char **argv)
{
    char path[64];
    snprintf(path, sizeof path, "/commands/%d", number);
    size_t size = slurp(path, bytes, MAX_BYTES), words = 0;
    for (char *p = bytes; p < bytes + size && words < MAX_WORDS; p += strlen(p) + 1)
        argv[words++] = p;
    argv[words] = NULL;
    return words > 0;
}

static void run_all(void)
{
    static char bytes[MAX_BYTES], *argv[MAX_WORDS + 1];
    for (int number = 1; read_command(number, bytes, argv); number++) {
        int code = run(number, argv);
        note_exit(number, code);
        tell("command %d (%s): exit %d", number, argv[0], code);
        save_out();
    }
}

static int print(const char *path)
{
    static char bytes[MAX_BYTES];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : 0;
    while (fd >= 0 && (got = read(fd, bytes, sizeof bytes)) > 0)
        if (write(STDOUT_FILENO, bytes, (size_t)got) != got)
            return 1;
    if (got < 0)
        perror(path);
    return got < 0;
}

int main(int argc, char **argv)
{
    char name[64];
    if (getpid() != 1)
        return argc == 2 ? print(argv[1]) : 2;
    set_up();
    open_console();
    tell("started");
    if (!wait_until(clocksource_settled))
        tell("the clocksource is still tsc-early");
    if (!wait_until(disk_there))
        tell("no " DISK);
    slurp(CLOCKSOURCE, name, sizeof name);
    tell("clocksource %.*s", (int)strcspn(name, "\n"), name);
    run_all();
    tell("done");
    tcdrain(STDOUT_FILENO);
    reboot(RB_POWER_OFF);
    return 1;
}
