#!/bin/bash
# SPDX-License-Identifier: MIT
# systoll check finds nothing wrong on two kernels in every vsyscall mode, nor where the vDSO or the
# IA32 emulation is off, and chooses its expectations by what it finds there. By the shared boots, and
# one of its own.
# shellcheck source=tests/guest/lib.sh
. "$(dirname "$0")/lib.sh"
needs_shared

# NAME|MODE[-WORDS]|LEAST ASSERTIONS|what one of them has to say
boots=(
    "newest|emulate|1100|process_vm_readv of the page gives 4096 bytes (mode emulate)"
    "newest|xonly|1100|process_vm_readv of the page gives EFAULT (mode xonly)"
    "newest|none|1000|maps has no \[vsyscall\] (mode none)"
    "words|xonly-clocksource=acpi_pm|1100|monotonic) makes a system call (clocksource acpi_pm)"
    "words|xonly-vdso=0|700|AT_SYSINFO_EHDR is absent"
    "words|xonly-ia32_emulation=0|700|int 0x80 faults with SI_KERNEL, not ENOSYS"
)
older_boots=(
    "oldest|emulate|1100|process_vm_readv of the page gives 4096 bytes (mode emulate)"
    "oldest|xonly|1100|process_vm_readv of the page gives EFAULT (mode xonly)"
    "oldest|none|1000|maps has no \[vsyscall\] (mode none)"
)

judge() { # NAME|...
    local name mode least said out made
    IFS='|' read -r name mode least said <<<"$1"
    out=$(shared_guest "$name" "$mode")/3.stdout
    [ "$name" != own ] || out=$temp/own/1.stdout
    [ "$(cat "${out%.stdout}.exit")" = 0 ] || wrong "$name $mode: exit $(cat "${out%.stdout}".{exit,stderr})"
    grep -A 3 '^not ok' "$out" && wrong "$name $mode: something is not ok"
    made=$(grep -c '^ok [^#]*$' "$out")
    [ "$made" -ge "$least" ] || wrong "$name $mode: $made assertions instead of $least and more"
    grep -q -- "$said" "$out" || wrong "$name $mode: there is no '$said'"
    [ "$(tail -n 1 "$out")" = "1..$(grep -cE '^(not )?ok ' "$out")" ] || wrong "$name $mode: the plan is off"
}

if [ "$older" != "$package" ]; then
    boots+=("${older_boots[@]}" "own|$older vdso=0|700|AT_SYSINFO_EHDR is absent")
    guest --exact --kernel "$older" --append "vsyscall=xonly vdso=0" --time-limit 400 -o "$temp/own" \
        -- systoll-static check &
    wait $! || wrong "the guest failed"
fi
for boot in "${boots[@]}"; do
    judge "$boot"
done
exit "$wrong"
