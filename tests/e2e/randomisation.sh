#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# inspect --randomisation against what the kernel is set to draw, also where much is kept from it.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
page=$(sed -n '/ \[vsyscall\]$/p' /proc/self/maps)

# drawn PART BITS CARRIED: of its address vary, in $tmp/out, just those bits of pages, each, and above them
# what a sum carries into at most.
drawn() {
    local varying above
    varying=$(jq -r ".parts.$1.varying" "$tmp/out")
    above=$((varying >> (12 + $2)))
    ok "$1 has $2 random bits" test $((varying >> 12 & (1 << $2) - 1)) = $(((1 << $2) - 1))
    ok "$1 has no more of them" test $above -lt $((1 << $3))
    # shellcheck disable=SC2016 # jq's own variables
    ok "$1 shows no more entropy" jq -e --arg part "$1" --argjson bits "$2" '.parts[$part] |
        .entropy_low > 8 and ($part == "stack" or .entropy_low <= $bits)' "$tmp/out"
}

# Fixed against random addresses, in fresh processes; the kernel says of how many bits mmap's are.
rnd=$(cat /proc/sys/vm/mmap_rnd_bits 2>/dev/null || echo 28)
if command -v jq >/dev/null && [ "$(cat /proc/sys/kernel/randomize_va_space 2>/dev/null)" = 2 ]; then
    systoll inspect --randomisation 60 --format json
    expect_status 0
    expect_silent err
    ok 'the page is at one address' jq -e '.schema == "systoll.randomisation/1" and .processes == 60 and
        (.parts.vsyscall == null or (.parts.vsyscall | .varying_bits == 0 and .distinct == 1 and .entropy_high == 0))' "$tmp/out"
    [ -z "$page" ] || ok 'which this boot has' jq -e '.parts.vsyscall != null' "$tmp/out"
    if [ "${SANITIZE:-}" != ON ]; then # which has its own mappings at fixed places
        drawn mmap "$rnd" 8
        # STACK_RND_MASK: 22 bits of pages; arch_align_stack: 9 below, in steps of 16
        drawn stack 22 0
        ok 'the stack as the kernel draws it' jq -e '.parts.stack | .varying_bits >= 22 and
            .varying_bits <= 36 and .entropy_low <= 31 and .entropy_low > 8' "$tmp/out"
        # A kernel puts the vDSO behind the stack, within its 2 MiB (vdso_addr of vma.c), or, where it has
        # no vdso_addr any more, where mmap puts things.
        case $(sed -n 's/.* \[\(vdso\|stack\)\]$/\1/p' /proc/self/maps | paste -sd ' ') in
        'stack vdso') drawn vDSO 22 13 ;;
        'vdso stack') drawn vDSO "$rnd" 8 ;;
        esac
    fi
    if setarch -R true 2>/dev/null; then
        run setarch -R "$SYSTOLL" inspect --randomisation 3
        expect_status 0
        expect_out '^stack *0  0  '
        expect_out '^The address is not random'
    fi
fi
systoll inspect --randomisation 3
expect_status 0
expect_out '^stack  *[0-9]*  [0-9.]* *[.#]\{16\} [.#]\{16\} [.#]\{16\} [.#]\{16\}$'
[ -z "$page" ] || expect_out '^vsyscall  *0  0  '
refused "--randomisation takes a whole number from 2 to 1000000, not '1'" inspect --randomisation 1
refused "begins its own processes: leave out '7'" inspect --randomisation 3 7

# It needs nothing of /proc or /sys, and a filter that allows everything changes nothing.
answers() {
    [ "$status" -ne 77 ] || return 0
    expect_status 0
    expect_out '^stack  *[0-9]*  [0-9.]* '
}
for missing in proc sys; do
    [ "${SANITIZE:-}$missing" != ONproc ] || continue # LeakSanitizer needs it
    without $missing "$SYSTOLL" inspect --randomisation 3
    answers
done
systoll with seccomp:small -- "$SYSTOLL" inspect --randomisation 3
answers
finish
