# SPDX-License-Identifier: MIT
# Loaded by every picture. FORMAT: svg or png. THEME: light or dark. NAME: the picture. Whatever a
# record may have made up is read from data files only, and never as enhanced text.

set encoding utf8
set datafile separator "\t"
set datafile commentschars ""
set datafile missing "-"

DARK = (THEME eq "dark")
BG = DARK ? "#0d1117" : "#ffffff"
FG = DARK ? "#e6edf3" : "#1f2328"
MUTED = DARK ? "#9ba5b0" : "#59636e"
FAINT = DARK ? "#2a313a" : "#dde2e7"
AXIS = DARK ? "#59636e" : "#8c959f"

# Okabe and Ito's colours without the yellow, by path, in the order of the table in
# harness/plot/plot.c: vdso, libc, syscall, int80, vsyscall, control, any other. The point type is
# the second cue.
set linetype 1 lc rgb "#009E73" pt 7 dt 1 lw 1.6
set linetype 2 lc rgb "#56B4E9" pt 6 dt 1 lw 1.6
set linetype 3 lc rgb (DARK ? "#3d9bd9" : "#0072B2") pt 5 dt 1 lw 1.6
set linetype 4 lc rgb "#CC79A7" pt 9 dt 1 lw 1.6
set linetype 5 lc rgb "#D55E00" pt 13 dt 1 lw 1.6
set linetype 6 lc rgb MUTED pt 2 dt 1 lw 1.6
set linetype 7 lc rgb "#E69F00" pt 11 dt 1 lw 1.6
set linetype cycle 7
LAST_STYLE = 7
style(n) = n < 1 ? 6 : n > LAST_STYLE ? LAST_STYLE : n

# The SVG terminal draws diamonds large.
DIAMOND = FORMAT eq "svg" ? 0.95 : 1.35

# W is fixed, HEIGHT the script's; a PNG has twice the pixels, for dense screens.
W = 900
LINE = 16
FONT = FORMAT eq "svg" ? "sans-serif" : "DejaVu Sans"

stats NAME."-text.tsv" using ($1 == 1 ? 1 : NaN) nooutput
BELOW = STATS_records
TOP = 46
FOOT = BELOW * LINE + 14

set style textbox opaque noborder fillcolor rgb BG margins 0.4, 0.2

# Where a text goes that is not for this panel: outside. gnuplot 5.4 dies of SIGSEGV where all that
# it plots "with labels" is one NaN.
OFF = -1000

# What curves.c says of panel or curve i.
CURVE_PANEL(i) = value(sprintf("CURVE_PANEL_%d", i))
CURVE_STYLE(i) = value(sprintf("CURVE_STYLE_%d", i))
IN_PANEL(i) = value(sprintf("IN_PANEL_%d", i))
PANEL_LOG(i) = value(sprintf("XLOG_%d", i))
LAST(i) = value(sprintf("LAST_%d", i))
PANEL_MIN(i) = value(sprintf("XMIN_%d", i))
PANEL_MAX(i) = value(sprintf("XMAX_%d", i))
