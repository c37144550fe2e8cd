# SPDX-License-Identifier: MIT
# modes.tsv: panel, column, call, style, value, lo, hi. modes-missing.tsv: panel, column, call, text.
# modes-calls.tsv: panel, call, text. modes-heads.tsv: panel, column or -1 for the panel, text.

NAME = "modes"
FORMAT = ARG1
THEME = ARG2
load "modes.gpvars"
load "style.gp"

ROW = 30
LEFT = 210
PLOT_H = CALLS * ROW
CELL_H = PLOT_H + 84
LEGEND = 26
HEIGHT = TOP + LEGEND + PANELS * CELL_H + 14 + FOOT
load "open.gp"

GAP = 18
CELL_W = (W - 24.0 - LEFT + GAP) / COLUMNS
left(column) = LEFT + int(column) * CELL_W
right(column) = left(column) + CELL_W - GAP
top(panel) = TOP + LEGEND + int(panel) * CELL_H + 44
LO = LOG ? XMIN / 1.5 : 0
HI = LOG ? XMAX * 1.5 : XMAX * 1.06
set border 1 lc rgb AXIS
set xrange [LO:HI]
set yrange [CALLS - 0.4:-0.4]
if (LOG) { set logscale x }
set xtics nomirror out scale 0.6 textcolor rgb MUTED font SMALL
LOGX = LOG
END = HI
PANEL_W = CELL_W - GAP
load "tics.gp"
set grid xtics lc rgb FAINT lw 1 dt 1
D = "modes.tsv"
do for [panel = 0:PANELS - 1] {
    set tmargin at screen sy(top(panel))
    set bmargin at screen sy(top(panel) + PLOT_H)
    do for [column = 0:COLUMNS - 1] {
        set lmargin at screen sx(left(column))
        set rmargin at screen sx(right(column))
        plot D using (LO):($1 == panel && $2 == column ? $3 : NaN):(HI - LO):(0) \
                with vectors nohead lc rgb FAINT lw 1 dt 3, \
            D using ($1 == panel && $2 == column ? $6 : NaN):3:($7 - $6):(0):(style($4)) \
                with vectors nohead lw 2.4 lc variable, \
            for [s = 1:LAST_STYLE] D using ($1 == panel && $2 == column && style($4) == s ? $5 : NaN):3 \
                with points lt s ps (s == 5 ? DIAMOND : 0.95)
    }
}
load "canvas.gp"
do for [column = 0:COLUMNS - 1] {
    set label column + 1 UNIT at (left(column) + right(column)) / 2, top(PANELS - 1) + PLOT_H + 36 \
        center font plain(11) textcolor rgb MUTED
}
y(panel, call) = top(panel) + (call + 0.4) * ROW
legend(n) = LEFT + 110 * n
S = "modes-heads.tsv"
plot "modes-calls.tsv" using (LEFT - 12):(y($1, $2)):(stringcolumn(3)) \
        with labels right noenhanced font plain(12) textcolor rgb FG, \
    S using (18):($2 < 0 ? top($1) - 30 : OFF):(stringcolumn(3)) \
        with labels left noenhanced font bold(13) textcolor rgb FG, \
    S using ($2 < 0 ? OFF : left($2)):(top($1) - 10):(stringcolumn(3)) \
        with labels left noenhanced font plain(12) textcolor rgb FG, \
    "modes-missing.tsv" using (right($2)):($1 < 0 ? OFF : y($1, $3) + 12):(stringcolumn(4)) \
        with labels right noenhanced font plain(10) textcolor rgb MUTED, \
    for [n = 0:3] '+' using (legend(n)):(TOP + 8) every ::0::0 with points lt word("1 3 4 5", n + 1) + 0 \
        ps (n == 3 ? DIAMOND : 0.95), \
    for [n = 0:3] '+' using (legend(n) + 12):(TOP + 8):(word("vdso syscall int80 vsyscall", n + 1)) \
        every ::0::0 with labels left font plain(12) textcolor rgb FG
unset multiplot
