#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Bad input to `systoll run`: one sentence, the nearest right word, exit 2, nothing written.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

cd "$tmp" || exit 2
mkdir results

# refused, and neither here nor in results/ is there a file more.
refused_unwritten() {
    refused "$@"
    [ "$(find results -type f | wc -l)" -eq 0 ] && ! compgen -G '*.jsonl*' >/dev/null
    result $? "$last: writes nothing"
}

refused_unwritten 'vdso' run --paths vdsoo
refused_unwritten 'gettimeofday' run --calls getimeofday
refused_unwritten 'monotonic' run --clocks monotonik
refused_unwritten 'vdso:time' run --cells vdso:tim
refused_unwritten 'page-faults' run --quick --event page-fautls
refused_unwritten "'zzz:\*'" run --cells 'zzz:*'
refused_unwritten . run --paths ''
refused_unwritten . run --calls ''
refused_unwritten . run --cells ''
refused_unwritten . run --clocks ''
refused_unwritten . run --paths vdso,,syscall
refused_unwritten . run --event ''
refused_unwritten 'needs a value' run --paths
refused_unwritten "'operand'" run operand

for option in --launches --rounds --time --seed --cpu; do
    for value in -1 x '' 1x 0x10 ' 5' '5 ' 99999999999999999999999 nan inf; do
        refused_unwritten "${option}.*'\?${value:0:20}" run --quick "$option" "$value"
    done
done
for option in --launches --rounds --time; do
    refused_unwritten "$option" run --quick "$option" 0
done
for option in --launches --rounds --seed --cpu; do
    refused_unwritten "$option takes a whole number" run --quick "$option" 1e3
done
refused_unwritten '1e400' run --time 1e400
refused_unwritten "time takes a number from 0.1 to 86400, not '0.09'" run --time 0.09
refused_unwritten 'invalid event attribute' run --event page-faults:zz
refused_unwritten "there is no cell 'a?b'" run --cells $'a\nb'

refused_unwritten '[Cc][Pp][Uu]' run --quick --cpu 100000
refused_unwritten 'is offline\|does not exist\|has no\|there is no' run --quick --cpu 65535
if [ "$(nproc)" -gt 1 ]; then
    allowed=$(taskset -cp $$ | sed 's/.*: //; s/[^0-9].*//')
    other=$(taskset -cp $$ | sed 's/.*[^0-9]//')
    last="taskset -c $allowed systoll run --cpu $other"
    run taskset -c "$allowed" "$SYSTOLL" run --quick --cpu "$other"
    expect_status 2
    expect_sentence
    # The same for the process, another cause for who asks: it is offline.
    echo "$allowed" >"$tmp/online"
    if [ "$(id -u)" -eq 0 ] && unshare -m true 2>/dev/null; then
        # shellcheck disable=SC2016 # the inner shell expands
        run unshare -m bash -c 'mount --bind "$1" /sys/devices/system/cpu/online || exit 77
            shift; exec "$@"' - "$tmp/online" taskset -c "$allowed" "$SYSTOLL" run --cpu "$other"
        last="run --cpu $other, which is offline"
        [ "$status" -eq 77 ] || expect_err "CPU $other is offline; choose from $allowed"
    fi
fi

finish
