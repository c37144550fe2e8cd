#!/bin/bash
# SPDX-License-Identifier: MIT
# A CPU is taken offline while a run measures on it: the run ends with what it has, says why, and
# blames no cell. In a guest of two CPUs. It has no IA32 emulation, so that a run of both ABIs shows there
# too that 32-bit programs are missing and nothing else.
# shellcheck source=tests/guest/lib.sh
. "$(dirname "$0")/lib.sh"

[ -x /bin/busybox ] || unavailable "no /bin/busybox"
# shellcheck disable=SC2016 # the guest's shell expands it
inside='systoll-static run --cpu 1 --time 60 --launches 4 --cells syscall:getppid,control:ret -o r.jsonl >said 2>errors &
    until busybox grep -qs "\"type\":\"round\"" r.jsonl.partial; do busybox sleep 0.1; done
    echo 0 >/sys/devices/system/cpu/cpu1/online && wait $!'
guest --cpus 2 --append "vsyscall=xonly ia32_emulation=0" --file /bin/busybox --time-limit 300 -o "$temp/out" \
    -- busybox sh -c "$inside" -- guest-cat /sys/devices/system/cpu/online \
    -- systoll-static run --abi all --calls time --launches 1 --rounds 3 -o abi.jsonl &
wait $! || wrong "the guest failed"
[ "$wrong" = 0 ] || exit 1

out=$temp/out
reason='CPU 1 is (offline|outside the CPU set .* or being taken offline)'
[ "$(cat "$out/2.stdout")" = 0 ] || wrong "CPU 1 is online still: $(cat "$out/1.stderr")"
[ "$(cat "$out/1.exit")" = 2 ] || wrong "exit $(cat "$out/1.exit") and not 2: $(cat "$out/errors")"
grep -qE "ended early: $reason; choose from 0; what was measured is kept\$" "$out/errors" ||
    wrong "it says: $(cat "$out/errors")"
[ -e "$out/r.jsonl" ] || wrong "there is no record"
holds "$out/r.jsonl" ".run.warnings | any(test(\"ended early: $reason\"))" || wrong "the record doesn't say why"
holds "$out/r.jsonl" '[.cells[].state] == ["measured", "measured"]' || wrong "a cell is blamed"
holds "$out/r.jsonl" '.run.pinned_cpu == 1 and .run.seconds < 60' || wrong "not the run that was asked for"
# A block is counted for CPU 1 or flagged; what was moved is never taken for CPU 1's.
jq -se '[.[] | select(.type == "round") | [.cpu, .flags] | transpose[]] |
    length > 0 and all(.[]; .[0] == 1 or .[1] % 2 == 1)' "$out/r.jsonl" >/dev/null ||
    wrong "blocks of another CPU are counted"

[ "$(cat "$out/3.exit")" = 0 ] || wrong "exit $(cat "$out/3.exit") without IA32 emulation: $(cat "$out/3.stderr")"
holds "$out/abi.jsonl" '[.cells[] | select(.abi == "i386")] | length >= 4 and
    all(.state == "skipped" and (.reason | test("this kernel runs no 32-bit programs .*ia32_emulation=")))' ||
    wrong "32-bit programs: $(grep i386/ "$out/3.stdout")"
holds "$out/abi.jsonl" '[.cells[] | select(.abi == "x86_64" and .state == "measured").path] |
    contains(["vdso", "syscall", "vsyscall"])' || wrong "the rest: $(cat "$out/3.stdout")"
exit "$wrong"
