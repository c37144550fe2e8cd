# SPDX-License-Identifier: MIT
# What the boots of one side measured, and how two sides differ.

# Student's 97.5 % quantile for v degrees of freedom (Abramowitz and Stegun 26.7.5; from 5 on within
# 0.2 %).
def student($v): 1.959964 as $z | $z + (pow($z; 3) + $z) / (4 * $v)
    + (5 * pow($z; 5) + 16 * pow($z; 3) + 3 * $z) / (96 * pow($v; 2))
    + (3 * pow($z; 7) + 19 * pow($z; 5) + 17 * pow($z; 3) - 15 * $z) / (384 * pow($v; 3));

def mean: add / length;

# The boot is the unit: a t interval on the logarithm of the boots' estimates.
def over_boots: map(log) | length as $n | mean as $m |
    (if $n < 2 then null else (map(pow(. - $m; 2)) | add) / ($n - 1) / $n | sqrt end) as $se |
    {estimate: ($m | exp), boots: $n, se: $se} + if $n < 6 then {lo: null, hi: null} else
        {lo: ($m - student($n - 1) * $se | exp), hi: ($m + student($n - 1) * $se | exp)} end;

def figure($how): (map(select(.state != "measured"))[0] // .[0]) as $one | {
    path: $one.path, call: $one.call, clock: $one.clock, state: $one.state, reason: $one.reason,
    entries: $one.counters,
    instructions: (if $how == "exact" and $one.state == "measured" then map(.instructions) | min else null end),
    ns: (if $how == "timed" and $one.state == "measured" then map(.ns.estimate) | over_boots else null end)
};

# Reports to an object of figures by cell, in the reports' order.
def figures($how): (.[0].cells // []) as $first | . as $reports | reduce $first[].cell as $cell ({};
    .[$cell] = ([$reports[].cells[] | select(.cell == $cell)] | figure($how)));

def ratio($own; $its): ($own.estimate / $its.estimate) as $r |
    if $own.lo == null or $its.lo == null then {ratio: $r, lo: null, hi: null} else
        (student(([$own.boots, $its.boots] | min) - 1) * (pow($own.se; 2) + pow($its.se; 2) | sqrt)) as $half |
        {ratio: $r, lo: ($r * (-$half | exp)), hi: ($r * ($half | exp))} end;

# null where one of the two was not measured.
def difference($own; $its; $how):
    if $own.state != "measured" or $its.state != "measured" then null
    elif $how == "exact" then {instructions: ($own.instructions - $its.instructions)}
    else ratio($own.ns; $its.ns) end;
