/* SPDX-License-Identifier: MIT */
#include "doctor/doctor.h"

#include "text/text.h"

#include <stdarg.h>
#include <stdio.h>

const struct doctor_row *const doctor_groups[] = {
    doctor_clocks, doctor_page, doctor_entry, doctor_taxes, doctor_tracers, doctor_machine, NULL};

void doctor_look(const struct doctor_row *row, const struct host *h, struct doctor_line *l)
{
    *l = (struct doctor_line){.why = row->why};
    row->look(h, l);
    text_printable(l->seen);
    text_printable(l->remedy);
}

const char *doctor_verdict_name(enum doctor_verdict verdict)
{
    static const char *const names[] = {"ok", "note", "finding"};
    return names[verdict];
}

void doctor_seen(struct doctor_line *l, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(l->seen, sizeof l->seen, format, args);
    va_end(args);
}

void doctor_say(struct doctor_line *l, enum doctor_verdict verdict, const char *remedy, ...)
{
    va_list args;
    l->verdict = verdict;
    *l->remedy = '\0';
    if (!remedy)
        return;
    va_start(args, remedy);
    vsnprintf(l->remedy, sizeof l->remedy, remedy, args);
    va_end(args);
}

void doctor_unseen(struct doctor_line *l, const char *place)
{
    doctor_seen(l, "can't be seen: %s can't be read here", place);
    doctor_say(l, DOCTOR_NOTE, "run it where %s is mounted, outside of the container", place);
}
