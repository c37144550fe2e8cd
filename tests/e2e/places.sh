#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Cells in other places than hot: each is timed, proved and counted by a worker that has entered its
# place, in the same rounds as the others.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # jq expands
. "$(dirname "$0")/lib.sh"
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$tmp" || exit 2

cells() { jq -r "select(.type == \"$1\").cells[] | select(.cell == \"$2\") | $3" r.jsonl; }

# longer CELL TIMES: it takes more than so many times what it takes without its context, or can't be measured.
longer() {
    last="$1: $(cells summary "$1" '.reason // .to_hot')"
    jq -es --arg cell "$1" --argjson by "$2" 'map(select(.type == "summary").cells[] | select(.cell == $cell)) |
        length == 1 and all(.state != "measured" or .to_hot.ratio.estimate > $by)' r.jsonl
}
# lengthens "CELL TIMES"... -- COMMAND...: that it does; again where it does not, up to three times, as a machine that
# is busy does not disturb two cells alike.
lengthens() {
    local cells=() cell i
    while [ "$1" != -- ]; do cells+=("$1") && shift; done
    for ((i = 0; i < 3; i++)); do
        measure "${@:2}"
        for cell in "${cells[@]}"; do
            # shellcheck disable=SC2086 # two words
            longer $cell >/dev/null || continue 2
        done
        break
    done
    expect_status 0
    for cell in "${cells[@]}"; do
        # shellcheck disable=SC2086
        ok "${cell% *} takes more than ${cell#* } times as long" longer $cell
    done
}

# A system call may take a microsecond here, of which a filter of 300 instructions is a small part.
lengthens 'syscall:getppid@seccomp:large 1.02' -- "$SYSTOLL" run --launches 2 --rounds 20 -o r.jsonl \
    --cells 'syscall:getppid,syscall:getppid@seccomp:large,vdso:time@seccomp:small,control:ret'
last="$(cells manifest 'syscall:getppid@seccomp:large' .)"
ok 'the record names the context' test \
    "$(cells manifest 'syscall:getppid@seccomp:large' .context)" = seccomp:large
ok 'hot is called so' test "$(cells manifest 'syscall:getppid' .context)" = hot
if [ "$(cells summary 'syscall:getppid@seccomp:large' .state)" = measured ]; then
    last='rounds'
    ok 'all are in the same rounds, with the three of its own' jq -es \
        '[.[] | select(.type == "round").cells | length] | min == 7' r.jsonl
    ok 'its kernel entries are counted as elsewhere' test \
        "$(cells summary 'syscall:getppid@seccomp:large' .counters.sys_enter)" = \
        "$(cells summary 'syscall:getppid' .counters.sys_enter)"
fi
# What a context makes of a cell, in numbers and as a fact.
if [ "$(cells summary 'syscall:getppid@seccomp:large' .state)" = measured ]; then
    run jq -e 'select(.type == "summary") | [.contexts[] | [.context, .path, .calls]] ==
        [["seccomp:large", "syscall", 1]] and ([.cells[] | select(.to_hot).cell] ==
        ["syscall:getppid@seccomp:large"])' r.jsonl
    ok 'what has its hot cell beside it has a ratio to it, and no other' test "$status" -eq 0
    run jq -e 'select(.type == "summary").cells[] | select(.to_hot) | (.to_hot.ratio |
        .lo <= .estimate and .estimate <= .hi) and .to_hot.distinguishable == (.to_hot.ratio | .lo > 1 or .hi < 1)
        and .to_hot.entries == "unchanged"' r.jsonl
    ok 'an interval around it, and the entries as they were' test "$status" -eq 0
    systoll report -f csv r.jsonl
    expect_out ',ratio_to_hot,ratio_to_hot_lo,ratio_to_hot_hi,distinguishable,added_ns,'
    expect_out '^syscall:getppid@seccomp:large,.*,unchanged$'
    systoll report r.jsonl
    expect_out '^x hot            seccomp:large$'
    expect_out '^syscall:getppid  *~*[0-9.]*$'
    expect_out 'Kernel entries, counted: exactly as hot in 1'
    systoll report -f markdown r.jsonl
    expect_out '^| x hot | seccomp:large |$'
fi
systoll report r.jsonl
expect_out '^syscall:getppid@seccomp:large  '

# The same cell as without; a context named twice is one.
systoll run --cells 'syscall:getppid@hot' --contexts hot,hot --launches 1 --rounds 20 -o h.jsonl
expect_status 0
ok '@hot is the cell without a context' test \
    "$(jq -r 'select(.type == "manifest").cells[] | .cell + " " + (.context // "-")' h.jsonl | head -n 1)" = \
    'syscall:getppid hot'
# Beside a record that has no contexts, of this version and of the first one, it is one more cell.
old=$root/tests/data/0.1.0/run.jsonl
for other in h.jsonl "$old"; do
    systoll compare --across-platforms -f json "$other" r.jsonl
    expect_status 0
    ok 'a cell in a context is compared like any other' jq -e '.cells[] |
        select(.cell == "syscall:getppid@seccomp:large") | .values[0].state == "absent"' out
done
systoll gate exact r.jsonl
expect_status 0
systoll compare r.jsonl r.jsonl
expect_status 0
expect_out '^syscall:getppid@seccomp:large '
systoll list --paths vdso --calls time --contexts all
expect_out '^vdso:time  '
expect_out '^vdso:time@seccomp:small  '
refused "there is no context 'hott'; did you mean hot?" run --contexts hott
refused 'did you mean seccomp:large?' list --contexts hot,seccomp:larg
refused "there is no context ''" run --contexts hot,,all
systoll list --cells 'syscall:getppid@seccomp:smal'
expect_err 'did you mean syscall:getppid@seccomp:small'
systoll gate ab --a '' --b '' --cells 'syscall:getppid@seccomp:large' --margin 50%
expect_status 2
expect_err 'only a run times cells in seccomp:large'

# Each context that can be entered here is measured, with the same entries as without it.
lengthens 'syscall:getcpu@sud 1.02' 'syscall:getcpu@ptrace 3' -- \
    "$SYSTOLL" run --contexts all --paths vdso,syscall --calls getcpu --launches 2 --rounds 20 -o r.jsonl
last="$(jq -r 'select(.type == "summary").cells[] | .cell + " " + .state + " " + (.reason // "")' r.jsonl)"
printf '%s\n' "$last" | sed 's/^/# /'
ok 'what is not is skipped, because it cannot be entered' jq -es '[.[] |
    select(.type == "summary").cells[] | select(.state != "measured" and (.cell | contains("@")))] |
    all(.state == "skipped" and (.reason | test("can.t be entered: ")))' r.jsonl
ok 'entries are those without a context' jq -es '[.[] | select(.type == "summary").cells[] |
    select(.state == "measured" and .counters.sys_enter != null)] | group_by(.path) |
    all(map(.counters.sys_enter) | unique | length == 1)' r.jsonl

# Displaced code and data: the timer's own cost is taken off, and there are no batches.
# kvm-clock, which is behind a raw timebase, is slow when hot too. Where nothing is displaced it is half as long.
by=$(grep -q '"timebase": *"raw"' r.jsonl && echo 1.1 || echo 1.5)
lengthens "vdso:clock_gettime:monotonic@cold $by" -- \
    "$SYSTOLL" run --contexts hot,cold --cells vdso:clock_gettime:monotonic --launches 3 --rounds 60 -o r.jsonl
if [ "$(cells summary vdso:clock_gettime:monotonic .state)" = measured ]; then
    ok 'and enters the kernel no more often' test \
        "$(cells summary vdso:clock_gettime:monotonic@cold .counters.sys_enter)" = \
        "$(cells summary vdso:clock_gettime:monotonic .counters.sys_enter)"
    ok 'no batch is of single calls' jq -es '(.[0].cells | map(.cell) | index("vdso:clock_gettime:monotonic@cold")) as $cold |
        all(.[]; .type != "batch" or .cell != $cold)' r.jsonl
fi

# Callers on other CPUs at the same time: what is counted is of the measured one alone.
refused "there is no context 'threads:0': the number of callers is one from 2" run --contexts threads:0
refused "there is no context 'threads:9999': the number" list --contexts hot,threads:9999
refused "there is no context 'threads:1': the number" run --cells 'vdso:time@threads:1'
refused 'did you mean threads:all?' run --contexts threads:many
systoll run --contexts hot,threads:2,threads:8192 --cells vdso:time,syscall:getppid --launches 1 --rounds 20 -o r.jsonl
expect_status 0
if [ "$(nproc)" -gt 1 ]; then
    ok 'two call at once' jq -es '[.[] | select(.type == "summary").cells[] |
        select(.cell | endswith("@threads:2")).state] == ["measured", "measured"]' r.jsonl
    ok 'entries are those of one caller, exactly' jq -es '[.[] | select(.type == "summary").cells[] |
        select(.to_hot) | .to_hot.entries] | length == 2 and all(. == "unchanged" or . == null)' r.jsonl
fi
last="$(cells summary 'syscall:getppid@threads:8192' .reason)"
ok 'more callers than CPUs are skipped' \
    test "$(cells summary 'syscall:getppid@threads:8192' .state)" = skipped
ok 'with the reason' grep -e "^threads:8192 can't be entered: it takes" <<<"$last"
run taskset -c "$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')" "$SYSTOLL" run --contexts hot,threads:all \
    --cells syscall:getppid --launches 1 --rounds 20 -o r.jsonl
expect_status 0
last="$(cells summary 'syscall:getppid@threads:all' .reason)"
ok 'where one CPU is allowed nobody else is on another' \
    grep "^threads:all can't be entered: it takes two CPUs, and this process may use only one" <<<"$last"
ok 'and the rest is measured' test "$(cells summary syscall:getppid .state)" = measured

# A place that can't be entered: the rest runs.
run "${FILTER:?}" filters "$SYSTOLL" run --cells 'syscall:getppid,syscall:getppid@seccomp:large' \
    --launches 1 --rounds 20 -o r.jsonl
if [ "$status" -eq 0 ]; then
    last="$(cells summary 'syscall:getppid@seccomp:large' .reason)"
    ok 'a place that is refused skips its cells' \
        test "$(cells summary 'syscall:getppid@seccomp:large' .state)" = skipped
    ok 'and says why' grep -q "seccomp:large can't be entered: " <<<"$last"
fi
# One in which the worker ends: the same.
run "${FILTER:?}" sud "$SYSTOLL" run --cells 'syscall:getppid' --contexts hot,sud,seccomp:small \
    --launches 2 --rounds 20 -o r.jsonl
if [ "$status" -eq 0 ]; then
    last="$(cells summary 'syscall:getppid@sud' .reason)"
    ok 'cells of a place that its worker dies in failed' \
        test "$(cells summary 'syscall:getppid@sud' .state)" = failed
    ok 'because of the signal' grep -q SIGSYS <<<"$last"
    ok 'and the others are measured' test "$(cells summary 'syscall:getppid' .state)" = measured
fi

finish
