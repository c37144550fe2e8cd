#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The pages in a real browser, tests/consumers/browser.js: nothing asked for, nothing said on its console,
# tables that sort, light and dark, 360 pixels without scrolling sideways, paper, and axe-core's rules of
# the levels A and AA. With LOOK=FOLDER the pictures stay there to be looked at.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # jq expands
. "$(dirname "$0")/lib.sh"

here=$(cd "$(dirname "$0")" && pwd)
consumers=$here/../consumers
chromium=$(command -v chromium) || skip_all 'chromium is not installed'
command -v node >/dev/null || skip_all 'node is not installed'
[ -d "$consumers/node_modules/axe-core" ] ||
    skip_all 'axe-core and playwright-core are not installed (scripts/setup test-all, with npm)'
cd "$tmp" || exit 2
look=${LOOK:-$tmp}
cp "$here/../data/record.jsonl" r.jsonl

"$SYSTOLL" run --quick -o run.jsonl >out 2>err
"$SYSTOLL" report --format html -o run.html run.jsonl || exit 2

# A record whose every text is markup, a script, a style, or no text.
attack='</title></style></script><script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)>
    <style>*{display:none!important}</style>'$'\x01\x1b\xe2\x80\xae\xef\xbf\xbe'
jq -c --arg attack "$attack" 'if .type == "manifest" then
    .machine |= walk(if type == "string" then . + $attack else . end) |
    .run.warnings = [$attack, "\u0001\ufffe"] | .cells |= map(.cell += $attack | .path += $attack | .reason = (.reason // null)) |
    .machine.vsyscall_mode = "xonly" else . end' r.jsonl >hostile.jsonl
"$SYSTOLL" report --format json r.jsonl | jq -c --arg attack "$attack" '{type: "summary", run, cells} |
    .run.warnings = [$attack] | .cells |= map(.cell += $attack | .path += $attack | .call += $attack |
    if .reason then .reason += $attack else . end)' >>hostile.jsonl
"$SYSTOLL" report --format html -o hostile.html hostile.jsonl || exit 2
"$SYSTOLL" report --format json r.jsonl | jq -c '{type: "summary", run, cells: []}' | cat r.jsonl - >none.jsonl
"$SYSTOLL" report --format html -o none.html none.jsonl || exit 2

# Records side by side, one with a name of bytes that are no text and a torn end of such; the answer of a
# gate, and a comparison of boots, whose every text is markup.
odd=$'\xff\xc3<b>\x1b.jsonl'
(cat r.jsonl && printf '{"type":"round","x":"\0\xff') >"$odd"
"$SYSTOLL" report --format html -o sides.html run.jsonl "$odd" 2>/dev/null || exit 2
"$SYSTOLL" report --format html -o odd.html "$odd" 2>/dev/null || exit 2
"$SYSTOLL" gate exact --format html=gate.html "$here/../data/exact.jsonl" >/dev/null 2>&1
"$SYSTOLL" report --format html -o boots.html "$here/../data/bootmodes.json" || exit 2
jq --arg attack "$attack" '. as $d | walk(if type == "string" then . + $attack else . end) | .schema = $d.schema |
    .unit = $d.unit | .base = .boots[0].boot | .cells |= [range(length) as $i | .[$i] | .state = $d.cells[$i].state]' \
    "$here/../data/bootmodes.json" >bad.json
"$SYSTOLL" report --format html -o bad.html bad.json || exit 2
"$here/../fleet_hosts" "$here/../data/host.jsonl" hosts 100 >/dev/null || exit 2
sed 's/"clocksource":"[^"]*"/"clocksource":"<img src=x>"/g' "$here/../data/host.jsonl" >'hosts/<script>alert(1)<!--.jsonl'
"$SYSTOLL" fleet --format html hosts >fleet.html

run env NODE_PATH="$consumers/node_modules" node "$consumers/browser.js" "$chromium" "$look" run.html hostile.html none.html \
    sides.html odd.html gate.html boots.html bad.html fleet.html
cp out said
while read -r verdict what; do
    if [ "$verdict" = '#' ]; then
        echo "# $what"
        continue
    fi
    [ "$verdict" = ok ]
    result $? "$what"
done <said
ok 'the browser came to its end' test "$(grep -cE '^ok .*: the same text without scripts$' said)" -eq 9
if command -v pdftotext >/dev/null; then
    pdftotext -layout "$look/run.pdf" paper
    ok 'on paper: the words' grep -q 'What does a call cost here?' paper
    ok 'on paper: the figures' grep -qE 'syscall:getppid +[0-9]' paper
else
    skip_part 'pdftotext is not installed (poppler-utils)'
fi

finish
