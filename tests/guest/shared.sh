#!/bin/bash
# SPDX-License-Identifier: MIT
# The boots that several tests look at, once: scripts/bootmodes on the newest kernel and on the oldest
# in each mode, and on the newest with words of the command line; and one of the newest in which
# instructions are counted where bootmodes doesn't: in a longer vDSO, by single steps, in contexts and in
# 32-bit programs. Leaves SHARED/{newest,oldest,words}, their exit codes and what they said, and
# SHARED/counted.
# shellcheck source=tests/guest/lib.sh
. "$(dirname "$0")/lib.sh"

rm -rf "${SHARED:?}" && mkdir -p "$SHARED" || exit 1

bootmodes() { # NAME KERNEL OPTION...
    local name=$1 from=$2
    shift 2
    setpriv --pdeathsig TERM "$root/scripts/bootmodes" --kernel "$from" --time-limit 400 -o "$SHARED/$name" "$@" \
        >"$SHARED/$name.out" 2>&1
    echo $? >"$SHARED/$name.exit"
    echo "$name: exit $(cat "$SHARED/$name.exit")"
}

bootmodes newest "$package"
[ "$older" = "$package" ] || bootmodes oldest "$older"
bootmodes words "$package" --mode xonly --append pti=on --append audit=1 --append vdso=0 \
    --append clocksource=hpet --append clocksource=acpi_pm --append ia32_emulation=0

# Cells in user space alone.
image=(vdso:{gettimeofday,time,clock_gettime:{monotonic,realtime_coarse}} control:ret)
commands=(longer-vdso __vdso_getcpu systoll-static run --exact -o run.jsonl
    -- stepped "${image[@]}" vdso:getcpu
    -- systoll-static run --exact --contexts all --abi all --calls "time,getcpu,getppid,clock_gettime"
    --clocks monotonic --rounds 200 -o contexts.jsonl)
files=(--file "$SYSTOLL_BUILD/tests/longer-vdso" --file "$SYSTOLL_BUILD/tests/stepped")
if [ -e "$SYSTOLL_BUILD/tests/stepped-i386" ]; then
    files+=(--file "$SYSTOLL_BUILD/tests/stepped-i386")
    commands+=(-- stepped-i386 "${image[@]/#/i386/}"
        -- systoll-static run --exact --cells "$(IFS=, && echo "${image[*]/#/i386/}")" -o i386.jsonl)
fi
guest --exact --append vsyscall=xonly --time-limit 400 -o "$SHARED/counted" "${files[@]}" -- "${commands[@]}" &
wait $! || echo "counted: the guest failed"
# What went wrong in them is for the tests to say.
exit 0
