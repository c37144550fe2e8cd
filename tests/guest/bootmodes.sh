#!/bin/bash
# SPDX-License-Identifier: MIT
# What a boot mode, and what a word on the kernel's command line, changes: exactly the cells that it
# must. The kernel is 6.12, or the package that is named.
# shellcheck source=tests/guest/lib.sh
. "$(dirname "$0")/lib.sh"
package=${1:-$package}
"$root/scripts/kernels" "$package" >/dev/null || unavailable "no kernel $package"

bootmodes() { # DIR OPTION...
    local dir=$1
    shift
    "$root/scripts/bootmodes" --kernel "$package" --time-limit 400 -o "$dir" "$@" >"$dir.out" 2>&1
}

# The jq filter must hold for the comparison; of is what one cell of a boot has.
is() { # WHAT DIR FILTER
    jq -e 'def of($mode; $options): [.cells[] | select(.mode == $mode and .options == $options)];
        def bare: map(del(.mode, .options, .difference));
        # What the words changed, against the plain boot: {cell: difference}; those with another state too.
        def changed($options): of("xonly"; "") as $plain | of("xonly"; $options) as $with |
            [range($with | length) | {cell: $with[.].cell, path: $with[.].path, state: $with[.].state,
                more: (if $with[.].state == "measured" and $plain[.].state == "measured" then
                    $with[.].instructions - $plain[.].instructions else null end),
                same: ([$with[.].state, $with[.].instructions] == [$plain[.].state, $plain[.].instructions])}];
        def only(which): any(.[]; which) and map(select(.same | not) | .cell) == map(select(which) | .cell);
        def path($p): .path as $own | $p | index([$own]) != null;
        '"$3" "$2/comparison.json" >/dev/null || wrong "$1: $(cat "$2.out")"
}

modes() {
    local dir=$temp/modes
    bootmodes "$dir" || wrong "modes: exit $?: $(cat "$dir.out")"
    is "three boots are compared" "$dir" '[.boots[] | [.mode, .state]] == [["emulate", "measured"],
        ["xonly", "measured"], ["none", "measured"]] and (.unit == "instructions") and .failures == []'
    is "emulate equals xonly" "$dir" '(of("emulate"; "") | bare) == (of("xonly"; "") | bare)'
    is "none equals xonly, vsyscall aside" "$dir" \
        '([of("none"; ""), of("xonly"; "")] | map(map(select(.path != "vsyscall")) | bare) | .[0] == .[1])'
    is "none skips vsyscall with the kernel's answer" "$dir" '[of("none"; "")[] | select(.path == "vsyscall")]
        | map(select(.reason | test("SIGSEGV \\(SEGV_MAPERR\\) at 0xffffffffff600[048]00"))) | length == 3'
    is "only emulate can be read" "$dir" '[.boots[].vsyscall.read.ended] | (.[0] | startswith("SIG") | not)
        and all(.[1:][]; startswith("SIGSEGV"))'
    is "the words say so" "$dir" '[.changes[].words] | (.[0] | endswith("equal in every cell"))
        and (.[1] | test("vsyscall doesn.t work: .*SIGSEGV.* \\(all 3 cells\\); unchanged: vdso, libc, syscall, int80"))'
}

# The emulated page fault costs what an interrupt costs, so pti weighs on it as on int 0x80.
options() {
    local dir=$temp/options
    bootmodes "$dir" --mode xonly --append pti=on --append audit=1 --append vdso=0 --append clocksource=hpet ||
        wrong "options: exit $?: $(cat "$dir.out")"
    is "pti" "$dir" 'changed("pti=on") | only(path(["syscall", "int80", "vsyscall"]) and .state == "measured")
        and all(.[]; .same or .more > 0) and (map(select(.path == "syscall") | .more) | unique | length == 1)'
    is "audit" "$dir" 'changed("audit=1") | only(path(["syscall", "int80"])) and all(.[]; .same or .more > 100)'
    is "vdso=0" "$dir" 'changed("vdso=0") | only(path(["vdso", "libc"]))
        and all(.[] | select(.path == "vdso"); .state == "skipped") and all(.[] | select(.path == "libc"); .more > 100)'
    is "hpet" "$dir" 'changed("clocksource=hpet") | only((.cell | test(":(gettimeofday|clock_gettime:monotonic)$"))
        and .state == "measured") and all(.[] | select(.same | not); .more > (if path(["vdso", "libc"]) then 200 else 0 end))'
    is "hpet's entries" "$dir" '[of("xonly"; "clocksource=hpet")[] | select(.path == "vdso" and .entries.sys_enter == 1)
        | .cell] == ["vdso:gettimeofday", "vdso:clock_gettime:monotonic"]'
    is "each is named in words" "$dir" '[.changes[] | select(.kind == "options") | .words] | length == 4 and
        (.[0] | test("syscall \\+[0-9]+ \\(all 6 cells\\); int80 .*; vsyscall .*; unchanged: vdso, libc, control$")) and
        (.[1] | test("unchanged: vdso, libc, vsyscall, control$")) and (.[2] | test("this process has no vDSO")) and
        (.[3] | test("vdso \\+[0-9]+ with 1 sys_enter \\(gettimeofday\\)"))'
}

modes
options
exit "$wrong"
