# SPDX-License-Identifier: MIT
# Tics of a narrow panel from LO to END: as many as have room, at 1, 2 or 5 (or 3) times a power of ten.

FEW = PANEL_W / 38.0
if (LOGX && END / LO > 2.5) {
    STEPS = log10(END / LO) * 3 <= FEW ? "1 2 5" : log10(END / LO) * 2 <= FEW ? "1 3" : "1"
    EVERY = ceil(log10(END / LO) / FEW)
    set xtics ()
    do for [decade = -6:15] {
        do for [k = 1:words(STEPS)] {
            at = word(STEPS, k) * 10.0 ** decade
            if (decade % EVERY == 0 && at >= LO && at <= END) { set xtics add (sprintf("%g", at) at) }
        }
    }
} else {
    # The finest step that leaves room.
    STEP = 1e15
    do for [decade = 14:-6:-1] {
        do for [k = 1:3] {
            finer = word("5 2 1", k) * 10.0 ** decade
            if ((END - LO) / finer <= FEW) { STEP = finer }
        }
    }
    set xtics ()
    do for [k = 0:20] {
        at = ceil(LO / STEP) * STEP + k * STEP
        if (at <= END) { set xtics add (sprintf("%.10g", abs(at) < STEP / 1e6 ? 0 : at) at) }
    }
}
