#!/bin/bash
# SPDX-License-Identifier: MIT
# recipes.sh audit|tracing|bpf|bpftrace [KERNEL]: the lines of docs/recipes.md, as they stand there, in a
# guest that counts instructions: what they tax pays the same in every cell, what they leave alone pays
# nothing, it is so again after the undo, and the counts are those of the page where it has this kernel's.
# bpf has a small program in bpftrace's place. Prints the rows of the page.
# shellcheck source=tests/guest/lib.sh
. "$(dirname "$0")/lib.sh"

what=$1
[ $# -lt 2 ] || kernel=$("$root/scripts/kernels" "$2") || exit 2
page=$root/docs/recipes.md
out=$temp/out
declare -A titles=([audit]=Audit [tracing]=Tracing [bpf]='A BPF program' [bpftrace]='A BPF program')
options=() gate=yes

# The first block of code below the page's heading.
lines() { # HEADING
    awk -v heading="## $1" '/^## / { below = $0 == heading }
        below && /^    / { print substr($0, 5); seen = 1 }
        seen && !/^    / { exit }' "$page"
}

# A program and its libraries, which all lie in the guest's /.
with_libraries() { # PROGRAM
    local file
    options+=(--file "$1")
    while read -r file; do
        options+=(--file "$file")
    done < <(ldd "$1" | grep -oE '/[^ )]+')
}

# Unpacked and not installed: auditd's package starts it, and this machine would be audited from then on.
fetch_auditd() { # FOLDER
    local packages deb
    mapfile -t packages < <(apt-cache depends --important auditd | sed -nE 's/.*Depends: (libauparse.*)/\1/p')
    mkdir "$temp/auditd" && cd "$temp/auditd" && apt-get -qq download auditd "${packages[@]}" || return
    for deb in *.deb; do
        dpkg-deb -x "$deb" . || return
    done
    mv "$temp/auditd" "$1"
}

find_auditctl() {
    local kept=$SYSTOLL_BUILD/tests/auditd own
    own=$(PATH=$PATH:/usr/sbin:/sbin command -v auditctl) && with_libraries "$own" && return
    [ -d "$kept" ] || (fetch_auditd "$kept") >"$temp/auditd.log" 2>&1 ||
        unavailable "no auditctl: $(tail -n 1 "$temp/auditd.log")"
    LD_LIBRARY_PATH=$(find "$kept" -name 'libauparse.so.0' -printf '%h') \
        with_libraries "$(find "$kept" -name auditctl -type f)"
}

# busybox's programs and the libraries where they are looked for; then the recipe.
write_script() {
    cat <<SETUP
mkdir -p /bin /run /lib64
/busybox --install -s /bin
ln -s /ld-linux-x86-64.so.2 /lib64/
mount -t debugfs debugfs /sys/kernel/debug
export PATH=/:/bin LD_LIBRARY_PATH=/ GATE=$gate
$(lines "${titles[$what]}")
SETUP
    [ "$what" != audit ] || cat <<'STATES'
auditctl -l >rules
auditctl -s >status
auditctl -e 1 >/dev/null
systoll count bare
auditctl -a never,task
systoll count spared
STATES
}

exact() {
    "$SYSTOLL_BUILD/systoll-static" gate exact --golden "$temp/golden" "$@"
}

# Leaves the answer to a record in $temp/NAME.json, and in row what it adds to a call on each path, without
# the clocks, in which a carry loop runs now and then.
judge() { # NAME WORDS
    exact --format "json=$temp/$1.json" --format text "$out/$1.jsonl" >"$temp/$1.txt"
    [ $? -lt 2 ] || wrong "$1: $(cat "$temp/$1.txt")"
    row=$(jq -r --arg start "| $release | $2" --slurpfile before "$temp/before" '
        def counts: [.cells[] | select(.instructions) | {(.cell): .instructions}] | add;
        ($before[0] | counts) as $was | (counts | with_entries(.value -= $was[.key])) as $more |
        def added(pattern): [$more | to_entries[] | select(.key | test(pattern)) | .value] | unique |
            map(if . > 0 then "+\(.)" else "\(.)" end) | join(" or ");
        [$start, added("^syscall:(time|getcpu|getppid)$"), added("^int80:(time|getcpu|getppid)$"),
            added("^vsyscall:(time|getcpu)$"), added("^(vdso|libc|control):")] | join(" | ") + " |"' \
        <("$SYSTOLL_BUILD/systoll-static" report --format json "$out/$1.jsonl"))
    echo "$row"
}

# Every system call pays, the same, and nothing else does.
taxed() { # NAME WORDS
    judge "$@"
    [[ $row == *"| $2 | +"+([0-9])" | +"+([0-9])' | 0 | 0 |' ]] || wrong "$1: $row"
    jq -e '[.cells[] | select(.check == "instructions" and .verdict != "skipped")] | all((.verdict == "regression") ==
        (.cell | test("^(syscall|int80):")))' "$temp/$1.json" >/dev/null || wrong "$1: $(cat "$temp/$1.txt")"
    if grep -F "| $release | $2 |" "$page" >"$temp/row" && grep -F "$emulator" "$page" >/dev/null; then
        [ "$(cat "$temp/row")" = "$row" ] || wrong "$1: the page has $(cat "$temp/row")"
    fi
}

untaxed() { # NAME
    judge "$1" "$1"
    [[ $row == *' | 0 | 0 | 0 | 0 |' ]] || wrong "$1: $row"
    jq -e '.verdict == "pass"' "$temp/$1.json" >/dev/null || wrong "$1: $(cat "$temp/$1.txt")"
}

finds() { # FILTER
    jq -e "$1" "$out/answer.json" >/dev/null || wrong "not so: $1: $(cat "$out/answer.json")"
}

busybox=$(command -v busybox) || unavailable "no busybox"
shopt -s extglob
cp "$busybox" "$temp/sh"
cp "$root/tests/guest/recipe_systoll.sh" "$temp/systoll"
case $what in
audit) find_auditctl ;;
bpf) cp "$SYSTOLL_BUILD/tests/empty-bpf" "$temp/bpftrace" && options+=(--file "$temp/bpftrace") ;;
bpftrace)
    program=$(command -v bpftrace) || unavailable "no bpftrace"
    with_libraries "$program"
    options+=(--memory 1024) gate=no
    ;;
esac
write_script >"$temp/recipe"
guest --exact --append "vsyscall=xonly quiet" --time-limit 400 "${options[@]}" --file "$busybox" --file "$temp/sh" \
    --file "$temp/systoll" --file "$temp/recipe" -o "$out" -- sh -ex /recipe &
wait $! || wrong "the guest failed"
[ "$(cat "$out/1.exit")" = 0 ] || wrong "exit $(cat "$out/1.exit"): $(tail -n 20 "$out/1.stderr")"
[ $wrong = 0 ] || exit 1

exact --update "$out/before.jsonl" >/dev/null || wrong "no golden counts of $out/before.jsonl"
"$SYSTOLL_BUILD/systoll-static" report --format json "$out/before.jsonl" >"$temp/before"
read -r release emulator < <(jq -r '.machine.subject | "\(.kernel) \(.emulator)"' "$temp/before")
case $what in
audit)
    taxed on 'audit on, a rule'
    taxed bare 'audit on, no rule'
    taxed off 'audit off again'
    taxed after 'audit off again'
    untaxed spared
    grep '^No rules' "$out/rules" >/dev/null || wrong "rules were left: $(cat "$out/rules")"
    grep '^enabled 0' "$out/status" >/dev/null || wrong "audit was left on: $(cat "$out/status")"
    ;;
*)
    declare -A words=([tracing]='sys_enter traced' [bpf]='a BPF program' [bpftrace]='a BPF program')
    taxed on "${words[$what]}"
    untaxed off
    untaxed after
    ;;
esac
if [ $gate = yes ]; then
    [ "$(cat "$out/gate.exit")" = 1 ] || wrong "the gate: exit $(cat "$out/gate.exit" "$out/1.stderr")"
    finds '[.cells[] | [.cell, .verdict]] == [["vdso:clock_gettime:monotonic", "pass"], ["syscall:getppid", "regression"]]'
fi
exit "$wrong"
