# SPDX-License-Identifier: MIT
# Opens the output, HEIGHT pixels high, and writes the title above and the lines below.

# pngcairo's points are 4/3 of a pixel, svg's are one.
px(size) = FORMAT eq "svg" ? size : size * 0.75
plain(size) = sprintf("%s,%.2f", FONT, px(size))
bold(size) = sprintf("%s:Bold,%.2f", FONT, px(size))
SMALL = plain(11)

SCALE = FORMAT eq "svg" ? 1 : 2
if (FORMAT eq "svg") {
    set terminal svg size W, HEIGHT fixed noenhanced background BG font plain(12)
} else {
    set terminal pngcairo size W * SCALE, HEIGHT * SCALE noenhanced background BG \
        fontscale SCALE linewidth SCALE pointscale SCALE font plain(12)
}
set output NAME.(DARK ? "-dark" : "").".".FORMAT
set termoption noenhanced

# Pixels, from the top left, to a fraction of the canvas.
sx(x) = x / (1.0 * W)
sy(y) = 1 - y / (1.0 * HEIGHT)

set multiplot
unset key
load "canvas.gp"
n = 0
plot NAME."-text.tsv" using (18):($1 == 0 ? 26 : OFF):(stringcolumn(2)) \
        with labels left noenhanced font bold(18) textcolor rgb FG, \
    '' using (18):($1 == 1 ? (n = n + 1, HEIGHT - FOOT + LINE * (n - 0.5)) : OFF):(stringcolumn(2)) \
        with labels left noenhanced font plain(11) textcolor rgb MUTED
