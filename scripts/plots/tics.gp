# SPDX-License-Identifier: MIT
# Tics of an axis from LO to END, PANEL_W pixels long: as many as their labels have room for, at 1, 2 or 5
# (or 3) times a power of ten. gnuplot's own autofreq can't be asked: version 6 takes linear steps on a
# logarithmic axis of less than two decades, and prints the labels over each other.

# A label, and the pixels that it takes with a gap behind it.
TIC(at) = LOGX && at >= 1e4 ? gprintf("%.0s%c", at) : sprintf("%.10g", at)
TIC_PX(at) = strlen(TIC(at)) * 6.4 + 12
if (LOGX && END / LO > 2.5) {
    DECADE_PX = PANEL_W / log10(END / LO)
    NEED = TIC_PX(END) > TIC_PX(LO) ? TIC_PX(END) : TIC_PX(LO)
    STEPS = DECADE_PX * log10(2) >= NEED ? "1 2 5" : DECADE_PX * log10(3) >= NEED ? "1 3" : "1"
    EVERY = ceil(NEED / DECADE_PX)
    set xtics ()
    do for [decade = -6:15] {
        do for [k = 1:words(STEPS)] {
            at = word(STEPS, k) * 10.0 ** decade
            if (decade % EVERY == 0 && at >= LO && at <= END) { set xtics add (TIC(at) at) }
        }
    }
} else {
    # The finest step that leaves room: on a logarithmic axis its tics are nearest at the end.
    STEP = 1e15
    do for [decade = 14:-6:-1] {
        do for [k = 1:3] {
            finer = word("5 2 1", k) * 10.0 ** decade
            first = ceil(LO / finer) * finer
            tic_px = LOGX ? PANEL_W * finer / END / log(END / LO) : PANEL_W * finer / (END - LO)
            # labels of a step lie between these in length
            need = TIC_PX(first) > TIC_PX(first + finer) ? TIC_PX(first) : TIC_PX(first + finer)
            if (TIC_PX(floor(END / finer) * finer) > need) { need = TIC_PX(floor(END / finer) * finer) }
            if (tic_px >= need) { STEP = finer }
        }
    }
    set xtics ()
    do for [k = 0:40] {
        at = ceil(LO / STEP) * STEP + k * STEP
        if (at <= END) { set xtics add (sprintf("%.10g", abs(at) < STEP / 1e6 ? 0 : at) at) }
    }
}
