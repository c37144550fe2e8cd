# SPDX-License-Identifier: MIT
# drift.tsv: round, cost over the median, a block for each curve. Panels by path on the same axes, and
# beneath them the canary.

NAME = "drift"
FORMAT = ARG1
THEME = ARG2
load "drift.gpvars"
load "style.gp"

PLOT_H = 90
CELL_H = PLOT_H + 34
ALL = PANELS + (CANARY >= 0)
HEIGHT = TOP + ALL * CELL_H + 48 + FOOT
load "open.gp"

top(panel) = TOP + panel * CELL_H + 26
percent(ratio) = (ratio - 1) * 100
pad = YMAX - YMIN > 0.04 ? 0.06 * (YMAX - YMIN) : 0.02
LO = percent(YMIN - pad > 0.5 ? YMIN - pad : 0.5)
HI = percent(YMAX + pad < 2 ? YMAX + pad : 2)
STEP = 50
do for [i = 1:5] {
    finer = word("20 10 5 2 1", i) + 0
    if ((HI - LO) / finer <= 6) { STEP = finer }
}
set lmargin at screen sx(84)
set rmargin at screen sx(W - 24)
set border 3 lc rgb AXIS
set xrange [0:ROUNDS]
set yrange [LO:HI]
set ytics nomirror out scale 0.6 format "%+g %%" STEP textcolor rgb MUTED font SMALL
set ytics add ("0 %%" 0)
set grid ytics lc rgb FAINT lw 1 dt 1
set xtics nomirror out scale 0.6 format "" textcolor rgb MUTED font SMALL
do for [panel = 0:PANELS - 1] {
    set tmargin at screen sy(top(panel))
    set bmargin at screen sy(top(panel) + PLOT_H)
    if (panel == ALL - 1) { set xtics format "%g" }
    plot for [c = 0:CURVES - 1] "drift.tsv" index c \
            using (CURVE_PANEL(c) == panel && c != LAST(panel) ? $1 : NaN):(percent($2)) \
            with lines lc rgb AXIS lw 0.6, \
        "drift.tsv" index LAST(panel) using 1:(percent($2)) with lines lt style(CURVE_STYLE(LAST(panel))) lw 2.2
}
if (CANARY >= 0) {
    # Cycles are believed while the ratio holds within 0.5 %.
    set yrange [*:*] # stats leaves out what lies beyond the range
    stats "drift.tsv" index CANARY using 2 nooutput
    middle = EXPECTED > 0 ? EXPECTED : STATS_median
    low = STATS_min < middle * 0.992 ? STATS_min * 0.998 : middle * 0.992
    high = STATS_max > middle * 1.008 ? STATS_max * 1.002 : middle * 1.008
    set yrange [low:high]
    # Where the ratio leaps the band is too thin for three labels: then the ends of the leap have them.
    LEAST_PX = 14
    away(ratio) = abs(ratio - middle) / (high - low) * PLOT_H >= LEAST_PX
    roomy = away(middle * 1.005)
    under = roomy ? middle * 0.995 : STATS_min
    over = roomy ? middle * 1.005 : STATS_max
    set ytics format "%g" (sprintf("%.4g", middle) middle)
    if (away(under)) { set ytics add (sprintf("%.4g", under) under) }
    if (away(over)) { set ytics add (sprintf("%.4g", over) over) }
    set object 1 rectangle from graph 0, first middle * 0.995 to graph 1, first middle * 1.005 \
        behind fillcolor rgb FAINT fillstyle solid noborder
    set tmargin at screen sy(top(PANELS))
    set bmargin at screen sy(top(PANELS) + PLOT_H)
    set xtics format "%g"
    plot "drift.tsv" index CANARY using 1:2 with lines lc rgb FG lw 1.6
}
load "canvas.gp"
set label 1 "round, in the order in which they ran" at (84 + W - 24) / 2, top(ALL - 1) + PLOT_H + 39 \
    center font plain(11) textcolor rgb MUTED
plot "drift-panels.tsv" using (84):(top($1) - 12):(stringcolumn(2)) \
    with labels left noenhanced font bold(13) textcolor rgb FG
unset multiplot
