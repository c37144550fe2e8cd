# SPDX-License-Identifier: MIT
# counters.tsv: row, style, instructions in user mode, in kernel mode, cycles, path, the bar's label,
# the dot's. counters-calls.tsv: row, 0 call or 1 detail, its text.

NAME = "counters"
FORMAT = ARG1
THEME = ARG2
load "counters.gpvars"
load "style.gp"

ROW = 22
HEAD = 26
HEIGHT = TOP + HEAD + ROWS * ROW + 60 + FOOT
load "open.gp"

# No path's colours: those are the dots'.
USER = DARK ? "#7d8894" : "#8c959f"
KERNEL = "#E69F00"
LEFT = 232
MIDDLE = 590
GAP = 34
D = "counters.tsv"

set tmargin at screen sy(TOP + HEAD)
set bmargin at screen sy(TOP + HEAD + ROWS * ROW)
set yrange [ROWS - 0.5:-0.5]
set border 1 lc rgb AXIS
set xtics nomirror out scale 0.6 format "%g" textcolor rgb MUTED font SMALL
set grid xtics lc rgb FAINT lw 1 dt 1

# Bars from 0 on a linear axis, with room for the longest label.
set lmargin at screen sx(LEFT)
set rmargin at screen sx(MIDDLE)
BAR_PX = MIDDLE - 1.0 * LEFT
END = MOST * BAR_PX / (BAR_PX - 76)
set xrange [0:END]
set style fill solid 1 noborder
plot D using ($3 / 2):1:($3 / 2):(0.32) with boxxyerror lc rgb USER, \
    D using ($3 + $4 / 2):1:($4 / 2):(0.32) with boxxyerror lc rgb KERNEL, \
    D using ($3 + $4 + END * 7 / BAR_PX):1:(stringcolumn(7)) \
        with labels left noenhanced font plain(12) textcolor rgb FG

# Dots, a decade at least, with room for the last label.
set lmargin at screen sx(MIDDLE + GAP)
set rmargin at screen sx(W - 24)
DOT_PX = W - 24.0 - MIDDLE - GAP
LO = CMIN / 1.4
HI = CMAX * 1.1 < LO * 10 ? LO * 10 : CMAX * 1.1
HI = HI * (HI / LO) ** (56 / (DOT_PX - 56))
set logscale x
set xrange [LO:HI]
set xtics ()
do for [decade = -3:12] {
    set xtics add (sprintf("%g", 10.0 ** decade) 10.0 ** decade)
    if (HI / LO < 300) { set xtics add (sprintf("%g", 3.0 * 10 ** decade) 3.0 * 10 ** decade) }
}
SIZE(s) = s == 5 ? DIAMOND : s == 4 ? DIAMOND * 0.9 : 0.95
plot D using (LO):1:($5 - LO):(0) with vectors nohead lc rgb FAINT lw 1 dt 3, \
    D using (style($2) == 2 ? $5 : NaN):1 with points pt 7 ps SIZE(2) lc rgb BG, \
    for [s = 1:LAST_STYLE] D using (style($2) == s ? $5 : NaN):1 with points lt s ps SIZE(s), \
    D using ($5 * (HI / LO) ** (9 / DOT_PX)):1:(stringcolumn(8)) \
        with labels left noenhanced font plain(12) textcolor rgb FG

load "canvas.gp"
y(row) = TOP + HEAD + (row + 0.5) * ROW
BOTTOM = TOP + HEAD + ROWS * ROW + 42
set label 1 "instructions per call" at (LEFT + MIDDLE) / 2, BOTTOM center font plain(12) \
    textcolor rgb MUTED
set label 2 "cycles per call" at (MIDDLE + GAP + W - 24) / 2, BOTTOM center font plain(12) \
    textcolor rgb MUTED
set object 1 rectangle from LEFT, TOP + 3 to LEFT + 11, TOP + 14 fc rgb USER fs solid noborder
set label 3 "user mode" at LEFT + 17, TOP + 9 left font plain(12) textcolor rgb FG
set object 2 rectangle from LEFT + 96, TOP + 3 to LEFT + 107, TOP + 14 fc rgb KERNEL fs solid noborder
set label 4 "kernel mode" at LEFT + 113, TOP + 9 left font plain(12) textcolor rgb FG
set label 5 "both modes" at MIDDLE + GAP, TOP + 9 left font plain(12) textcolor rgb FG
plot D using (LEFT - 12):(y($1)):(stringcolumn(6)) \
        with labels right noenhanced font plain(12) textcolor rgb FG, \
    "counters-calls.tsv" using (18):($2 == 0 ? y($1) : OFF):(stringcolumn(3)) \
        with labels left noenhanced font bold(12) textcolor rgb FG, \
    "counters-calls.tsv" using (18):($2 == 1 ? y($1) : OFF):(stringcolumn(3)) \
        with labels left noenhanced font plain(11) textcolor rgb MUTED
unset multiplot
