/* SPDX-License-Identifier: MIT */
#include "cmd/inspect/json.h"

#include "cmd/inspect/space.h"
#include "kernel/vdso_entry.h"
#include "output/output.h"
#include "output/print.h"
#include "text/json_text.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>

static json_t *hex(uint64_t value)
{
    return json_sprintf("0x%" PRIx64, value);
}

static json_t *lines_json(const struct inspection *i)
{
    const struct process *p = &i->process;
    json_t *lines = json_array();
    for (int n = 0; n < p->size; n++) {
        const struct maps_line *line = &p->lines[n];
        json_array_append_new(lines,
                              json_pack("{s:s, s:o, s:o, s:s, s:I, s:s}", "name", line->name,
                                        "from", hex(line->from), "to", hex(line->to), "permissions",
                                        line->perms, "bytes", (json_int_t)(line->to - line->from),
                                        "explanation", explain_line(line->name, i->vsyscall.mode)));
    }
    return lines;
}

static json_t *probe_json(const struct probe *p)
{
    return json_pack("{s:s, s:i, s:i, s:o, s:o}", "ended", probe_words(p), "signal", p->signal,
                     "code", p->code, "error_code", hex(p->error), "result", hex(p->result));
}

static json_t *vsyscall_json(const struct vsyscall *v)
{
    const struct mode_words *words = explain_mode(v->mode);
    return json_pack("{s:s, s:s?, s:b, s:o, s:o, s:s, s:s, s:s, s:s}", "mode",
                     vsyscall_mode_name(v->mode), "maps", *v->maps ? v->maps : NULL, "agree",
                     v->agree, "call", probe_json(&v->call), "read", probe_json(&v->read),
                     "readers", words->read, "callers", words->call, "misuse", words->misuse,
                     "change", words->change);
}

static json_t *symbols_json(const struct inspection *i)
{
    json_t *symbols = json_array();
    for (size_t n = 0; n < i->size; n++) {
        const struct symbol *s = &i->symbols[n];
        json_t *offset = s->code ? json_integer((json_int_t)(s->address - i->process.base)) : NULL;
        json_array_append_new(symbols, json_pack("{s:s, s:s, s:o?, s:I}", "name", s->name,
                                                 "version", s->version, "offset", offset, "bytes",
                                                 (json_int_t)s->size));
    }
    return symbols;
}

static json_t *vdso_json(const struct inspection *i)
{
    const struct process *p = &i->process;
    const char *entry = p->not_here ? NULL : vdso_entry(&p->vdso, p->base);
    return json_pack("{s:s, s:o?, s:s, s:s?, s:s?, s:o}", "soname", i->soname, "address",
                     p->base ? hex(p->base) : NULL, "randomised", explain_aslr(p), "reason",
                     p->not_here, "kernel_vsyscall", entry, "symbols", symbols_json(i));
}

int inspect_json(const struct inspection *i, FILE *out)
{
    const struct process *p = &i->process;
    static const char *const classes[] = {[CLASS_32] = "ELF32", [CLASS_64] = "ELF64"};
    json_t *all =
        json_pack("{s:s, s:i, s:s?, s:s?, s:o, s:o, s:o, s:o}", "schema", "systoll.inspect/1",
                  "pid", (int)p->pid, "command", p->command, "class", classes[p->elf], "lines",
                  lines_json(i), "vsyscall", vsyscall_json(&i->vsyscall), "vdso", vdso_json(i),
                  "space", space_json(&i->space));
    if (!all)
        return -ENOMEM;
    json_print(all, 0, out);
    json_decref(all);
    return output_flush(out);
}
