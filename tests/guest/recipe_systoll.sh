#!/bin/sh
# SPDX-License-Identifier: MIT
# In the guest of recipes.sh, in place of systoll: `gate ab` as in the documents counts instructions
# before, in state B and in state A, then has the gate judge the two, and counts again; "GATE=no" puts
# the system back itself instead. `count NAME` counts alone.
set -eu

count() {
    systoll-static run --exact -o "$1.jsonl" >"$1.said" 2>&1
}

if [ "$1" = count ]; then
    count "$2"
    exit
fi
shift 2
while [ $# -gt 0 ]; do
    case $1 in
    --enter-a) a=$2 ;;
    --enter-b) b=$2 ;;
    --undo) undo=$2 ;;
    esac
    shift 2
done
count before
sh -c "$b"
count on
sh -c "$a"
count off
if [ "$GATE" = no ]; then
    sh -c "$undo"
else
    systoll-static gate ab --enter-a "$a" --enter-b "$b" --undo "$undo" --budget 12s \
        --cells vdso:clock_gettime:monotonic,syscall:getppid --format json=answer.json || echo $? >gate.exit
fi
count after
