#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The number of the CPU from the system call down to a load: each step below the one above it, by
# interval in one run, and no entry into the kernel below the system call.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
cd "$tmp" || exit 2

field() { jq -r "select(.type == \"summary\").cells[] | select(.cell == \"$1\") | $2" r.jsonl; }
# below LOW HIGH: the whole interval of the one lies below that of the other.
below() {
    if [ "$(field "$1" .state) $(field "$2" .state)" != 'measured measured' ]; then
        skip_part "$1 and $2: $(field "$1" .reason), $(field "$2" .reason)"
        return
    fi
    last="$1 $(field "$1" .ns), $2 $(field "$2" .ns)"
    ok "$1 costs less than $2" jq -en "$(field "$1" .ns.hi) < $(field "$2" .ns.lo)"
}

measure "$SYSTOLL" run --cells 'vdso:getcpu,syscall:getcpu,rseq:*,libc:sched_getcpu,insn:*' \
    --launches 4 --rounds 12 -o r.jsonl
expect_status 0
below rseq:getcpu vdso:getcpu
below vdso:getcpu syscall:getcpu
below insn:rdpid syscall:getcpu
below insn:rdtsc syscall:getcpu
below libc:sched_getcpu syscall:getcpu
last="$(jq -c 'select(.type == "summary").cells[] | [.cell, .state, .counters]' r.jsonl | paste -sd ' ')"
ok 'below the system call none enters the kernel' jq -es '[.[] | select(.type == "summary").cells[] |
    select(.state == "measured" and (.path | IN("rseq", "insn"))).counters.sys_enter] |
    length > 0 and all(. == 0)' r.jsonl
ok 'each is measured or says why not' jq -es '[.[] | select(.type == "summary").cells[] |
    select(.state != "measured" and (.state == "failed" or (.reason // "") == ""))] == []' r.jsonl
systoll gate exact r.jsonl
expect_no_out regression
systoll report --format csv r.jsonl
expect_out '^insn:rdtsc,'

# Random bytes by size. Where the vDSO has none to give it is skipped; libc goes one way or the other.
measure "$SYSTOLL" run --calls getrandom --paths vdso,libc,syscall --launches 2 --rounds 6 -o r.jsonl
expect_status 0
ok 'syscall enters once, the vDSO never, libc never or once, as it is counted' jq -es \
    '[.[] | select(.type == "summary").cells[] | select(.state == "measured") |
    [.path, .counters.sys_enter]] | length >= 10 and all(
    . == ["syscall", 1] or . == ["vdso", 0] or . == ["libc", 0] or . == ["libc", 1])' r.jsonl
if [ "$(id -u)" -eq 0 ]; then # counted by seccomp
    chmod 755 . && cp "$SYSTOLL" own && mkdir -m 777 all
    measure setpriv --reuid 65534 --regid 65534 --clear-groups ./own run \
        --cells 'vdso:getrandom:1024,syscall:getrandom:4' --launches 1 --rounds 20 -o all/r.jsonl
    ok 'the same without privilege' jq -es '[.[] | select(.type == "summary").cells[] |
        select(.state == "measured") | [.path, .counters.sys_enter]] |
        length > 0 and all(. == ["syscall", 1] or . == ["vdso", 0])' all/r.jsonl
fi
systoll list --cells vdso:getrandom:15
expect_err 'did you mean vdso:getrandom:16?'

# Where libc has registered no area there is nothing to read.
run env GLIBC_TUNABLES=glibc.pthread.rseq=0 "$SYSTOLL" list --cells 'rseq:getcpu'
expect_out '^rseq:getcpu  *skipped: no rseq area is registered'
systoll list --calls rdpib
expect_err 'did you mean rdpid?'

finish
