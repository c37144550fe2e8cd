#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/explain without a guest: which of the stepped turns it shows, and that a cell with two counts
# by a clock's carry agrees with either. The counts come from a record by the program itself.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || skip_all 'no python3'
root=$(cd "$(dirname "$0")/../.." && pwd)

# A record of which 1 pair in 10 has the carry: blocks of 1 and of 2 calls, in turn.
exact=$root/tests/data/exact.jsonl
jq -c --slurp '.[] as $line | $line, (select($line.type == "manifest") | ($line.cells | map(.cell) |
    index("syscall:clock_gettime:monotonic")) as $cell | range(80) as $round | (1 + $round % 2) as $n |
    (if $round / 2 % 10 < 1 then 6 else 0 end) as $carry |
    {type: "round", launch: 0, round: $round, cells: [$cell], cpu: [0], start: [$round * 1000], n: [$n],
     ticks: [100 + $n * (423 + $carry)], flags: [0]})' "$exact" >"$tmp/carry.jsonl"

cat >"$tmp/explain.py" <<'END'
import importlib.machinery
import importlib.util
import os
import sys

sys.dont_write_bytecode = True
loader = importlib.machinery.SourceFileLoader("explain", sys.argv[1])
explain = importlib.util.module_from_spec(importlib.util.spec_from_loader("explain", loader))
loader.exec_module(explain)
explain.PROGRAM = sys.argv[2]


class Root:
    """A turn that was stepped; it is its own builder."""

    def __init__(self, total):
        self.total = lambda: total

    def by_kind(self):
        return {"loop": self.total()}

    def json(self):
        return {"name": "loop", "self": self.total(), "calls": 1, "kind": "loop", "children": [],
                "total": self.total()}


class Builder:
    def __init__(self, _symbols):
        pass

    def build(self, turn, _loop):
        return Root(turn)


class Symbols:
    def find(self, _address):
        return "loop_call", 0


explain.Builder, explain.interrupted = Builder, lambda _root: False
cell = "syscall:clock_gettime:monotonic"
counts = explain.counts_of(sys.argv[3], sys.argv[4])
print("counts", counts.get(cell))
counted = {cell: {"state": "measured", "reason": None, "instructions": 421}}
for stepped in ([427, 427], [421, 427], [421], [433, 427], [422, 430]):
    one = explain.explain(cell, {cell: (0, stepped)}, counted, counts, Symbols())
    print(stepped, one["instructions"], explain.differing({"cells": [one]}) or "agrees")
    explain.text.tree(one)


# What wasn't stepped is stepped once more; what can't be measured is not.
def step_guest(_options, cells, _names, temp):
    print("booted for", cells, "in", os.path.basename(temp))
    return {each: (0, [421]) for each in cells}


explain.step_guest = step_guest
guest = os.path.join(sys.argv[4], "guest")
os.makedirs(os.path.join(guest, "out"))
with open(os.path.join(guest, "out/4.stderr"), "w") as said:
    said.write("systoll loop: b: the reading failed\n")
counted = {"a": {"state": "measured"}, "b": {"state": "measured"}, "c": {"state": "skipped"}}
taken = {"a": (0, [421])}
explain.step_again(None, ["a", "b", "c"], counted, taken, {}, guest)
print("taken", sorted(taken))
explain.step_again(None, ["a", "b", "c"], counted, taken, {}, guest)
END
run python3 "$tmp/explain.py" "$root/scripts/explain" "$SYSTOLL" "$tmp/carry.jsonl" "$tmp"
expect_status 0
expect_out '^counts \[421, 427\]$'
expect_out '^\[427, 427\] 427 agrees$'
expect_out '^\[421, 427\] 421 agrees$'
expect_out '^\[421\] 421 agrees$'
expect_out '^\[433, 427\] 427 agrees$'
expect_out "^booted for \['b'\] in again$"
expect_out "^taken \['a', 'b'\]$"
expect_err 'once more, for its loop was not stepped: b: systoll loop: b: the reading failed$'
ok 'it is booted again once' test "$(grep -c '^booted' "$tmp/out")" = 1
expect_out "^\[422, 430\] 422 \['syscall:clock_gettime:monotonic'\]$"

# What it writes: whole, beside its place and then in it, through nobody's link.
cat >"$tmp/put.py" <<'END'
import os
import sys

sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
from put import folder, put

def refused(what, *words):
    try:
        what(*words)
    except OSError as why:
        return why.strerror
    return "done"

os.chdir(sys.argv[2])
folder("new/below")
open("new/a.partial", "w").write("left")
put("new/a", b"one")
put("new/a", b"two")
print("replaced", open("new/a").read(), os.listdir("new/below"), sorted(os.listdir("new")))
open("precious", "w").write("precious")
os.symlink("../precious", "new/link")
print("link", refused(put, "new/link", b"lost"), open("precious").read())
print("folder", refused(put, "new/below", b"lost"))
if os.geteuid() == 0:
    os.symlink("new", "trap")
    os.lchown("trap", 65534, 65534)
    print("trap", refused(folder, "trap"))
END
run python3 "$tmp/put.py" "$root/scripts/explain.d" "$tmp"
expect_status 0
expect_out "^replaced two \[\] \['a', 'below'\]$"
expect_out '^link is no regular file; .* precious$'
expect_out '^folder is no regular file'
[ "$(id -u)" -ne 0 ] || expect_out "^trap is another user's link"
finish
