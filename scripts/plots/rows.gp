# SPDX-License-Identifier: MIT
# Panels that share their rows, as harness/compare/rows.c writes them: NAME.tsv has panel, row, style,
# value, lo, hi, base, base or else hi, kind (1 muted, 2 no value), label. The caller has set NAME, LO
# and HI (the range of x, before room for labels), LOGX, XLABEL, and ONE (where nothing changed; NaN:
# no such line).

ROW = 20
LEFT = 232
GUTTER = 18
COLUMNS = PANELS < 4 ? PANELS : PANELS == 4 ? 2 : 3
BANDS = ceil(PANELS / (1.0 * COLUMNS))
BAND_H = ROWS * ROW + 88
HEIGHT = TOP + BANDS * BAND_H - 6 + FOOT
load "open.gp"

PANEL_W = (W - LEFT - 24 + GUTTER) / (1.0 * COLUMNS) - GUTTER
left(panel) = LEFT + (int(panel) % COLUMNS) * (PANEL_W + GUTTER)
top(panel) = TOP + (int(panel) / COLUMNS) * BAND_H + 24
y(panel, row) = top(panel) + (row + 0.5) * ROW

# Room for a label after the last dot.
ROOM = 58 / PANEL_W
END = LOGX ? LO * (HI / LO) ** (1 / (1 - ROOM)) : LO + (HI - LO) / (1 - ROOM)
step(px) = LOGX ? (END / LO) ** (px / PANEL_W) : (END - LO) * px / PANEL_W
right_of(x, px) = LOGX ? x * step(px) : x + step(px)
# A label keeps clear of the base's bar or line where that is near.
end(hi, base) = base > hi && base < right_of(hi, 42) ? base : hi
if (LOGX) { set logscale x }
set xrange [LO:END]
set yrange [ROWS - 0.5:-0.5]
set border 1 lc rgb AXIS
set xtics nomirror out scale 0.6 format "%g" textcolor rgb MUTED font SMALL
set grid xtics lc rgb FAINT lw 1 dt 1
load "tics.gp"
if (ONE == ONE) { set arrow 1 from ONE, graph 0 to ONE, graph 1 nohead lc rgb AXIS lw 1.2 }

SIZE(s) = s == 5 ? DIAMOND * 0.85 : s == 4 ? DIAMOND * 0.8 : 0.85
D = NAME.".tsv"
do for [p = 0:PANELS - 1] {
    set lmargin at screen sx(left(p))
    set rmargin at screen sx(left(p) + PANEL_W)
    set tmargin at screen sy(top(p))
    set bmargin at screen sy(top(p) + ROWS * ROW)
    plot D using ($1 == p ? LO : NaN):2:(END - LO):(0) with vectors nohead lc rgb FAINT lw 1 dt 3, \
        D using ($1 == p ? $7 : NaN):($2 - 0.38):(0):(0.76) with vectors nohead lc rgb AXIS lw 1.6, \
        D using ($1 == p ? $5 : NaN):2:($6 - $5):(0):(style($3)) with vectors nohead lw 2.2 lc variable, \
        D using ($1 == p && style($3) == 2 ? $4 : NaN):2 with points pt 7 ps SIZE(2) lc rgb BG, \
        for [s = 1:LAST_STYLE] D using ($1 == p && style($3) == s ? $4 : NaN):2 \
            with points lt s ps SIZE(s), \
        D using (right_of(end($6, ONE == ONE ? ONE : $8), 9)):($1 == p && $9 == 0 ? $2 : OFF):(stringcolumn(10)) \
            with labels left noenhanced font plain(11) textcolor rgb FG, \
        D using (right_of(end($6, ONE == ONE ? ONE : $8), 9)):($1 == p && $9 == 1 ? $2 : OFF):(stringcolumn(10)) \
            with labels left noenhanced font plain(11) textcolor rgb MUTED, \
        D using (right_of(LO, 4)):($1 == p && $9 == 2 ? $2 : OFF):(stringcolumn(10)) \
            with labels left boxed noenhanced font SMALL textcolor rgb MUTED
}

load "canvas.gp"
unset arrow
L = NAME."-rows.tsv"
do for [p = 0:PANELS - 1] {
    set label p + 1 XLABEL at left(p) + PANEL_W / 2, top(p) + ROWS * ROW + 39 \
        center noenhanced font plain(11) textcolor rgb MUTED
}
plot NAME."-panels.tsv" using (left($1)):(top($1) - 12):(stringcolumn(2)) \
        with labels left noenhanced font bold(13) textcolor rgb FG, \
    for [b = 0:BANDS - 1] L using (LEFT - 12):($2 == 2 ? y(b * COLUMNS, $1) : OFF):(stringcolumn(3)) \
        with labels right noenhanced font plain(12) textcolor rgb FG, \
    for [b = 0:BANDS - 1] L using (18):($2 == 0 ? y(b * COLUMNS, $1) : OFF):(stringcolumn(3)) \
        with labels left noenhanced font bold(12) textcolor rgb FG, \
    for [b = 0:BANDS - 1] L using (18):($2 == 1 ? y(b * COLUMNS, $1) : OFF):(stringcolumn(3)) \
        with labels left noenhanced font plain(11) textcolor rgb MUTED
unset multiplot
