#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# systoll plot that is ended: pictures are all there or none, gnuplot ends with it, and its folder
# goes with it, or with the next one.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
command -v gnuplot >/dev/null || skip_all 'gnuplot is not installed'

here=$(cd "$(dirname "$0")" && pwd)
cd "$tmp" || exit 2

awk -f "$here/plot-record.awk" >r.jsonl || exit 2
mkdir bin
# Draws as gnuplot does, and then takes its time: a signal surely comes while it runs.
cat >bin/gnuplot <<END
#!/bin/sh
echo \$\$ >>$tmp/pids
PATH=$PATH gnuplot "\$@" || exit
[ "\$1" = --version ] || exec sleep 30
END
chmod +x bin/gnuplot

# begin: plots with the slow gnuplot, and waits until it has begun to draw.
begin() {
    : >pids
    PATH=$tmp/bin:$PATH "$SYSTOLL" plot r.jsonl -o pictures >out 2>err &
    plot=$!
    for ((i = 0; i < 200; i++)); do
        [ "$(wc -l <pids)" -lt 2 ] || break
        sleep 0.05
    done
    sleep 0.1
}

# shellcheck disable=SC2317 # ok calls it
gnuplot_gone() {
    local i
    for ((i = 0; i < 40; i++)); do
        kill -0 "$(tail -n 1 pids)" 2>/dev/null || return 0
        sleep 0.05
    done
    return 1
}

for signal in INT TERM HUP; do
    begin
    kill -"$signal" "$plot"
    wait "$plot"
    status=$?
    last="plot, after SIG$signal"
    expect_status 130
    cp err out "$tmp" 2>/dev/null
    ok "$last: a sentence" grep -q 'stopped before all pictures were drawn: none is kept' err
    ok "$last: nothing is left" test -z "$(ls -A pictures)"
    ok "$last: gnuplot has ended" gnuplot_gone
done

begin
kill -KILL "$plot"
wait "$plot" 2>/dev/null
last='plot, after SIGKILL'
ok "$last: gnuplot has ended" gnuplot_gone
ok "$last: its folder is left" test -n "$(find pictures -name '.systoll-plot-*')"
begin
ok 'another one that draws keeps its folder' test "$(find pictures -name '.systoll-plot-*' | wc -l)" -eq 1
systoll plot r.jsonl -o pictures
expect_status 0
ok 'the one that draws beside it, too' test "$(find pictures -name '.systoll-plot-*' | wc -l)" -eq 1
kill -KILL "$plot"
wait "$plot" 2>/dev/null
gnuplot_gone
systoll plot r.jsonl -o pictures
expect_status 0
expect_err 'removed from pictures 1 folder that an earlier one, killed, had left'
ok 'no folder is left' test -z "$(find pictures -name '.systoll-plot-*')"

# Full disks, of many sizes: the sentence says so, and pictures are all there or none.
if [ "$(id -u)" -eq 0 ] && unshare -m true 2>/dev/null; then
    for size in 16 100 300; do
        # shellcheck disable=SC2016 # the inner shell expands
        run unshare -m bash -c '
            mkdir -p disk && mount -t tmpfs -o size=$2k none disk || exit 77
            "$1" plot r.jsonl -o disk
            status=$?
            ls -A disk >listing
            exit $status' - "$SYSTOLL" "$size"
        [ "$status" -ne 77 ] || break
        last="plot, on a disk of $size KiB"
        expect_status 2
        expect_err 'No space left on device'
        ok "$last: no picture is there" test ! -s listing
    done
fi
for command in "plot r.jsonl -o full" "inspect" "inspect -f json" "report r.jsonl" "report -f json r.jsonl"; do
    read -ra words <<<"$command"
    run bash -c '"$@" >/dev/full' - "$SYSTOLL" "${words[@]}"
    last="$command >/dev/full"
    expect_status 2
    expect_err 'No space left on device'
done

finish
