# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034
# What the guest tests share: sourced, it skips where guests can't be had. SYSTOLL_BUILD is the
# build folder.
set -u -o pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/temporary.sh
. "$root/scripts/temporary.sh"
export SYSTOLL_BUILD=${SYSTOLL_BUILD:-$root/build}
wrong=0

# A CI job that can't boot guests has lost a guard: there it is a failure.
unavailable() {
    if [ "${CI-}" = true ]; then
        echo "FAILED: needed in CI: $1" >&2
        exit 1
    fi
    echo "skip: $1"
    exit 77
}

wrong() {
    echo "FAILED: $1" >&2
    wrong=1
}

# Calls the function with each argument, at most two at once; a failure is a failed guest.
two_at_once() { # FUNCTION ARGUMENT...
    local each=$1 arg
    shift
    for arg; do
        "$each" "$arg" &
        [ "$(jobs -rp | wc -l)" -lt 2 ] || wait -n || wrong "a guest failed"
    done
    while [ -n "$(jobs -rp)" ]; do
        wait -n || wrong "a guest failed"
    done
    [ $wrong = 0 ] || exit 1
}

# True where the jq filter holds for the report of the record FILE.
holds() { # FILE FILTER
    "$SYSTOLL_BUILD/systoll-static" report --format json "$1" | jq -e "$2" >/dev/null
}

# Ends with the test, however that ends, and then leaves no QEMU (scripts/guest sees to it on TERM).
guest() {
    exec setpriv --pdeathsig TERM "$root/scripts/guest" --kernel "$kernel" --accel tcg \
        --file "$SYSTOLL_BUILD/tests/guest-cat" "$@"
}

command -v qemu-system-x86_64 >/dev/null || unavailable "no qemu-system-x86_64"
for tool in cpio jq; do
    command -v $tool >/dev/null || unavailable "no $tool"
done
packages=$("$root/scripts/kernels" --list) || unavailable "no kernel to boot"
package=${packages##*$'\n'} # the newest, and
older=${packages%%$'\n'*}   # the oldest that this release has
kernel=$("$root/scripts/kernels" "$package") || unavailable "no kernel $package"
make_temporary || exit 2
trap 'rm -rf "$temp"' EXIT
trap 'exit 130' INT TERM

# entries_hold NAME RECORD MODE VDSO-CELLS: the record sees the vsyscall mode; each path enters the
# kernel as often as it must; three vsyscall cells are measured, none where the mode is none, and the
# reason says so.
entries_hold() {
    local vsyscalls=3 reason=' no entry ' measured='[.cells[] | select(.state == "measured")]'
    # sys_enter, emulate_vsyscall, page_fault_user, page_faults of a call, by path.
    local entries='{vdso: [0,0,0,0], control: [0,0,0,0], syscall: [1,0,0,0], int80: [1,0,0,0],
        vsyscall: [0,1,1,1]}'
    [ "$3" != none ] || { vsyscalls=0 && reason='vsyscall=none: SIGSEGV| no entry '; }
    holds "$2" ".machine.vsyscall_mode == \"$3\"" || wrong "$1: the record's mode"
    holds "$2" "$measured | all(.path == \"libc\" or ([.counters[]]) == ${entries}[.path])" ||
        wrong "$1: kernel entries"
    holds "$2" "$measured | all(.path != \"libc\" or .counters.sys_enter == (if $4 > 0 then 0 else 1 end))" ||
        wrong "$1: libc's kernel entries"
    holds "$2" "$measured | group_by(.path) | map({(.[0].path): length}) | add |
        (.vdso // 0) == $4 and .syscall == 6 and .int80 == 6 and (.vsyscall // 0) == $vsyscalls" ||
        wrong "$1: other cells were measured"
    holds "$2" "[.cells[] | select(.path == \"vsyscall\" and .state == \"skipped\")]
        | length == 5 - $vsyscalls and all(.reason | test(\"$reason\"))" || wrong "$1: the skipped cells"
}

# Skips where shared.sh didn't boot what several tests look at; SHARED is its folder.
needs_shared() {
    [ -e "${SHARED:?}/words.exit" ] || unavailable "no shared boots in $SHARED"
}

# The record, and the folder of what the guest said, of a shared boot: MODE, or MODE-WORDS.
shared_record() { echo "$SHARED/$1"/*-amd64-"$2".jsonl; } # NAME MODE[-WORDS]
shared_guest() { echo "$SHARED/$1"/guests/*-amd64-"$2"; }
