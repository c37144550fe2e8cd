#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# systoll fleet --against: of two sweeps made from one record, what changed is named with its hosts and
# fields, and nothing else; each outcome has its exit code; what can't be compared is refused in words.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || skip_all 'python3 is not installed, which makes the hosts'
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$tmp" || exit 2

# sweep FOLDER SEED FIRST LAST [CODE]: records of those hosts, in which each time is another. CODE changes
# the manifest m, the summary s, or by which factor a cell is slower, slow, for host i.
sweep() {
    python3 - "$root/tests/data/host.jsonl" "$@" <<'END'
import json, math, os, random, sys
record, folder, seed, first, last, *code = sys.argv[1:]
rng = random.Random(int(seed))
lines = open(record, encoding="utf-8").read().splitlines()
os.makedirs(folder, exist_ok=True)
for i in range(int(first), int(last) + 1):
    m, s = (json.loads(line) for line in lines)
    slow = {}
    exec(code[0] if code else "")
    for cell in s["cells"]:
        factor = slow.get(cell["cell"], 1) * math.exp(rng.gauss(0, 0.012))
        for unit in ("ns", "cycles"):
            for key in ("estimate", "lo", "hi"):
                if cell.get(unit):
                    cell[unit][key] *= factor
    with open(f"{folder}/node{i:03d}.jsonl", "w", encoding="utf-8") as out:
        for line in (m, s):
            out.write(json.dumps(line, separators=(",", ":")) + "\n")
END
}
kernel='m["machine"]["kernel"] = m["machine"]["subject"]["kernel"] = "6.99.0-new"'
hpet='
m["machine"]["clocksource"] = m["machine"]["subject"]["clocksource"] = "hpet"
for cell in s["cells"]:
    if cell["cell"] == "vdso:clock_gettime:monotonic": cell["counters"]["sys_enter"] = 1'

# said PATTERN: in the output, whatever its lines are.
said() {
    tr -s ' \n' ' ' <"$tmp/out" >"$tmp/flat"
    has_text "$tmp/flat" "$1"
    result $? "$last: says '$1'"
}

sweep old 1 0 39
# A kernel on half of them, under which one call is slower; a clocksource; one that left, one that came.
sweep new 2 0 19 "$kernel; slow['syscall:time'] = 1.1"
sweep new 3 20 38
sweep new 4 30 30 "$hpet"
sweep new 5 40 40

systoll fleet --against old new
expect_status 1
expect_silent err
expect_out '^Sweeps     39 hosts in both, 21 changed for the worse, 18 as before; 1 came; 1 left$'
expect_out '^Came       node040$'
expect_out '^Left       node039$'
said 'Change 1 worse, 20 hosts of group 1: node\[000-019\]; kernel 6.99.0-new (6[^ ]* before); of 2[0-9] times of 20'
said '1 slower: syscall:time 1.1[0-9]* times'
said 'Change 2 worse, 1 host of group 1: node030; clocksource hpet (tsc before); entries of vdso:clock_gettime:monotonic 1 (0)'
expect_out '^syscall:time  *cycles  *regression '

systoll fleet --format json --against old/ new/
expect_status 1
cp out changes.json
ok 'three changes with their hosts' jq -e '[.changes[] | [.verdict, .hosts, .size]] == [["worse", "node[000-019]", 20],
    ["worse", "node030", 1], ["unchanged", "node[020-029,031-038]", 18]]' changes.json
ok 'each with what changed, and no other field' jq -e '[.changes[] | [.fields[].field] | sort] == [["kernel"],
    ["clocksource", "vdso:clock_gettime:monotonic"], []]' changes.json
ok 'a field says what it was' jq -e '.changes[1].fields[] | select(.field == "clocksource") |
    .value == "hpet" and .before == "tsc" and .verdict == null' changes.json
ok 'more entries are a regression' jq -e '.changes[1].fields[] | select(.class == "entries") |
    .value == "1" and .before == "0" and .verdict == "regression"' changes.json
ok 'the call that is slower, and no other' jq -e '[.changes[] | .cells[] | select(.verdict == "regression") | .cell]
    == ["syscall:time"]' changes.json
ok 'by how much' jq -e '.changes[0].cells[] | select(.cell == "syscall:time") | .hosts == 20 and .lo < 1.1 and
    .hi > 1.1 and .lo > 1.05 and .hi < 1.15' changes.json
ok 'hosts that came and went are named' jq -e '.came == {hosts: "node040", size: 1} and .left.hosts == "node039"' \
    changes.json
ok 'one host says why it was not timed' jq -e '.changes[1].cells == [] and (.changes[1].untimed | test("fewer than"))' \
    changes.json

systoll fleet --format csv --against old new
expect_status 1
expect_out '^node030,1,1,,subject,clocksource,tsc,hpet,,,,$'
expect_out '^node030,1,1,regression,entries,vdso:clock_gettime:monotonic,0,1,,,,$'
expect_out '^"node\[020-029,031-038\]",18,1,unchanged,,,,,,,,$'
expect_out '^node040,1,,came,,,,,,,,$'
last='columns'
ok 'a row has as many columns as the heading' awk -F, -v OFS=, '
    { gsub(/"[^"]*"/, "x"); if (NR == 1) n = NF; bad += NF != n } END { exit NR < 30 || bad }' "$tmp/out"
systoll fleet --format markdown --against old new
expect_status 1
expect_out '^- \*\*Change 1\*\*: worse, 20 hosts of group 1'
expect_out '^| 1 | .syscall:time. | cycles | regression | 20 |'

# The other way round nothing is worse: a kernel and a clocksource changed, and a call got faster.
systoll fleet --format json --against new old
expect_status 0
ok 'changed, and faster' jq -e '.outcome == "changed" and ([.changes[].cells[].verdict] | index("improvement"))' out
# Nothing changed; a kernel alone.
sweep again 6 0 39
systoll fleet --against old again
expect_status 0
said 'unchanged, 40 hosts of group 1: [^ ]*; no exact fact changed; of 2[0-9] times of 40 hosts none slower or faster'
sweep kernel 7 0 39 "$kernel"
systoll fleet --format json --against old kernel
expect_status 0
ok 'a kernel alone is a change' jq -e '.outcome == "changed" and (.changes | length) == 1' out
# Too few; none in common; other hardware.
sweep few 8 0 2
systoll fleet --against old few
expect_status 3
said 'times not judged: fewer than 6 hosts'
sweep others 9 50 60
systoll fleet --against old others
expect_status 4
expect_out '^Sweeps     0 hosts in both; 11 came; 40 left$'
sweep hardware 10 0 39 'm["machine"]["platform"]["cpu_model"] = "1"'
systoll fleet --against old hardware
expect_status 4
said 'cpu_model 1 (167 before); times not judged: other hardware'
# The same records under another name were measured once.
cp -r old copy
systoll fleet --against old copy
expect_status 4
expect_out '^Sweeps     0 hosts in both; 40 with the same record in both$'
# Further records of a host don't count, wherever they lie.
cp -r again twice
cp -r new twice/2
systoll fleet --against old twice
expect_status 0
expect_out '^Sweeps     40 hosts in both, 40 as before; 1 came$'
# What can't be read is named, of either sweep.
echo '{"type":"manifest"}' >again/bad.jsonl
for sides in 'old again' 'again old'; do
    # shellcheck disable=SC2086 # two words
    systoll fleet --against $sides
    expect_status 2
    expect_out '^Unread     again/bad.jsonl is not a systoll record'
done
rm again/bad.jsonl

# What records say reaches no terminal, and marks nothing up.
# shellcheck disable=SC2016 # Python's, and no command
sweep forged 11 0 39 'm["machine"]["subject"]["kernel"] = "\x1b[31m|`x`<b>"'
for format in table csv markdown; do
    systoll fleet --format "$format" --against old forged
    expect_status 0
    expect_no_out $'\e'
    [ "$format" != markdown ] || expect_no_out '<b>'
done

refused 'old and old are one folder' fleet --against old old
ln -s old link
refused 'old/ and link are one folder' fleet --against old/ link
refused '--against wants a folder of records, and old/node000.jsonl is none' fleet --against old/node000.jsonl new
refused 'none is none' fleet --against none new
mkdir empty
refused 'there is no record (\*.jsonl) in empty' fleet --against empty new
refused 'there is no record (\*.jsonl) in empty' fleet --against old empty
mkdir bad && echo x >bad/node000.jsonl
refused 'the first of 1: bad/node000.jsonl' fleet --against bad new
refused 'name a folder of records' fleet --against old
refused 'a picture is of one sweep' fleet --against old -o pictures new
refused "there is no format 'html'" fleet --against old --format html new
finish
