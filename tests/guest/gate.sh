#!/bin/bash
# SPDX-License-Identifier: MIT
# gate exact on boots: a plain one gives the golden counts, and whatever changes the way into the
# kernel is found, in the cells that it changes, and named. By the shared boots.
# shellcheck source=tests/guest/lib.sh
. "$(dirname "$0")/lib.sh"
needs_shared

declare -A words=([plain]='' [hpet]=-clocksource=hpet [pti]=-pti=on [audit]=-audit=1 [vdso]=-vdso=0)
golden=$temp/golden

# Leaves the answer in $temp/NAME.json.
judge() { # NAME EXIT DIR
    "$SYSTOLL_BUILD/systoll-static" gate exact --golden "$3" --format "json=$temp/$1.json" --format text \
        "$temp/$1/run.jsonl" >"$temp/$1.txt"
    local code=$?
    [ $code = "$2" ] || wrong "$1: exit $code, not $2: $(cat "$temp/$1.txt")"
}

finds() { # NAME FILTER
    jq -e "$2" "$temp/$1.json" >/dev/null || wrong "$1: not so: $2: $(cat "$temp/$1.txt")"
}

# Only these cells' counts differ, and the cause is said.
differs() { # NAME PATTERN WORD
    judge "$1" 1 "$golden"
    finds "$1" "[.cells[] | select(.check == \"instructions\" and .verdict == \"regression\").cell] |
        length > 2 and all(test(\"$2\"))"
    finds "$1" "[.cells[] | select(.check == \"instructions\" and (.cell | test(\"$2\"))).verdict] |
        all(. == \"regression\")"
    finds "$1" "any(.notes[]; test(\"differs from the golden boot: .*$3\"))"
}

mkdir "$temp/longer" && cp "$SHARED/counted/run.jsonl" "$temp/longer" || exit 1
for name in "${!words[@]}"; do
    mkdir "$temp/$name" && cp "$(shared_record words "xonly${words[$name]}")" "$temp/$name/run.jsonl" || exit 1
done

# Of a kernel that Debian has replaced since only the invariants are judged.
judge plain 0 "$root/results/golden"
"$SYSTOLL_BUILD/systoll-static" gate exact --golden "$golden" --update "$temp/plain/run.jsonl" >/dev/null ||
    wrong "--update fails"
judge plain 0 "$golden"
finds plain '[.cells[] | select(.check == "instructions" and .verdict == "pass")] | length > 20'

# A debugger's single steps through the image are as many.
[ "$(cat "$SHARED/counted/2.exit")" = 0 ] || wrong "stepped: $(cat "$SHARED/counted/2.stderr")"
while read -r cell count; do
    holds "$temp/plain/run.jsonl" "any(.cells[]; .cell == \"$cell\" and .instructions == $count)" ||
        wrong "$cell: stepped through $count instructions: $(cat "$SHARED/words/table.txt")"
done <"$SHARED/counted/2.stdout"

for file in "$golden"/*.json; do
    mkdir "$temp/off"
    jq '.guests[].cells["vdso:time"] += 1' "$file" >"$temp/off/$(basename "$file")"
done
judge plain 1 "$temp/off"
finds plain '[.cells[] | select(.verdict == "regression") | [.cell, .difference]] == [["vdso:time", -1]]'

# One more instruction in the image that is timed: __vdso_getcpu, which libc's wrapper calls too.
judge longer 1 "$golden"
finds longer '[.cells[] | select(.verdict == "regression") | [.cell, .difference]] | sort ==
    [["libc:getcpu", 1], ["vdso:getcpu", 1]]'

fine='^(vdso|libc|syscall|int80|vsyscall):(gettimeofday|clock_gettime:monotonic)$'
differs hpet "$fine" 'clocksource .tsc. is now .hpet.'
finds hpet '[.cells[] | select(.check == "entries" and .verdict == "regression").cell] ==
    ["vdso:gettimeofday", "vdso:clock_gettime:monotonic"]'
finds hpet 'any(.notes[]; test("clocksource hpet has no vDSO mode"))'
differs pti '^(syscall|int80|vsyscall):' 'mitigations .. is now .pti=on.'
differs audit '^(syscall|int80):' 'audit .0. is now .1.'
differs vdso '^(vdso|libc):' 'boot_options .*vdso=0'
exit "$wrong"
