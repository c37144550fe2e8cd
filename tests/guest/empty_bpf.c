/* SPDX-License-Identifier: MIT */
/* In place of bpftrace where the gate starts it often: a BPF program on raw_syscalls:sys_enter that
 * does nothing but return 1, as bpftrace's do, attached through perf likewise (bpf(2),
 * perf_event_open(2)). Prints what the recipe waits for, and stays until it is killed. */
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int fail(const char *what)
{
    perror(what);
    return 1;
}

/* 0 where it can't be read. */
static uint64_t tracepoint_id(void)
{
    char text[32] = "";
    int fd = open("/sys/kernel/tracing/events/raw_syscalls/sys_enter/id", O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    return got > 0 ? strtoull(text, NULL, 10) : 0;
}

int main(void)
{
    static const struct bpf_insn code[] = {
        {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = 1},
        {.code = BPF_JMP | BPF_EXIT}};
    union bpf_attr load = {.prog_type = BPF_PROG_TYPE_TRACEPOINT,
                           .insns = (uintptr_t)code,
                           .insn_cnt = sizeof code / sizeof *code,
                           .license = (uintptr_t) "GPL"};
    struct perf_event_attr event = {.type = PERF_TYPE_TRACEPOINT,
                                    .size = sizeof event,
                                    .config = tracepoint_id(),
                                    .sample_period = 1,
                                    .wakeup_events = 1};
    int program = (int)syscall(SYS_bpf, BPF_PROG_LOAD, &load, sizeof load);
    if (program < 0)
        return fail("bpf");
    int fd = (int)syscall(SYS_perf_event_open, &event, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);
    if (fd < 0)
        return fail("perf_event_open");
    if (ioctl(fd, PERF_EVENT_IOC_SET_BPF, program) != 0 || ioctl(fd, PERF_EVENT_IOC_ENABLE, 0) != 0)
        return fail("ioctl");
    puts("1");
    fflush(stdout);
    for (;;)
        pause();
}
