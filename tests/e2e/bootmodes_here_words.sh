#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/bootmodes --here: a boot whose kernel ignored a word of --append is a failed one; where it obeyed, the boot
# is measured. On a machine of files.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # the variables are jq's
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/e2e/here_machine.sh
. "$(dirname "$0")/here_machine.sh"

# The kernel that has been started does what its words say. Where it ignores them it does the opposite, so that words
# for what is so by default are tried too. pti= and spectre_v2= are listed as unknown by both, as by Linux 6.1.
act() { # obeys | ignores
    local words word vdso=present entry=open flags='fpu tsc' clock=tsc unknown='' unsupported=''
    read -ra words <"$m/proc/cmdline"
    for word in "${words[@]}"; do
        case $1:$word in
        obeys:pti=on | ignores:pti=off | ignores:nopti | ignores:mitigations=off) flags='fpu pti tsc' ;;
        obeys:vdso=0 | ignores:vdso=1) vdso=absent ;;
        obeys:ia32_emulation=0 | ignores:ia32_emulation=on) entry=closed ;;
        obeys:clocksource=*) clock=${word#*=} ;;
        ignores:mitigations=*) unsupported="[    0.020000] Unsupported $word, system may still be vulnerable" ;;
        ignores:quite) unknown+=" $word" ;;
        esac
        [[ ! $word =~ ^(BOOT_IMAGE|pti|spectre_v2)= ]] || unknown+=" $word"
    done
    echo "$vdso" >"$tmp/vdso"
    echo "$entry" >"$tmp/entry32"
    echo "$clock" >"$m/sys/devices/system/clocksource/clocksource0/current_clocksource"
    echo "flags		: $flags" >"$m/proc/cpuinfo"
    cat >"$tmp/kernel-log" <<END
[    0.010000] Unknown kernel command line parameters "${unknown# }", will be passed to user space.
$unsupported
END
}
power() { start_kernel && act "$does" && carry_on; }

appended=(--append 'pti=on vdso=1 ia32_emulation=on spectre_v2=off'
    --append 'pti=off vdso=0 ia32_emulation=0 clocksource=hpet'
    --append mitigations=off --append 'nopti quite mitigations=auto,no_user_kernel')

does=ignores
begin --boots 1 --mode xonly "${appended[@]}"
until_over
over
# twice SENTENCE: two boots failed because of that and of nothing else; the result says so too.
twice() {
    ok "in the log: $1" test "$(log | grep -c -x -e "boot .*: failed: $1")" = 2
    ok "in the result: $1" jq -e --arg why "$1" 'any(.failures[]; endswith($why))' "$m/srv/out/comparison.json"
}
twice "page table isolation is off in spite of pti=on; the vDSO is absent in spite of vdso=1; \
the 32-bit entry is closed in spite of ia32_emulation=on"
twice "page table isolation is on in spite of pti=off; the vDSO is present in spite of vdso=0; \
the 32-bit entry is open in spite of ia32_emulation=0; the clocksource is tsc in spite of clocksource=hpet"
twice "page table isolation is on in spite of mitigations=off"
twice "page table isolation is on in spite of nopti; the kernel doesn't know quite; \
the kernel doesn't know mitigations=auto,no_user_kernel"
ok 'each is given up after two' test "$(log | grep -c 'is given up after 2 failures')" = 4
ok 'none of them is measured, and the plain one is' jq -e '[.boots[] | [.state, .boots, .failed_boots]] ==
    [["measured", 1, 0]] + [range(4) | ["failed", 0, 2]]' "$m/srv/out/comparison.json"

does=obeys
begin --boots 1 --mode xonly "${appended[@]}"
until_over
over
ok 'where all are obeyed, all are measured' jq -e '.failures == [] and
    ([.boots[] | [.state, .boots, .failed_boots]] == [range(5) | ["measured", 1, 0]])' "$m/srv/out/comparison.json"

# What is asked of systoll, as the one that is played here answers.
systoll doctor --format json
ok 'doctor says whether int 0x80 enters' jq -e '[.findings[] | select(.name == "32-bit entry").seen |
    test("^(open|closed|can.t be tried): ")] == [true]' "$tmp/out"
systoll inspect --format json
ok 'inspect says where the vDSO is' jq -e '.vdso | has("address")' "$tmp/out"
finish
