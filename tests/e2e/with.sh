#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# `systoll with`: the command runs in the context, and everything it calls still works.
# shellcheck source-path=SCRIPTDIR
# shellcheck disable=SC2016 # the inner shell's argument
. "$(dirname "$0")/lib.sh"

systoll with --help
expect_status 0
expect_out '^Contexts:'
expect_out '^  seccomp:small '

refused 'name a context and a command' with
refused 'name a context and a command' with seccomp:small
refused 'name a context and a command' with seccomp:small --
refused 'did you mean seccomp:small' with seccomp:smal -- true
refused "no context 'zzzzzzzzzz'" with zzzzzzzzzz -- true
refused "can't be run: No such file" with seccomp:small -- /nowhere/program

grep -q '^Seccomp_filters:' /proc/self/status || skip_all 'this kernel has no seccomp filters'
before=$(sed -n 's/^Seccomp_filters:\t//p' /proc/self/status)
for context in seccomp:small seccomp:large; do
    systoll with "$context" -- cat /proc/self/status
    expect_status 0
    expect_out '^Seccomp:	2$'
    expect_out "^Seccomp_filters:	$((before + 1))$"
    expect_silent err
    systoll with "$context" -- "$SYSTOLL" with "$context" -- cat /proc/self/status
    expect_out "^Seccomp_filters:	$((before + 2))$"
    systoll with "$context" -- sh -c 'exit 5'
    expect_status 5
    systoll with "$context" sh -c 'echo "$2"' sh --a --b
    expect_out '^--b$'
done

finish
