/* SPDX-License-Identifier: MIT */
#include "cmd/inspect/text.h"

#include "cmd/inspect/space.h"
#include "kernel/vdso_entry.h"
#include "text/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

enum { WIDTH = 84, LABEL = 10, MAX_TEXT = 1024 };

/* Prints a text in words, broken before WIDTH, each line after the first behind the same indent. */
static void wrap(FILE *out, int indent, const char *text)
{
    int column = indent;
    while (*text) {
        int word = (int)strcspn(text, " ");
        if (column > indent && column + 1 + word > WIDTH) {
            fprintf(out, "\n%*s", indent, "");
            column = indent;
        }
        column += fprintf(out, "%s%.*s", column > indent ? " " : "", word, text);
        text += word;
        text += strspn(text, " ");
    }
    fputc('\n', out);
}

__attribute__((format(printf, 3, 4))) static void row(FILE *out, const char *label,
                                                      const char *format, ...)
{
    char text[MAX_TEXT];
    va_list args;
    va_start(args, format);
    text_vsay(text, sizeof text, format, args);
    va_end(args);
    fprintf(out, "  %-*s", LABEL, label);
    wrap(out, 2 + LABEL, text);
}

static void print_lines(const struct inspection *i, FILE *out)
{
    const struct process *p = &i->process;
    for (int n = 0; n < p->size; n++) {
        const struct maps_line *line = &p->lines[n];
        fprintf(out, "%-13s  %" PRIx64 "-%" PRIx64 "  %s  %" PRIu64 " KiB\n    ", line->name,
                line->from, line->to, line->perms, (line->to - line->from) / 1024);
        wrap(out, 4, explain_line(line->name, i->vsyscall.mode));
    }
    if (p->no_proc)
        fputs("/proc can't be read, so the lines of this process are not shown.\n", out);
    else if (!p->size)
        fputs("This process has none of the kernel's own lines in /proc/PID/maps.\n", out);
}

static void print_found(const struct vsyscall *v, FILE *out)
{
    row(out, "maps", "%s",
        *v->maps    ? v->maps
        : v->mapped ? "no [vsyscall] line in /proc/self/maps"
                    : "/proc/self/maps can't be read");
    row(out, "a call", "of time() through its entry %s%s", v->call.signal ? "ended with " : "",
        probe_words(&v->call));
    if (v->read.signal)
        row(out, "a read", "of the first byte ended with %s, error code %#" PRIx64,
            probe_words(&v->read), v->read.error);
    else
        row(out, "a read", "of the first byte gave %#04" PRIx64, v->read.result);
    if (!v->agree)
        row(out, "but", "%s",
            "the maps line and the trials do not agree: a seccomp filter, or another system that "
            "plays Linux, stands in between.");
}

static void print_mode(const struct inspection *i, FILE *out)
{
    const struct mode_words *words = explain_mode(i->vsyscall.mode);
    fprintf(out, "\nvsyscall mode of this boot: %s\n", vsyscall_mode_name(i->vsyscall.mode));
    print_found(&i->vsyscall, out);
    if (i->vsyscall.mode != VSYSCALL_NONE && !i->process.no_proc &&
        !process_line(&i->process, "[vsyscall]"))
        row(out, "here", "process %d has no such page%s.", (int)i->process.pid,
            explain_absence((int)i->process.elf));
    row(out, "readers", "%s", words->read);
    row(out, "callers", "%s", words->call);
    row(out, "misuse", "%s", words->misuse);
    row(out, "change", "%s", words->change);
}

static void print_symbol(const struct inspection *i, const struct symbol *s, FILE *out)
{
    char offset[24] = "-";
    if (s->code)
        snprintf(offset, sizeof offset, "+0x%" PRIx64, s->address - i->process.base);
    fprintf(out, "  %8s %6" PRIu64 "  %-10s  %s\n", offset, s->size, s->version, s->name);
}

static void print_vdso(const struct inspection *i, FILE *out)
{
    const struct process *p = &i->process;
    fprintf(out, "\nvDSO%s%s\n", *i->soname ? ": " : "", i->soname);
    if (p->base)
        row(out, "address", "0x%" PRIx64 ". %s", p->base, explain_aslr(p));
    if (p->not_here) {
        row(out, "symbols", "%s.", p->not_here);
        return;
    }
    const char *entry = vdso_entry(&p->vdso, p->base);
    if (entry)
        row(out, "enters", "the kernel by %s, in __kernel_vsyscall, which AT_SYSINFO points to",
            entry);
    fprintf(out, "\n  %8s %6s  %-10s  %s\n", "address", "bytes", "version", "symbol");
    for (size_t n = 0; n < i->size; n++)
        print_symbol(i, &i->symbols[n], out);
}

int inspect_text(const struct inspection *i, FILE *out)
{
    const struct process *p = &i->process;
    fprintf(out, "Process %d (%s): what the kernel itself put into its memory\n\n", (int)p->pid,
            p->command ? p->command : "?");
    print_lines(i, out);
    if (!i->space_error)
        inspect_space_text(&i->space, out);
    print_mode(i, out);
    print_vdso(i, out);
    errno = 0;
    return fflush(out) || ferror(out) ? (errno ? -errno : -EIO) : 0;
}
