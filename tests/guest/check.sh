#!/bin/bash
# SPDX-License-Identifier: MIT
# systoll check finds nothing wrong on two kernels in every vsyscall mode, nor where the vDSO or the
# IA32 emulation is off, and chooses its expectations by what it finds there.
# Guests count instructions: on a busy host a kernel may give up its TSC in the midst of it.
# shellcheck source=tests/guest/lib.sh disable=SC2317 # called by two_at_once
. "$(dirname "$0")/lib.sh"

new=$package
old=linux-image-cloud-amd64 # 6.1
"$root/scripts/kernels" $old >/dev/null || unavailable "no kernel $old"

# KERNEL|PARAMETERS|LEAST ASSERTIONS|what one of them has to say
boots=(
    "$old|vsyscall=emulate|1100|process_vm_readv of the page gives 4096 bytes (mode emulate)"
    "$old|vsyscall=xonly|1100|process_vm_readv of the page gives EFAULT (mode xonly)"
    "$old|vsyscall=none|1000|maps has no \[vsyscall\] (mode none)"
    "$old|vsyscall=xonly vdso=0|700|AT_SYSINFO_EHDR is absent"
    "$new|vsyscall=emulate|1100|process_vm_readv of the page gives 4096 bytes (mode emulate)"
    "$new|vsyscall=xonly clocksource=acpi_pm|1100|monotonic) makes a system call (clocksource acpi_pm)"
    "$new|vsyscall=none|1000|maps has no \[vsyscall\] (mode none)"
    "$new|vsyscall=emulate vdso=0|700|AT_SYSINFO_EHDR is absent"
    "$new|vsyscall=xonly ia32_emulation=0|700|int 0x80 faults with SI_KERNEL, not ENOSYS"
)

boot() { # NUMBER
    local parameters
    IFS='|' read -r kernel parameters _ <<<"${boots[$1]}"
    guest --exact --append "$parameters" --time-limit 400 -o "$temp/$1" -- systoll-static check
}

judge() { # NUMBER
    local kernel parameters least said out=$temp/$1/1.stdout made
    IFS='|' read -r kernel parameters least said <<<"${boots[$1]}"
    local at="$kernel $parameters"
    [ "$(cat "$temp/$1/1.exit")" = 0 ] || wrong "$at: exit $(cat "$temp/$1/1.exit" "$temp/$1/1.stderr")"
    grep -A 3 '^not ok' "$out" && wrong "$at: something is not ok"
    made=$(grep -c '^ok [^#]*$' "$out")
    [ "$made" -ge "$least" ] || wrong "$at: $made assertions instead of $least and more"
    grep -q -- "$said" "$out" || wrong "$at: there is no '$said'"
    [ "$(tail -n 1 "$out")" = "1..$(grep -cE '^(not )?ok ' "$out")" ] || wrong "$at: the plan is off"
}

two_at_once boot "${!boots[@]}"
for number in "${!boots[@]}"; do
    judge "$number"
done
exit "$wrong"
