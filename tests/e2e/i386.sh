#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Cells of i386/: timed, proved and counted by a 32-bit program that systoll carries, in the same rounds
# as the others, and only where they are asked for; where it can't run, they are skipped.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
cd "$tmp" || exit 2

cells() { jq -r "select(.type == \"$1\").cells[] | select(.cell == \"$2\") | $3" r.jsonl; }

# Asked for or not.
systoll list
expect_no_out 'i386/'
systoll list --cells '*:time'
expect_status 0
expect_no_out 'i386/'
systoll list --abi all --calls time
expect_out '^vdso:time '
expect_out '^i386/vdso:time '
systoll list --abi x86_64,i386 --paths int80 --calls getppid
ok 'both ABIs, each its cell' test "$(cut -d ' ' -f 1 out | paste -sd ' ')" = 'int80:getppid i386/int80:getppid'
refused 'there is no ABI .i38.; did you mean i386?' list --abi i38
refused 'did you mean i386/vdso:time?' list --cells i386/vdso:tim
refused 'nothing is selected' list --paths kernel_vsyscall
refused 'only a run times cells in a 32-bit program' gate ab --a '' --b '' --cells i386/vdso:time --margin 50%

# Where the program can't run: the rest does.
run "${FILTER:?}" native "$SYSTOLL" list --abi all --calls time --paths syscall,int80
if [ "$status" -eq 0 ]; then
    expect_out '^syscall:time  *ready$'
    expect_out '^i386/int80:time  *skipped: ..*$'
fi
# shellcheck disable=SC2016 # the inner shell's
run unshare -pf --mount-proc bash -c 'echo 2 >/proc/sys/vm/memfd_noexec && exec "$0" "$@"' "$SYSTOLL" \
    list --abi all --calls time --paths syscall,int80
if [ "$status" -eq 0 ]; then
    expect_out '^syscall:time  *ready$'
    expect_out '^i386/int80:time  *skipped: ..*$'
fi

systoll list --abi i386 --clocks all
expect_status 0
ok 'every cell has its state' test -z \
    "$(grep -v '^i386/[a-z0-9_]*:[a-z0-9_:]*  *\(ready\|skipped: .\)' out)"
if ! can i386/int80:getppid; then
    systoll run --cells 'i386/*' --launches 1 --rounds 2 -o r.jsonl
    expect_status 77
    skip_part "no 32-bit program: $(sed -n 's/^i386\/int80:getppid *skipped *//p' out)"
    finish # and nothing after it
fi

measure "$SYSTOLL" run --cells 'syscall:getppid,i386/*:getppid,i386/*:time,i386/vdso:clock*,i386/control:ret' \
    --launches 2 --rounds 10 -o r.jsonl
expect_status 0
last=$(jq -c 'select(.type == "summary").cells[] | [.cell, .abi, .state, .reason]' r.jsonl)
ok 'the record names the ABI' jq -es 'map(select(.type == "summary"))[0].cells |
    all(.abi == (if .cell | startswith("i386/") then "i386" else "x86_64" end))' r.jsonl
ok 'nothing failed' jq -es 'map(select(.type == "summary"))[0].cells | all(.state != "failed")' r.jsonl
# shellcheck disable=SC2016 # jq's
ok 'all are in the same rounds, with the three of its own' jq -es \
    '(map(select(.type == "manifest"))[0].cells | map(select(.state == "measured")) | length) as $all |
     [.[] | select(.type == "round").cells | length] | min == $all' r.jsonl
# What the function behind AT_SYSINFO enters the kernel by, and where dates end.
note=$(jq -r 'select(.type == "manifest").cells[] | select(.path == "kernel_vsyscall").note' r.jsonl | sort -u)
ok 'the record says what kernel_vsyscall is' grep -xE 'enters the kernel by (sysenter|syscall|int [$]0x80)' <<<"$note"
ok 'and no other cell has a note' jq -es 'map(select(.type == "manifest"))[0].cells |
    all((.path == "kernel_vsyscall" and .state == "measured") == has("note"))' r.jsonl
end='its seconds have 32 bits, which end in 2038'
systoll list --abi i386 --clocks realtime,monotonic
expect_out "^i386/kernel_vsyscall:getppid  *ready: $note\$"
expect_out "^i386/kernel_vsyscall:time  *ready: $note; $end\$"
expect_out "^i386/vdso:clock_gettime:realtime  *ready: $end\$"
expect_out '^i386/vdso:clock_gettime:monotonic  *ready$'
systoll list --cells 'i386/*:clock_gettime64:realtime'
expect_no_out 2038

counts='map(select(.type == "summary"))[0].cells[] | select(.state == "measured" and .counters.sys_enter != null)'
last=$(jq -c "select(.type == \"summary\").cells[] | [.cell, .counters.sys_enter]" r.jsonl)
ok 'kernel_vsyscall and int80 enter the kernel once' jq -es \
    "[$counts | select(.path == \"kernel_vsyscall\" or .path == \"int80\").counters.sys_enter] | all(. == 1)" r.jsonl
ok 'the control never does' jq -es "[$counts | select(.path == \"control\").counters.sys_enter] | all(. == 0)" r.jsonl
ok 'nor a coarse clock in the vDSO' jq -es "[$counts | select(.path == \"vdso\" and
    .clock == \"realtime_coarse\").counters.sys_enter] | all(. == 0)" r.jsonl
ok 'the vDSO is faster than entering the kernel, and that by int 0x80 is not' awk \
    -v a="$(cells summary i386/vdso:time .ns.estimate)" \
    -v b="$(cells summary i386/kernel_vsyscall:time .ns.estimate)" \
    -v c="$(cells summary i386/int80:time .ns.estimate)" 'BEGIN { exit !(2 * a < b && b < 1.2 * c) }'
systoll report r.jsonl
expect_out '^i386/kernel_vsyscall:getppid  '

# By the other way of counting, which needs no privilege, the same; asked of the program itself.
program=${BUILD_DIR:?}/systoll-i386
cpu=$(taskset -cp $$ | sed 's/.*[ ,-]//')
for what in 'kernel_vsyscall:time 1' 'int80:getppid 1' 'control:ret 0' 'vdso:clock_gettime:realtime_coarse 0'; do
    printf 'count i386/%s 100 seccomp sys_enter\n\n' "${what% *}" |
        "$program" worker "$cpu" tsc 0 >out 2>err
    last="$what: $(cat out err)"
    case $(cat out) in
    error*filter*) skip_part 'no seccomp filter can be installed here' ;;
    *) ok "${what% *}: entries by seccomp" test "$(cat out)" = "count ${what#* }" ;;
    esac
done
for words in '' worker 'worker x'; do
    # shellcheck disable=SC2086 # words
    run "$program" $words
    expect_status 2
    expect_sentence
done

# What the kernel maps into such a process, and what it enters the kernel by.
sleep 30 | "$program" worker "$cpu" tsc 0 >/dev/null &
executed "$!" "$(basename "$program" | head -c 15)"
sleep 0.3
systoll inspect "$!"
expect_status 0
expect_out 'has no such page, as it is a 32-bit one\|vsyscall mode of this boot: none'
expect_out ' LINUX_2.6   *__vdso_clock_gettime64$'
expect_out '^  enters  *the kernel by \(sysenter\|syscall\|int .0x80\), in '
entry=$(sed -n 's/^  enters  *the kernel by \(.*\), in .*/\1/p' out)
systoll inspect --format json "$!"
ok 'JSON says the same' test "$(jq -r '.class + " " + .vdso.kernel_vsyscall' out)" = "ELF32 $entry"
ok 'and so does the record' test "$note" = "enters the kernel by $entry"
ok 'every function of a 32-bit vDSO lies in it' jq -e \
    '[.vdso.symbols[] | select(.bytes > 0).offset] | length > 4 and all(. > 0)' out
if command -v objdump >/dev/null; then
    systoll inspect --disassemble __kernel_vsyscall "$!"
    expect_status 0
    expect_no_out '%r'
    ok 'its code is read as 32-bit code' grep -F ": ${entry%% *}" out
fi
kill "$!"

# In another context too, and lengthened.
measure "$SYSTOLL" run --cells 'i386/kernel_vsyscall:getppid,i386/kernel_vsyscall:getppid@seccomp:large,i386/vdso:time' \
    --inject i386/vdso:time=100 --launches 2 --rounds 10 -o r.jsonl
if [ "$(cells summary 'i386/kernel_vsyscall:getppid@seccomp:large' .state)" = measured ]; then
    ok 'a filter of 300 instructions lengthens a system call' awk \
        -v a="$(cells summary i386/kernel_vsyscall:getppid .ns.estimate)" \
        -v b="$(cells summary i386/kernel_vsyscall:getppid@seccomp:large .ns.estimate)" \
        'BEGIN { exit !(b > 1.1 * a) }'
fi
last="vdso:time with 100 ns more: $(cells summary i386/vdso:time .ns.estimate)"
ok 'a lengthened cell is longer' awk -v a="$(cells summary i386/vdso:time .ns.estimate)" 'BEGIN { exit !(a > 60) }'

finish
