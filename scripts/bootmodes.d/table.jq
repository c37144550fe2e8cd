# SPDX-License-Identifier: MIT
# comparison.json to table.txt: a block for each kernel, a column for each boot of it.
include "words";

# jq makes null of a string repeated 0 times.
def spaces($n): if $n > 0 then " " * $n else "" end;
def pad($n): . + spaces($n - length);
def left($n): spaces($n - length) + .;

# A figure, or in a word why there is none.
def entry: if . == null then "-"
    elif .state == "measured" then (cost | rounded | tostring)
    elif no_entry then "."
    elif .reason | test("SIGSEGV") then "SIGSEGV"
    else .state end;

def heading($c): if $c.unit == "instructions" then "instructions per call" else "ns per call" end
    + if any($c.boots[]; .emulated) then
        if $c.unit == "instructions" then " (\($c.qemu), TCG, -cpu \($c.cpu_model))"
        else ", under emulation (TCG): not the times of any machine" end
    else " (\($c.qemu), KVM, -cpu \($c.cpu_model))" end;

def block($c; $kernel): [$c.boots[] | select(.kernel == $kernel)] as $boots |
    [$c.cells[] | select(.kernel == $kernel)] as $cells |
    ($cells | map(.cell) | reduce .[] as $n ([]; if index([$n]) then . else . + [$n] end)) as $names |
    (($names + ["cell"] | map(length) | max) + 2) as $first |
    (if $c.unit == "ns" and any($boots[]; .emulated) then "  emulated" else "" end) as $emulated |
    [$boots[] as $b | [$b.mode, $b.options] + [$names[] as $n | [$cells[] | select(.cell == $n and
        .mode == $b.mode and .options == $b.options)][0] | entry]] as $columns |
    ($columns | map(map(length) | max + 2)) as $widths |
    "\($kernel), \(heading($c))",
    "",
    ((["cell", ""] + $names) as $rows | range($rows | length) | select(. != 1 or any($boots[]; .options != "")) as $row |
        ($rows[$row] | pad($first)) + ([range($columns | length) as $i | $columns[$i][$row] | left($widths[$i])] | add) +
        $emulated);

. as $c | ([.boots[].kernel] | reduce .[] as $k ([]; if index([$k]) then . else . + [$k] end)) as $kernels |
($kernels[] | block($c; .), ""),
".: the vsyscall page has no entry for that call.",
(.changes[] | "", .words),
(if .failures == [] then empty else "", "What went wrong:", (.failures[] | "  " + .),
    (.boots[] | select(.console != []) | "  The console of \(side_name) ended with:", (.console[] | "    " + .)) end)
