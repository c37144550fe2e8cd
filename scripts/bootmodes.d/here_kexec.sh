# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2015,SC2016,SC2034,SC2154 # || refuse ends it; jq has variables too; others are those of here
# Sourced by here: boots by kexec, from one kernel into the next. The machine's own mode comes by
# firmware, so it needs nothing that is installed.

loaded=$machine/sys/kernel/kexec_loaded

kexec_load() { # KERNEL INITRD WORDS
    set -- -l "$1" ${2:+--initrd="$2"} --command-line="${is[cmdline]} $3"
    kexec -s "$@" >/dev/null 2>&1 || kexec "$@"
}

kexec_arm() { kexec_load "${is[kernel]}" "${is[initrd]}" "${is[words]}"; }
kexec_disarm() { [ "$(cat "$loaded" 2>/dev/null)" != 1 ] || kexec -u; }
kexec_remove() { kexec_disarm; }
kexec_forgets() { :; }

# Tried once: what the kernel takes now it takes later.
kexec_install() {
    local kernel initrd words
    while IFS='|' read -r _ _ _ _ kernel initrd _ words _; do
        kexec_load "$kernel" "$initrd" "$words" && kexec -u || return
    done < <(list_configurations)
}
