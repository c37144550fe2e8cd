/* SPDX-License-Identifier: MIT */
#include "cmd/inspect/code.h"
#include "cmd/cmd.h"

#include "elf/disassemble.h"
#include "output/output.h"
#include "output/print.h"
#include "text/json_text.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

enum { PAGE_CODE = 10, ERROR = 2 * OUTPUT_ERROR }; /* mov, syscall, ret of an entry */

/* Code of the vDSO or of the page, as it lies in memory. */
struct code {
    const char *name;
    uint64_t address, size;
    const unsigned char *bytes;
    unsigned char own[PAGE_CODE];
};

static const struct {
    const char *name;
    uint64_t offset;
} entries[] = {{"vsyscall:gettimeofday", VSYSCALL_GETTIMEOFDAY},
               {"vsyscall:time", VSYSCALL_TIME},
               {"vsyscall:getcpu", VSYSCALL_GETCPU}};

enum { ENTRIES = sizeof entries / sizeof *entries };

/* Entries of the page, then what the vDSO has. */
static struct word code_words(const void *of, size_t i)
{
    const struct inspection *in = of;
    if (i < ENTRIES)
        return (struct word){entries[i].name, NULL};
    for (size_t n = 0, at = ENTRIES; n < in->size; n++)
        if (in->symbols[n].code && at++ == i)
            return (struct word){in->symbols[n].name, NULL};
    return (struct word){NULL, NULL};
}

/* The kernel's copy says whether it can be read, without a fault. */
static int take_entry(const struct inspection *in, struct code *c)
{
    struct iovec to = {c->own, PAGE_CODE}, from = {(void *)c->address, PAGE_CODE};
    if (in->vsyscall.mode == VSYSCALL_NONE)
        return cmd_error("inspect", "%s can't be shown: this boot has no vsyscall page", c->name);
    if (process_vm_readv(getpid(), &to, 1, &from, 1, 0) != PAGE_CODE)
        return cmd_error("inspect",
                         "%s can't be shown: the page of this boot can't be read (vsyscall=%s); a "
                         "call faults, and the kernel does it",
                         c->name, vsyscall_mode_name(in->vsyscall.mode));
    c->bytes = c->own;
    return EXIT_OK;
}

static int take_symbol(const struct inspection *in, const struct symbol *s, struct code *c)
{
    uint64_t offset = s->address - in->process.base;
    if (!s->size || s->size > in->process.vdso.size || offset > in->process.vdso.size - s->size)
        return cmd_error("inspect", "%s can't be shown: the vDSO does not say where it ends",
                         c->name);
    c->address = s->address;
    c->size = s->size;
    c->bytes = in->process.vdso.image + offset;
    return EXIT_OK;
}

static int find_code(const struct inspection *in, struct code *c)
{
    for (size_t i = 0; i < ENTRIES; i++)
        if (strcmp(entries[i].name, c->name) == 0) {
            c->address = VSYSCALL_PAGE + entries[i].offset;
            c->size = PAGE_CODE;
            return take_entry(in, c);
        }
    if (in->process.not_here)
        return cmd_error("inspect", "%s can't be shown: %s", c->name, in->process.not_here);
    for (size_t i = 0; i < in->size; i++)
        if (in->symbols[i].code && strcmp(in->symbols[i].name, c->name) == 0)
            return take_symbol(in, &in->symbols[i], c);
    return cmd_unknown("inspect", "symbol or entry", c->name, code_words, in);
}

static int print_json(const struct code *c, char *text)
{
    json_t *lines = json_array();
    char *rest = text;
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        json_array_append_new(lines, json_string(line));
    json_t *all = json_pack("{s:s, s:s, s:o, s:I, s:o}", "schema", "systoll.code/1", "name",
                            c->name, "address", json_sprintf("0x%" PRIx64, c->address), "bytes",
                            (json_int_t)c->size, "instructions", lines);
    int error = all ? json_print(all, 0, stdout) : -ENOMEM;
    json_decref(all);
    return error;
}

int inspect_disassemble(const struct inspection *in, const char *name, bool json)
{
    struct code c = {.name = name};
    int code = find_code(in, &c);
    if (code)
        return code;
    char *text =
        disassemble(c.bytes, c.size, c.address, c.bytes != c.own && in->process.vdso.is_32);
    if (!text)
        return cmd_error("inspect", "%s can't be disassembled: %s", name,
                         errno == ENOENT ? "there is no objdump, install binutils"
                                         : strerror(errno));
    int error = 0;
    if (json)
        error = print_json(&c, text);
    else
        printf("%s: %" PRIu64 " bytes at 0x%" PRIx64 "\n%s", name, c.size, c.address, text);
    free(text);
    error = error ? error : output_flush(stdout);
    return error ? cmd_error("inspect", "can't print: %s", strerror(-error)) : EXIT_OK;
}

static int write_image(const void *arg, FILE *out)
{
    const struct vdso *v = arg;
    return fwrite(v->image, 1, v->size, out) == v->size ? 0 : -EIO;
}

int inspect_extract(const struct inspection *in, const char *path)
{
    char error[ERROR];
    if (in->process.not_here)
        return cmd_error("inspect", "there is nothing to extract: %s", in->process.not_here);
    if (output_print(path, &output_vdso, write_image, &in->process.vdso, NULL, error, sizeof error))
        return cmd_error("inspect", "%s", error);
    cmd_line(stdout, "%s: %zu bytes written to %s", in->soname, in->process.vdso.size, path);
    return EXIT_OK;
}
