# SPDX-License-Identifier: MIT
# What the boots of one side measured, and how two sides differ, as `systoll compare` says.

# Of that cell of a comparison, for the side at that place; ratios by the place of the other side.
def figure($side; $ratios; $how): .values[$side.at] as $v | {
    path, call, clock, state: $v.state, reason: $v.reason, entries: $v.entries,
    instructions: (if $how == "exact" and $v.estimate then $v.estimate * 1 else null end),
    ns: (if $how == "timed" and $v.estimate then $v | {estimate, boots: $side.boots, lo, hi} else null end),
    cycles: (if $how == "timed" and $v.cycles and ($side.emulated | not) then $v.cycles + {boots: $side.boots} else null end),
    at: $side.at, ratios: $ratios
};

# A side's figures by cell, in the records' order. compared: a comparison for each side that others are
# set against.
def figures($compared; $how): . as $side | if .at == null then {} else
    [$compared[] | .base as $base | .cells | map({key: .cell, value: .ratio[$side.at]}) | from_entries |
        {key: "\($base)", value: .}] as $ratios |
    $compared[0].cells | map(select(.values[$side.at].state != "absent") | .cell as $cell |
        {key: $cell, value: figure($side; ($ratios | map(.value |= .[$cell]) | from_entries); $how)}) | from_entries end;

# null where one of the two was not measured.
def difference($own; $its; $how):
    if $own.state != "measured" or $its.state != "measured" then null
    elif $how == "exact" then {instructions: ($own.instructions - $its.instructions)}
    else $own.ratios["\($its.at)"] | {ratio: .estimate, lo, hi} end;
