# SPDX-License-Identifier: MIT
# A panel for each record but the base: ratios to it, or differences of exact counts.

NAME = "change"
FORMAT = ARG1
THEME = ARG2
load "change.gpvars"
load "style.gp"

LOGX = UNIT ne "instructions"
ONE = LOGX ? 1 : 0
XLABEL = LOGX ? "ratio to the base" : "instructions more than in the base"
if (LOGX) {
    LO = XMIN < 0.96 ? XMIN / 1.02 : 0.94
    HI = XMAX > 1.04 ? XMAX * 1.02 : 1.06
} else {
    least = XMIN < 0 ? XMIN : 0
    most = XMAX > 0 ? XMAX : 0
    SPAN = most - least < 10 ? 10 : most - least
    LO = least - 0.06 * SPAN
    HI = most - least < 10 ? LO + 1.1 * SPAN : most + 0.04 * SPAN
}
load "rows.gp"
