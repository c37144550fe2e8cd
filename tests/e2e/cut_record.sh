#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A record cut at every byte: one sentence or a table, exit 2 or 0, and never a crash.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
export LC_ALL=C # bytes, not characters

cd "$tmp" || exit 2
measure "$SYSTOLL" run --cells 'control:ret,syscall:getppid' --launches 1 --rounds 1 -o r.jsonl
expect_status 0
# Most of the manifest is what is known of the machine, one text like the other.
jq -c 'if .type == "manifest" then .machine |= {platform, subject: {kernel: .subject.kernel}} else . end' \
    r.jsonl >small.jsonl
text=$(<small.jsonl)
mkdir cut
for ((i = 0; i < ${#text}; i++)); do
    printf -v name %06d "$i" # no process each
    printf '%s' "${text:0:i}" >"cut/$name"
done

refusals='nothing to use\|not a systoll record\|is empty'
# Some hundreds in one process: it ends with 2 where one is refused, and goes on to the next.
# shellcheck disable=SC2016 # the inner shell expands
find cut -type f | sort | xargs -n 500 sh -c '"$0" report "$@"; echo "exit $?" >>codes' "$SYSTOLL" >tables 2>sentences
last="report, ${#text} cuts"
ok 'exit codes are 0 and 2' test -z "$(grep -vx 'exit [02]' codes)"
ok 'both come' test "$(sort -u codes | wc -l)" -eq 2
ok 'each sentence is one line' test -z "$(grep -v '^systoll report: .*cut/[0-9]\{6\}' sentences)"
tables=$(grep -c '^Machine ' tables)
refused=$(grep -c "$refusals" sentences)
ok 'each cut gives a table or a refusal' test $((tables + refused)) -eq ${#text}
ok 'what is torn but used is said' test "$(grep -c torn sentences)" -gt 0

systoll plot small.jsonl -o pictures
expect_status 0
ok 'one round is enough for every picture' test -s pictures/drift.svg -a -s pictures/ecdf.svg

# Each by itself, with the commands that need the samples.
picture=${text%%$'\n'{\"type\":\"summary*}
for cut in 0 1 $((${#picture} / 2)) ${#picture} $((${#text} - 1)); do
    file=cut/$(printf %06d "$cut")
    for command in "report --recompute $file" "compare small.jsonl $file" "compare $file small.jsonl" \
        "plot $file -o pictures"; do
        # shellcheck disable=SC2086 # several words
        systoll $command
        ok "$command: exit 0 or 2" test "$status" -eq 0 -o "$status" -eq 2
        ok "$command: no more than a sentence" test "$(wc -l <err)" -le 1
    done
done

finish
