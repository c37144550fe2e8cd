# SPDX-License-Identifier: MIT
# The next plot covers the whole picture, in pixels from the top left: for text outside the axes.

unset border
unset tics
unset grid
unset logscale
unset object
set lmargin at screen 0
set rmargin at screen 1
set tmargin at screen 1
set bmargin at screen 0
set xrange [0:W]
set yrange [HEIGHT:0]
