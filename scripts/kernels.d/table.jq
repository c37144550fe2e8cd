# SPDX-License-Identifier: MIT
# comparison.json of kernels in one mode to their table, README.md, and to what scripts/plots/kernels.gp
# draws. $file names one of the files; $compilers has a line for each kernel, its name and what built it.

def places(f): reduce .[] as $x ([]; ($x | f) as $v | if index([$v]) then . else . + [$v] end);
def place($list): . as $v | $list | index([$v]);
# 6.12.118+deb13-cloud-amd64: what is told apart
def short: sub("[+].*$|-(cloud-)?amd64$"; "");
def style: . as $path | ["vdso", "libc", "syscall", "int80", "vsyscall", "control"] | index([$path]) // 6 | . + 1;
def drawn: .path != "control" and .path != "libc";
def call_name: .call + (if .clock then " " + .clock else "" end);
def built: $compilers | split("\n") | map(split("\t") | select(length == 2)) | map({key: .[0], value: .[1]}) | from_entries;

def table: . as $c | (.cells | places(.kernel)) as $kernels | built as $built |
    ([.cells[] | {key: "\(.kernel) \(.cell)", value: (.instructions // ".")}] | from_entries) as $counts |
    "# Instructions per call, kernel by kernel",
    "",
    "The newest cloud kernel of each series that Debian's suites have, vsyscall=xonly, counted by \(.qemu),",
    "-cpu \(.cpu_model), on \($date) by \($systoll). Exact: the same on any host. It counts code, not time.",
    "`scripts/kernels --table` makes it again; `systoll gate exact --golden results/kernels` accepts these counts.",
    "A dot: the kernel has no such call.",
    "",
    "![Instructions per call of each path over kernels](kernels.svg)",
    "",
    "| cell | " + ($kernels | map(short) | join(" | ")) + " |",
    "|---|" + ($kernels | map("---:|") | join("")),
    ((.cells | places(.cell))[] as $cell | "| \($cell) | " + ($kernels | map($counts["\(.) \($cell)"] // "." | tostring) | join(" | ")) + " |"),
    "| built by | " + ($kernels | map($built[.] // "unknown") | join(" | ")) + " |";

[.cells[] | select(drawn and .state == "measured")] as $cells |
($cells | places(call_name)) as $calls | (.cells | places(.kernel)) as $kernels |
if $file == "kernels.gpvars" then
    "PANELS = \($calls | length)\nKERNELS = \($kernels | length)\nYMAX = \([$cells[].instructions] | max)",
    "NAMES = \"\($kernels | map(short | gsub("[^0-9a-zA-Z._~-]"; "?")) | join(" "))\""
elif $file == "kernels.tsv" then
    # A blank line ends a line of the picture.
    $calls[] as $call | ($cells | places(.path))[] as $path |
    ([$cells[] | select(call_name == $call and .path == $path)] | select(. != []) |
        (.[] | [($call | place($calls)), ($path | style), (.kernel | place($kernels)), .instructions] | @tsv), "")
elif $file == "kernels-panels.tsv" then range($calls | length) as $i | [$i, $calls[$i]] | @tsv
elif $file == "kernels-text.tsv" then
    "0\tInstructions per call, kernel by kernel",
    "1\t\(.qemu), -cpu \(.cpu_model), vsyscall=xonly: the same on any host. This counts code, not time."
else table end
