# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034
# What the guest tests share: sourced, it skips where guests can't be had. SYSTOLL_BUILD is the
# build folder.
set -u -o pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export SYSTOLL_BUILD=${SYSTOLL_BUILD:-$root/build}
package=linux-image-6.12-cloud-amd64
wrong=0

# A CI job that can't boot guests has lost a guard: there it is a failure.
unavailable() {
    echo "skipped: $1"
    [ "${CI-}" = true ] && exit 1
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
kernel=$("$root/scripts/kernels" $package) || unavailable "no kernel $package"
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
trap 'exit 130' INT TERM
