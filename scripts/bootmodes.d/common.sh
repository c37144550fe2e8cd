# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154 # some variables are those of who sources it
# Sourced by scripts/bootmodes and by here: words, names and the order of boots.

boots_for_a_verdict=6 # of a mode, where time is measured: docs/method.md; SIDE_LEAST_BOOTS in systoll

fail() { # EXIT SENTENCE
    echo "scripts/bootmodes: $2" >&2
    exit "$1"
}

whole() { # OPTION VALUE
    [[ $2 =~ ^[1-9][0-9]{0,3}$ ]] || fail 2 "$1 takes a whole number from 1 to 9999, not '$2'"
}

parse_modes() { # LIST
    local mode
    IFS=, read -ra modes <<<"$1"
    for mode in ${modes[@]+"${modes[@]}"}; do
        [[ $mode =~ ^(emulate|xonly|none)$ ]] || fail 2 "--mode takes emulate, xonly and none, not '$mode'"
    done
    [ ${#modes[@]} -gt 0 ] || fail 2 "--mode takes emulate, xonly and none, not ''"
}

plain_word() { tr -cs 'A-Za-z0-9._+=,-' '_' <<<"$1" | sed 's/_*$//'; }

# What differences are taken from, of names and boot_modes: the first xonly, else the first.
first_base() {
    local i
    for i in "${!names[@]}"; do
        [ "${boot_modes[i]}" != xonly ] || { echo "${names[i]}" && return; }
    done
    echo "${names[0]}"
}

# The configurations 0 to COUNT - 1 in the order of the TIME-th round: forwards and backwards in
# turn, so that drift weighs on all alike.
order_of() { # TIME COUNT
    local i
    for ((i = 0; i < $2; i++)); do
        echo $(($1 % 2 ? i : $2 - 1 - i))
    done
}
