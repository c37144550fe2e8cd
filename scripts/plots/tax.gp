# SPDX-License-Identifier: MIT
# tax.tsv: row, style, kind (0 adds, 1 not distinguishable, 2 takes off), ns more with lo and hi, ratio with
# lo and hi, labels of both. tax-rows.tsv: row, 0 context or 1 path, its text.

NAME = "tax"
FORMAT = ARG1
THEME = ARG2
load "tax.gpvars"
load "style.gp"

ROW = 22
HEAD = 6
HEIGHT = TOP + HEAD + ROWS * ROW + 60 + FOOT
load "open.gp"

LEFT = 232
MIDDLE = 560
GAP = 34
D = "tax.tsv"
set tmargin at screen sy(TOP + HEAD)
set bmargin at screen sy(TOP + HEAD + ROWS * ROW)
set yrange [ROWS - 0.5:-0.5]
set border 1 lc rgb AXIS
set xtics nomirror out scale 0.6 textcolor rgb MUTED font SMALL
set grid xtics lc rgb FAINT lw 1 dt 1
set logscale x
LOGX = 1
SIZE(s) = s == 5 ? DIAMOND : s == 4 ? DIAMOND * 0.9 : 0.95

# Nanoseconds: a decade at least, and room for the last label.
PANEL_W = MIDDLE - 1.0 * LEFT
LO = NMIN / 1.4
END = NMAX * 1.1 < LO * 10 ? LO * 10 : NMAX * 1.1
END = END * (END / LO) ** (58 / (PANEL_W - 58))
set lmargin at screen sx(LEFT)
set rmargin at screen sx(MIDDLE)
set xrange [LO:END]
load "tics.gp"
shift(x, px) = x * (END / LO) ** (px / PANEL_W)
plot D using ($3 == 0 ? LO : NaN):1:($4 - LO):(0) with vectors nohead lc rgb FAINT lw 1 dt 3, \
    D using ($3 == 0 ? $5 : NaN):1:($6 - $5):(0):(style($2)) with vectors nohead lw 2.4 lc variable, \
    D using ($3 == 0 && style($2) == 2 ? $4 : NaN):1 with points pt 7 ps SIZE(2) lc rgb BG, \
    for [s = 1:LAST_STYLE] D using ($3 == 0 && style($2) == s ? $4 : NaN):1 with points lt s ps SIZE(s), \
    D using (shift($3 == 0 ? $6 : LO, 9)):($3 == 0 ? $1 : OFF):(stringcolumn(10)) \
        with labels left noenhanced font plain(12) textcolor rgb FG, \
    D using (shift(LO, 4)):($3 == 1 ? $1 : OFF):(stringcolumn(10)) \
        with labels left noenhanced font SMALL textcolor rgb MUTED, \
    D using (shift(LO, 4)):($3 == 2 ? $1 : OFF):(stringcolumn(10)) \
        with labels left noenhanced font plain(12) textcolor rgb FG

# Ratios, around 1.
PANEL_W = W - 24.0 - MIDDLE - GAP
LO = RMIN > 0.95 ? 0.95 : RMIN / 1.03
END = RMAX < 1.2 ? 1.2 : RMAX * 1.03
END = END * (END / LO) ** (52 / (PANEL_W - 52))
set lmargin at screen sx(MIDDLE + GAP)
set rmargin at screen sx(W - 24)
set xrange [LO:END]
load "tics.gp"
set arrow 1 from 1, graph 0 to 1, graph 1 nohead lc rgb AXIS lw 1.2
plot D using (LO):1:(END - LO):(0) with vectors nohead lc rgb FAINT lw 1 dt 3, \
    D using 8:1:($9 - $8):(0):(style($2)) with vectors nohead lw 2.4 lc variable, \
    D using (style($2) == 2 ? $7 : NaN):1 with points pt 7 ps SIZE(2) lc rgb BG, \
    for [s = 1:LAST_STYLE] D using (style($2) == s ? $7 : NaN):1 with points lt s ps SIZE(s), \
    D using (shift($9 > 1 ? $9 : 1, 9)):($3 == 1 ? OFF : $1):(stringcolumn(11)) \
        with labels left noenhanced font plain(12) textcolor rgb FG, \
    D using (shift($9 > 1 ? $9 : 1, 9)):($3 == 1 ? $1 : OFF):(stringcolumn(11)) \
        with labels left noenhanced font plain(12) textcolor rgb MUTED

load "canvas.gp"
unset arrow
y(row) = TOP + HEAD + (row + 0.5) * ROW
set label 1 "nanoseconds more than hot, per call" at (LEFT + MIDDLE) / 2, \
    TOP + HEAD + ROWS * ROW + 42 center font plain(12) textcolor rgb MUTED
set label 2 "x hot" at (MIDDLE + GAP + W - 24) / 2, TOP + HEAD + ROWS * ROW + 42 \
    center font plain(12) textcolor rgb MUTED
L = "tax-rows.tsv"
plot L using (LEFT - 12):($2 == 1 ? y($1) : OFF):(stringcolumn(3)) \
        with labels right noenhanced font plain(12) textcolor rgb FG, \
    L using (18):($2 == 0 ? y($1) : OFF):(stringcolumn(3)) \
        with labels left noenhanced font bold(12) textcolor rgb FG
unset multiplot
