# SPDX-License-Identifier: MIT
# Two pictures of other letters: where they are the same to the byte, no font is installed, and pngcairo
# leaves out every text without a word.

set terminal pngcairo size 60, 20 noenhanced font "DejaVu Sans,9"
unset border
unset tics
unset key
set xrange [0:1]
set yrange [0:1]
do for [letters in "font-M font-i"] {
    set output letters.".png"
    set label 1 (letters eq "font-M" ? "MMMM" : "iiii") at 0.1, 0.5 left
    plot NaN notitle
}
