#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The formats for other programs: their rules on records of every kind, by what is always there; what
# reads them is tried in consumers.sh, their files in formats_files.sh.
# shellcheck source-path=SCRIPTDIR disable=SC2317,SC2016 # ok calls the functions; awk expands
. "$(dirname "$0")/lib.sh"

data=$(cd "$(dirname "$0")/../data" && pwd)
docs=$(cd "$(dirname "$0")/../../docs" && pwd)/formats.md
cd "$tmp" || exit 2
cp "$data/record.jsonl" r.jsonl
tab=$'\t'

# The table of formats, as a refusal lists it.
formats=$("$SYSTOLL" report --format xxxxxxxxxxxx r.jsonl 2>&1 | sed 's/.*there are //; s/,\? and /, /; s/,//g')
ok 'eleven formats' test "$(wc -w <<<"$formats")" -eq 11

# Records: of cells that were not measured; without cells; without its end; with a cell lengthened;
# with odd names and figures at the end of what a number can be.
cells() { # EXPRESSION of jq: changes the cells of a summary
    jq -c '.' r.jsonl
    "$SYSTOLL" report --format json r.jsonl | jq -c '{type: "summary", run, cells} | '"$1"
}
cells '.run.interrupted = false' >whole.jsonl
cells '.cells |= map(select(.state != "measured"))' >skipped.jsonl
cells '.cells = []' >none.jsonl
cells '.run.interrupted = true' >stopped.jsonl
cells '.cells[0].injected_ns = 40.5' >injected.jsonl
cells '.cells[0].cell = "i386/a b\"\\\t\n{},=@x:é%#<&>/-8@c" | .cells[1].cell = "x=1:y z-16" |
       .cells[2].counters = {sys_enter: 9007199254740992, emulate_vsyscall: 9007199254740992} |
       .cells[2].ns = {estimate: 9007199254740992, lo: 1e-308, hi: 9007199254740992} | .cells[3].ns = null' >odd.jsonl

report() { # FORMAT RECORD: what was printed of it
    last="$1 of $2"
    cp "$1.$2" out
}

# Each takes each of them, and says nothing.
for format in $formats; do
    for record in whole skipped none stopped injected odd r; do
        systoll report --format "$format" "$record.jsonl"
        last="$format of $record"
        cp out "$format.$record"
        [ "$status" -eq 0 ] && [ -s out ] && [ ! -s err ] && ! grep -qiwE 'nan|inf|infinity' out
        result $? "$last: printed, without an infinity"
    done
done

# plain: three fields, by cut and awk; its grammar in docs/formats.md.
grammar="^[^$tab]+$tab-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?$tab(launches|interrupted|samples|ns|entries|instructions|ns-injected|skipped|failed)$"
grammar=${grammar/(e-?/(e[-+]?}
for record in whole skipped none stopped injected odd r; do
    report plain "$record"
    ok "$last: its grammar" test "$(grep -cvE "$grammar" out)" -eq 0
    ok "$last: three fields" awk -F'\t' 'NF != 3 || $2 + 0 != $2 { bad = 1 } END { exit bad }' out
done
report plain whole
ok 'cut and awk read it' test "$(awk -F'\t' '$3 == "ns" { print $1 }' out)" = \
    "$(printf '%s\n' vdso:time syscall:time int80:time vsyscall:time control:ret)"
ok 'entries' test "$(grep -P '\tentries$' out | cut -f 2 | paste -sd ' ')" = '0 1 1 1 0'
ok 'unrounded' test "$(grep -P '^vdso:time\t.*\tns$' out | cut -f 2)" = \
    "$("$SYSTOLL" report --format csv r.jsonl | awk -F, '$1 == "vdso:time" { print $9 }')"
expect_out "^libc:time${tab}1${tab}skipped$"
expect_out "^vdso:getcpu${tab}1${tab}failed$"
expect_out "^run${tab}0${tab}interrupted$"
report plain stopped
expect_out "^run${tab}1${tab}interrupted$"
report plain injected
expect_out "^vdso:time${tab}40.5${tab}ns-injected$"

# The examples of docs/formats.md for it, with stand-ins for what they call.
mkdir bin
ln -s "$SYSTOLL" bin/systoll
printf '#!/bin/sh\necho "case $*"\n' >bin/lava-test-case
chmod +x bin/lava-test-case
cp whole.jsonl run.jsonl
example() { # TEXT: runs it as a shell does
    run env PATH="$tmp/bin:$PATH" sh -c "$1"
}
example "$(sed -n '/^```sh plain$/,/^```$/{/^```/d;p}' "$docs")"
expect_status 0
expect_out '^vdso:time [0-9]'
expect_out "^vsyscall:time${tab}1$"
one_line() { sed -n "/^- $1/,/\`$/s/^  \`\(.*\)\`$/\1/p" "$docs"; } # NAME: what its line in the list says
example "$(one_line LAVA)"
ok 'LAVA' test "$(grep -cE '^case [a-z0-9]*:[a-z]* --result pass --measurement [0-9.]+ --units ns$' out)" -eq 5
example "systoll report -f plain run.jsonl | $(one_line lkp)"
ok 'lkp' test "$(grep -cE '^[a-z0-9]*_[a-z]*\.ns: [0-9.]+$' out)" -eq 5
"$SYSTOLL" report -f plain run.jsonl >stdout
ok 'ReFrame' python3 -c 'import re, sys
pattern = re.search(r"extractsingle\(r.([^,]*).,", sys.argv[1]).group(1)
assert float(re.search(pattern, open("stdout").read(), re.MULTILINE).group(1)) > 0' "$(one_line ReFrame)"

# prometheus: seconds; the same HELP in all; each metric once; labels escaped.
for record in whole skipped none stopped injected odd; do
    report prometheus "$record"
    ok "$last: each metric has one HELP and one TYPE" awk '
        /^# HELP/ { help[$3]++ } /^# TYPE/ { type[$3]++ }
        /^[^#]/ { name = $0; sub(/[{ ].*/, "", name); seen[name] = 1 }
        END { for (n in seen) if (help[n] != 1 || type[n] != 1) exit 1
              for (n in help) if (!seen[n]) exit 1 }' out
    grep '^# HELP' out >>helps
    ok "$last: no sample twice" test -z "$(grep -v '^#' out | sed 's/ [^ ]*$//' | sort | uniq -d)"
    ok "$last: no timestamp" awk '/^[^#]/ { sub(/[{].*[}] /, " "); if (NF != 2) bad = 1 } END { exit bad }' out
done
ok 'HELP is the same everywhere' test "$(sort -u helps | wc -l)" -eq \
    "$(sort -u helps | awk '{ print $3 }' | sort -u | wc -l)"
report prometheus whole
expect_out '^systoll_call_seconds{cell="syscall:time"} 1\.0*[0-9]*e-07$'
expect_out '^systoll_kernel_entries{cell="vsyscall:time",kind="emulate_vsyscall"} 1$'
expect_out '^systoll_cell_state{cell="libc:time",state="skipped"} 1$'
expect_out '^systoll_cell_state{cell="libc:time",state="measured"} 0$'
expect_out '^systoll_info{cpu="A \\"fine\\" CPU, 2 cores",kernel="6.12.0",'
expect_out '^systoll_run_interrupted 0$'
report prometheus stopped
expect_out '^systoll_run_interrupted 1$'
report prometheus injected
expect_out '^systoll_injected_seconds{cell="vdso:time"} 4.05e-08$'

# benchmark: an entry for each launch; an error for what has no times.
report benchmark r
ok 'an entry for each launch' jq -e '[.benchmarks[] | select(.name == "vdso:time")] |
    map([.repetitions, .repetition_index, .iterations, .time_unit]) == [[2, 0, 3000, "ns"], [2, 1, 3000, "ns"]]' out
ok 'the launches are not one' jq -e '[.benchmarks[] | select(.name == "vdso:time") | .real_time] |
    length == 2 and .[0] < .[1]' out
ok 'context.caches' jq -e '.context.caches == [] and .context.interrupted == true' out
ok 'skipped cells say why' jq -e '[.benchmarks[] | select(.error_occurred)] |
    map(.error_message) == ["alias of vdso", "it gave CPU 9, not 0"] and all(.real_time == null)' out
report benchmark injected
ok 'injected is a label' jq -e '.benchmarks[0].label == "INJECTED: 40.5 ns a call"' out
head -n 1 r.jsonl >bare.jsonl
tail -n 1 whole.jsonl >>bare.jsonl
systoll report --format benchmark bare.jsonl
ok 'without samples the estimate is one repetition' jq -e '[.benchmarks[] | select(.name == "vdso:time")] |
    length == 1 and .[0].repetitions == 1' out

# bmf: the interval around the value; what is unknown is left out.
report bmf whole
ok 'latency lies in its interval' jq -e '."vdso:time".latency | .lower_value <= .value and .value <= .upper_value' out
ok 'entries' jq -e '."vsyscall:time".entries == {value: 1}' out
ok 'what was not measured is left out' jq -e 'has("libc:time") or has("vdso:getcpu") | not' out
ok 'whole' jq -e '.systoll == {launches: {value: 2}, interrupted: {value: 0}, samples: {value: 1}}' out
report bmf stopped
ok 'interrupted' jq -e '.systoll.interrupted.value == 1' out
report bmf injected
ok 'injected' jq -e '."vdso:time"."injected-ns".value == 40.5' out
report bmf odd
ok 'the largest counts add up' jq -e '."int80:time".entries.value == 18014398509481984' out

# github-action-benchmark: what its source takes of each, and how it finds the number of a range.
shape='type == "array" and all(.[]; (.name | type) == "string" and (.value | type) == "number" and
    .unit == "ns" and (.extra | type) == "string" and
    (.range == null or (.range | test("^± *\\d.+$") and (capture("± (?<v>.*)").v | tonumber) >= 0)))'
for record in whole skipped none stopped injected odd r; do
    report github-action-benchmark "$record"
    ok "$last: its shape" jq -e "$shape" out
done
ok 'interrupted is said' jq -e 'all(.[]; .extra | test("\ninterrupted$"))' out
report github-action-benchmark skipped
ok 'nothing measured is an empty array' jq -e '. == []' out
report github-action-benchmark injected
ok 'injected is said' jq -e '.[0].extra | test("\nINJECTED: 40.5 ns a call")' out

# gobench: read by its definition; names without @, and each by itself.
gobench() {
    awk '/^Benchmark[A-Z]/ {
             if (NF < 4 || NF % 2 || $2 !~ /^[0-9]+$/ || $1 !~ /^[A-Za-z0-9_.:=%\/]+$/ || $1 ~ /-[0-9]+$/) exit bad = 1
             for (i = 3; i < NF; i += 2) if ($i + 0 != $i) exit bad = 1
             next }
         /^[a-z][^A-Z \t]*:( |$)/ || /^#/ || /^$/ { next }
         { exit bad = 1 }
         END { exit bad }' out
}
for record in whole skipped none stopped injected odd r; do
    report gobench "$record"
    ok "$last: by its definition" gobench
done
expect_out '^interrupted: true$'
expect_out '^BenchmarkCall/path=vdso/call=time 3000 20 ns/op 0 entries/op$'
ok 'a line for each launch' test "$(grep -c '^BenchmarkCall/path=vdso/call=time ' out)" -eq 2
expect_out '^# not measured: libc:time: alias of vdso$'
report gobench injected
expect_out ' 40.5 injected-ns/op$'
report gobench odd
expect_out '^BenchmarkCall/abi=i386/path=a%20b%22%5C%3F%3F%7B%7D%2C=%40x/call=%C3%A9%25%23%3C%26%3E%2F%2D8/context=c '
expect_out '^BenchmarkCall/path=x=1/call=y%20z%2D16 '

# A guest that counted instructions: its record has no times, and none is made up.
cp "$data/exact.jsonl" exact.jsonl
systoll report -f plain exact.jsonl
expect_out "^vdso:time${tab}13${tab}instructions$"
expect_no_out "${tab}ns$"
systoll report -f prometheus exact.jsonl
expect_out '^systoll_instructions{cell="vdso:time"} 13$'
expect_no_out '^systoll_call_seconds'
systoll report -f bmf exact.jsonl
ok 'bmf: instructions' jq -e '."vdso:time" == {entries: {value: 0}, instructions: {value: 13}}' out
systoll report -f gobench exact.jsonl
ok 'gobench: by its definition' gobench
expect_out '^BenchmarkCall/path=vdso/call=time 1 0 entries/op 13 insns/op$'
systoll report -f benchmark exact.jsonl
ok 'benchmark: nothing timed' jq -e 'all(.benchmarks[]; .error_occurred) and any(.benchmarks[]; .instructions == 13)' out
systoll report -f github-action-benchmark exact.jsonl
ok 'github-action-benchmark: nothing timed' jq -e '. == []' out

# How many records.
for format in prometheus benchmark bmf github-action-benchmark; do
    refused "$format takes one record; print each of the 2 by itself" report -f $format r.jsonl r.jsonl
done
for format in plain gobench csv json; do
    systoll report -f $format r.jsonl r.jsonl
    expect_status 0
    ok "$format: one right after the other" test "$(wc -l <out)" -eq \
        "$((2 * $("$SYSTOLL" report -f $format r.jsonl | wc -l)))"
done

# An unknown one.
refused 'did you mean prometheus' report --format promethus r.jsonl
refused 'did you mean github-action-benchmark' report --format github-action r.jsonl
refused 'did you mean csv' report --format cvs r.jsonl
refused 'did you mean table' report --format tabel r.jsonl
refused 'did you mean markdown' compare --format markdwn r.jsonl r.jsonl
refused 'did you mean junit' gate exact --format juint r.jsonl
refused 'did you mean ktap' check --format ktab
refused 'there are tap, ktap and junit' check --format xxxxxxxx

# check: plans first, topics nested; the rest in consumers.sh.
systoll check --format ktap --only getcpu
expect_out '^KTAP version 1$'
ok 'the plan is the second line' test "$(sed -n 2p out)" = 1..1
ok 'the plan of the topic is its number of assertions' test "$(sed -n 's/^  1\.\.//p' out)" -eq \
    "$(grep -cE '^  (not )?ok ' out)"
systoll check --format junit --only getcpu
expect_out '<testsuite name="getcpu" tests="[0-9]*" failures="0" errors="0" skipped="[0-9]*">'
systoll check --format tap --only getcpu
expect_out '^TAP version 13$'

finish
