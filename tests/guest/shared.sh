#!/bin/bash
# SPDX-License-Identifier: MIT
# The boots that several tests look at, once: scripts/bootmodes on the newest kernel and on the oldest
# in each mode, and on the newest with words of the command line. Leaves SHARED/{newest,oldest,words},
# their exit codes and what they said.
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
# What went wrong in them is for the tests to say.
exit 0
