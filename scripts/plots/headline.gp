# SPDX-License-Identifier: MIT
# headline.tsv: row, style, value, lo, hi, label, path. headline-calls.tsv: row, 0 call or 1 detail,
# its text.

NAME = "headline"
FORMAT = ARG1
THEME = ARG2
load "headline.gpvars"
load "style.gp"

ROW = 22
HEIGHT = TOP + ROWS * ROW + 60 + FOOT
load "open.gp"

LEFT = 232
set lmargin at screen sx(LEFT)
set rmargin at screen sx(W - 24)
set tmargin at screen sy(TOP)
set bmargin at screen sy(TOP + ROWS * ROW)

# A decade at least, and room for the last label.
LO = XMIN / 1.25
HI = XMAX * 1.1 < LO * 10 ? LO * 10 : XMAX * 1.1
AXIS_PX = W - 24.0 - LEFT
HI = HI * (HI / LO) ** (60 / AXIS_PX)
set xrange [LO:HI]
set logscale x
set yrange [ROWS - 0.5:-0.5]
set border 1 lc rgb AXIS
set xtics nomirror out scale 0.6 textcolor rgb MUTED font SMALL
LOGX = 1
END = HI
PANEL_W = AXIS_PX
load "tics.gp"
set grid xtics lc rgb FAINT lw 1 dt 1

SIZE(s) = s == 5 ? DIAMOND : s == 4 ? DIAMOND * 0.9 : 0.95
D = "headline.tsv"
plot D using (LO):1:($3 - LO):(0) with vectors nohead lc rgb FAINT lw 1 dt 3, \
    D using 4:1:($5 - $4):(0):(style($2)) with vectors nohead lw 2.4 lc variable, \
    D using (style($2) == 2 ? $3 : NaN):1 with points pt 7 ps SIZE(2) lc rgb BG, \
    for [s = 1:LAST_STYLE] D using (style($2) == s ? $3 : NaN):1 with points lt s ps SIZE(s), \
    D using ($5 * (HI / LO) ** (10 / AXIS_PX)):1:(stringcolumn(6)) \
        with labels left noenhanced font plain(12) textcolor rgb FG

load "canvas.gp"
set label 1 UNIT." per call" at (LEFT + W - 24) / 2, TOP + ROWS * ROW + 42 center font plain(12) \
    textcolor rgb MUTED
y(row) = TOP + (row + 0.5) * ROW
plot D using (LEFT - 12):(y($1)):(stringcolumn(7)) \
        with labels right noenhanced font plain(12) textcolor rgb FG, \
    "headline-calls.tsv" using (18):($2 == 0 ? y($1) : OFF):(stringcolumn(3)) \
        with labels left noenhanced font bold(12) textcolor rgb FG, \
    "headline-calls.tsv" using (18):($2 == 1 ? y($1) : OFF):(stringcolumn(3)) \
        with labels left noenhanced font plain(11) textcolor rgb MUTED
unset multiplot
