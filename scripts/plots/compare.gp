# SPDX-License-Identifier: MIT
# A panel for each record, on one axis of what a call costs.

NAME = "compare"
FORMAT = ARG1
THEME = ARG2
load "compare.gpvars"
load "style.gp"

XLABEL = UNIT." per call"
LOGX = 1
ONE = NaN
LO = XMIN / 1.3
HI = XMAX * 1.1 < LO * 10 ? LO * 10 : XMAX * 1.1
load "rows.gp"
