#!/bin/bash
# SPDX-License-Identifier: MIT
# What a boot mode, and what a word on the kernel's command line, changes: exactly the cells that it
# must. By the shared boots.
# shellcheck source=tests/guest/lib.sh
. "$(dirname "$0")/lib.sh"
needs_shared

# The jq filter must hold for the comparison; of is what one cell of a boot has.
is() { # WHAT NAME FILTER
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
        '"$3" "$SHARED/$2/comparison.json" >/dev/null || wrong "$2: $1: $(cat "$SHARED/$2.out")"
}

modes() { # NAME
    [ "$(cat "$SHARED/$1.exit")" = 0 ] || wrong "$1: exit $(cat "$SHARED/$1.exit" "$SHARED/$1.out")"
    is "three boots are compared" "$1" '[.boots[] | [.mode, .state]] == [["emulate", "measured"],
        ["xonly", "measured"], ["none", "measured"]] and (.unit == "instructions") and .failures == []'
    is "emulate equals xonly" "$1" '(of("emulate"; "") | bare) == (of("xonly"; "") | bare)'
    is "none equals xonly, vsyscall aside" "$1" \
        '([of("none"; ""), of("xonly"; "")] | map(map(select(.path != "vsyscall")) | bare) | .[0] == .[1])'
    is "none skips vsyscall with the kernel's answer" "$1" '[of("none"; "")[] | select(.path == "vsyscall")]
        | map(select(.reason | test("SIGSEGV \\(SEGV_MAPERR\\) at 0xffffffffff600[048]00"))) | length == 3'
    is "only emulate can be read" "$1" '[.boots[].vsyscall.read.ended] | (.[0] | startswith("SIG") | not)
        and all(.[1:][]; startswith("SIGSEGV"))'
    is "the words say so" "$1" '[.changes[].words] | (.[0] | endswith("equal in every cell"))
        and (.[1] | test("vsyscall doesn.t work: .*SIGSEGV.* \\(all 3 cells\\); unchanged: vdso, libc, syscall, int80"))'
}

# The emulated page fault costs what an interrupt costs, so pti weighs on it as on int 0x80.
words() {
    [ "$(cat "$SHARED/words.exit")" = 0 ] || wrong "words: exit $(cat "$SHARED/words.exit" "$SHARED/words.out")"
    is "pti" words 'changed("pti=on") | only(path(["syscall", "int80", "vsyscall"]) and .state == "measured")
        and all(.[]; .same or .more > 0) and (map(select(.path == "syscall") | .more) | unique | length == 1)'
    is "audit" words 'changed("audit=1") | only(path(["syscall", "int80"])) and all(.[]; .same or .more > 100)'
    is "vdso=0" words 'changed("vdso=0") | only(path(["vdso", "libc"]))
        and all(.[] | select(.path == "vdso"); .state == "skipped") and all(.[] | select(.path == "libc"); .more > 100)'
    is "hpet" words 'changed("clocksource=hpet") | only((.cell | test(":(gettimeofday|clock_gettime:monotonic)$"))
        and .state == "measured") and all(.[] | select(.same | not); .more > (if path(["vdso", "libc"]) then 200 else 0 end))'
    is "hpet's entries" words '[of("xonly"; "clocksource=hpet")[] | select(.path == "vdso" and .entries.sys_enter == 1)
        | .cell] == ["vdso:gettimeofday", "vdso:clock_gettime:monotonic"]'
    is "each is named in words" words '[.changes[] | select(.kind == "options") | .words] | length == 6 and
        (.[0] | test("syscall \\+[0-9]+ \\(all 6 cells\\); int80 .*; vsyscall .*; unchanged: vdso, libc, control$")) and
        (.[1] | test("unchanged: vdso, libc, vsyscall, control$")) and (.[2] | test("this process has no vDSO")) and
        (.[3] | test("vdso \\+[0-9]+ with 1 sys_enter \\(gettimeofday\\)"))'
}

# What words take away costs the cells concerned and no other, and each says why.
# FILTER must hold for exactly the cells whose name matches PATTERN.
cells() { # WORDS PATTERN FILTER
    local record
    record=$(shared_record words "xonly-$1")
    holds "$record" ".cells | all((.cell | test(\"$2\")) == ($3))" || wrong "$1: $(cat "$SHARED/words/table.txt")"
}

modes newest
[ "$older" = "$package" ] || modes oldest
words
skipped='.state == "skipped" and (.reason | test(" no entry ") | not)'
cells vdso=0 '^vdso:' "$skipped"
cells ia32_emulation=0 '^int80:' "$skipped"
cells clocksource=hpet '^(vdso|libc):(gettimeofday|clock_gettime:monotonic)$' \
    '(.path == "vdso" or .path == "libc") and .counters.sys_enter == 1'
holds "$(shared_record words xonly-clocksource=hpet)" '.run.warnings | any(test("vdso:gettimeofday.*1 entry per call counted.*clocksource hpet has no vDSO mode"))' ||
    wrong "no warning of hpet"
for name in newest oldest; do
    [ -e "$SHARED/$name" ] || continue
    for mode in emulate xonly none; do
        entries_hold "$name $mode" "$(shared_record $name $mode)" $mode 5
    done
done
exit "$wrong"
