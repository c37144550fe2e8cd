# SPDX-License-Identifier: MIT
# A strip for each cell with a dot for each host. fleet.tsv: row, ratio, height, outside.
# fleet-rows.tsv: row, cell. fleet-labels.tsv: row, ratio, hosts; the row -1 is none.

NAME = "fleet"
FORMAT = ARG1
THEME = ARG2
load "fleet.gpvars"
load "style.gp"

ROW = 24
LEFT = 262
RIGHT = 24
HEIGHT = TOP + ROWS * ROW + 56 + FOOT
load "open.gp"

PANEL_W = W - LEFT - RIGHT
LOGX = 1
LO = XMIN < 0.95 ? XMIN / 1.03 : 0.93
HI = XMAX > 1.05 ? XMAX * 1.03 : 1.07
# Room for a label on either side.
END = HI * (HI / LO) ** 0.08
if (LO < 0.9) { LO = LO / (HI / LO) ** 0.22 }
y(row) = TOP + (row + 0.5) * ROW

set logscale x
set xrange [LO:END]
set yrange [ROWS - 0.5:-0.5]
set border 1 lc rgb AXIS
set xtics nomirror out scale 0.6 textcolor rgb MUTED font SMALL
set grid xtics lc rgb FAINT lw 1 dt 1
load "tics.gp"
set arrow 1 from 1, graph 0 to 1, graph 1 nohead back lc rgb AXIS lw 1
set lmargin at screen sx(LEFT)
set rmargin at screen sx(LEFT + PANEL_W)
set tmargin at screen sy(TOP)
set bmargin at screen sy(TOP + ROWS * ROW)
D = "fleet.tsv"
height(row, level) = row - 0.36 * level
plot "fleet-rows.tsv" using (LO):1:(END - LO):(0) with vectors nohead lc rgb FAINT lw 1 dt 3, \
    D using ($4 == 0 ? $2 : NaN):(height($1, $3)) with points pt 7 ps 0.22 lc rgb (DARK ? "#3d9bd9" : "#0072B2"), \
    D using ($4 == 1 ? $2 : NaN):(height($1, $3)) with points pt 7 ps 0.85 lc rgb "#D55E00"

unset arrow
load "canvas.gp"
x(ratio) = LEFT + PANEL_W * log(ratio / LO) / log(END / LO)
set label 1 "ratio to the median of the group" at LEFT + PANEL_W / 2, TOP + ROWS * ROW + 38 \
    center font plain(11) textcolor rgb MUTED
# On the side where there is room, and not over the hosts that are alike.
behind(ratio) = ratio > 1 && x(ratio) < LEFT + PANEL_W * 0.6
L = "fleet-labels.tsv"
plot "fleet-rows.tsv" using (LEFT - 12):(y($1)):(stringcolumn(2)) \
        with labels right noenhanced font plain(12) textcolor rgb FG, \
    L using (x($2) + 8):(behind($2) && $1 >= 0 ? y($1) : OFF):(stringcolumn(3)) \
        with labels left noenhanced font plain(11) textcolor rgb FG, \
    L using (x($2) - 8):(!behind($2) && $1 >= 0 ? y($1) : OFF):(stringcolumn(3)) \
        with labels right noenhanced font plain(11) textcolor rgb FG
unset multiplot
