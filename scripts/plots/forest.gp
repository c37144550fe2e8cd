# SPDX-License-Identifier: MIT
# A gate's answer, as harness/gate/forest.c writes it: a row for each cell, the change against the old
# time with its interval, the margin shaded, and above it what the old thing showed of itself. x is
# 100 times the logarithm of the ratio; the columns are those of rows.gp, the style is the verdict.

NAME = "forest"
FORMAT = ARG1
THEME = ARG2
load "forest.gpvars"
load "style.gp"

# pass, improvement, regression, inconclusive, skipped
set linetype 1 lc rgb (DARK ? "#3d9bd9" : "#0072B2") pt 7
set linetype 2 lc rgb "#009E73" pt 9
set linetype 3 lc rgb "#D55E00" pt 13
set linetype 4 lc rgb MUTED pt 6
set linetype 5 lc rgb MUTED pt 2

ROW = 26
LEFT = 232
RIGHT = 190
HEIGHT = TOP + ROWS * ROW + 62 + FOOT
load "open.gp"

PANEL_W = W - LEFT - RIGHT
MOST = -XMIN > XMAX ? -XMIN : XMAX
ONE_SIDED = -XMIN < XMAX / 3
LO = ONE_SIDED ? XMIN * 1.15 : -MOST * 1.08
END = ONE_SIDED && -XMIN * 3 < XMAX ? XMAX * 1.04 : MOST * 1.08
LOGX = 0
y(row) = TOP + (row + 0.5) * ROW

set xrange [LO:END]
set yrange [ROWS - 0.5:-0.5]
set border 1 lc rgb AXIS
set xtics nomirror out scale 0.6 textcolor rgb MUTED font SMALL
set grid xtics lc rgb FAINT lw 1 dt 1
# The step of tics.gp, but for the change itself: the axis is its logarithm.
load "tics.gp"
set xtics ()
do for [k = -20:40] {
    if (k * STEP > -100) {
        at = 100 * log(1 + k * STEP / 100)
        if (at >= LO && at <= END) { set xtics add (sprintf("%+.10g", k * STEP) at) }
    }
}
set xtics add ("0" 0)
set arrow 1 from 0, graph 0 to 0, graph 1 nohead lc rgb AXIS lw 1.2
set lmargin at screen sx(LEFT)
set rmargin at screen sx(LEFT + PANEL_W)
set tmargin at screen sy(TOP)
set bmargin at screen sy(TOP + ROWS * ROW)
set style fill solid 1 noborder
SHADE = DARK ? "#1b222b" : "#eaeef2"
SIZE(s) = s == 3 ? DIAMOND : 0.95

D = "forest.tsv"
# +-margin, then what A showed of itself, then the change.
plot D using ($1 == 0 ? 0 : NaN):2:(-$7):7:($2 - 0.5):($2 + 0.5) with boxxyerror lc rgb SHADE, \
    D using ($1 == 0 ? 0 : NaN):($2 - 0.5):(0):(1) with vectors nohead lc rgb AXIS lw 1.2, \
    D using ($1 == 0 ? LO : NaN):2:(END - LO):(0) with vectors nohead lc rgb FAINT lw 1 dt 3, \
    D using ($1 == 1 ? $5 : NaN):($2 - 0.27):($6 - $5):(0) with vectors nohead lw 1.2 lc rgb MUTED, \
    D using ($1 == 1 ? $4 : NaN):($2 - 0.27) with points pt 7 ps 0.4 lc rgb MUTED, \
    D using ($1 == 0 ? $5 : NaN):2:($6 - $5):(0):3 with vectors nohead lw 2.4 lc variable, \
    D using ($1 == 0 && $3 == 4 ? $4 : NaN):2 with points pt 7 ps SIZE(4) lc rgb BG, \
    for [s = 1:5] D using ($1 == 0 && $3 == s ? $4 : NaN):2 with points lt s ps SIZE(s)

load "canvas.gp"
unset arrow
L = "forest-rows.tsv"
set label 1 "change of the time per call, %" at LEFT + PANEL_W / 2, TOP + ROWS * ROW + 39 \
    center noenhanced font plain(11) textcolor rgb MUTED
plot L using (LEFT - 12):($2 == 2 ? y($1) : OFF):(stringcolumn(3)) \
        with labels right noenhanced font plain(12) textcolor rgb FG, \
    L using (18):($2 == 0 ? y($1) : OFF):(stringcolumn(3)) \
        with labels left noenhanced font bold(12) textcolor rgb FG, \
    L using (18):($2 == 1 ? y($1) : OFF):(stringcolumn(3)) \
        with labels left noenhanced font plain(11) textcolor rgb MUTED, \
    D using (LEFT + PANEL_W + 12):($1 == 0 && $3 != 3 ? y($2) : OFF):(stringcolumn(10)) \
        with labels left noenhanced font plain(12) textcolor rgb FG, \
    D using (LEFT + PANEL_W + 12):($1 == 0 && $3 == 3 ? y($2) : OFF):(stringcolumn(10)) \
        with labels left noenhanced font bold(12) textcolor rgb FG
unset multiplot
