# SPDX-License-Identifier: MIT
# tail.tsv: 1 / (1 - p), cost, a block for each curve. Panels by call, on the same axes.

NAME = "tail"
FORMAT = ARG1
THEME = ARG2
load "tail.gpvars"
load "style.gp"

PLOT_H = 200
CELL_H = PLOT_H + 76
COLUMNS = PANELS > 1 ? 2 : 1
HEIGHT = TOP + ceil(PANELS / (1.0 * COLUMNS)) * CELL_H + FOOT
load "open.gp"

CELL_W = (W - 30.0) / COLUMNS
left(panel) = 12 + (int(panel) % COLUMNS) * CELL_W + 56
top(panel) = TOP + (int(panel) / COLUMNS) * CELL_H + 26
LABEL = 90 / (CELL_W - 68)
NEAR = XMAX * XMAX ** 0.04
set border 3 lc rgb AXIS
set xrange [1:XMAX ** (1 / (1 - LABEL))]
set yrange [YMIN:YMAX]
set logscale xy
set ytics nomirror out scale 0.6 textcolor rgb MUTED font SMALL
# A line of text, 14 pixels, from one to the next.
DECADE_PX = PLOT_H / log10(YMAX / YMIN)
STEPS = DECADE_PX > 250 ? "1 1.5 2 3 4 5 6 8" : DECADE_PX > 50 ? "1 2 5" : DECADE_PX > 30 ? "1 3" : "1"
EVERY = ceil(14 / DECADE_PX)
set ytics ()
do for [decade = -6:15] {
    do for [k = 1:words(STEPS)] {
        at = word(STEPS, k) * 10.0 ** decade
        if (decade % EVERY == 0 && at >= YMIN && at <= YMAX) {
            set ytics add ((at < 1e4 ? sprintf("%g", at) : gprintf("%.0s%c", at)) at)
        }
    }
}
set xtics nomirror out scale 0.6 ("50 %%" 2) textcolor rgb MUTED font SMALL
do for [nines = 1:6] {
    if (10 ** nines <= XMAX) {
        set xtics add (word("90 99 99.9 99.99 99.999 99.9999", nines)." %%" 10 ** nines)
    }
}
set grid xtics ytics lc rgb FAINT lw 1 dt 1
L = "tail-labels.tsv"
do for [panel = 0:PANELS - 1] {
    set lmargin at screen sx(left(panel))
    set rmargin at screen sx(left(panel) + CELL_W - 68)
    set tmargin at screen sy(top(panel))
    set bmargin at screen sy(top(panel) + PLOT_H)
    plot for [c = 0:CURVES - 1] "tail.tsv" index c \
            using (CURVE_PANEL(c) == panel ? $1 : NaN):2 with steps lt style(CURVE_STYLE(c)), \
        L using ($1 == panel ? $2 : NaN):3:(NEAR - $2):($4 - $3):(style($5)) \
            with vectors nohead lw 0.8 lc variable, \
        L using ($1 == panel && style($5) == 2 ? NEAR : NaN):4 with points pt 7 ps 0.8 lc rgb BG, \
        for [s = 1:LAST_STYLE] L using ($1 == panel && style($5) == s ? NEAR : NaN):4 \
            with points lt s ps (s == 5 ? 0.8 * DIAMOND : 0.8), \
        L using (NEAR):($1 == panel ? $4 : YMIN / 1e3):(stringcolumn(6)) \
            with labels left offset 0.9, 0 noenhanced font plain(11) textcolor rgb FG
}
load "canvas.gp"
do for [panel = 0:PANELS - 1] {
    set label 2 * panel + 1 "share of batches" at left(panel) + (CELL_W - 68) / 2, top(panel) + PLOT_H + 39 \
        center font plain(11) textcolor rgb MUTED
    set label 2 * panel + 2 UNIT." per call" at left(panel) - 50, top(panel) + PLOT_H / 2 \
        center rotate font plain(11) textcolor rgb MUTED
}
plot "tail-panels.tsv" using (left($1)):(top($1) - 12):(stringcolumn(2)) \
    with labels left noenhanced font bold(13) textcolor rgb FG
unset multiplot
