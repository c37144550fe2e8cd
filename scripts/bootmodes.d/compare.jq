# SPDX-License-Identifier: MIT
# The boots, as gather.jq gives them, to comparison.json (docs/boot-modes.md). $compared is what
# `systoll compare` says of the sides that left a record.
include "figures";
include "words";

# Boots of one configuration make one side; its kernel is that of its record, or of another boot of
# the same image where it left none.
def side($all): .[0] as $first | map(.report | select(.)) as $reports |
    ([$all[] | select(.image == $first.image) | .report.machine.kernel | select(.)][0] // $first.image) as $kernel |
    {
        boot: $first.configuration, kernel: $kernel, mode: $first.mode, options: $first.options,
        boots: ($reports | length), failed_boots: (map(select(.report == null)) | length),
        records: map(select(.report) | .record),
        accel: $first.accel, emulated: any(.[]; .accel != "kvm" and .accel != "none"),
        clocksource: ($reports[0].machine.clocksource // null),
        state: (if $reports == [] then "failed" else "measured" end),
        reason: ([.[] | .why_not // empty][0] // [.[] | .cut_short // empty][0] // null),
        console: ([.[] | select(.why_not or .cut_short) | .console][0] // []),
        unknown_words: $first.unknown_words,
        check: ([.[].check | select(.)][0] // null),
        vsyscall: ([.[].vsyscall | select(.)][0] // null)
    };

# Where each side stands in a comparison, null where it left no record, and what it measured.
def with_figures: reduce .[] as $side ([]; . + [$side + {at: (if $side.boots == 0 then null else
    map(select(.boots > 0)) | length end)}]) | map(. + {figures: figures($compared; $how)});

def against($base): .figures as $own | $base.figures as $its |
    reduce ($own | keys_unsorted[]) as $cell ({}; .[$cell] = difference($own[$cell]; $its[$cell]; $how));

def cells_of($base): . as $side | against($base) as $differences |
    .figures | to_entries | map({
        kernel: $side.kernel, mode: $side.mode, options: $side.options, cell: .key,
        path: .value.path, call: .value.call, clock: .value.clock, emulated: $side.emulated,
        state: .value.state, reason: .value.reason, instructions: .value.instructions,
        ns: .value.ns, cycles: .value.cycles, entries: .value.entries,
        difference: $differences[.key]
    });

. as $all |
(reduce .[] as $boot ([]; if index($boot.configuration) then . else . + [$boot.configuration] end)) as $order |
[$order[] as $name | [$all[] | select(.configuration == $name)] | side($all)] | with_figures as $sides |
($sides[] | select(.boot == $base)) as $base_side |
{
    schema: "systoll.bootmodes/1",
    unit: (if $how == "exact" then "instructions" else "ns" end),
    qemu: (if $qemu == "" then null else $qemu end), cpu_model: $model, base: $base,
    failures: [$sides[] | failures],
    boots: [$sides[] | del(.figures, .at) + {verdict: verdict($how)}],
    changes: [$sides | changes($how; $base_side)],
    cells: [$sides[] | cells_of($base_side)[]]
}
