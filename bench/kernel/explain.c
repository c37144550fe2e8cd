/* SPDX-License-Identifier: MIT */
#include "kernel/explain.h"

#include <string.h>

static const char *const vsyscall_line[] = {
    [VSYSCALL_NONE] = "",
    [VSYSCALL_XONLY] =
        "The vDSO's predecessor, kept for old programs: a page at the same address in every 64-bit "
        "process. It is no memory of the process: a call faults into the kernel, which does the "
        "system call itself. It is part of the kernel, and safe: it can't be read, and only its "
        "three entries can be called.",
    [VSYSCALL_EMULATE] =
        "The vDSO's predecessor, kept for old programs: a page at the same address in every 64-bit "
        "process. A call faults into the kernel, which does the system call itself; the bytes can "
        "be read, but are never executed. It is part of the kernel; it is safe, and safer still "
        "with vsyscall=xonly.",
};

const char *explain_line(const char *name, enum vsyscall_mode mode)
{
    if (strcmp(name, "[vvar]") == 0)
        return "Variables that the kernel keeps up to date for the code in [vdso], such as the "
               "time of the last tick. They are part of the kernel; a process can only read them, "
               "and is meant to, so this is safe.";
    if (strcmp(name, "[vvar_vclock]") == 0)
        return "More variables for [vdso]: the clock pages that a hypervisor (KVM, Xen, Hyper-V) "
               "shares with its guest. They are part of the kernel, unused without a hypervisor, "
               "only readable, and safe.";
    if (strcmp(name, "[vdso]") == 0)
        return "Code of the kernel that runs without entering it: a small shared library (ELF), "
               "built with the kernel, which maps it into every process at exec. It is part of the "
               "kernel, and safe: it has no more rights than the program that calls it.";
    if (strcmp(name, "[vsyscall]") == 0)
        return vsyscall_line[mode];
    return "Another mapping of the kernel's own, which systoll doesn't know.";
}

static const char entries[] =
    "Every 64-bit process, at three entries: 0xffffffffff600000 (gettimeofday), "
    "0xffffffffff600400 (time) and 0xffffffffff600800 (getcpu). A call to any other byte of the "
    "page, or with a bad pointer, is answered with SIGSEGV.";

static const struct mode_words words[] = {
    [VSYSCALL_NONE] =
        {
            .read = "Nobody: there is no page.",
            .call = "Nobody: a call is answered with SIGSEGV. Programs built against glibc before "
                    "2.14 (Debian 7, CentOS 6) die of it.",
            .misuse = "Nothing lies at the fixed address, so there is nothing to misuse.",
            .change = "The path is there after a boot with vsyscall=xonly on the kernel's command "
                      "line, if the kernel was built with CONFIG_X86_VSYSCALL_EMULATION.",
        },
    [VSYSCALL_XONLY] =
        {
            .read = "Nobody, not even a debugger.",
            .call = entries,
            .misuse = "The address is known in advance, so an attacker who can already steer a "
                      "program may jump to the three entries; the syscall and ret instructions "
                      "between them, which served as gadgets once, can't be reached.",
            .change = "vsyscall=none on the kernel's command line takes the page away; "
                      "vsyscall=emulate lets programs that read its code (old tracers) do so.",
        },
    [VSYSCALL_EMULATE] =
        {
            .read = "Everybody: the bytes are the same on every machine.",
            .call = entries,
            .misuse = "The address is known in advance, so an attacker who can already steer a "
                      "program may jump to the three entries, and has a place that is sure to be "
                      "readable; the syscall and ret instructions in it are never executed.",
            .change = "vsyscall=xonly on the kernel's command line hides the bytes and keeps the "
                      "calls; vsyscall=none takes the page away.",
        },
};

const struct mode_words *explain_mode(enum vsyscall_mode mode)
{
    return &words[mode];
}

const char *explain_absence(int elf)
{
    static const char *const why[] = {
        [CLASS_UNKNOWN] = "; whether it is a 32-bit one, which has none, can't be seen",
        [CLASS_32] = ", as it is a 32-bit one",
        [CLASS_64] = (", though it is a 64-bit one: another system that plays Linux, such as "
                      "user-mode Linux or an emulator, made its maps")};
    return why[elf];
}

const char *explain_aslr(const struct process *p)
{
    switch (p->aslr) {
    case ASLR_ON:
        return "The address is drawn at random at each exec (randomize_va_space is on).";
    case ASLR_OFF_SYSTEM:
        return "The address is not random: /proc/sys/kernel/randomize_va_space is 0.";
    case ASLR_OFF_PROCESS:
        return "The address is not random: this process runs with ADDR_NO_RANDOMIZE (setarch -R).";
    case ASLR_UNKNOWN:
        break;
    }
    return "Whether the address is random can't be seen: /proc/PID/personality can't be read.";
}
