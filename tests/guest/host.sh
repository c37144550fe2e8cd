#!/bin/bash
# SPDX-License-Identifier: MIT
# scripts/guest's own side, without a kernel: a stand-in for QEMU notes how it was called.
set -u -o pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/temporary.sh
. "$root/scripts/temporary.sh"
command -v cpio >/dev/null || { echo "skip: no cpio" && exit 77; }
make_temporary || exit 2
trap 'rm -rf "$temp"' EXIT
wrong=0

wrong() {
    echo "FAILED: $1" >&2
    wrong=1
}

# Aborts under kvm as QEMU does where the host lets it set no MSR; under tcg it does nothing.
stand_in() {
    cat <<'END'
#!/bin/bash
[ "$*" != --version ] || { echo "QEMU emulator version 9.8.7 (Debian 1:9.8.7)" && exit; }
echo "$*" >>"$NOTES/arguments"
while [ $# -gt 0 ]; do
    [ "$1" != -initrd ] || sha256sum <"$2" >>"$NOTES/initramfs"
    [ "$1 ${2-}" != "-accel kvm" ] || { echo "can't set an MSR" >&2 && kill -ABRT $$; }
    shift
done
echo "${EPOCHREALTIME/./}" >"$NOTES/started"
case ${QEMU_DOES-} in
wait) exec sleep 60 ;;
work) exec taskset -c "$CPU" bash -c 'while :; do :; done' ;;
esac
END
}

# Runs scripts/guest on no kernel; its sentences go to $temp/error.
guest() {
    rm -rf "$temp/out" "$temp/error"
    "$root/scripts/guest" "$@" 2>"$temp/error"
}

refused() { # WORDS ARGUMENT...
    local words=$1
    shift
    guest "$@"
    [ $? = 2 ] || wrong "$* isn't exit 2"
    grep -q -- "$words" "$temp/error" || wrong "$*: $(cat "$temp/error")"
    [ "$(wc -l <"$temp/error")" = 1 ] || wrong "$*: more than a sentence"
    [ ! -e "$NOTES/arguments" ] || wrong "$* started QEMU"
}

refuses() {
    local plain=(--kernel "$temp/kernel" -o "$temp/out")
    refused '--kernel is missing' -o "$temp/out" -- x
    refused 'DIR is missing' --kernel "$temp/kernel" -- x
    refused 'no command' "${plain[@]}"
    refused 'no command' "${plain[@]}" --
    refused 'unknown option --nonsense' "${plain[@]}" --nonsense x -- x
    refused "not '0'" "${plain[@]}" --time-limit 0 -- x
    refused "not '-1'" "${plain[@]}" --cpus -1 -- x
    refused "not 'xen'" "${plain[@]}" --accel xen -- x
    refused 'kvm can' "${plain[@]}" --exact --accel kvm -- x
    refused 'one CPU' "${plain[@]}" --exact --cpus 2 -- x
    refused "can't read a kernel" --kernel "$temp/nowhere" -o "$temp/out" -- x
    refused "isn't empty" --kernel "$temp/kernel" -o "$temp" -- x
    refused "nowhere, which --file names" "${plain[@]}" --file "$temp/nowhere" -- x
}

# The same content of another date gives the same bytes; another command gives others.
reproduces() {
    local options=(--kernel "$temp/kernel" --accel tcg --file "$temp/kernel" -o "$temp/out")
    guest "${options[@]}" -- systoll-static list
    touch -d 2001-01-01 "$temp/kernel"
    sleep 1.1 # a date is whole seconds in a newc archive
    guest "${options[@]}" -- systoll-static list
    guest "${options[@]}" -- systoll-static check
    [ "$(uniq -c "$NOTES/initramfs" | awk '{printf "%s ", $1}')" = "2 1 " ] ||
        wrong "initramfs: $(cat "$NOTES/initramfs")"
}

falls_back() {
    rm "$NOTES/arguments"
    guest --kernel "$temp/kernel" -o "$temp/out" -- x
    [ $? = 1 ] || wrong "a guest that does nothing isn't exit 1"
    [ "$(cat "$temp/out/accel")" = tcg ] || wrong "no fall-back to tcg"
    if [ -r /dev/kvm ] && [ -w /dev/kvm ]; then
        [ "$(grep -c -e '-accel kvm' "$NOTES/arguments")" = 1 ] || wrong "kvm wasn't tried"
        grep -q "under kvm (can't set an MSR); using tcg" "$temp/error" || wrong "kvm: $(cat "$temp/error")"
    fi
}

counts_exactly() {
    grep -q -e '-icount' -e systoll.emulator "$NOTES/arguments" && wrong "icount without --exact"
    rm "$NOTES/arguments"
    guest --kernel "$temp/kernel" --exact -o "$temp/out" -- x
    grep -q -e ' systoll.emulator=qemu-9.8.7/max -serial ' "$NOTES/arguments" ||
        wrong "--exact doesn't tell the guest what counts"
    grep -v -e '-accel tcg -icount shift=0,sleep=off -rtc base=2026-01-01,clock=vm -cpu max -smp 1 ' "$NOTES/arguments" &&
        wrong "--exact started another QEMU"
}

# Sets took: how long a guest of 1 s lasts, in ms.
last() { # wait|work
    QEMU_DOES=$1 guest --kernel "$temp/kernel" --exact --time-limit 1 -o "$temp/out" -- x
    grep -q 'before command 1 did: time limit of 1 s, which --time-limit S raises; ' "$temp/error" ||
        wrong "$1: $(cat "$temp/error")"
    took=$(((${EPOCHREALTIME/./} - $(cat "$NOTES/started")) / 1000))
}

# Its limit isn't used up while it waits for a CPU that others use.
limits() {
    local took i busy=()
    last wait
    CPU=$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')
    export CPU
    for ((i = 0; i < 2; i++)); do
        taskset -c "$CPU" bash -c 'while :; do :; done' &
        busy+=($!)
    done
    last work
    kill "${busy[@]}"
    wait "${busy[@]}" 2>/dev/null
    ((took > 2000)) || wrong "a guest with a third of a CPU had $took ms of 1 s"
}

export NOTES=$temp/notes PATH=$temp/bin:$PATH
mkdir "$NOTES" "$temp/bin"
stand_in >"$temp/bin/qemu-system-x86_64"
chmod +x "$temp/bin/qemu-system-x86_64"
echo bytes >"$temp/kernel"
refuses
reproduces
falls_back
counts_exactly
limits
exit "$wrong"
