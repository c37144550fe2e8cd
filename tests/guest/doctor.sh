#!/bin/bash
# SPDX-License-Identifier: MIT
# What a boot mode, a word of the kernel's command line or a time namespace changes is exactly its own
# line of doctor's page, and nothing that was well is a finding. By the shared boots, and one of its own
# for the namespace.
# shellcheck source=tests/guest/lib.sh
. "$(dirname "$0")/lib.sh"
needs_shared

# lines FILE: NAME|VERDICT of each line.
lines() { jq -r '.findings[] | .name + "|" + .verdict' "$1"; }

# seen FILE: NAME|SEEN, what it is that was seen.
seen() { jq -r '.findings[] | .name + "|" + .verdict + "|" + .seen' "$1"; }

findings() { lines "$1" | sed -n 's/|finding$//p'; }

page_of() { echo "$(shared_guest "$1" "$2")/4.stdout"; }

# changes FILE NAME VERDICT TEXT: against the plain boot that line alone is another one.
changes() {
    local changed
    changed=$(diff <(seen "$plain") <(seen "$1") | sed -n 's/^> \([^|]*\)|.*/\1/p')
    [ "$changed" = "$2" ] || wrong "$1: '$changed' changed and not '$2': $(diff <(seen "$plain") <(seen "$1"))"
    [ "$(lines "$1" | grep "^$2|")" = "$2|$3" ] || wrong "$1: $2 isn't a $3"
    seen "$1" | grep "^$2|" | grep -e "$4" >/dev/null || wrong "$1: $2 doesn't say '$4': $(seen "$1" | grep "^$2|")"
    [ "$3" = finding ] || [ -z "$(findings "$1")" ] || wrong "$1: found $(findings "$1")"
    [ "$3" != finding ] || [ "$(findings "$1")" = "$2" ] || wrong "$1: found $(findings "$1") and not $2 alone"
}

guest --exact --append vsyscall=none --file "$SYSTOLL_BUILD/tests/timens" --time-limit 400 -o "$temp/own" \
    -- systoll-static doctor --format json -- timens systoll-static doctor --format json \
    -- systoll-static doctor --line -- timens systoll-static doctor --line \
    -- guest-cat /sys/devices/system/clocksource/clocksource0/current_clocksource &
wait $! || wrong "the guest failed"

# The plain boots: nothing is found, and every line is known.
plain=$temp/own/1.stdout
names='clocks libc time namespace vsyscall 32-bit entry shadow stacks FRED LASS seccomp audit user dispatch SSBD mitigations nohz_full tracing tracer perf events governor SMT steal isolated CPUs PMU rdpmc boot campaign'
[ "$(jq -r '[.findings[].name] | join(" ")' "$plain")" = "$names" ] || wrong "other lines: $(lines "$plain")"
[ -z "$(findings "$plain")" ] || wrong "the plain boot has findings: $(seen "$plain")"
[ "$(lines "$plain" | grep -c '|ok$')" -ge 14 ] || wrong "the plain boot is not well: $(seen "$plain")"
[ "$(cat "$temp"/own/[1-4].exit | paste -sd ' ')" = '0 1 0 1' ] || wrong "exits: $(cat "$temp"/own/[1-4].exit)"
grep -q '^ok: no findings' "$temp/own/3.stdout" || wrong "line: $(cat "$temp/own/3.stdout")"
grep -q '^finding: time namespace: ' "$temp/own/4.stdout" || wrong "line: $(cat "$temp/own/4.stdout")"

changes "$temp/own/2.stdout" 'time namespace' finding 'of its own (monotonic 86400 0'
changes "$(page_of newest emulate)" vsyscall finding '|mode emulate: .*gives the old code'
changes "$(page_of newest xonly)" vsyscall note '|mode xonly: .*a call works, a read is refused'
plain=$(page_of newest none)
changes "$(page_of newest xonly)" vsyscall note '|mode xonly'

plain=$(page_of newest xonly)
word() { page_of words "xonly-$1"; }
changes "$(word clocksource=hpet)" clocks finding 'gettimeofday, .*monotonic.* enter the kernel.*clocksource hpet'
changes "$(word clocksource=acpi_pm)" clocks finding 'gettimeofday, .*monotonic.* enter the kernel.*clocksource acpi_pm'
changes "$(word vdso=0)" clocks finding 'every clock enters the kernel'
changes "$(word audit=1)" audit finding '|on, '
changes "$(word pti=on)" mitigations finding '(pti), though meltdown: Not affected'
changes "$(word ia32_emulation=0)" '32-bit entry' ok '|closed: int 0x80 gives SIGSEGV'
exit "$wrong"
