# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154 # some variables are those of here
# Sourced by here: whether the kernel did what the words of the boot say.

# The words that its log says it can't take; of a long line the log has the beginning.
refused_words() {
    dmesg 2>/dev/null | sed -n 's/.*Unknown kernel command line parameters "\([^"]*\).*/\1/p
        s/.*Unsupported \(mitigations=[^ ]*\), .*/\1/p' | tr '\n' ' '
}

clocksource() { cat "$machine/sys/devices/system/clocksource/clocksource0/current_clocksource" 2>/dev/null; }

# By the flag: vulnerabilities/meltdown says "Not affected" of some CPUs with pti=on too.
isolation() { grep -q -s -E '^flags.* pti( |$)' "$machine/proc/cpuinfo" && echo on || echo off; }

vdso() { jq -r 'if .vdso.address then "present" else "absent" end' "$said/2.stdout"; }

# By an int 0x80 that is tried: open, closed, or can't be tried.
entry32() {
    "$systoll" doctor --format json 2>/dev/null |
        jq -r '.findings[] | select(.name == "32-bit entry").seen | sub(":.*"; "")'
}

differs() { # WHAT PLANNED FOUND; of word
    [ "$2" = "$3" ] || echo "$1 is ${3:-unknown} in spite of $word"
}

# Why this boot is not what was planned, though it was started as that: a line for each reason, none where it is.
ignored() {
    local mode word refused
    mode=$(jq -r .vsyscall.mode "$said/2.stdout" 2>/dev/null)
    [ "$mode" = "${is[mode]}" ] ||
        { echo "the kernel came up in mode ${mode:-unknown} instead of ${is[mode]}" && return; }
    refused=" $(refused_words) "
    for word in ${is[options]}; do
        case $word in
        clocksource=*) differs 'the clocksource' "${word#*=}" "$(clocksource)" ;;
        pti=on) differs 'page table isolation' on "$(isolation)" ;;
        pti=off | nopti) differs 'page table isolation' off "$(isolation)" ;;
        mitigations=off) # beside pti= kernels differ in which counts
            [[ ${is[options]} = *pti=* ]] || differs 'page table isolation' off "$(isolation)" ;;
        vdso=0) differs 'the vDSO' absent "$(vdso)" ;;
        vdso=1) differs 'the vDSO' present "$(vdso)" ;;
        ia32_emulation=0 | ia32_emulation=off) differs 'the 32-bit entry' closed "$(entry32)" ;;
        ia32_emulation=1 | ia32_emulation=on) differs 'the 32-bit entry' open "$(entry32)" ;;
        # Obeyed, and listed as unknown all the same: the kernel looks for each by itself (cmdline_find_option).
        pti=* | spectre_v2=* | spectre_v2_user=* | nospectre_v2) ;;
        spec_store_bypass_disable=* | nospec_store_bypass_disable | tsx=* | split_lock_detect=*) ;;
        fred=* | nousershstk | noxsave | noxsaves | nokaslr | no5lvl | mem_encrypt=* | dis_ucode_ldr) ;;
        *) [[ $refused != *" $word "* ]] || echo "the kernel doesn't know $word" ;;
        esac
    done
}
