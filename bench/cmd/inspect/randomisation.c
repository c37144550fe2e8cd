/* SPDX-License-Identifier: MIT */
#include "cmd/inspect/randomisation.h"
#include "cmd/cmd.h"
#include "cmd/style.h"

#include "kernel/explain.h"
#include "kernel/process.h"
#include "layout/entropy.h"
#include "layout/layout.h"
#include "measure/clock.h"
#include "output/print.h"
#include "report/layout.h"
#include "text/json_text.h"
#include "text/show.h"
#include "text/text.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BITS = 64, NAME = 10, TEXT = 600 };

/* What came of it, by the parts of a layout. */
struct drawn {
    size_t n;
    struct entropy of[LAYOUT_PARTS];
    uint64_t first[LAYOUT_PARTS]; /* 0: this boot has none */
    const char *off;              /* why nothing can vary; NULL */
};

static void say_progress(size_t done, size_t n, double start, double *said)
{
    double now = clock_seconds();
    if (now - *said < 0.5)
        return;
    *said = now;
    fprintf(stderr, "\r%zu of %zu processes, %.0f s left \033[K", done, n,
            (now - start) * (double)(n - done) / (double)done);
}

/* addresses: n of each part, part by part. */
static int draw_addresses(size_t n, uint64_t *addresses)
{
    struct addresses l;
    bool looks = isatty(STDERR_FILENO);
    double start = clock_seconds(), said = start;
    int error = 0;
    for (size_t i = 0; i < n && !error; i++) {
        error = layout_fresh(&l);
        for (int part = 0; part < LAYOUT_PARTS; part++)
            addresses[(size_t)part * n + i] = l.at[part];
        if (looks)
            say_progress(i + 1, n, start, &said);
    }
    if (looks)
        fputs("\r\033[K", stderr);
    return error;
}

/* From bit 63 to bit 0, in groups of 16: '#' varies, '.' does not. */
static void print_picture(uint64_t varying, FILE *out)
{
    for (int bit = BITS - 1; bit >= 0; bit--)
        fprintf(out, "%c%s", varying >> bit & 1 ? '#' : '.', bit % 16 || !bit ? "" : " ");
}

static void say_entropy(const struct entropy *e, char *text, size_t size)
{
    char low[SHOW_NUMBER], high[SHOW_NUMBER];
    if (!e->bits)
        snprintf(text, size, "0");
    else
        snprintf(text, size, "%s..%s", show_fixed(e->low, 1, low), show_fixed(e->high, 1, high));
}

static int print_text(const struct drawn *d, FILE *out)
{
    char text[TEXT], most[SHOW_NUMBER], entropy[TEXT];
    fprintf(out, "%-*s%4s  %-11s  %s\n", NAME, "", "bits", "entropy",
            "63            48 47            32 31            16 15             0");
    for (int i = 0; i < LAYOUT_PARTS; i++) {
        if (!d->first[i]) {
            fprintf(out, "%-*s   -  not here\n", NAME, layout_names[i]);
            continue;
        }
        say_entropy(&d->of[i], entropy, sizeof entropy);
        fprintf(out, "%-*s%4d  %-11s  ", NAME, layout_names[i], d->of[i].bits, entropy);
        print_picture(d->of[i].varying, out);
        fputc('\n', out);
    }
    text_say(
        text, sizeof text,
        "Addresses in %zu fresh processes. bits: those that were not the same in all (#), which "
        "is the most that the entropy can be. entropy: in bits, a 95 %% interval from how many "
        "processes got the same address; %zu of them can show %s at most.",
        d->n, d->n, show_fixed(entropy_most(d->n), 1, most));
    fputc('\n', out);
    layout_paragraph(out, style_of(out).width, 0, " ", text);
    if (d->off)
        fprintf(out, "%s\n", d->off);
    return output_flush(out);
}

static json_t *part_json(const struct drawn *d, int i)
{
    const struct entropy *e = &d->of[i];
    if (!d->first[i])
        return json_null();
    return json_pack("{s:i, s:o, s:I, s:f, s:f}", "varying_bits", e->bits, "varying",
                     json_sprintf("0x%016" PRIx64, e->varying), "distinct", (json_int_t)e->distinct,
                     "entropy_low", e->low, "entropy_high", e->high);
}

static int print_json(const struct drawn *d, FILE *out)
{
    json_t *parts = json_object();
    for (int i = 0; i < LAYOUT_PARTS; i++)
        json_object_set_new(parts, layout_names[i], part_json(d, i));
    json_t *all =
        json_pack("{s:s, s:I, s:f, s:s?, s:o}", "schema", "systoll.randomisation/1", "processes",
                  (json_int_t)d->n, "most", entropy_most(d->n), "off", d->off, "parts", parts);
    if (!all)
        return -ENOMEM;
    json_print(all, 0, out);
    json_decref(all);
    return output_flush(out);
}

static const char *why_off(void)
{
    struct process p;
    char error[TEXT];
    const char *off = NULL;
    if (!process_look("", getpid(), &p, error, sizeof error))
        return NULL;
    if (p.aslr == ASLR_OFF_SYSTEM || p.aslr == ASLR_OFF_PROCESS)
        off = explain_aslr(&p);
    process_free(&p);
    return off;
}

int inspect_randomisation(size_t n, bool json)
{
    uint64_t *addresses = calloc(n * LAYOUT_PARTS, sizeof *addresses);
    struct drawn d = {.n = n, .off = why_off()};
    int error = addresses ? draw_addresses(n, addresses) : -ENOMEM;
    for (int i = 0; i < LAYOUT_PARTS && !error; i++) {
        d.first[i] = addresses[(size_t)i * n];
        d.of[i] = entropy_of(addresses + (size_t)i * n, n);
    }
    free(addresses);
    if (error)
        return cmd_error("inspect", "fresh processes can't be begun: %s", strerror(-error));
    error = json ? print_json(&d, stdout) : print_text(&d, stdout);
    return error ? cmd_error("inspect", "can't print: %s", strerror(-error)) : EXIT_OK;
}
