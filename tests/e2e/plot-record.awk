# SPDX-License-Identifier: MIT
# Prints a made-up record: awk -v launches=10 -v rounds=40 [-v machine=JSON-TEXT] [-v only=CELL]
# [-v timebase=icount] [-v clocks=1] [-v counters=1] -f plot-record.awk. With counters=1 the cells have
# made-up counts of cycles and instructions by mode; vdso_time is what vdso:time costs, leap what the
# canary's ratio is multiplied by in one round, slowest how many times 12000 ticks the slowest batches
# take. The same arguments give the same bytes in every awk: the noise is a linear congruence of its own.
function noise() {
    state = (state * 1103515245 + 12345) % 2147483648
    return state / 2147483648
}

function add(path, call, clock, base, reason, name) {
    name = path ":" call (clock == "" ? "" : ":" clock)
    if (only != "" && name != only)
        return
    names[cells] = name; paths[cells] = path; calls[cells] = call; clocks_of[cells] = clock
    costs[cells] = base; reasons[cells] = reason; roles[cells] = "cell"
    cells++
}

function role(name, base) {
    names[cells] = name; roles[cells] = name; costs[cells] = base
    cells++
}

function call(name, clock, vdso, libc, syscall, int80, vsyscall) {
    add("vdso", name, clock, vdso)
    add("libc", name, clock, libc, libc < 0 ? "alias of vdso" : "")
    add("syscall", name, clock, syscall)
    add("int80", name, clock, int80)
    add("vsyscall", name, clock, vsyscall,
        vsyscall < 0 ? "the vsyscall page has no entry for it" : "")
}

function cell_json(i) {
    return sprintf("{\"cell\":\"%s\",\"role\":\"%s\",\"abi\":\"%s\",\"path\":%s,\"call\":%s," \
        "\"clock\":%s,\"context\":\"hot\",\"state\":\"%s\",\"reason\":%s}", names[i], roles[i],
        paths[i] == "int80" ? "i386" : "x86_64", word(paths[i]), word(calls[i]), word(clocks_of[i]),
        reasons[i] == "" ? "measured" : "skipped", word(reasons[i]))
}

function word(text) { return text == "" ? "null" : "\"" text "\"" }

function manifest(i) {
    printf "{\"type\":\"manifest\",\"schema\":\"systoll.record/1\",\"systoll\":\"0.1.0\","
    printf "\"machine\":{\"platform\":{},\"subject\":{},\"rest\":{},\"cpu\":\"%s\"," \
        "\"kernel\":\"6.1.0-18-amd64\",\"hypervisor\":\"KVM\",\"clocksource\":\"tsc\"," \
        "\"vsyscall_mode\":\"xonly\"},", machine
    printf "\"run\":{\"timebase\":\"%s\",\"tsc_quantum\":26,\"launches\":%d,\"rounds\":%d," \
        "\"seed\":1,\"pinned_cpu\":1,\"entries_by\":\"perf\",\"hz\":2596096016.0," \
        "\"warnings\":[]},\"cells\":[", timebase, launches, rounds
    for (i = 0; i < cells; i++)
        printf "%s%s", i ? "," : "", cell_json(i)
    print "]}"
}

# Ticks of a block of n calls: a little drift over the run, a little noise, a rare slow block.
function ticks(i, n, at, drift) {
    drift = 1 + (at > launches * rounds / 2 ? 0.03 : 0) + 0.01 * noise()
    if (noise() > 0.985)
        drift *= 1 + noise() * 0.4
    if (roles[i] == "empty")
        return 78
    if (roles[i] ~ /canary/)
        drift = (1 + 0.001 * noise()) * (leap && roles[i] ~ /mul/ && at == 5 ? leap : 1)
    return int(n * costs[i] * 2.596096 * drift + 78)
}

function round(l, r, i, at, k, list, n, t, c, f, s, each) {
    at = l * rounds + r
    for (i = 0; i < cells; i++) {
        if (reasons[i] != "")
            continue
        each = int(100000 / (costs[i] > 0 ? costs[i] : 100000)) + 1
        list = list (k ? "," : "") i
        n = n (k ? "," : "") each
        t = t (k ? "," : "") ticks(i, each, at)
        c = c (k ? "," : "") 1
        f = f (k ? "," : "") (noise() > 0.99 ? 2 : 0)
        s = s (k ? "," : "") sprintf("%.0f", (at * cells + i) * 300000)
        k++
    }
    printf "{\"type\":\"round\",\"launch\":%d,\"round\":%d,\"cells\":[%s],\"cpu\":[%s]," \
        "\"start\":[%s],\"n\":[%s],\"ticks\":[%s],\"flags\":[%s]}\n", l, r, list, c, s, n, t, f
}

function batch(l, i, k, base) {
    if (reasons[i] != "" || roles[i] != "cell")
        return
    base = 20 * costs[i] * 2.596096 + 78
    printf "{\"type\":\"batch\",\"launch\":%d,\"cell\":%d,\"n\":20,\"ticks\":[%d,%d,%d,%d,%d]," \
        "\"count\":[900,500,90,9,%d]}\n", l, i, base, base + 26, base * 1.2 + 52,
        base * 1.5 + 800, base * 2 + 12000 * slowest, 1 + l % 2
}

function cost_json(i, scale, lo, hi) {
    lo = launches > 1 ? sprintf("%.6f", costs[i] * scale * 0.985) : "null"
    hi = launches > 1 ? sprintf("%.6f", costs[i] * scale * 1.015) : "null"
    return sprintf("{\"estimate\":%.6f,\"lo\":%s,\"hi\":%s,\"mean\":%.6f,\"min\":%.6f," \
        "\"p50\":%.6f,\"p90\":%.6f,\"p99\":%.6f,\"p999\":%.6f,\"batch\":20}", costs[i] * scale,
        lo, hi, costs[i] * scale, costs[i] * scale, costs[i] * scale, costs[i] * scale,
        costs[i] * scale, costs[i] * scale)
}

# Made up, of the size that such paths have: what the kernel executes and how long it takes.
function pmu_json(i, user, kernel, cycles) {
    kernel = paths[i] == "syscall" ? 250 : paths[i] == "int80" ? 290 : paths[i] == "vsyscall" ? 410 : 0
    user = paths[i] == "control" ? 7 : paths[i] ~ /vdso|libc/ ? 12 + 2 * costs[i] : 12
    if (costs[i] > 1000)
        kernel += 20
    cycles = costs[i] * 3.7
    return sprintf("{\"cycles_user\":%.4f,\"cycles_kernel\":%.4f,\"instructions_user\":%d," \
        "\"instructions_kernel\":%d,\"ipc\":%.4f,\"ghz\":3.7,\"cycles_per_tick\":1.4252}",
        kernel ? cycles * 0.12 : cycles, kernel ? cycles * 0.88 : 0, user, kernel,
        (int(user) + kernel) / cycles)
}

function result(i, on) {
    on = reasons[i] == ""
    return sprintf("{\"cell\":\"%s\",\"abi\":\"%s\",\"path\":\"%s\",\"call\":\"%s\"," \
        "\"clock\":%s,\"context\":\"hot\",\"state\":\"%s\",\"reason\":%s,\"ns\":%s,\"ticks\":%s," \
        "\"instructions\":null,\"ratio_to_syscall\":null,%s\"counters\":null}", names[i],
        paths[i] == "int80" ? "i386" : "x86_64", paths[i],
        calls[i], word(clocks_of[i]), on ? "measured" : "skipped", word(reasons[i]),
        on && timebase != "icount" ? cost_json(i, 1) : "null",
        on ? cost_json(i, timebase == "icount" ? 1 : 2.596096) : "null",
        on && counters ? "\"pmu\":" pmu_json(i) "," : "")
}

function summary(i, k) {
    printf "{\"type\":\"summary\",\"run\":{\"timebase\":\"%s\",\"launches\":%d,\"rounds\":%d," \
        "\"seed\":1,\"seconds\":8.5,\"discarded\":0.0103,\"canary\":{\"ratio\":3.0," \
        "\"expected\":3.0,\"holds\":true},\"pinned_cpu\":1,\"entries_by\":\"perf\"," \
        "\"tsc_hz\":2596096016.0,\"tsc_quantum\":26,\"empty_ticks\":78,\"interrupted\":false," \
        "\"warnings\":[]},\"cells\":[", timebase, launches, rounds
    for (i = 0; i < cells; i++)
        if (roles[i] == "cell")
            printf "%s%s", k++ ? "," : "", result(i)
    print "]}"
}

BEGIN {
    state = 42
    cells = 0
    if (timebase == "")
        timebase = "tsc"
    if (machine == "")
        machine = "AMD EPYC 9B45"
    if (int80 == "")
        int80 = 1
    if (slowest == "")
        slowest = 1
    call("gettimeofday", "", 24.1, -1, 84.2, 121 * int80, 446)
    call("time", "", vdso_time ? vdso_time : 9.8, -1, 66.4, 104 * int80, 419)
    call("clock_gettime", "monotonic", 23.7, 25.2, 91.5, 133 * int80, -1)
    call("clock_gettime", "realtime_coarse", 12.3, 13.9, 86.8, 127 * int80, -1)
    call("getcpu", "", 11.2, 13.1, 71.9, 109 * int80, 438)
    if (clocks) {
        call("clock_gettime", "boottime", 23.9, 25.4, 92.5, 135 * int80, -1)
        call("clock_gettime", "process_cputime_id", 242, 245, 231, 280 * int80, -1)
        call("clock_gettime", "tai", 24, 25.8, 92.7, 136 * int80, -1)
    }
    add("syscall", "getppid", "", 62.4)
    add("int80", "getppid", "", 99.8 * int80)
    add("control", "ret", "", 1.31)
    role("empty", 0)
    role("canary_add", 38.5)
    role("canary_mul", 115.5)
    manifest()
    for (l = 0; l < launches; l++) {
        for (r = 0; r < rounds; r++)
            round(l, r)
        for (i = 0; i < cells; i++)
            batch(l, i)
    }
    summary()
}
