/* SPDX-License-Identifier: MIT */
#include "watch/ring.h"

#include "kernel/vsyscall.h"

#include <asm/perf_regs.h>
#include <stdbool.h>
#include <string.h>

enum { RECORD = 256, WAKE = 64 * 1024, ENTRY = VSYSCALL_TIME - VSYSCALL_GETTIMEOFDAY };

/* In this order (perf_event_open(2)): the process; the registers of the user's side, sp before ip;
 * the top of its stack, where the call put the address that it returns to. No raw data, which only
 * root may have. */
struct call_record {
    struct perf_event_header header;
    uint32_t pid, tid;
    uint64_t abi; /* of registers: 0 none, and then none follow */
    uint64_t sp, ip;
    uint64_t stack_size, top, stack_got;
};

struct lost_record {
    struct perf_event_header header;
    uint64_t id, lost;
};

void ring_ask(struct perf_event_attr *attr)
{
    attr->sample_period = 1;
    attr->sample_type = PERF_SAMPLE_TID | PERF_SAMPLE_REGS_USER | PERF_SAMPLE_STACK_USER;
    attr->sample_regs_user = 1 << PERF_REG_X86_SP | 1 << PERF_REG_X86_IP;
    attr->sample_stack_user = sizeof(uint64_t);
    attr->watermark = 1; /* a wake-up for each sample would cost its caller tens of microseconds */
    attr->wakeup_watermark = WAKE;
}

static void copy_out(const struct ring *r, uint64_t at, void *to, uint64_t size)
{
    uint64_t from = at & (r->size - 1), first = r->size - from;
    if (first > size)
        first = size;
    memcpy(to, r->bytes + from, first);
    memcpy((char *)to + first, r->bytes, size - first);
}

/* A sample of another shape has no registers: a kernel thread's, and those never call. */
static bool read_sample(const struct call_record *s, struct page_call *call)
{
    uint64_t entry = s->ip - VSYSCALL_PAGE;
    if (s->header.size < sizeof *s || !s->abi || entry % ENTRY || entry / ENTRY > 2)
        return false;
    call->pid = (pid_t)s->pid;
    call->call = (int)(entry / ENTRY);
    call->address = s->stack_got == sizeof s->top ? s->top : 0;
    return true;
}

void ring_drain(struct ring *r, void (*seen)(const struct page_call *call, void *arg), void *arg,
                uint64_t *lost)
{
    uint64_t head = __atomic_load_n(&r->page->data_head, __ATOMIC_ACQUIRE);
    uint64_t at = r->page->data_tail;
    while (at != head) {
        union {
            struct perf_event_header header;
            struct call_record sample;
            struct lost_record lost;
            char bytes[RECORD];
        } one = {0};
        struct page_call call;
        copy_out(r, at, &one.header, sizeof one.header);
        uint16_t size = one.header.size;
        if (size < sizeof one.header || size > head - at)
            break; /* no kernel writes that */
        copy_out(r, at, &one, size < sizeof one ? size : sizeof one);
        if (one.header.type == PERF_RECORD_SAMPLE && read_sample(&one.sample, &call))
            seen(&call, arg);
        else if (one.header.type == PERF_RECORD_LOST)
            *lost += one.lost.lost;
        at += size;
        __atomic_store_n(&r->page->data_tail, at, __ATOMIC_RELEASE);
    }
    __atomic_store_n(&r->page->data_tail, head, __ATOMIC_RELEASE);
}
