# SPDX-License-Identifier: MIT
# A panel for each call, a line for each path, a column for each kernel. kernels.tsv: panel, style,
# kernel, instructions, a blank line behind each path. kernels-panels.tsv: panel, text.

NAME = "kernels"
FORMAT = ARG1
THEME = ARG2
load "kernels.gpvars"
load "style.gp"

COLUMNS = PANELS < 3 ? PANELS : 3
LEFT = 56
GAP = 26
PLOT_H = 210
LEGEND = 26
CELL_H = PLOT_H + 96
ROWS = (PANELS + COLUMNS - 1) / COLUMNS
HEIGHT = TOP + LEGEND + ROWS * CELL_H + FOOT
load "open.gp"

CELL_W = (W - 20.0 - LEFT + GAP) / COLUMNS
left(panel) = LEFT + (int(panel) % COLUMNS) * CELL_W
top(panel) = TOP + LEGEND + (int(panel) / COLUMNS) * CELL_H + 30
TINY = plain(10)
set border 3 lc rgb AXIS
set xrange [-0.4:KERNELS - 0.6]
set yrange [0:YMAX * 1.08]
set ytics nomirror out scale 0.6 textcolor rgb MUTED font SMALL
set grid ytics lc rgb FAINT lw 1 dt 1
set xtics nomirror out scale 0.4 rotate by 50 right textcolor rgb MUTED font TINY
set xtics ()
do for [k = 1:KERNELS] { set xtics add (word(NAMES, k) k - 1) }
do for [panel = 0:PANELS - 1] {
    set lmargin at screen sx(left(panel))
    set rmargin at screen sx(left(panel) + CELL_W - GAP)
    set tmargin at screen sy(top(panel))
    set bmargin at screen sy(top(panel) + PLOT_H)
    if (panel % COLUMNS == 0) { set format y "%g" } else { set format y "" }
    plot for [s = 1:LAST_STYLE] "kernels.tsv" using ($1 == panel && $2 == s ? $3 : NaN):4 \
        with linespoints lt s ps (s == 5 ? DIAMOND : 0.8)
}
load "canvas.gp"
legend(n) = LEFT + 110 * n
plot "kernels-panels.tsv" using (left($1)):(top($1) - 12):(stringcolumn(2)) \
        with labels left noenhanced font bold(13) textcolor rgb FG, \
    for [n = 0:3] '+' using (legend(n) + 4):(TOP + 8) every ::0::0 with points lt word("1 3 4 5", n + 1) + 0 \
        ps (n == 3 ? DIAMOND : 0.95), \
    for [n = 0:3] '+' using (legend(n) + 16):(TOP + 8):(word("vdso syscall int80 vsyscall", n + 1)) \
        every ::0::0 with labels left font plain(12) textcolor rgb FG
unset multiplot
