#!/bin/bash
# SPDX-License-Identifier: MIT
# Instructions per call in each context and of 32-bit programs, exact: what a context adds to which
# path, the same number to each of its calls; 32-bit calls equal to single steps; all of them as
# results/contexts has them, where that knows the kernel. By a shared boot.
# shellcheck source=tests/guest/lib.sh disable=SC2016 # jq expands
. "$(dirname "$0")/lib.sh"
needs_shared

dir=$SHARED/counted
record=$dir/contexts.jsonl
[ -s "$record" ] || { wrong "no record: $(cat "$dir/3.stderr")" && exit 1; }

# is WHAT FILTER: it holds for the record's report; added has what a context adds to cells of a path.
is() {
    holds "$record" 'def added($path; $context): [.cells[] | select(.abi == "x86_64" and .path == $path and
            .context == $context and .to_hot) | .to_hot.added_instructions];
        def same($path; $context): added($path; $context) | length > 2 and (unique | length == 1) and .[0] > 0;
        def none($path; $context): added($path; $context) | length > 0 and all(. == 0);
        def one($cell): .cells[] | select(.cell == $cell) | .to_hot.added_instructions;
        '"$2" || wrong "$1: not so in $record"
}

contexts='"seccomp:small", "seccomp:large", "sud", "timens", "norseq"'
is "all contexts that count are counted" "[.cells[] | select(.to_hot).context] | unique | contains([$contexts])"
is "what is none of a call's is not" '[.cells[] | select(.context | test("^(ptrace|cold|threads:all)$")) |
    select(.state != "skipped" or (.reason | test("exact counts are not taken in ") | not))] == []'
is "no other is left out but for its own reason" '[.cells[] | select(.state != "measured") | .reason |
    test("exact counts|no entry for|alias of|can.t be entered|no such symbol|no rseq area|32-bit")] | all'
is "entries are as hot" '[.cells[] | select(.to_hot).to_hot.entries] | length > 20 and all(. == "unchanged")'
is "a filter is run by what enters the kernel" 'same("syscall"; "seccomp:small") and same("int80"; "seccomp:small")
    and (added("vsyscall"; "seccomp:small") | length == 2 and all(. > 0)) and none("vdso"; "seccomp:small")'
is "each of its instructions costs as much" '(one("syscall:getppid@seccomp:large") -
    one("syscall:getppid@seccomp:small")) as $more | $more > 0 and $more % 296 == 0 and
    one("int80:time@seccomp:large") - one("int80:time@seccomp:small") == $more'
is "dispatch is asked by system calls, and not by the page" 'same("syscall"; "sud") and same("int80"; "sud") and
    none("vsyscall"; "sud") and none("vdso"; "sud")'
is "a time namespace changes the clock of the vDSO alone" 'one("vdso:clock_gettime:monotonic@timens") > 0 and
    one("syscall:getppid@timens") == 0 and one("vdso:getcpu@timens") == 0'

# The hot cells are those of another boot.
plain=$temp/plain.json
"$SYSTOLL_BUILD/systoll-static" report --format json "$(shared_record words xonly)" >"$plain"
"$SYSTOLL_BUILD/systoll-static" report --format json "$record" | jq -e --slurpfile plain "$plain" '
    [.cells[] | select(.context == "hot" and .abi == "x86_64" and .clock == null) | . as $c |
        $plain[0].cells[] | select(.cell == $c.cell) | .instructions == $c.instructions] |
    length > 8 and all' >/dev/null || wrong "hot cells differ from those of another boot"

# 32-bit programs, where the compiler made one.
if [ -e "$SYSTOLL_BUILD/tests/stepped-i386" ]; then
    is "kernel_vsyscall enters the kernel once" '[.cells[] | select(.path == "kernel_vsyscall" and .state == "measured") |
        .counters | .sys_enter, .emulate_vsyscall] | length > 20 and . == [range(length / 2) | 1, 0]'
    is "int80 too, and the 32-bit vDSO never" '([.cells[] | select(.abi == "i386" and .path == "int80" and
        .state == "measured").counters.sys_enter] | length > 10 and all(. == 1)) and ([.cells[] | select(.abi == "i386"
        and .path == "vdso" and .state == "measured").counters.sys_enter] | length > 5 and all(. == 0))'
    is "a filter is run by 32-bit calls" '[.cells[] | select(.abi == "i386" and .context == "seccomp:small" and
        (.path == "int80" or .path == "kernel_vsyscall") and .to_hot) | .to_hot.added_instructions] |
        length > 4 and all(. > 50)'
    [ "$(cat "$dir/4.exit")" = 0 ] || wrong "stepped-i386: $(cat "$dir/4.stderr")"
    while read -r cell count; do
        holds "$dir/i386.jsonl" "any(.cells[]; .cell == \"$cell\" and .instructions == $count)" ||
            wrong "$cell: stepped through $count instructions: $("$SYSTOLL_BUILD/systoll-static" report "$dir/i386.jsonl")"
    done <"$dir/4.stdout"
fi

# As they were counted before.
exact() { # DIR
    rm -f "$temp/answer"
    "$SYSTOLL_BUILD/systoll-static" gate exact --golden "$1" --format "json=$temp/answer" --format text "$record"
}
exact "$root/results/contexts" >"$temp/text" || wrong "results/contexts: $(cat "$temp/text")"
"$SYSTOLL_BUILD/systoll-static" gate exact --golden "$temp/golden" --update "$record" >/dev/null
for file in "$temp/golden"/*.json; do
    jq '.guests[].cells["syscall:getppid@sud"] += 1' "$file" >"$temp/off" && mv "$temp/off" "$file"
done
exact "$temp/golden" >"$temp/text" && wrong "another count is no regression"
jq -e '[.cells[] | select(.verdict == "regression") | [.cell, .difference]] == [["syscall:getppid@sud", -1]]' \
    "$temp/answer" >/dev/null || wrong "not that one: $(cat "$temp/text")"
exit "$wrong"
