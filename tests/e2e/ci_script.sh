#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/ci: which verdict stops a job and which is said, what it leaves and what it tells GitHub. A
# stand-in answers for systoll where the answer has to be known; once the real one does.
# shellcheck source-path=SCRIPTDIR
# shellcheck disable=SC2016 # the stand-in's variables
. "$(dirname "$0")/lib.sh"

ci=$(cd "$(dirname "$0")/../.." && pwd)/scripts/ci
real=$SYSTOLL
cd "$tmp" || exit 2
unset GITHUB_ACTIONS GITHUB_OUTPUT GITHUB_STEP_SUMMARY

# The stand-in ends as RUN, EXACT and AB say; a gate's answer is in words what its code is.
mkdir bin
cat >bin/systoll <<'END'
#!/bin/bash
echo "$*" >>"$CALLS"
case "$1 $2" in
run*) answer=${RUN:-0} ;;
'gate exact') answer=${EXACT:-0} ;;
'gate ab') answer=${AB:-0} ;;
*) exit 2 ;;
esac
[ "$answer" != wait ] || { trap 'kill $!; echo "put back" >&2; exit 130' TERM; touch waiting; sleep 60 & wait; }
for argument; do
    case $argument in
    text) echo "answer $answer"; echo '::error::forged' ;;
    github=*) echo "::warning title=gate::$answer" >"${argument#*=}" ;;
    *.json) echo "{\"schema\": \"systoll.gate/1\", \"answer\": $answer}" >"${argument#*=}" ;;
    *.md | *.xml) echo "answer $answer" >"${argument#*=}" ;;
    *.jsonl) echo '{"type":"manifest","schema":"systoll.record/1"}' >"$argument" ;;
    esac
done
[ "$answer" -ne 2 ] || echo 'systoll: 100% wrong' >&2
exit "$answer"
END
chmod +x bin/systoll
export SYSTOLL=$tmp/bin/systoll CALLS=$tmp/calls

# job [NAME=VALUE]... -- ARGUMENT...: scripts/ci in a new folder, as under GitHub.
job() {
    local variables=()
    while [ "$1" != -- ]; do
        variables+=("$1") && shift
    done
    shift
    rm -rf job && : >calls && : >output && : >summary
    run env GITHUB_ACTIONS=true GITHUB_OUTPUT=output GITHUB_STEP_SUMMARY=summary "${variables[@]}" \
        "$ci" -o job "$@"
    last="${variables[*]}: scripts/ci $*"
}

# has FILE TEXT
has() {
    grep -q -e "$2" "$1"
    result $? "$last: $1 has '$2'"
}

# What each code of the one layer comes to.
while read -r code exit verdict; do
    job EXACT="$code" --
    expect_status "$exit"
    has output "^verdict=$verdict\$"
    has output "^exit-code=$code\$"
    has summary "^## systoll: $verdict\$"
done <<'END'
0 0 pass
1 1 regression
2 2 error
3 0 inconclusive
4 4 not comparable
77 0 nothing judged
END

# And of both, the exact one first.
while read -r exact ab exit verdict; do
    job EXACT="$exact" AB="$ab" -- -- --b true
    expect_status "$exit"
    has output "^verdict=$verdict\$"
done <<'END'
0 1 1 regression
1 0 1 regression
1 2 1 regression
3 1 1 regression
0 2 2 error
4 2 2 error
3 4 4 not comparable
0 3 0 inconclusive
3 0 0 inconclusive
77 3 0 inconclusive
0 77 0 pass
77 0 0 pass
77 77 0 nothing judged
END
job EXACT=139 --
expect_status 2
has output '^verdict=error$'
job RUN=77 --
expect_status 0
has output '^verdict=nothing judged$'
ok 'where nothing can be measured, nothing is judged' test "$(grep -c gate calls)" -eq 0
job RUN=2 --
expect_status 2
expect_out '^::error title=systoll::systoll run ended with exit 2: systoll: 100%25 wrong$'
has summary '^    systoll: 100% wrong$'

# Words, and only its own commands for GitHub.
job EXACT=3 --
expect_out '^::notice title=systoll::inconclusive (exit 3): .* so it passes$'
job EXACT=77 --
expect_out '^::notice title=systoll::nothing judged (exit 77): .* so it passes$'
job EXACT=1 --
expect_out '^::warning title=gate::1$'
ok "others' words lie between stop-commands and its token" awk '
    /^::stop-commands::/ { token = substr($0, 18) }
    /^::error::forged$/ { seen = 1; bad += token == "" }
    token != "" && $0 == "::" token "::" { token = "" }
    /^::warning title=gate/ { bad += token != "" }
    END { exit !seen || bad || token != "" }' out
run env EXACT=3 "$ci" -o plain
expect_status 0
expect_err '^scripts/ci: inconclusive (exit 3): '
expect_no_out '^::warning'
expect_no_out '^::stop'

# A/B is asked for by what follows --, which reaches it word for word.
job -- --quick --
has calls "^run -o $tmp/job/run.jsonl --quick\$"
ok 'nothing behind -- is no A/B' test "$(grep -c 'gate ab' calls)" -eq 0
job -- -- --b 'a  b;c' --margin 5%
has calls "^gate ab .* --b a  b;c --margin 5% -o $tmp/job/ab.jsonl\$"
has calls "^gate judge --plot $tmp/job/pictures $tmp/job/ab.jsonl\$"
for file in exact.json exact.md exact.xml ab.json ab.md ab.xml run.jsonl ab.jsonl summary.md; do
    ok "there is $file" test -e "job/$file"
done
has output "^record=$tmp/job/run.jsonl\$"

# A job that is given up puts the system back, whichever signal says so.
for signal in TERM HUP; do
    rm -f waiting
    AB='wait' "$ci" -o "given-up-$signal" -- --b true >out 2>err &
    for _ in $(seq 100); do
        [ ! -e waiting ] || break
        sleep 0.1
    done
    kill -$signal $!
    wait $!
    status=$?
    last="scripts/ci, given up by SIG$signal"
    expect_status 130
    expect_err '^put back$'
done

# Bad input.
mkdir full && touch full/old
run "$ci" -o full
expect_status 2
expect_err '^scripts/ci: full holds files; name an empty or a new folder'
expect_silent out
run env SYSTOLL=/nowhere/systoll "$ci"
expect_status 2
expect_err '^scripts/ci: there is no program /nowhere/systoll; run make'
run "$ci" -o
expect_status 2
expect_err 'names a folder'
job GITHUB_OUTPUT=/nowhere/output --
expect_status 2
expect_out "^::error title=systoll::the job's summary or outputs could not be written"

# The real one: what is exact on any machine, and what isn't there under B.
SYSTOLL=$real
job -- --quick --cells 'syscall:getppid,vdso:time'
[ "$status" -ne 77 ] || skip_all 'nothing can be measured here'
expect_status 0
expect_out '^Pass: '
ok 'the answer is JSON' jq -e '.gate == "gate exact" and .exit == 0' job/exact.json
has summary '^\*\*Pass: '
job -- --quick --cells syscall:getppid -- --b 'systoll with' --cells syscall:getppid
expect_status 2
expect_out '^::error title=systoll::systoll gate ab ended with exit 2: .*starts no worker'
job -- --nonsense
expect_status 2
expect_out '^::error title=systoll::systoll run ended with exit 2: '

# An exit code alone is believed of nobody.
SYSTOLL=/bin/true job --
expect_status 2
expect_out 'left no such file as run.jsonl'
ok 'the verdict is an error' grep -qx 'verdict=error' output

# What others have words in stays one line, or ends at a word that it can't know.
: >output
run env SYSTOLL="$tmp/bin/systoll" EXACT=1 GITHUB_ACTIONS=true GITHUB_OUTPUT=output GITHUB_STEP_SUMMARY=summary "$ci" -o $'e\nverdict=pass\nx'
expect_status 1
# shellcheck disable=SC2317 # ok calls it
as_github_reads() {
    python3 - output <<'END'
import re, sys
lines = open(sys.argv[1]).read().split("\n")
names, i = {}, 0
while i < len(lines):
    many = re.match("([a-z-]+)<<(.*)", lines[i])
    if many:
        end = lines.index(many[2], i + 1)
        names.setdefault(many[1], "\n".join(lines[i + 1:end]))
        i = end
    elif lines[i]:
        name, value = lines[i].split("=", 1)
        assert name not in names, name
        names[name] = value
    i += 1
assert names["verdict"] == "regression" and names["directory"].endswith("e\nverdict=pass\nx"), names
END
}
ok 'no output is forged by a name of a folder' as_github_reads
run env GITHUB_ACTIONS=true SYSTOLL=$'/no\n::error::x' "$ci"
expect_status 2
expect_no_out '^::error::x'

finish
