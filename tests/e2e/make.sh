#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The Makefile, in a tree of its own with stand-ins for cmake and the scripts: each name stays one
# word, what CMake didn't make isn't removed, and records are found and placed.
# shellcheck source-path=SCRIPTDIR
# shellcheck disable=SC2016 # the stand-ins' variables
. "$(dirname "$0")/lib.sh"

source=$(cd "$(dirname "$0")/../.." && pwd)
tree="$tmp/a tree"
mkdir -p "$tree/scripts" "$tmp/bin"
cp "$source/Makefile" "$tree"
cp "$source/scripts/bench" "$tree/scripts"
# Notes what it is called with, a word in <> each.
stand_in() { # FILE [COMMANDS]
    printf '#!/bin/bash\n{ printf "%%s" "${0##*/}"; printf " <%%s>" "$@"; echo " in ${SYSTOLL_BUILD-}"; } >>%q\n%s\n' \
        "$tmp/calls" "${2-}" >"$1"
    chmod +x "$1"
}
for script in setup explain bootmodes crosscheck gate test; do
    stand_in "$tree/scripts/$script"
done
stand_in "$tmp/bin/cmake" '[ "$1" != -S ] || { mkdir -p "$4" && touch "$4/CMakeCache.txt"; }'
stand_in "$tmp/bin/gnuplot"
# All that make bench calls, without gnuplot.
mkdir "$tmp/few"
for program in bash sh env make mkdir date dirname realpath cmake; do
    ln -s "$(PATH="$tmp/bin:$PATH" command -v $program)" "$tmp/few/$program"
done
export PATH="$tmp/bin:$PATH"
unset MAKEFLAGS MAKELEVEL JOBS BUILD PREFIX RECORD SYSTOLL_BUILD

make_() {
    : >"$tmp/calls"
    run make -C "$tree" "$@"
    last="make $*"
}
called() {
    grep -qxF -e "$1" "$tmp/calls"
    result $? "$last: calls $1"
}
build_folder() {
    mkdir -p "$tree/$1" && touch "$tree/$1/CMakeCache.txt"
    stand_in "$tree/$1/systoll" '[ "$1" != plot ] || echo "$3/picture.svg"'
}
kept() { ok "$last: keeps $1" test -d "$tree/$1"; }

# Blanks.
build_folder 'keep me'
mkdir "$tree/keep" "$tree/me"
make_ clean BUILD='keep me'
expect_status 0
kept keep
kept me
ok "$last: removes the folder" test ! -e "$tree/keep me"
make_ build BUILD='a b'
expect_status 0
called 'cmake <-S> <.> <-B> <a b> <-DBUILD_TESTING=OFF> in '
called "cmake <--build> <a b> <-j> <$(nproc)> in "
make_ install BUILD='a b' PREFIX='/opt/p q'
called 'cmake <--install> <a b> <--prefix> </opt/p q> in '
make_ install BUILD='a b'
called 'cmake <--install> <a b> in '
make_ bootmodes BUILD='a b' ARGS='--append "x y"'
called "bootmodes <--append> <x y> in $tree/a b"
make_ explain BUILD="$tmp/else where"
called "explain <-o> <$tmp/else where/explain> <time> <clock_gettime> in $tmp/else where"
build_folder "it's"
make_ clean BUILD="it's"
expect_status 0
ok "$last: removes the folder" test ! -e "$tree/it's"

# What CMake didn't make.
make_ clean BUILD=keep
expect_status 2
expect_err 'CMake made nothing in keep, so it is no build folder'
kept keep
make_ clean BUILD=scripts/..
expect_status 2
kept scripts
touch "$tree/CMakeCache.txt" "$tree/CMakeLists.txt" # a build in the sources
make_ clean BUILD=.
expect_status 2
kept scripts
make_ clean BUILD=
expect_status 2
expect_err 'BUILD is empty'
build_folder tests-only/gcc
make_ clean BUILD=tests-only
expect_status 0
ok "$last: removes the folder" test ! -e "$tree/tests-only"
make_ clean BUILD=never-was
expect_status 0
touch "$tree/file"
make_ build BUILD=file
expect_status 2
expect_err "can't write to file; name another build folder: make BUILD=DIR"

# Records.
build_folder build
make_ plot
expect_status 2
expect_err 'no record in results/; measure one with make bench, or name one with RECORD=FILE'
mkdir "$tree/results"
touch -d '2026-01-03' "$tree/results/b.jsonl"
touch -d '2026-01-02' "$tree/results/c.jsonl"
make_ plot
expect_status 0
called 'systoll <plot> <-o> <results/b> <--> <results/b.jsonl> in '
expect_out '^the record is results/b.jsonl$'
expect_out '^wrote pictures of it in results/b/; look at headline.svg first$'
expect_no_out 'picture.svg'
make_ plot RECORD='my record.jsonl'
called 'systoll <plot> <-o> <my record> <--> <my record.jsonl> in '
make_ bench RECORD="$tmp/new folder/r" ARGS='--quick --cells "a b"'
expect_status 0
called "systoll <run> <-o> <$tmp/new folder/r> <--quick> <--cells> <a b> in "
called 'setup <bench> in '
called "systoll <plot> <-o> <$tmp/new folder/r.pictures> <--> <$tmp/new folder/r> in "
called "systoll <report> <--format> <html> <-o> <$tmp/new folder/r.html> <--> <$tmp/new folder/r> in "
expect_out '^wrote the record .*/r$'
expect_no_out 'picture.svg'
ok "$last: ends by naming the page" test "$(grep '^wrote' "$tmp/out" | tail -n 1)" = \
    "wrote the page $tmp/new folder/r.html; open it in a browser"
make_ bench PATH="$tmp/few"
expect_status 0
expect_out '^wrote the record results/'
expect_out '^wrote no pictures: they need gnuplot'
expect_out '^wrote the page results/.*html; open it in a browser$'
ok "$last: draws nothing" test "$(grep -c '<plot>' "$tmp/calls")" -eq 0
make_ explain
called 'setup <guest> in '
make_ build
called 'setup <build> in '
make_ crosscheck
called 'setup <crosscheck> in '
make_ bench
ok "$last: a record of its own in results/" grep -q '^systoll <run> <-o> <results/[0-9-]*.jsonl> in $' "$tmp/calls"
rm -r "$tree/results" && touch "$tree/results"
make_ bench
expect_status 2
expect_err "can't write to results; name the record elsewhere: make bench RECORD=DIR/NAME.jsonl"
ok "$last: nothing is measured" test "$(grep -c systoll "$tmp/calls")" -eq 0
make_ help
expect_out '^  bench '
expect_out 'RECORD=DIR/NAME.jsonl'

# What the two commands are.
make_ test
called 'test <quick> in '
make_ test-all
called 'test <rest> in '
called 'setup <test-all> in '
finish
