# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced by the end-to-end tests: runs commands, looks at what came, prints TAP. SYSTOLL names the
# program under test; $tmp is a folder of the test's own.
set -uo pipefail
: "${SYSTOLL:?SYSTOLL=build/systoll names the program to test}"
# shellcheck source=scripts/temporary.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/temporary.sh"
make_temporary || exit 2
tmp=$temp
trap 'rm -rf "$tmp"' EXIT
# The compiler that the build has.
: "${COMPILER:=cc}"
# Notes of undos are the test's own, whoever runs it.
export STATE_DIRECTORY=$tmp/state XDG_STATE_HOME=$tmp/state
tests=0
failures=0
status=0
last=''

# Ends the whole test, unmeasured.
skip_all() {
    printf '1..0 # SKIP\nskip: %s\n' "$1"
    exit 77
}

# skip_part REASON: for the summary; what follows it is left out.
skip_part() { printf '# skip: %s\n' "$1"; }

# can CELL: whether it can be measured here; asked before it is counted on.
can() { "$SYSTOLL" list --cells "$1" 2>/dev/null | grep " ready" >/dev/null; }

# executed PID NAME: once the process is that program, or gone.
executed() {
    while [ "$(cat "/proc/$1/comm" 2>/dev/null || echo "$2")" != "$2" ]; do sleep 0.05; done
}

# result GOOD DESCRIPTION: one line of TAP; where it failed, what the command had printed.
result() {
    tests=$((tests + 1))
    if [ "$1" -eq 0 ]; then
        printf 'ok %d - %s\n' "$tests" "$2"
        return
    fi
    failures=$((failures + 1))
    printf 'not ok %d - %s\n' "$tests" "$2"
    printf '# ran: %s\n# status: %s\n' "$last" "$status"
    head -c 600 "$tmp/out" 2>/dev/null | awk '{ print "# out: " $0 }'
    head -c 600 "$tmp/err" 2>/dev/null | awk '{ print "# err: " $0 }'
}

# ok DESCRIPTION COMMAND...: passes where the command succeeds.
ok() {
    local what=$1
    shift
    "$@" >/dev/null 2>&1
    result $? "$what"
}

# run COMMAND...: no standard input; leaves status, $tmp/out and $tmp/err for what follows.
run() {
    last=$*
    "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
    status=$?
}

systoll() { run "$SYSTOLL" "$@"; }

expect_status() {
    [ "$status" -eq "$1" ]
    result $? "$last: exit $1"
}

# without DIR COMMAND...: as root, in a mount namespace where nothing is in that directory; status 77
# where that can't be had.
without() {
    local dir=$1
    shift
    status=77
    ! unshare -m true 2>/dev/null ||
        run unshare -m bash -c "mount -t tmpfs none /$dir || exit 77; \"\$@\"" - "$@"
    last="without /$dir: ${*:2}"
}

# left FOLDER: processes that are in it still; those at their end are waited for. The caller is
# elsewhere.
left() {
    local i each
    for ((i = 0; i < 20; i++)); do
        each=$(find /proc -maxdepth 2 -path '/proc/[0-9]*/cwd' \( -lname "$1" -o -lname "$1/*" \) 2>/dev/null)
        [ -n "$each" ] || return 1
        sleep 0.1
    done
    echo "$each"
}

# measure COMMAND...: a run with -o r.jsonl, again where the machine was so busy that a cell kept no
# block of it.
measure() {
    local i
    for ((i = 0; i < 20; i++)); do
        run "$@"
        grep -q 'no undisturbed block' r.jsonl || break
    done
}

# has_text FILE PATTERN: a basic regular expression, as grep reads it. One that is plain text is looked
# for without grep: the processes of hundreds of checks would be half of what some tests take.
has_text() {
    local text='' special='*[][\\.*^$]*'
    # shellcheck disable=SC2053 # a pattern
    if [[ -n $2 && $2 != $special ]] && ! IFS= read -r -d '' text <"$1"; then # no NUL in it
        [[ $text == *"$2"* ]]
    else
        grep -q -e "$2" "$1"
    fi
}

expect_out() {
    has_text "$tmp/out" "$1"
    result $? "$last: standard output has '$1'"
}

expect_no_out() {
    ! has_text "$tmp/out" "$1"
    result $? "$last: standard output lacks '$1'"
}

expect_err() {
    has_text "$tmp/err" "$1"
    result $? "$last: standard error has '$1'"
}

expect_silent() {
    [ ! -s "$tmp/$1" ]
    result $? "$last: standard $1 is empty"
}

# One sentence, on one line, after the name of who says it; nothing on standard output.
expect_sentence() {
    local sentences
    mapfile sentences <"$tmp/err"
    [ ${#sentences[@]} -eq 1 ] && [[ ${sentences[0]} =~ ^[a-z\ ]*:\ ..*$'\n'$ ]] && [ ! -s "$tmp/out" ]
    result $? "$last: one sentence on standard error, nothing on standard output"
}

# refused TEXT COMMAND...: the usual end of bad input.
refused() {
    local text=$1
    shift
    systoll "$@"
    expect_status 2
    expect_sentence
    expect_err "$text"
}

# expect_stopped_writing NAME WHY PARTIAL: a run whose disk filled; PARTIAL is what it had written.
expect_stopped_writing() {
    expect_status 2
    expect_out '^syscall:getppid *[0-9]'
    expect_err "$1 could not be written: $2; .* in $1.partial"
    systoll report "$3"
    expect_status 0
    expect_out '^syscall:getppid *[0-9]'
}

finish() {
    printf '1..%d\n' "$tests"
    exit $((failures > 0))
}
