# SPDX-License-Identifier: MIT
# difference.tsv: panel, row, style, value, lo, hi, label. difference-missing.tsv: panel, row, text.
# difference-cells.tsv: panel, row, text. difference-heads.tsv: panel, line, text.

NAME = "difference"
FORMAT = ARG1
THEME = ARG2
load "difference.gpvars"
load "style.gp"

ROW = 18
LEFT = 266
MOST = 3
PLOT_H = ROWS * ROW
CELL_H = PLOT_H + 98
HEIGHT = TOP + ceil(PANELS / (1.0 * MOST)) * CELL_H + FOOT
load "open.gp"

GAP = 18
COLUMNS = PANELS < MOST ? PANELS : MOST
CELL_W = (W - 24.0 - LEFT + GAP) / COLUMNS
left(panel) = LEFT + (int(panel) % COLUMNS) * CELL_W
right(panel) = left(panel) + CELL_W - GAP
top(panel) = TOP + (int(panel) / COLUMNS) * CELL_H + 44
# Room for a label on either side.
AXIS_PX = CELL_W - GAP
# Without any value, where a call died in one of the boots, there is no scale but 0.
NONE = XMAX <= XMIN
SPAN = NONE ? 1 : XMAX - XMIN
PAD = 46 / (AXIS_PX - 92) * SPAN
LO = XMIN < 0 ? XMIN - PAD : -0.3 * PAD
HI = XMAX + PAD
set border 1 lc rgb AXIS
set xrange [LO:HI]
set yrange [ROWS - 0.5:-0.5]
STEP = 10.0 ** ceil(log10(HI - LO))
do for [part in "2 5 10 20 50 100"] {
    if ((HI - LO) / STEP < 3) { STEP = 10.0 ** ceil(log10(HI - LO)) / part }
}
set xtics nomirror out scale 0.6 format "%+g" textcolor rgb MUTED font SMALL
if (NONE) { set xtics () } else { set xtics STEP }
set xtics add ("0" 0)
set grid xtics lc rgb FAINT lw 1 dt 1
D = "difference.tsv"
pixels(n) = n * (HI - LO) / AXIS_PX
do for [panel = 0:PANELS - 1] {
    set lmargin at screen sx(left(panel))
    set rmargin at screen sx(right(panel))
    set tmargin at screen sy(top(panel))
    set bmargin at screen sy(top(panel) + PLOT_H)
    set arrow 1 from 0, graph 0 to 0, graph 1 nohead back lc rgb AXIS lw 1
    plot D using ($1 == panel ? 0 : NaN):2:4:(0):(style($3)) with vectors nohead lw 1 lc variable, \
        D using ($1 == panel ? $5 : NaN):2:($6 - $5):(0):(style($3)) with vectors nohead lw 2.4 lc variable, \
        for [s = 1:LAST_STYLE] D using ($1 == panel && style($3) == s ? $4 : NaN):2 \
            with points lt s ps (s == 5 ? DIAMOND : 0.95)
}
unset arrow
load "canvas.gp"
x(panel, value) = left(panel) + (value - LO) / (HI - LO) * AXIS_PX
y(panel, row) = top(panel) + (row + 0.5) * ROW
do for [panel = 0:PANELS - 1] {
    set label panel + 1 UNIT at (left(panel) + right(panel)) / 2, top(panel) + PLOT_H + 36 \
        center font plain(11) textcolor rgb MUTED
}
S = "difference-heads.tsv"
plot "difference-cells.tsv" using (int($1) % COLUMNS ? OFF : LEFT - 12):(y($1, $2)):(stringcolumn(3)) \
        with labels right noenhanced font plain(12) textcolor rgb FG, \
    S using (left($1)):($2 == 1 ? OFF : top($1) - 28):(stringcolumn(3)) \
        with labels left noenhanced font plain(11) textcolor rgb MUTED, \
    S using (left($1)):($2 == 1 ? top($1) - 11 : OFF):(stringcolumn(3)) \
        with labels left noenhanced font bold(12) textcolor rgb FG, \
    D using ($4 > 0 ? x($1, $6) + 8 : OFF):(y($1, $2)):(stringcolumn(7)) \
        with labels left noenhanced font plain(11) textcolor rgb FG, \
    D using ($4 < 0 ? x($1, $5) - 8 : OFF):(y($1, $2)):(stringcolumn(7)) \
        with labels right noenhanced font plain(11) textcolor rgb FG, \
    "difference-missing.tsv" using (x($1, 0) + 8):($1 < 0 ? OFF : y($1, $2)):(stringcolumn(3)) \
        with labels left noenhanced font plain(11) textcolor rgb FG
unset multiplot
