#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What a reader of any format has to know of a record: that the run was interrupted, that the record has no
# summary or no samples, that a cell was lengthened. Each row of the table of formats marks it, and only then.
# shellcheck source-path=SCRIPTDIR disable=SC2034 # marks reads its patterns by their name
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_all 'jq is not installed'

data=$(cd "$(dirname "$0")/../data" && pwd)
cd "$tmp" || exit 2
formats=$("$SYSTOLL" report --format xxxxxxxxxxxx "$data/record.jsonl" 2>&1 |
    sed 's/.*there are //; s/,\? and /, /; s/,//g')

# summary RECORD [FILTER]: its lines, and a summary as a run writes it at its end.
summary() {
    jq -c . "$1"
    "$SYSTOLL" report --format json "$1" |
        jq -c "{type: \"summary\", run, cells} | .run.interrupted = false | del(.run.samples) | ${2:-.}"
}
cp "$data/record.jsonl" unended.jsonl
jq -c 'if .type == "manifest" then
    .run.inject = [{cell: "vdso:time", asked_ns: 40, links: 41, chain: 1, base: 0}] else . end' unended.jsonl >lengthened.jsonl
summary unended.jsonl >whole.jsonl
summary unended.jsonl '.run.interrupted = true' >interrupted.jsonl
summary lengthened.jsonl >injected.jsonl
sed -n '1p; $p' whole.jsonl >bare.jsonl

tab=$'\t'
declare -A interrupted=(
    [table]='^Run +interrupted,' [markdown]='^- \*\*Run\*\*: interrupted,' [json]='^ +"interrupted": true'
    [csv]='^vdso:time.*,true,true,' [html]='class="notice">Interrupted' [plain]="^run${tab}1${tab}interrupted$"
    [prometheus]='^systoll_run_interrupted 1$' [benchmark]='^ +"interrupted": true' [bmf]='"interrupted": \{"value": 1}'
    [github-action-benchmark]='\\ninterrupted' [gobench]='^interrupted: true$')
declare -A bare=(
    [table]='^Run +no samples,' [markdown]='^- \*\*Run\*\*: no samples,' [json]='^ +"samples": false'
    [csv]='^vdso:time.*,false,false,' [html]='class="notice">The record holds no samples' [plain]="^run${tab}0${tab}samples$"
    [prometheus]='^systoll_run_samples 0$' [benchmark]='^ +"samples": false' [bmf]='"samples": \{"value": 0}'
    [github-action-benchmark]='\\nno samples' [gobench]='^# no samples,')
declare -A injected=(
    [table]='^Warning +INJECTED by' [markdown]='^- \*\*Warning\*\*: INJECTED by' [json]='"injected_ns": [0-9]'
    [csv]=',79\.6[0-9]*,0,0,0,0,' [html]='class="notice">INJECTED' [plain]="^vdso:time${tab}[0-9.]+${tab}ns-injected$"
    [prometheus]='^systoll_injected_seconds' [benchmark]='"label": "INJECTED' [bmf]='"injected-ns": \{'
    [github-action-benchmark]='\\nINJECTED: ' [gobench]=' injected-ns/op$')

# says FORMAT RECORD: prints it on one stream of lines, and an object of JSON in one line beside.
says() {
    systoll report --format "$1" "$2.jsonl"
    case $1 in bmf) jq . <out | tr -d '\n' | sed 's/{ */{/g; s/ *}/}/g' >line && cat line >>out ;; esac
}
# marks MARK RECORD: whether what was printed has the mark exactly where the record is to have it.
marks() {
    local -n patterns=$1
    local found=0 wanted=0
    ! grep -qE "${patterns[$format]:-no pattern}" out || found=1
    [[ " $2 " != *" $record "* ]] || wanted=1
    [ "$found" -eq "$wanted" ]
    result $? "$format of $record: $([ "$wanted" -eq 1 ] && echo marked || echo not marked) as $1"
}
for format in $formats; do
    for record in whole interrupted unended injected bare; do
        says "$format" "$record"
        marks interrupted 'interrupted unended'
        marks bare bare
        marks injected injected
    done
done
ok 'all formats' test "$(wc -w <<<"$formats")" -eq "${#bare[@]}"

finish
