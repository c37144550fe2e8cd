# SPDX-License-Identifier: MIT
# Of lines WAY RUN CELL VALUE LO HI, with tabs: by way and cell, how many runs' intervals hold the median
# of the other runs, and half the interval's width in %, its median and the largest.
def median: sort | (.[(length - 1) / 2 | floor] + .[length / 2 | floor]) / 2;
[split("\n")[] | select(. != "") | split("\t") |
    {cell: (.[0] + " " + .[2]), ns: (.[3] | tonumber), lo: (.[4] | tonumber), hi: (.[5] | tonumber)}] |
group_by(.cell)[] | . as $runs |
[range(length) as $i | ($runs[:$i] + $runs[$i + 1:] | map(.ns) | median) as $m |
    $runs[$i] | .lo <= $m and $m <= .hi] |
([$runs[] | 50 * (.hi - .lo) / .ns * 100 | round / 100] | sort) as $half |
"\($runs[0].cell)\t\(map(select(.)) | length) of \(length)\t\($half | median * 100 | round / 100)\t\($half[-1])"
