/* SPDX-License-Identifier: MIT */
#include "selftest/finding.h"

#include "text/text.h"

#include <stdarg.h>

void found_read(struct finding *f, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    text_vsay(f->read, sizeof f->read, format, args);
    va_end(args);
}

void found(struct finding *f, enum self_verdict verdict, const char *follows, ...)
{
    va_list args;
    f->verdict = verdict;
    va_start(args, follows);
    text_vsay(f->follows, sizeof f->follows, follows, args);
    va_end(args);
}
