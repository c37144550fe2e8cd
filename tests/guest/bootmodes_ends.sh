#!/bin/bash
# SPDX-License-Identifier: MIT
# scripts/bootmodes: what it refuses; the order of boots, and that systoll gate boots takes what they
# leave; a guest that panics beside one that works; the same bytes from the same boots; no QEMU left
# after Ctrl-C.
# shellcheck source=tests/guest/lib.sh
. "$(dirname "$0")/lib.sh"

bootmodes() { "$root/scripts/bootmodes" --kernel "$kernel" --time-limit 400 "$@"; }

refused() { # WORDS OPTION...
    local words=$1
    shift
    bootmodes -o "$temp/refused" "$@" >"$temp/out" 2>"$temp/error"
    [ $? = 2 ] || wrong "$* isn't exit 2"
    grep -q -- "$words" "$temp/error" || wrong "$*: $(cat "$temp/error")"
    [ "$(wc -l <"$temp/error")" = 1 ] || wrong "$*: more than a sentence"
    [ ! -e "$temp/refused" ] || wrong "$* left a folder"
}

refuses() {
    refused "not 'native'" --mode xonly,native
    refused "not ''" --mode ''
    refused 'unknown option --nonsense' --nonsense x
    refused 'lacks its argument' --boots
    refused "not '0'" --boots 0
    refused "not 'xen'" --accel xen
    refused 'kvm can' --accel kvm
    refused 'exclude each other' --exact --timed
    refused "nowhere isn't booted; it is one of" --base nowhere
    refused 'two boots would be named' --append pti=on --append pti=on
    refused "can't read a kernel" --kernel /nowhere/vmlinuz
    bootmodes -o "$root" 2>"$temp/error"
    grep -q "isn't empty" "$temp/error" || wrong "a folder in use: $(cat "$temp/error")"
}

# A copy of the scripts whose guest only notes its mode, and never comes up.
alternates() {
    mkdir "$temp/copy" && cp -r "$root/scripts" "$temp/copy" || exit 1
    cat >"$temp/copy/scripts/guest" <<END
#!/bin/bash
grep -o 'vsyscall=[a-z]*' <<<"\$*" >>"$temp/order"
echo "scripts/guest: the guest ended before command 1 did: a test; the console's end:" >&2
echo "    [    0.000001] last words" >&2
exit 1
END
    "$temp/copy/scripts/bootmodes" --kernel "$kernel" --timed --boots 2 -o "$temp/order-of" >"$temp/out" 2>&1
    [ $? = 1 ] || wrong "guests that fail aren't exit 1"
    [ "$(cut -d= -f2 "$temp/order" | paste -sd ' ')" = "emulate xonly none none xonly emulate" ] ||
        wrong "order of boots: $(cat "$temp/order")"
    grep -q '^    last words$' "$temp/order-of/table.txt" || wrong "the console's end: $(cat "$temp/out")"
}

# Guests that take no time leave a record each, of a boot of its own; the command that is named judges
# them.
walkable() {
    cat >"$temp/copy/scripts/guest" <<END
#!/bin/bash
while [ "\$1" != -o ]; do shift; done
mkdir -p "\$2" && echo tcg >"\$2/accel"
jq -c --arg boot "\$2" 'if .machine then .machine.rest.boot_id = \$boot else
    .run.seconds = (\$boot | length + now) | .cells[].ns |= (if . then .estimate *= 1 + (now * 1000 | floor % 997) / 1e6 else . end)
    end' "$root/tests/data/timed.jsonl" >"\$2/record.jsonl"
END
    "$temp/copy/scripts/bootmodes" --kernel "$kernel" --timed --mode xonly,none -o "$temp/walk" >"$temp/out" 2>&1
    local names
    names=$(sed -n 's/^To judge one by the other: systoll gate boots //p' "$temp/out")
    [ "$(find "$temp/walk" -name '[1-6].jsonl' | wc -l)" = 12 ] || wrong "twelve boots: $(ls "$temp/walk")"
    # shellcheck disable=SC2086 # two folders
    "$SYSTOLL_BUILD/systoll" gate boots $names >"$temp/out" 2>&1 || wrong "gate boots $names: $(cat "$temp/out")"
    grep -q '^6 boots of .*xonly (A) and 6 of .*none (B)' "$temp/out" || wrong "gate boots: $(cat "$temp/out")"
}

panics() {
    bootmodes --mode xonly --append rdinit=/nowhere -o "$temp/panic" >"$temp/panic.out" 2>&1
    [ $? = 1 ] || wrong "a panic isn't exit 1"
    grep -q 'rdinit=/nowhere: .*Kernel panic' "$temp/panic/table.txt" || wrong "panic: $(cat "$temp/panic.out")"
    grep -q 'not syncing' "$temp/panic/table.txt" || wrong "the console's end: $(cat "$temp/panic.out")"
    jq -e '[.boots[].state] == ["measured", "failed"] and (.failures | length == 1)' \
        "$temp/panic/comparison.json" >/dev/null || wrong "panic: $(cat "$temp/panic.out")"
}

repeats() {
    bootmodes --mode xonly -o "$temp/one" >"$temp/one.out" 2>&1 &
    bootmodes --mode xonly -o "$temp/two" >"$temp/two.out" 2>&1 || wrong "xonly: $(cat "$temp/two.out")"
    wait $! || wrong "xonly: $(cat "$temp/one.out")"
    local file
    for file in table.txt verdict.md comparison.json modes.svg modes-dark.svg; do
        cmp "$temp/one/$file" "$temp/two/$file" || wrong "another $file"
    done
}

# With job control, as at a terminal: a process group of its own, and SIGINT isn't ignored.
# All of the group get it, as from a terminal, or scripts/bootmodes alone.
interrupt() { # SIGNAL CODE all|alone
    local pid i qemu=()
    set -m
    env TMPDIR="$temp/tmp" "$root/scripts/bootmodes" --kernel "$kernel" -o "$temp/$1" >/dev/null 2>&1 &
    pid=$!
    set +m
    for ((i = 0; i < 200 && ${#qemu[@]} < 2; i++)); do
        sleep 0.1
        mapfile -t qemu < <(pgrep -g $pid qemu)
    done
    kill "-$1" -- "$([ "$3" = all ] && echo "-$pid" || echo "$pid")"
    wait $pid
    code=$?
    [ ${#qemu[@]} = 2 ] || wrong "$1: ${#qemu[@]} QEMUs were seen, not 2"
    [ $code = "$2" ] || wrong "$1 gives exit $code"
    compgen -G "$temp/$1/guests/*/1.exit" >/dev/null && wrong "$1 waits for the guests to end"
    for ((i = 0; i < 50; i++)); do # an orphan's end takes a moment to be seen
        pgrep -g $pid qemu >/dev/null || return
        sleep 0.1
    done
    wrong "$1 leaves a QEMU behind"
}

mkdir "$temp/tmp"
refuses
alternates
walkable
panics
repeats
interrupt INT 130 all
interrupt TERM 143 alone
[ -z "$(ls "$temp/tmp")" ] || wrong "temporary files stay: $(ls "$temp/tmp")"
exit "$wrong"
