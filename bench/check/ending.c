/* SPDX-License-Identifier: MIT */
#include "check/ending.h"

#include "text/text.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>

enum { WORDS = 200, REACH = 16 };

static bool is_near(const struct ending *e, const struct probe *p)
{
    return !e->address || p->address - e->address <= REACH;
}

static bool matches(const struct ending *e, const struct probe *p)
{
    if (e->signal != p->signal)
        return false;
    if (!e->signal && e->result == RESULT_POSITIVE)
        return (int64_t)p->result > 0;
    if (!e->signal)
        return e->result == RESULT_ANY || (uint32_t)e->result == (uint32_t)p->result;
    bool code = e->code == CODE_ANY || e->code == p->code;
    bool address = e->code == SI_KERNEL ? !p->address : is_near(e, p);
    bool error = !e->error || e->error == p->error;
    bool ip = !e->ip[0] || (p->ip >= e->ip[0] && p->ip <= e->ip[1]);
    return code && address && error && ip;
}

const char *ending_words(const struct probe *p, char *words, size_t size)
{
    if (!p->signal)
        snprintf(words, size, "returned %" PRId64, (int64_t)p->result);
    else
        snprintf(words, size, "%s, error code %#" PRIx64 ", rip %#" PRIx64, probe_words(p),
                 p->error, p->ip);
    return words;
}

static const char *expected_words(const struct ending *e, char *words, size_t size)
{
    const struct probe p = {.signal = e->signal,
                            .code = e->code,
                            .address = e->address,
                            .error = e->error,
                            .ip = e->ip[0]};
    int used;
    if (!e->signal && e->result == RESULT_POSITIVE)
        return "returns a number above 0";
    if (!e->signal && e->result == RESULT_ANY)
        return "returns";
    if (!e->signal) {
        snprintf(words, size, "returns %" PRId64, e->result);
        return words;
    }
    used = snprintf(words, size, "%s", probe_words(&p));
    if (e->error)
        used += snprintf(words + used, size - (size_t)used, ", error code %#" PRIx64, e->error);
    if (e->ip[0])
        snprintf(words + used, size - (size_t)used, ", rip %#" PRIx64 " to %#" PRIx64, e->ip[0],
                 e->ip[1]);
    return words;
}

void check_ends(struct check *c, const struct ending *endings, size_t size,
                uint64_t (*f)(void *arg), void *arg, const char *format, ...)
{
    char text[WORDS], expected[WORDS], came[WORDS];
    struct probe p;
    bool good = false;
    va_list args;
    va_start(args, format);
    text_vsay(text, sizeof text, format, args);
    va_end(args);
    int error = probe_run(f, arg, &p);
    if (error && error != -ETIMEDOUT) {
        tap_skip(&c->tap, strerrordesc_np(-error), "%s", text);
        return;
    }
    for (size_t i = 0; i < size && !error; i++)
        good = good || matches(&endings[i], &p);
    struct tap_note note = {expected_words(endings, expected, sizeof expected),
                            error ? "it did not end within a second"
                                  : ending_words(&p, came, sizeof came),
                            endings->where};
    tap_ok(&c->tap, good, &note, "%s", text);
}
