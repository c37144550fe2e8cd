#!/bin/bash
# SPDX-License-Identifier: MIT
# What scripts/explain finds in the functions of a call adds up to what run --exact counts in the
# same boot, on each path, and each path passes through its own part of the kernel.
# shellcheck source=tests/guest/lib.sh
. "$(dirname "$0")/lib.sh"

command -v python3 >/dev/null || unavailable "no python3"
out=$temp/out
"$root/scripts/explain" --kernel "$kernel" --format json -o "$out" \
    vdso:gettimeofday syscall:time int80:time vsyscall:time vsyscall:getres 2>"$temp/err" &&
    wrong "a cell that there is none of is explained"
grep -q "vsyscall:getres" "$temp/err" || wrong "it isn't said which: $(cat "$temp/err")"

setpriv --pdeathsig TERM "$root/scripts/explain" --kernel "$kernel" --format json -o "$out" \
    vdso:gettimeofday syscall:time int80:time 'vsyscall:t*' '*syscall:clock_gettime:monotonic' \
    >"$temp/result" || wrong "exit $?"

result() { # JQ-FILTER WHAT-IS-WRONG-OTHERWISE
    jq -e "def explained: .cells[] | select(.tree);
        def functions: .tree | recurse(.children[]); $1" "$temp/result" >/dev/null ||
        wrong "$2: $(cat "$out/explain.txt")"
}
passes() { # PATH FUNCTION: on this path and no other
    result "[explained | select(any(functions; .name | test(\"$2\"))) | .cell / \":\" | .[0]] |
        unique == [\"$1\"]" "it isn't $1 alone that passes through $2"
}

result '[explained | .cell] | sort ==
    ["int80:time", "syscall:clock_gettime:monotonic", "syscall:time", "vdso:gettimeofday",
     "vsyscall:time"]' "not the cells asked for"
result '[explained] | all(.instructions == .counted)' "other sums than run --exact"
result '[explained] | all(.instructions == ([functions.self] | add))' "the functions don't add up"
result 'all(explained | functions; .total == .self + ([.children[].total] | add // 0))' \
    "a function isn't the sum of its own and of those that it calls"
# The entry in the loop, the clock's reading (by a retpoline) in the call.
result 'all(explained; .tree.children | length == 1)' "the loop calls more than one function"
result 'any(explained | functions | select(.name == "__x64_sys_clock_gettime") |
    recurse(.children[]);
    .name == "ktime_get_ts64")' "ktime_get_ts64 isn't called in the system call"
result 'all(explained | functions; .kind != "other")' "functions that no path accounts for"
result 'all(explained; .turns.interrupted == 0)' "interrupts in what was stepped"
passes syscall '^entry_SYSCALL_64$'
passes syscall '^do_syscall_64$'
passes int80 int80_emulation
passes vsyscall '^emulate_vsyscall$'
passes vsyscall '^exc_page_fault$'
passes vdso '^__vdso_gettimeofday$'
result '[explained | select(.cell | test("vdso")) | functions.kind] | unique == ["loop", "vdso"]' \
    "the vDSO enters the kernel"
result 'any(explained | functions; .name == "[vsyscall] time" and .self == 0 and .total > 100)' \
    "the vsyscall page executes something"
result '[.cells[] | select(.tree | not)] |
    length == 1 and (.[0] | .state == "skipped" and .reason)' \
    "the entry that the vsyscall page lacks has no reason"
for picture in time time-dark gettimeofday; do
    grep -q '<desc>Instructions per call: ' "$out/$picture.svg" || wrong "no $picture.svg"
done
exit "$wrong"
