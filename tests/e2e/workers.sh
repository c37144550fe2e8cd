#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What a parent, a filter, an orchestrator or an upgrade does to a run: it measures all the same, or
# says what was refused. PARENT runs a command as such a parent leaves it.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

cd "$tmp" || exit 2
brief=(run --cells 'control:ret,syscall:getppid' --launches 1 --rounds 20 -o r.jsonl)
summary() { ok "$1" jq -e 'select(.type == "summary") | '"$2" "${3:-r.jsonl}"; }
started() { # until some rounds are written
    local i
    for ((i = 0; i < 600; i++)); do
        [ "$(grep -cs '"type":"round"' "$1.partial")" -ge 10 ] 2>/dev/null && return
        sleep 0.05
    done
}

# Signals that are ignored or blocked by whoever started it.
systoll "${brief[@]}"
counted=$(jq -c 'select(.type == "summary").run.entries_by' r.jsonl)
rm r.jsonl
run "${PARENT:?}" signals "$SYSTOLL" "${brief[@]}"
expect_status 0
summary 'entries are counted as elsewhere' ".run.entries_by == $counted"
if command -v gnuplot >/dev/null; then
    run "$PARENT" signals "$SYSTOLL" plot -o pictures r.jsonl
    expect_status 0
fi
if [ "${SANITIZE:-}" != ON ]; then
    run "$PARENT" signals "$SYSTOLL" gate ab --cells control:ret --enter-a 'echo a >set' \
        --enter-b 'echo b >set' --undo 'echo orig >set' --margin 50% --budget 1s
    ok "$last: the setting is put back" grep -q orig set
    ok "$last: and nothing else is said" test "$(grep -c 'put' err)" = 0
fi
"$PARENT" signals "$SYSTOLL" run --cells control:ret --time 60 -o t.jsonl >out 2>err </dev/null &
pid=$!
started t.jsonl
kill -TERM $pid
wait $pid
status=$?
last='SIGTERM that was blocked'
expect_status 130

# An ignored SIGHUP is meant.
(trap '' HUP && exec "$SYSTOLL" run --cells control:ret --time 60 -o h.jsonl >out 2>err </dev/null) &
pid=$!
started h.jsonl
kill -HUP $pid
sleep 0.3
ok 'under nohup SIGHUP ends nothing' kill -0 $pid
kill -INT $pid
wait $pid

# What is refused is named, with the error and what to do, by each command that has workers.
declare -A words=([run]='run --cells control:ret --launches 1 --rounds 20 -o r.jsonl'
    [calibrate]='gate calibrate --cells control:ret --time 2s -o r.jsonl'
    [ab]='gate ab --cells control:ret --margin 50% --budget 2s --a nice -o r.jsonl')
no_leaks=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0 # LeakSanitizer waits for a child too
for command in run calibrate ab; do
    for call in sched_setaffinity pipe2 fork poll wait4; do
        rm -f r.jsonl
        # shellcheck disable=SC2086
        run env ASAN_OPTIONS="$no_leaks" "$PARENT" $call "$SYSTOLL" ${words[$command]}
        [ "$status" -ne 77 ] || break
        expect_status 2
        expect_err "nothing could be measured: .*$call: Operation not permitted.*; allow that system call"
        ok "$last: one sentence" test "$(grep -vc '^\(systoll: \)*Measuring on' err)" = 1
        ok "$last: no record" test ! -e r.jsonl
    done
done

# The same for one call in the middle, as where a limit is reached then: clone is fork's.
for one in run:clone:1 run:clone:2 run:clone3:1 run:pipe2:2 calibrate:clone:2 calibrate:clone3:1 \
    calibrate:pipe2:1; do
    IFS=: read -r command call n <<<"$one"
    rm -f r.jsonl mark
    # shellcheck disable=SC2086
    run "${FAIL:?}" "$call" "$n" mark "$SYSTOLL" ${words[$command]}
    [ -e mark ] || continue
    ok "$last: it fails" test "$status" -ne 0
    expect_err '\(pipe2: Too many open files\|\(fork\|clone\): Resource temporarily unavailable\); raise the limit'
done
rm -f r.jsonl

# An emulator that would run this process and not its workers.
if [ "${SANITIZE:-}" != ON ] && command -v valgrind >/dev/null; then
    strip -g -o stripped "$SYSTOLL"
    run valgrind --quiet ./stripped run --cells control:ret --launches 1 --rounds 20 -o e.jsonl
    expect_status 2
    expect_err 'run by .*valgrind.*, and its workers would not be'
fi

# A command that starts no worker is ended by one SIGINT, with what it started.
"$SYSTOLL" gate ab --b 'sleep 321.5; true' --cells control:ret >out 2>err </dev/null &
pid=$!
for ((i = 0; i < 600; i++)); do
    pgrep -f '^sleep 321.5' >/dev/null && break
    sleep 0.05
done
since=$SECONDS
kill -INT $pid
wait $pid
status=$?
last='gate ab --b "sleep 321.5; true", interrupted'
expect_status 130
ok 'at once' test $((SECONDS - since)) -le 5
ok 'and nothing is left behind' test -z "$(pgrep -f '^sleep 321.5')"

# A small stack is enough.
for command in "${brief[*]}" selftest; do
    # shellcheck disable=SC2086
    [ "${SANITIZE:-}" = ON ] || (ulimit -s 64 && exec "$SYSTOLL" $command) >out 2>err </dev/null
    status=$?
    last="ulimit -s 64; systoll $command"
    ok "$last: no signal ends it" test $status -lt 128
done

# Runs on one CPU know of each other, also of those that came after one that has ended; other tests'
# runs are kept out where that is possible.
isolated=()
unshare -n true 2>/dev/null && isolated=(unshare -n)
systoll "${brief[@]}"
cpu=$(jq 'select(.type == "summary").run.pinned_cpu' r.jsonl)
ok 'a CPU to share is known' test -n "$cpu"
# shellcheck disable=SC2016 # the inner shell's
run "${isolated[@]}" bash -c '
    long() { # NAME
        "$systoll" run --cpu "$cpu" --cells control:ret --time 60 -o $1.jsonl &
        for ((i = 0; i < 600; i++)); do
            [ "$(grep -cs "\"type\":\"round\"" $1.jsonl.partial)" -ge 10 ] && break
            sleep 0.05
        done
    }
    short() { # NAME
        "$systoll" run --cpu "$cpu" --cells control:ret --launches 1 --rounds 20 -o $1.jsonl
    }
    systoll=$1 cpu=$2
    long one
    one=$!
    long two
    short three
    kill -INT $one
    wait $one
    short four
    kill -INT $!
    wait' - "$SYSTOLL" "$cpu"
for record in one two three four; do
    summary "$record says that another run was there" \
        '.run.warnings | any(test("another systoll measured"))' $record.jsonl
done

# Taken off its CPU by a change of the mask, a worker is brought back, and what it timed elsewhere is
# dropped.
cpus=$(nproc)
if [ "$cpus" -ge 2 ]; then
    "$SYSTOLL" run --cpu 0 --cells control:ret --launches 1 --time 60 -o m.jsonl >out 2>err </dev/null &
    pid=$!
    started m.jsonl
    read -r worker _ <"/proc/$pid/task/$pid/children"
    taskset -cp 1 "$worker" >/dev/null
    sleep 1
    kill -INT $pid
    wait $pid
    summary 'it is said' '.run.warnings | any(test("moved off CPU 0"))' m.jsonl
    ok 'blocks elsewhere are flagged' jq -se '[.[] | select(.type == "round") | [.cpu, .flags] |
        transpose[] | select(.[0] == 1)] | length > 0 and all(.[1] % 2 == 1)' m.jsonl
    ok 'the rest is on its CPU' jq -se '[.[] | select(.type == "round") | .cpu[]] |
        (map(select(. == 0)) | length) > length / 2' m.jsonl
fi

# A cpuset that changes in mid-run (an orchestrator): it ends with what it has.
for cpuset in /sys/fs/cgroup /sys/fs/cgroup/cpuset; do
    { [ "$cpus" -ge 2 ] && [ "$(id -u)" -eq 0 ]; } || break
    set=$cpuset/systoll-test-$$
    [ -e $cpuset/cpuset.cpus ] || [ -e $cpuset/cpuset.cpus.effective ] || continue
    mkdir "$set" 2>/dev/null || continue
    cat $cpuset/cpuset.mems >"$set/cpuset.mems" 2>/dev/null
    if echo 0-1 >"$set/cpuset.cpus" 2>/dev/null; then
        sh -c 'echo $$ >"$1/cgroup.procs" && shift && exec "$@"' - "$set" "$SYSTOLL" run --cpu 1 \
            --cells control:ret --launches 10 --time 60 -o c.jsonl >out 2>err </dev/null &
        pid=$!
        started c.jsonl
        echo 0 >"$set/cpuset.cpus"
        since=$SECONDS
        wait $pid
        status=$?
        last='run whose cpuset was changed'
        expect_status 2
        expect_err 'ended early: CPU 1 is outside the CPU set .*; choose from 0; what was measured is kept'
        ok "$last: at once" test $((SECONDS - since)) -le 10
        summary 'the cell is not blamed' '.cells[0].state == "measured"' c.jsonl
        summary 'and why it ended is in the record' '.run.warnings | any(test("ended early: CPU 1"))' c.jsonl
    fi
    rmdir "$set"
    break
done

# Workers of one side that are killed are counted, and a side that loses more is a finding.
# Each of this one's is killed in its second round, however many blocks the machine has time for in one.
cat >flaky <<'END'
#!/bin/sh
rounds() {
    n=$(grep -cs '"type":"pairs"' f.jsonl.partial)
    echo "${n:-0}"
}
since=$(rounds)
while read -r line; do
    [ -n "$line" ] || [ "$(rounds)" -le "$since" ] || break
    echo "$line"
done | "$@"
kill -9 $$
END
chmod +x flaky
systoll gate ab --b ./flaky --cells control:ret --margin 50% --budget 60s -o f.jsonl
expect_status 1
expect_out '^Regression: workers (losses)'
expect_out 'of B.s workers were lost; the last: its worker was killed by SIGKILL'
ok 'each is in the record' jq -se '[.[] | select(.type == "lost")] | length >= 3 and
    all(.side == "b" and .reason == "its worker was killed by SIGKILL")' f.jsonl
cp out first
systoll gate judge f.jsonl
ok 'judged again, the answer is the same' cmp first out

# A cell that ends its workers from some block on, here of B, is found and taken out: the others are judged.
cat >late <<'END'
#!/bin/sh
while read -r line; do
    case $line in block\ vdso:time*)
        echo >>blocks
        [ "$(wc -l <blocks)" -le 30 ] || exit
        ;;
    esac
    echo "$line"
done | "$@"
kill -9 $$
END
chmod +x late
systoll gate ab --b ./late --cells vdso:time,control:ret --margin 50% --budget 20s -o l.jsonl
expect_status 1
expect_out '^Regression: vdso:time (time)'
ok 'the cell is in the record' jq -se '[.[] | select(.type == "broken")] | length == 1 and
    all(.side == "b" and .reason == "its worker was killed by SIGKILL")' l.jsonl
ok 'its workers are, and no more' jq -se '[.[] | select(.type == "lost")] | length == 3' l.jsonl
ok 'the other cell is timed to the end' jq -se 'any(.[]; .type == "ended") | not' l.jsonl
ok 'and judged' grep -q 'control:ret' out

finish
