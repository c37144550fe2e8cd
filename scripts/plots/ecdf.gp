# SPDX-License-Identifier: MIT
# ecdf.tsv: cost, percent, a block for each curve. Panels by path, two in a row.

NAME = "ecdf"
FORMAT = ARG1
THEME = ARG2
load "ecdf.gpvars"
load "style.gp"

MOST = 0
do for [i = 0:PANELS - 1] { MOST = IN_PANEL(i) > MOST ? IN_PANEL(i) : MOST }
PLOT_H = MOST * 17 > 190 ? MOST * 17 : 190
CELL_H = PLOT_H + 76
COLUMNS = PANELS > 1 ? 2 : 1
HEIGHT = TOP + ceil(PANELS / (1.0 * COLUMNS)) * CELL_H + FOOT
load "open.gp"

CELL_W = (W - 30.0) / COLUMNS
left(panel) = 12 + (int(panel) % COLUMNS) * CELL_W + 48
top(panel) = TOP + (int(panel) / COLUMNS) * CELL_H + 26
do for [panel = 0:PANELS - 1] {
    set lmargin at screen sx(left(panel))
    set rmargin at screen sx(left(panel) + CELL_W - 60)
    set tmargin at screen sy(top(panel))
    set bmargin at screen sy(top(panel) + PLOT_H)
    set border 3 lc rgb AXIS
    set yrange [0:102]
    set ytics nomirror out scale 0.6 ("0 %%" 0, "25" 25, "50 %%" 50, "75" 75, "100 %%" 100) \
        textcolor rgb MUTED font SMALL
    set grid ytics lc rgb FAINT lw 1 dt 1
    set xtics nomirror out scale 0.6 textcolor rgb MUTED font SMALL
    unset logscale x
    LOGX = PANEL_LOG(panel)
    LO = PANEL_MIN(panel)
    END = PANEL_MAX(panel)
    PANEL_W = CELL_W - 60
    set xrange [LO:END]
    if (LOGX) { set logscale x }
    load "tics.gp"
    plot for [c = 0:CURVES - 1] "ecdf.tsv" index c \
            using (CURVE_PANEL(c) == panel ? $1 : NaN):2 with lines lt style(CURVE_STYLE(c)), \
        "ecdf-labels.tsv" using ($1 == panel ? $2 : NaN):3:(style($4)) with points pt 7 ps 0.45 lc variable, \
        "ecdf-labels.tsv" using 2:($1 == panel ? $3 : OFF):(stringcolumn(5)) \
            with labels left offset 0.7, 0 noenhanced font plain(11) textcolor rgb FG boxed
}
load "canvas.gp"
do for [panel = 0:PANELS - 1] {
    set label panel + 1 UNIT." per call" at left(panel) + (CELL_W - 60) / 2, top(panel) + PLOT_H + 39 \
        center font plain(11) textcolor rgb MUTED
}
plot "ecdf-panels.tsv" using (left($1)):(top($1) - 12):(stringcolumn(2)) \
    with labels left noenhanced font bold(13) textcolor rgb FG
unset multiplot
