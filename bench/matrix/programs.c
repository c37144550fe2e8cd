/* SPDX-License-Identifier: MIT */
#include "matrix/programs.h"

#include "matrix/insn.h"

#include <stddef.h>
#include <string.h>

const struct program programs[] = {
#ifdef __x86_64__
    {"x86_64", "this program", "", ABI_X86_64, paths},
#endif
    {"i386", "a 32-bit program", "i386/", ABI_COMPAT, paths_i386},
    {0}};

const struct program *program_named(const char *abi)
{
    const struct program *p = programs;
    while (p->abi && !(abi && strcmp(p->abi, abi) == 0))
        p++;
    return p->abi ? p : NULL;
}

const struct path *program_path(const struct program *program, const char *name)
{
    const struct path *p = program->paths;
    while (p->name && strcmp(p->name, name) != 0)
        p++;
    return p->name ? p : NULL;
}

const struct path *program_reference(const struct program *program)
{
    const struct path *p = program->paths;
    while (!p->is_reference)
        p++;
    return p;
}

uint64_t (*path_loop(const struct path *path, const struct call *call))(void *target, uint64_t n)
{
    if (!path->loop)
        return call->insn->loop;
    return path->own_state && call->vdso_setup ? loop_call5 : path->loop;
}

const struct call *path_answer(const struct path *path, const struct call *call)
{
    return path->answers_as ? call_named(path->answers_as) : call;
}

/* A call that has a number is one of the ABIs that number it. */
static bool has_call(const struct program *program, const struct call *call)
{
    return call->nr[program->numbers] != 0 || !call_has_number(call);
}

bool program_offers(const struct program *program, const struct path *path, const struct call *call)
{
    return has_call(program, call) &&
           (path->offers ? path->offers(call) : call->nr[path->abi] != 0);
}

bool program_shows(const struct program *program, const struct path *path, const struct call *call)
{
    return path->shows ? has_call(program, call) && path->shows(call)
                       : program_offers(program, path, call);
}
