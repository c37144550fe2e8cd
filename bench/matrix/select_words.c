/* SPDX-License-Identifier: MIT */
#include "matrix/select_words.h"

#include "matrix/places.h"
#include "matrix/programs.h"

/* The programs' ABIs, and behind them the word for all. */
struct word abi_words(const void *of, size_t i)
{
    size_t size = 0;
    (void)of;
    while (programs[size].abi)
        size++;
    if (i < size)
        return (struct word){programs[i].abi, programs[i].help};
    return i == size ? (struct word){"all", "both"} : (struct word){NULL, NULL};
}

/* Of all programs, and each name once. */
struct word path_words(const void *of, size_t i)
{
    (void)of;
    for (const struct program *program = programs; program->abi; program++)
        for (const struct path *p = program->paths; p->name; p++)
            if ((program == programs || !program_path(programs, p->name)) && !i--)
                return (struct word){p->name, p->help};
    return (struct word){NULL, NULL};
}

/* The rows of a table of places, and behind them the word for all. */
struct word context_words(const void *of, size_t i)
{
    size_t size = 0;
    (void)of;
    while (places[size].name)
        size++;
    if (i < size)
        return (struct word){places[i].name, places[i].help};
    return i == size ? (struct word){"all", "every context"} : (struct word){NULL, NULL};
}

/* On no path by default. */
static bool is_optional(const struct call *call)
{
    const struct path *p = paths;
    while (p->name && !(p->by_default && program_offers(programs, p, call)))
        p++;
    return !call->by_default || !p->name;
}

/* The calls, and behind them the word for every size of getrandom. */
struct word call_words(const void *of, size_t i)
{
    size_t size = 0;
    (void)of;
    while (calls[size].name)
        size++;
    if (i >= size)
        return i == size ? (struct word){CALL_OF_SIZES, "every size"} : (struct word){NULL, NULL};
    bool is_i386 = calls[i].nr[ABI_COMPAT] && !calls[i].nr[ABI_X86_64];
    return (struct word){calls[i].name, is_i386                  ? "of 32-bit programs, past 2038"
                                        : is_optional(&calls[i]) ? "only where it is asked for"
                                                                 : NULL};
}

/* The clocks, and behind them the word for all. */
struct word clock_words(const void *of, size_t i)
{
    size_t size = 0;
    (void)of;
    while (clock_names[size].name)
        size++;
    if (i < size)
        return (struct word){clock_names[i].name,
                             clock_names[i].by_default ? NULL : "only where it is asked for"};
    return i == size ? (struct word){"all", "every clock"} : (struct word){NULL, NULL};
}
