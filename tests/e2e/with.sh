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

# A context in which nothing can be executed is not offered.
refused "a command can't be run in sud: the kernel ends" with sud -- true
refused "a command can't be run in cold: it is a way of timing" with cold -- true
refused "a command can't be run in threads:2: its callers are threads" with threads:2 -- true
refused "a command can't be run in threads:all: its callers are threads" with threads:all -- true
refused "no context 'threads:0'" with threads:0 -- true
systoll with --help
expect_no_out '^  threads'
expect_no_out '^  sud '
expect_no_out '^  cold '

# enters CONTEXT COMMAND...: false, with the reason as a comment, where it can't be entered here.
enters() {
    systoll with "$1" -- "${@:2}"
    ! grep "can't be entered: ." "$tmp/err" >/dev/null && return
    skip_part "$(<"$tmp/err")"
    false
}

if enters timens cat /proc/self/timens_offsets; then
    expect_status 0
    expect_out '^monotonic  *1  *0$'
    [ "$(id -u)" -ne 0 ] || systoll with timens -- setpriv --reuid 65534 --clear-groups \
        --no-new-privs "$SYSTOLL" with timens -- cat /proc/self/timens_offsets
    [ "$(id -u)" -ne 0 ] || last='in a user namespace'
    ok 'without privilege too, or said why' grep -e '^monotonic' -e 'needs CAP_SYS_ADMIN' \
        "$tmp/out" "$tmp/err"
fi
GLIBC_TUNABLES=glibc.malloc.check=0 enters norseq sh -c 'echo "$GLIBC_TUNABLES"' &&
    expect_out '^glibc.malloc.check=0:glibc.pthread.rseq=0$'
if enters ssbd cat /proc/self/status; then
    expect_out '^Speculation_Store_Bypass:.*mitigated'
fi
if enters ptrace sh -c 'cat /proc/self/status; exit 5'; then
    expect_status 5
    expect_out '^TracerPid:	[1-9]'
    expect_silent err
    systoll with ptrace -- sh -c 'kill -KILL $$'
    expect_status 137
    "$SYSTOLL" with ptrace -- sh -c 'trap "echo ended; exit 3" TERM; echo ready; while :; do sleep 0.1; done' \
        >"$tmp/out" 2>"$tmp/err" </dev/null &
    for ((i = 0; i < 600; i++)); do
        [ ! -s "$tmp/out" ] || break
        sleep 0.05
    done
    kill -TERM $!
    wait $!
    status=$?
    last='with ptrace, ended by SIGTERM'
    expect_status 3
    expect_out '^ended$'
    # The leak checker does not work under a tracer.
    export ASAN_OPTIONS=detect_leaks=0
    refused 'traced already' with ptrace -- "$SYSTOLL" with ptrace -- true
    unset ASAN_OPTIONS
fi

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
