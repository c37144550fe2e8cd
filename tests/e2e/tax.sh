#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# systoll tax: what each context adds to each path, of a run of its own and of a record.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_all 'jq is not installed'
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$tmp" || exit 2

# A filter of 4 instructions, in one run of 10 s on a 2-CPU VM: syscall and vsyscall pay, the vDSO does
# not. What it adds to int80 there, 1.5 %, is less than that path sways.
kept=$root/tests/data/tax.jsonl
systoll tax -f json "$kept"
expect_status 0
ok 'a filter adds to syscall and vsyscall, by interval' jq -e '[.contexts[] |
    select(.path | IN("syscall", "vsyscall")) | .ratio.lo > 1 and .added_ns.lo > 0 and
    .distinguishable and .entries == "unchanged"] == [true, true]' out
ok 'each of their calls, too' jq -e '[.cells[] | select(.to_hot) |
    select(.path | IN("syscall", "vsyscall")).to_hot | .distinguishable and .ratio.lo > 1] |
    length == 9 and all' out
ok 'and not to vdso' jq -e '.contexts[] | select(.path == "vdso") |
    (.distinguishable | not) and .ratio.lo < 1 and .ratio.hi > 1 and .entries == "unchanged"' out
systoll tax "$kept"
expect_status 0
expect_out '^context        path      calls   x hot '
expect_out '^seccomp:small  syscall  *6 .*  as hot$'
expect_out '^seccomp:small  vdso  *5  *~'
expect_out '^x hot  .*  seccomp:small$'
systoll tax -f markdown "$kept"
expect_out '^| seccomp:small | syscall | 6 | 1\.'
# shellcheck disable=SC2016 # code in Markdown
expect_out '^| `syscall:getppid` | 1\.'
systoll tax -f csv "$kept"
expect_out '^syscall:getppid@seccomp:small,.*,true,.*,unchanged$'

# A run of its own: hot and the contexts in the same rounds, the record kept.
systoll tax --cells 'vdso:time,syscall:time' --contexts hot,seccomp:large --launches 2 --time 0.5 -o t.jsonl
expect_status 0
expect_out '^Machine  '
ok 'the record has both' jq -es 'first.cells |
    map(select(.role == "cell").cell) | sort == ["syscall:time", "syscall:time@seccomp:large",
    "vdso:time", "vdso:time@seccomp:large"]' t.jsonl
if can syscall:time@seccomp:large; then
    expect_out '^seccomp:large  syscall  *1  '
    ok 'each path has its row' jq -e 'select(.type == "summary").contexts |
        map([.context, .path, .calls, .ratio.estimate > 0, .entries]) == [
        ["seccomp:large", "vdso", 1, true, "unchanged"],
        ["seccomp:large", "syscall", 1, true, "unchanged"]]' t.jsonl
    systoll tax t.jsonl
    expect_status 0
    if command -v gnuplot >/dev/null; then
        systoll plot t.jsonl -o pictures
        expect_status 0
        ok 'the picture is of contexts' grep -q '<title>What a context adds to a call, by path</title>' \
            pictures/tax.svg
        ok 'the others are of hot cells' grep -c 'syscall' pictures/headline.svg
    fi
fi
# A context that can't be entered is named once.
run "${FILTER:?}" filters "$SYSTOLL" tax --cells 'vdso:time,syscall:time' --contexts hot,seccomp:large \
    --launches 1 --time 0.2 -o f.jsonl
if [ "$status" -eq 0 ]; then
    ok 'what is not there is said once, with its reason' \
        test "$(grep -c "^Not there: seccomp:large: seccomp:large can't be" out)" -eq 1
fi

systoll run --cells vdso:time --launches 1 --rounds 20 -o h.jsonl
refused 'no cell of h.jsonl was measured hot and in a context' tax h.jsonl
refused 'a record is read alone' tax --time 1 h.jsonl
refused 'a record is read alone' tax h.jsonl h.jsonl
refused "there is no format 'tabel'; did you mean table?" tax -f tabel h.jsonl
refused "there is no context 'hott'; did you mean hot?" tax --contexts hott
finish
