# SPDX-License-Identifier: MIT
# comparison.json to verdict.md.
include "words";

def unit($c): if $c.unit == "instructions" then "instructions" else "ns" + (if .emulated then " under emulation, not the times of any machine" else "" end) end;

def section($c): "## \(.kernel), vsyscall=\(.mode)\(if .options != "" then " \(.options)" else "" end)", "",
    if .verdict == null then "It left no record: \(.reason)", "", (.console[] | "    " + .)
    else .verdict as $v |
        "- Works: \($v.works).",
        (if $v.faults == "" then empty else "- Doesn't work: \($v.faults)." end),
        (if $v.page then "- \($v.page)" else empty end),
        "- Costs, in \(unit($c)) per call: \($v.costs).",
        (if $v.attacker == [] then empty else "- Who can read the page at 0xffffffffff600000: \($v.attacker[0])",
            "- Who can call it: \($v.attacker[1])", "- What an attacker can do with it: \($v.attacker[2])" end),
        "- systoll check: \($v.checks).",
        (if .unknown_words then "- The kernel's log lists \(.unknown_words) as unknown." else empty end)
    end, "";

. as $c |
"# What each boot mode does", "",
"\(measured_on([.boots[].accel | ascii_upcase] | unique | join(", "))).", "",
(if .changes == [] then empty else "## What changes what", "", (.changes[] | "- \(.words)"), "" end),
(.boots[] | section($c)),
(if .failures == [] then empty else "## What went wrong", "", (.failures[] | "- " + .) end)
