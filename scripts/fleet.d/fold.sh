# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced by scripts/fleet: what is alike of many hosts, in one line.

# Lines of a text, a tab and a host: each text once, after its hosts.
fold() { # WORD
    local text host last='' hosts=()
    while IFS=$'\t' read -r text host; do
        [ "$text" = "$last" ] || { fold_one "$1" && hosts=(); }
        last=$text
        hosts+=("$host")
    done < <(LC_ALL=C sort; echo $'\t')
}

fold_one() { # WORD; the rest from fold
    [ ${#hosts[@]} -eq 0 ] || printf '%-9s%s: %s\n' "$1" "$(printf '%s\n' "${hosts[@]}" | nodeset -f)" "$last"
}
