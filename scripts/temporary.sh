# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced. make_temporary: $temp, a folder of this process's own, which the caller's EXIT trap removes.
# Those that killed ones left are removed first: a folder is locked as long as its maker, or what that
# has started, lives.
make_temporary() {
    local each at=${TMPDIR:-/tmp}/systoll-temporary-$UID
    for each in "$at".*; do
        if [ -d "$each" ] && [ -O "$each" ] && [ ! -L "$each" ]; then
            flock -n "$each" rm -rf --one-file-system -- "$each" || true
        fi
    done
    for _ in 1 2 3 4 5; do # until its lock is there another may take it for one that was left
        temp=$(mktemp -d "$at.XXXXXX") || return
        if exec {temp_lock}<"$temp" && flock "$temp_lock" && [ "$temp" -ef "/dev/fd/$temp_lock" ]; then
            return
        fi
    done
    return 1
}
