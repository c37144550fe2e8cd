# SPDX-License-Identifier: MIT
# comparison.json to what scripts/plots/modes.gp and difference.gp draw. $file names one of the files.
include "words";

def clean: gsub("[^ -~]"; "?");
def tsv: map(if type == "string" then clean | if . == "" then "-" else . end else . end) | @tsv;
def places(f): reduce .[] as $x ([]; ($x | f) as $v | if index([$v]) then . else . + [$v] end);
def place($list): . as $v | $list | index([$v]);
# Rows of the palette in scripts/plots/style.gp.
def style: . as $path | ["vdso", "libc", "syscall", "int80", "vsyscall", "control"] | index([$path]) // 6 | . + 1;
# libc goes where vdso goes.
def drawn: .path != "control" and .path != "libc";
def call_name: .call + (if .clock then " " + .clock else "" end);
def panel_name: .kernel + (if .options != "" then " " + .options else "" end);
def why: if .reason // "" | test("SIGSEGV") then "SIGSEGV" else "not there" end;

def unit: if .unit == "instructions" then "instructions per call" else "ns per call" end;
def lines: "Lines: 95 % over boots, of which six are needed.";
def how: if .unit == "instructions" then
        "\(.qemu), -cpu \(.cpu_model), TCG counting instructions: the same on any host. This counts code, not time."
    elif any(.boots[]; .emulated) then
        "\(.qemu), -cpu \(.cpu_model), under emulation (TCG): not the times of any machine. \(lines)"
    else "\(measured_on("KVM")). \(lines)" end;

# The small multiples.
def modes_files($file): . as $c | (.boots | places(.mode)) as $modes | (.boots | places(panel_name)) as $panels |
    [.cells[] | select(drawn)] as $cells | ($cells | places(call_name)) as $calls |
    def at: [(panel_name | place($panels)), (.mode | place($modes)), (call_name | place($calls))];
    [$cells[] | select(.state == "measured")] as $measured |
    if $measured == [] then empty
    elif $file == "modes.gpvars" then
        "PANELS = \($panels | length)\nCOLUMNS = \($modes | length)\nCALLS = \($calls | length)",
        "XMIN = \($measured | map(cost) | min)\nXMAX = \($measured | map(.ns.hi // cost) | max)",
        "LOG = \(if .unit == "ns" then 1 else 0 end)\nUNIT = '\(unit)'"
    elif $file == "modes.tsv" then
        ($measured[] | at + [(.path | style), cost, (.ns.lo // cost), (.ns.hi // cost)] | tsv)
    elif $file == "modes-missing.tsv" then
        # A line that is never drawn: gnuplot takes no empty file.
        "-1\t-1\t-1\t-",
        ($cells | map(select(.state != "measured" and (no_entry | not))) | grouped([at, why]) | .[] |
            .name[0] + ["\(.value | map(.path) | join(", ")): \(.name[1])"] | tsv)
    elif $file == "modes-calls.tsv" then
        range($panels | length) as $p | range($calls | length) as $i | [$p, $i, $calls[$i]] | tsv
    elif $file == "modes-heads.tsv" then
        (range($panels | length) as $p | [$p, -1, $panels[$p]] | tsv),
        (.boots[] | [(panel_name | place($panels)), (.mode | place($modes)),
            "vsyscall=\(.mode)\(if .state == "failed" then ": no record" else "" end)"] | tsv)
    else "0\tWhat a call costs in each boot mode", ([1, how] | tsv) end;

def shift: if .difference == null then null elif .difference.instructions != null then .difference.instructions
    else (.difference.ratio - 1) * 100 end;
def bound($which): if .difference[$which] then (.difference[$which] - 1) * 100 else shift end;

# The differences: a row for each cell that differs, a panel for each boot in which one does; modes
# of a kernel with the same differences share a panel.
def difference_files($file): . as $c | .base as $base |
    (.boots[] | select(.boot == $base and .state == "measured")) as $b |
    def boot_of: {kernel, mode, options};
    ([.cells[] | select(boot_of == ($b | boot_of))] | map({key: .cell, value: .state}) | from_entries) as $states |
    def differs: if .difference then shift != 0 else .state != $states[.cell] end;
    ([.cells[].cell] | places(.)) as $order |
    [.boots[] | select(.boot != $base and .state == "measured") | boot_of as $boot | $boot +
        {cells: [$c.cells[] | select(drawn and boot_of == $boot)]}] as $boots |
    ([$boots[].cells[] | select(differs) | .cell] | unique | sort_by(place($order))) as $rows |
    ($boots | map(.cells |= map(select(.cell | place($rows)))) |
        group_by(.mode) | [.[][]] | map(select(any(.cells[]; differs))) |
        grouped([panel_name, [.cells[] | [.cell, .state, .difference]]])) as $grouped |
    ($grouped | sort_by(.value[0] | boot_of as $x | [$boots[] | boot_of] | index([$x]))) as $panels |
    [range($panels | length) as $p | $panels[$p].value[0].cells[] | . + {at: [$p, (.cell | place($rows))]}] as $here |
    if $panels == [] then empty
    elif $file == "difference.gpvars" then
        "PANELS = \($panels | length)\nROWS = \($rows | length)",
        "XMIN = \([$here[] | bound("lo") // 0] + [0] | min)\nXMAX = \([$here[] | bound("hi") // 0] + [0] | max)",
        "UNIT = '\(if .unit == "instructions" then "instructions per call" else "% of ns per call" end)'"
    elif $file == "difference.tsv" then
        ($here[] | select(shift) | .at + [(.path | style), shift, bound("lo"), bound("hi"),
            (shift | if . == 0 then "0" else . * 10 | round / 10 | signed end)] | tsv)
    elif $file == "difference-missing.tsv" then
        # A line that is never drawn: gnuplot takes no empty file.
        "-1\t-1\t-",
        ($here[] | select(shift == null) | .at + [if .state == "measured" then "works" else why end] | tsv)
    elif $file == "difference-cells.tsv" then
        range($panels | length) as $p | range($rows | length) as $i | [$p, $i, $rows[$i]] | tsv
    elif $file == "difference-heads.tsv" then
        range($panels | length) as $p | $panels[$p].value | ([$p, 0, .[0].kernel] | tsv),
            ([$p, 1, (map(.mode) | join(", ")) + (.[0].options | if . != "" then " with " + . else . end)] | tsv)
    else "0\tWhat differs from \($b | side_name)", ([1, how] | tsv),
        ([$boots[] | select(all(.cells[]; differs | not)) | side_name] |
            if . == [] then empty else [1, "Without any difference: \(join("; "))."] | tsv end)
    end;

if $file | startswith("modes") then modes_files($file) else difference_files($file) end
