# SPDX-License-Identifier: MIT
# comparison.json to table.txt: a block for each kernel, a column for each boot of it.
include "words";

# jq makes null of a string repeated 0 times.
def spaces($n): if $n > 0 then " " * $n else "" end;
def pad($n): . + spaces($n - length);
def left($n): spaces($n - length) + .;

# A figure, or in a word why there is none.
def entry(cost): if . == null then "-"
    elif .state == "measured" then (cost | if . == null then "-" else rounded | tostring end)
    elif no_entry then "."
    elif .reason | test("SIGSEGV") then "SIGSEGV"
    else .state end;

def heading($c; $unit): "\($unit) per call"
    + if any($c.boots[]; .emulated) then
        if $c.unit == "instructions" then " (\($c | measured_on("TCG")))"
        else ", under emulation (TCG): not the times of any machine" end
    else " (\($c | measured_on("KVM")))" end;

def block($c; $kernel; $unit; cost): [$c.boots[] | select(.kernel == $kernel)] as $boots |
    [$c.cells[] | select(.kernel == $kernel)] as $cells |
    ($cells | map(.cell) | reduce .[] as $n ([]; if index([$n]) then . else . + [$n] end)) as $names |
    (($names + ["cell"] | map(length) | max) + 2) as $first |
    (if $c.unit == "ns" and any($boots[]; .emulated) then "  emulated" else "" end) as $emulated |
    [$boots[] as $b | [$b.mode, $b.options] + [$names[] as $n | [$cells[] | select(.cell == $n and
        .mode == $b.mode and .options == $b.options)][0] | entry(cost)]] as $columns |
    ($columns | map(map(length) | max + 2)) as $widths |
    "\($kernel), \(heading($c; $unit))",
    "",
    ((["cell", ""] + $names) as $rows | range($rows | length) | select(. != 1 or any($boots[]; .options != "")) as $row |
        ($rows[$row] | pad($first)) + ([range($columns | length) as $i | $columns[$i][$row] | left($widths[$i])] | add) +
        $emulated);

# Cycles of the core too, where each boot has them.
def blocks($c): . as $kernel | block($c; $kernel; $c.unit; cost), "",
    (if any($c.cells[]; .kernel == $kernel and .cycles) then block($c; $kernel; "cycles"; .cycles.estimate), "" else empty end);

. as $c | ([.boots[].kernel] | reduce .[] as $k ([]; if index([$k]) then . else . + [$k] end)) as $kernels |
($kernels[] | blocks($c)),
".: the vsyscall page has no entry for that call.",
(.changes[] | "", .words),
(if .failures == [] then empty else "", "What went wrong:", (.failures[] | "  " + .),
    (.boots[] | select(.console != []) | "  The console of \(side_name) ended with:", (.console[] | "    " + .)) end)
