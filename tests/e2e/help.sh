#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every command describes itself from its own table; an unknown word gets the nearest right one.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

systoll --version
expect_status 0
expect_out '^systoll [0-9]*\.[0-9]*\.[0-9]*$'
expect_silent err

systoll --help
expect_status 0
expect_out '^Usage: systoll COMMAND'
expect_silent err
commands=$(sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' "$tmp/out")

systoll
expect_status 2
expect_err '^Usage: systoll COMMAND'
expect_silent out

refused "there is no command 'qqqqqqqqqqqq'; see systoll --help" qqqqqqqqqqqq
refused "there is no command ''" ''

# The first option of the help in $tmp/out, --help aside; nothing where there is none.
first_option() {
    sed -n '/^Options:/,$s/^ *\(-., \)\?--\([a-z-]*\).*/\2/p' "$tmp/out" | grep -vx help | head -n 1
}

for command in $commands; do
    refused "did you mean $command?" "${command}x"

    systoll "$command" --help
    expect_status 0
    expect_out "^Usage: systoll $command"
    expect_out '^  -h, --help '
    sed -n 3p "$tmp/out" | grep '^[A-Z][a-z]*[^s] ' >/dev/null
    result $? "$last: says what to do, not what it does"
    expect_silent err
    option=$(first_option)

    refused "systoll $command: there is no option '--zzzzzzzzzzzz'; see systoll $command --help" \
        "$command" --zzzzzzzzzzzz
    [ -z "$option" ] || refused "did you mean --$option?" "$command" "--${option}x"
done

refused "there is no command 'nope'; see systoll --help" nope

# What an option takes is in its help, out of the table that the command goes by.
systoll list --clocks all
clocks=$(sed -n 's/^vdso:clock_gettime:\([a-z_]*\) .*/\1/p' "$tmp/out")
paths=$(sed -n 's/^\([a-z0-9]*\):.*/\1/p' "$tmp/out" | sort -u)
ok 'there are clocks and paths' test -n "$clocks" -a -n "$paths"
systoll run --help
for word in $paths $clocks getrandom default frontend tlb branch all hot seccomp:small; do
    expect_out "^  *$word\( \|$\)"
done
systoll report --help
expect_out '^  *markdown  *a table'
expect_out '^  *csv  *.'
for command in 'gate exact' 'gate record' 'gate boots' 'gate ab' 'gate judge'; do
    # shellcheck disable=SC2086 # two words
    systoll $command --help
    expect_out '^  *junit  *.'
done

finish
