#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The formats for other programs, read by those programs: promtool, compare.py, ajv, prove, tap-parser,
# xmllint, and node_exporter. What is not here is skipped with its reason.
# shellcheck source-path=SCRIPTDIR disable=SC2317,SC2016 # ok calls the functions; jq expands
. "$(dirname "$0")/lib.sh"

here=$(cd "$(dirname "$0")" && pwd)
consumers=$here/../consumers
node=$consumers/node_modules/.bin
cd "$tmp" || exit 2

# Two runs with ten launches; in the second vdso:time costs half as much again. Then what is odd: no
# cells, none measured, an end too early, a lengthened cell, names of what readers forbid; and a guest that
# counted instructions.
for ns in 20 30; do
    awk -v launches=10 -v rounds=4 -v vdso_time=$ns -f "$here/plot-record.awk" >"$ns.jsonl" || exit 2
done
cells() { # EXPRESSION of jq: changes the cells of a summary
    head -n 1 "$here/../data/record.jsonl"
    "$SYSTOLL" report --format json "$here/../data/record.jsonl" |
        jq -c '{type: "summary", run, cells} | '"$1"
}
cells '.cells = []' >none.jsonl
cells '.cells |= map(select(.state != "measured"))' >skipped.jsonl
cells '.run.interrupted = true' >stopped.jsonl
cells '.cells[0].injected_ns = 40.5' >injected.jsonl
cells '.cells[0].cell = "i386/a b\"\\\t\n{},=@x:é%#<&>/-8@c" | .cells[1].cell = "x=1:y z-16" |
       .cells[2].counters = {sys_enter: 9007199254740992, emulate_vsyscall: 9007199254740992} |
       .cells[2].ns = {estimate: 9007199254740992, lo: 1e-308, hi: 9007199254740992} | .cells[3].ns = null' >odd.jsonl
cp "$here/../data/exact.jsonl" exact.jsonl
records=(20 30 none skipped stopped injected odd exact)

report() { # FORMAT RECORD
    systoll report --format "$1" "$2.jsonl"
    last="$1 of $2"
    [ "$status" -eq 0 ]
    result $? "$last: printed"
}

# needs PROGRAM PACKAGE: whether it is here; else the part is skipped.
needs() {
    command -v "$1" >/dev/null && return
    skip_part "$1 is not installed ($2)"
    return 1
}

if needs promtool prometheus; then
    for record in "${records[@]}"; do
        report prometheus "$record"
        last="promtool check metrics, $record"
        promtool check metrics <out >said 2>&1
        status=$?
        [ "$status" -eq 0 ] && [ ! -s said ]
        result $? "$last: nothing to say"
    done
    ok 'promtool check rules' promtool check rules "$here/../../docs/examples/systoll.rules.yml"
    run promtool test rules "$consumers/rules.test.yml"
    expect_status 0
    sed '/SystollCellFailed/,$d' "$here/../../docs/examples/systoll.rules.yml" >cut.yml
    sed "s|^rule_files:.*|rule_files: [$tmp/cut.yml]|" "$consumers/rules.test.yml" >cut.test.yml
    ok 'the rules are looked at' eval '! promtool test rules cut.test.yml'
fi

# node_exporter answers on a port of its own choice; two files of one HELP, each with a name of its own.
exporter() {
    local log=exporter.log url i
    mkdir -p textfile
    "$SYSTOLL" report -f prometheus -o textfile/systoll.prom 20.jsonl || return
    prometheus-node-exporter --collector.disable-defaults --collector.textfile \
        --collector.textfile.directory=textfile --web.listen-address=127.0.0.1:0 2>"$log" &
    for ((i = 0; i < 50; i++)); do
        url=$(sed -n 's/.*[Ll]istening on.*address=\([0-9.:]*\).*/\1/p' "$log")
        [ -n "$url" ] && break
        sleep 0.1
    done
    python3 -c 'import sys, urllib.request
print(urllib.request.urlopen("http://" + sys.argv[1] + "/metrics").read().decode())' "$url" >scraped
    kill $!
    wait $! 2>/dev/null
    grep '^systoll_call_seconds{cell="vdso:time"} 2e-08$' scraped && grep '^node_textfile_scrape_error 0$' scraped
}
if needs prometheus-node-exporter prometheus-node-exporter && needs python3 python3; then
    ok 'node_exporter serves the file' exporter
fi

# compare.py's answer: vdso:time is half as much again and significantly so, the others are as before,
# and what was not measured in one of the two is not shown as a change from or to zero.
with_scipy() { # Debian's scipy is for Debian's Python, which may not be the first here
    local each
    for each in python3 /usr/bin/python3; do
        "$each" -c 'import scipy' 2>/dev/null && echo "$each" && return
    done
    return 1
}
compare=$(dpkg -L libbenchmark-tools 2>/dev/null | grep '/compare\.py$')
if [ -z "$compare" ]; then
    skip_part 'compare.py is not installed (libbenchmark-tools)'
elif ! python=$(with_scipy); then
    skip_part 'scipy is not installed (python3-scipy)'
else
    for record in "${records[@]}"; do
        report benchmark "$record"
        cp out "$record.json"
    done
    run "$python" "$compare" --no-color -d answer.json benchmarks 20.json 30.json
    last='compare.py'
    expect_status 0
    expect_out '^vdso:time .*+0\.[45][0-9]* .*+0\.[45]'
    expect_out '^vdso:time_pvalue .*U Test, Repetitions: 10 vs 10$'
    ok 'the slower cell is found' jq -e '.[] | select(.name == "vdso:time") |
        .utest.time_pvalue < 0.05 and all(.measurements[]; (.time - 0.5 | fabs) < 0.05)' answer.json
    ok 'the others are as before' jq -e 'all(.[] | select(.name | . != "vdso:time" and . != "OVERALL_GEOMEAN") | .measurements[];
        (.time | fabs) < 0.05)' answer.json
    for pair in 'stopped skipped' 'skipped stopped' 'stopped none' 'none stopped' 'skipped skipped' 'odd odd' 'exact exact'; do
        run "$python" "$compare" --no-color -d answer.json benchmarks "${pair% *}.json" "${pair#* }.json"
        last="compare.py, $pair"
        expect_status 0
        ok "$last: no change from or to zero" jq -e 'all(.[].measurements[]; .real_time > 0 and
            .real_time_other > 0)' answer.json
    done
fi

if [ -x "$node/ajv" ]; then
    for record in "${records[@]}"; do
        report bmf "$record"
        cp out bmf.json
        ok "$last: Bencher's schema" "$node/ajv" validate -s "$consumers/bmf.schema.json" -d bmf.json
    done
    jq '."vdso:time".latency.value = "1"' bmf.json >bad.json
    ok 'the schema is looked at' eval "! '$node/ajv' validate -s '$consumers/bmf.schema.json' -d bad.json"
else
    skip_part 'ajv is not installed (scripts/setup test-all, with npm)'
fi

# The checks that a kernel of any kind has, all held; and some that do not, where a stand-in lies.
outputs=(held)
run "$SYSTOLL" check --format ktap
cp out held.ktap
"$SYSTOLL" check --format junit >held.xml
"$SYSTOLL" check --format tap >held.tap
if [ -n "${WRONG_GETCPU:-}" ]; then
    outputs+=(failed)
    "$WRONG_GETCPU" "$SYSTOLL" check --only 'getcpu' --format ktap >failed.ktap
    "$WRONG_GETCPU" "$SYSTOLL" check --only 'getcpu' --format junit >failed.xml
    "$WRONG_GETCPU" "$SYSTOLL" check --only 'getcpu' --format tap >failed.tap
fi
passes() { # OUTPUT COMMAND...: succeeds just where its assertions hold
    local output=$1 code
    shift
    "$@" >said 2>&1
    code=$?
    if [ "$output" = held ]; then [ "$code" -eq 0 ]; else [ "$code" -ne 0 ]; fi
}
for output in "${outputs[@]}"; do
    if needs prove perl; then
        for kind in tap ktap; do
            ok "prove: $output.$kind" passes "$output" prove --exec cat "$output.$kind"
        done
    fi
    if [ -x "$node/tap-parser" ]; then
        for kind in tap ktap; do
            ok "tap-parser: $output.$kind" passes "$output" eval "'$node/tap-parser' <$output.$kind"
        done
    else
        skip_part 'tap-parser is not installed (scripts/setup test-all, with npm)'
    fi
    if needs xmllint libxml2-utils; then
        ok "xmllint: $output.xml" xmllint --noout --schema "$consumers/junit.xsd" "$output.xml"
        ok "$output.xml: as many cases as TAP has lines" test \
            "$(xmllint --xpath 'count(//testcase)' "$output.xml")" -eq "$(grep -cE '^(not )?ok ' "$output.tap")"
        ok "$output.xml: as many as are said" test \
            "$(xmllint --xpath 'sum(//testsuite/@tests)' "$output.xml")" -eq \
            "$(xmllint --xpath 'count(//testcase)' "$output.xml")"
    fi
done
if needs xmllint libxml2-utils; then
    systoll gate exact --format junit "$here/../data/exact.jsonl"
    ok 'xmllint: the gate'\''s JUnit' xmllint --noout --schema "$consumers/junit.xsd" out
    sed 's/<testcase /<case /' out >bad.xml
    ok 'the schema is looked at' eval "! xmllint --noout --schema '$consumers/junit.xsd' bad.xml"
fi

if command -v benchstat >/dev/null; then
    for record in 20 30; do "$SYSTOLL" report -f gobench -o $record.txt $record.jsonl; done
    run benchstat 20.txt 30.txt
    expect_status 0
    expect_out 'vdso'
else
    skip_part 'benchstat is not installed; formats.sh reads gobench by its definition'
fi

finish
