# SPDX-License-Identifier: MIT
# What a comparison says in words.
include "figures";

def side_name: "\(.kernel) \(.mode)\(if .options != "" then " " + .options else "" end)";
def count($n; $one): "\($n) \($one)\(if $n == 1 then "" else "s" end)";
def signed: if . > 0 then "+\(.)" else "\(.)" end;
def rounded: if . < 10 then . * 100 | round / 100 elif . < 100 then . * 10 | round / 10 else round end;

# Guests were booted, or the machine itself.
def measured_on($accel): if .qemu then "\(.qemu), \($accel), -cpu \(.cpu_model)" else .cpu_model end;

# What went wrong in a side, a sentence each.
def failures: side_name as $name |
    (if .reason then "\($name): \(.reason)" else empty end),
    (if .state == "measured" and .failed_boots > 0
        then "\($name): \(count(.failed_boots; "boot")) of \(.boots + .failed_boots) left no record" else empty end),
    (if .vsyscall and .vsyscall.mode != .mode
        then "\($name): the kernel came up in mode \(.vsyscall.mode) instead" else empty end),
    (if .check == null and .reason == null then "\($name): systoll check did not finish" else empty end),
    (.check.failed // [] | if . == [] then empty else "\($name): \(count(length; "check")) failed: \(join("; "))" end);

def cost: .instructions // .ns.estimate;
def unit_of($how): if $how == "exact" then "instructions" else "ns" end;

# [{name, value: [things]}] in the order in which the names came first.
def grouped(name): reduce .[] as $x ([]; ($x | name) as $n | (map(.name) | index([$n])) as $at |
    if $at == null then . + [{name: $n, value: [$x]}] else .[$at].value += [$x] end);

def call_names: map(.call + (if .clock then ":" + .clock else "" end)) | join(", ");
def by_path: to_entries | map(.value + {cell: .key}) | grouped(.path);
def no_entry: .reason // "" | test("has no entry for this call");

def range_of($how): map(cost) | "\(min | rounded)\(if max > min then " to \(max | rounded)" else "" end)";
def times_syscall($all): map(. as $c | $all[] | select(.path == "syscall" and .call == $c.call and
    .clock == $c.clock and .state == "measured") | ($c | cost) / cost) |
    if . == [] then "" else " (\(min * 100 | round / 100) to \(max * 100 | round / 100) times syscall)" end;

def works: by_path | map(select(.name != "control") | (.value | map(select(no_entry | not))) as $here |
    ($here | map(select(.state == "measured"))) as $m | select($m != []) |
    if $m == .value then .name else "\(.name) (\($m | call_names))" end) | join(", ");
# The kernel's answer alone, so that cells with the same one are named together.
def short: sub("; boot with .*"; "") | sub(" at 0x[0-9a-f]+"; "");
def faults: to_entries | map(.value + {cell: .key} | select(.state != "measured" and (no_entry | not))) |
    grouped(.reason | short) | map("\(.value | map(.cell) | join(", ")) (\(.name))") | join("; ");
def costs($how): [.[]] as $all | by_path | map(select(.name != "control") | .name as $path |
    (.value | map(select(.state == "measured"))) as $m | select($m != []) |
    "\($path) \($m | range_of($how))\(if $path == "syscall" then "" else $m | times_syscall($all) end)") | join("; ");

def ending: if startswith("SIG") then "ends in " + (. | short) else "works" end;
def page_in_words: if . == null then null else
    "A call to the page \(.call.ended | ending); a read of it \(.read.ended | ending)." end;
def checks_in_words: if . == null then "systoll check did not finish" else
    "\(.passed) passed, \(.failed | length) failed, \(.skipped) skipped" end;

def verdict($how): if .state == "failed" then null else {
    works: (.figures | works), faults: (.figures | faults), page: (.vsyscall | page_in_words),
    costs: (.figures | costs($how)),
    attacker: (if .vsyscall then [.vsyscall.readers, .vsyscall.callers, .vsyscall.misuse] else [] end),
    checks: (.check | checks_in_words) } end;

def thousandths: . * 1000 | round / 1000;

# Its list holds words that it reads without a handler too: pti= on 6.1, for one.
def unknown: if .unknown_words then ". The kernel's log lists \(.unknown_words) as unknown" else "" end;

# How much a cell differs, in words; null where it doesn't.
def moved($how): if . == null then null
    elif $how == "exact" then if .instructions == 0 then null else .instructions | signed end
    elif .lo == null then "x \(.ratio | thousandths) (too few boots for a verdict)"
    elif .lo > 1 or .hi < 1 then "x \(.ratio | thousandths), \(.lo | thousandths) to \(.hi | thousandths)"
    else null end;

def entries_in_words: to_entries | map(select(.value) | select(.value > 0) | "\(.value) \(.key)") |
    if . == [] then "no entry into the kernel" else join(", ") end;
def entries_changed($its): . as $own | .entries != null and $its.entries != null and
    any($own.entries | keys[]; . as $k | $own.entries[$k] != null and $its.entries[$k] != null and
        $own.entries[$k] != $its.entries[$k]);

# One cell of two sides: what changed, as a phrase; null where nothing did.
def cell_change($own; $its; $how):
    if $own == null or $its == null then null
    elif $own.state != $its.state then
        if $own.state == "measured" then "works" else "doesn't work: \($own.reason | short)" end
    else [difference($own; $its; $how) | moved($how),
        (if $own | entries_changed($its) then "with \($own.entries | entries_in_words)" else null end)] |
        map(select(.)) | if . == [] then null else join(" ") end end;

def phrase($total): "\(.name) (\(if (.value | length) == $total and $total > 1 then "all \($total) cells" else .value | call_names end))";

def path_change: .name as $path | (.value | length) as $total |
    (.value | map(select(.change)) | grouped(.change) | map(phrase($total)) | join(", ")) |
    if . == "" then null else "\($path) \(.)" end;

# "KERNEL none against xonly", "KERNEL against KERNEL, xonly": what both share is said once.
def contrast($base): if .kernel != $base.kernel then "\(.kernel) against \($base.kernel), \(.mode)"
    elif .mode != $base.mode then "\(.kernel), \(.mode) against \($base.mode)"
    else "\(.kernel), \(.mode), with \(.options)" end;

# {boot, against, kind, cells, words} of one side against another.
def change($base; $how; $kind): . as $side |
    [.figures | to_entries[] | select(.value | no_entry | not) |
        .value + {cell: .key, change: cell_change(.value; $base.figures[.key]; $how)}] as $cells |
    ($cells | grouped(.path)) as $paths | [$paths[] | path_change | select(.)] as $said |
    [$paths[] | select(all(.value[]; .change == null) and any(.value[]; .state == "measured")) | .name] as $same |
    {
        boot: .boot, against: $base.boot, kind: $kind,
        cells: [$cells[] | select(.change) | {cell, change}],
        words: (contrast($base) + (if $how == "timed" and .emulated then ", emulated: " else ": " end) +
            if $said == [] then (if $how == "exact" then "equal in every cell" else "no cell differs" end) + unknown
            else ($said | join("; ")) + if $same == [] then "" else "; unchanged: \($same | join(", "))" end end)
    };

# Modes against the base's mode on the same kernel, option sets against the plain boot of the same
# kernel and mode, kernels against the base's kernel.
def changes($how; $base): map(select(.state == "measured")) as $all | $all[] | . as $side |
    ($all[] | select(.kernel == $side.kernel and .boot != $side.boot) |
        (select($side.options == "" and .options == "" and .mode == $base.mode) as $b | $side | change($b; $how; "mode")),
        (select($side.options != "" and .options == "" and .mode == $side.mode) as $b | $side | change($b; $how; "options"))),
    ($all[] | select(.kernel != $side.kernel and .kernel == $base.kernel and .options == "" and $side.options == ""
        and .mode == $base.mode and $side.mode == $base.mode) as $b | $side | change($b; $how; "kernel"));
