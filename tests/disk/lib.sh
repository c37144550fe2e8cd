# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034
# What the tests with a disk share: guests that boot from it through GRUB, and what a campaign of boots must
# leave. SYSTOLL_BUILD is the build folder, DISK the folder that tests/disk/image filled.
set -uo pipefail

at=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$at/../.." && pwd)
# shellcheck source=scripts/temporary.sh
. "$root/scripts/temporary.sh"
export SYSTOLL_BUILD=${SYSTOLL_BUILD:-$root/build}
short_run='--quick --time 0.2 --cells syscall:getppid,vsyscall:time' # what is measured is no matter here
checks=no # systoll check takes longer than all else in a boot
wrong=0 qemu='' temp='' resets=no

unavailable() {
    echo "skip: $1"
    exit 77
}

wrong() {
    echo "FAILED: $1" >&2
    wrong=1
}

end() {
    local pid
    power_cut
    for pid in $(jobs -rp); do
        kill "$pid" 2>/dev/null
    done
    wait
    [ -z "$temp" ] || rm -rf --one-file-system "$temp"
}

make_extra() { # TREE IMAGE
    truncate -s 96M "$2" && mke2fs -q -t ext4 -F -L extra -d "$1" "$2"
}

# Sets qemu: a guest of FOLDER's disk.img and extra.img, with its console in console.log and what the tests say
# in it in said.log. A QEMU that is killed loses what the guest had not yet written to its disk, and no more:
# hence no flush reaches the host's disk. A reset is a new QEMU: QEMU 7.2's own was seen to hang before the kernel
# said a word.
power_on() { # FOLDER [QEMU OPTION...]
    local in=$1 each drives=()
    shift
    for each in disk extra; do
        drives+=(-drive "if=none,id=$each,format=raw,cache=unsafe,file=$in/$each.img")
    done
    powered=$in options=("$@")
    setpriv --pdeathsig KILL qemu-system-x86_64 -nodefaults -no-user-config -no-reboot -display none -accel tcg \
        -cpu max,la57=off -m 512 "${drives[@]}" -device nvme,drive=disk,serial=disk,bootindex=1 \
        -device nvme,drive=extra,serial=extra \
        -chardev "file,id=console,path=$in/console.log,append=on" -serial chardev:console \
        -chardev "file,id=said,path=$in/said.log,append=on" -serial chardev:said \
        "$@" </dev/null >"$in/qemu.log" 2>&1 &
    qemu=$!
}

# A guest of a campaign says "over" before it switches itself off; else it was reset.
is_on() {
    [ -n "$qemu" ] || return
    ! kill -0 "$qemu" 2>/dev/null || return 0
    [ $resets = yes ] && [ "$(tail -n 1 "$powered/said.log" | tr -d '\r')" != over ] && power_on "$powered" ${options[@]+"${options[@]}"}
}

power_cut() {
    [ -n "$qemu" ] || return 0
    kill -KILL "$qemu" 2>/dev/null
    wait "$qemu" 2>/dev/null
    qemu=''
}

# Until the guest has switched itself off; after the time it hangs.
wait_off() { # SECONDS
    local until=$((SECONDS + $1))
    while is_on && ((SECONDS < until)); do
        sleep 0.2
    done
    is_on && return 1
    wait "$qemu"
    qemu=''
}

needs_disk() {
    local tool
    for tool in qemu-system-x86_64 mke2fs debugfs jq; do
        command -v $tool >/dev/null || unavailable "there is no $tool here"
    done
    [ -x "$SYSTOLL_BUILD/systoll-static" ] || unavailable "there is no systoll-static in $SYSTOLL_BUILD"
    [ -e "${DISK:?}/disk.img" ] || unavailable "there is no disk in $DISK"
    TMPDIR=$DISK resets=yes # not in memory, where /tmp may be
    make_temporary || exit 2
    trap end EXIT
    trap 'exit 130' INT TERM HUP
}

# A guest of its own in the folder NAME. Standard input is what the test does in it, see tests/disk/extra/go; the
# files given lie beside that.
make_guest() { # NAME [FILE...]
    local in=$temp/$1 tree=$temp/$1/tree
    shift
    mkdir -p "$tree/build" && cp --sparse=always "$DISK/disk.img" "$in/disk.img" && cp "$at/extra"/* "$@" "$tree" &&
        cp -r "$root/scripts" "$tree" && cp "$SYSTOLL_BUILD/systoll-static" "$tree/build/systoll-whole" &&
        cat >"$tree/trial" || exit 2
    mv "$tree/systoll-static" "$tree/build"
    [ "$checks" = no ] || mv "$tree/build/systoll-whole" "$tree/build/systoll-static"
    make_extra "$tree" "$in/extra.img" || exit 2
    rm -rf "$tree"
    : >"$in/said.log" && : >"$in/console.log"
}

# What a guest that is off left: FOLDER/extra, the second disk, and FOLDER/out, the campaign's folder.
bring_out() { # FOLDER
    mkdir -p "$1/extra" "$1/result"
    debugfs -R "rdump / $1/extra" "$1/extra.img" >"$1/debugfs.log" 2>&1
    debugfs -R "rdump /root/out $1/result" "$1/disk.img?offset=1048576" >>"$1/debugfs.log" 2>&1
}
