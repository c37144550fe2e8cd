#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# systoll plot: the files it makes, that they repeat to the byte, and that what a record says of
# itself is drawn as text and never runs.
# shellcheck source-path=SCRIPTDIR
# shellcheck disable=SC2317 # ok calls the functions
. "$(dirname "$0")/lib.sh"
command -v gnuplot >/dev/null || skip_all 'gnuplot is not installed'
here=$(cd "$(dirname "$0")" && pwd)

# make_record FILE NAME=VALUE...
make_record() {
    local file=$1 settings=()
    shift
    for setting in "$@"; do settings+=(-v "$setting"); done
    awk "${settings[@]}" -f "$here/plot-record.awk" >"$file"
}

pictures='headline ecdf tail drift'
files() {
    for p in $pictures; do printf '%s.svg %s-dark.svg %s.png %s-dark.png ' "$p" "$p" "$p" "$p"; done
}

# all_there FOLDER: the sixteen files, whole, and nothing else.
all_there() {
    local f
    for f in $(files); do
        case $f in
        *.svg) grep -q '^</svg>$' "$1/$f" || return 1 ;;
        *.png) [ "$(head -c 4 "$1/$f" | tail -c 3)" = PNG ] || return 1 ;;
        esac
    done
    [ "$(find "$1" -mindepth 1 | wc -l)" -eq 16 ]
}

well_formed() {
    if command -v xmllint >/dev/null; then
        xmllint --nonet --noout "$1"/*.svg
    elif command -v python3 >/dev/null; then
        python3 -c 'import sys, xml.dom.minidom as m; [m.parse(f) for f in sys.argv[1:]]' "$1"/*.svg
    fi
}

make_record "$tmp/a.jsonl" launches=3 rounds=12
systoll plot "$tmp/a.jsonl" -o "$tmp/new/folder"
expect_status 0
expect_silent err
[ "$(wc -l <"$tmp/out")" -eq 16 ] && [ -z "$(while read -r f; do [ -s "$f" ] || echo "$f"; done <"$tmp/out")" ]
result $? 'standard output names the files'
ok 'a folder is made, with every picture as SVG and PNG, light and dark' all_there "$tmp/new/folder"
ok 'every SVG is well-formed XML' well_formed "$tmp/new/folder"
ok 'the title is our own' grep -q '<title>What a call costs on each path</title>' "$tmp/new/folder/headline.svg"
ok 'the description names values' grep -q '<desc>.*vdso time 9.80 ns;.*</desc>' "$tmp/new/folder/headline.svg"
ok 'no drift has no sign' bash -c "
    grep -q '>0 %<' $tmp/new/folder/drift.svg && ! grep '>[+-]0 %<' $tmp/new/folder/drift.svg"
ok 'no title of gnuplot is left' bash -c "! grep -il '<title>gnuplot\|produced by gnuplot' $tmp/new/folder/*.svg"
ok 'the caption has n' grep -q 'n = 3 launches, 36 rounds' "$tmp/new/folder/headline.svg"
ok 'skipped cells stand below with their reason' \
    grep -q 'not measured: libc:gettimeofday, libc:time - alias of vdso' "$tmp/new/folder/headline.svg"
ok 'light and dark differ in their background' bash -c "
    grep -q 'fill=\"#ffffff\"' $tmp/new/folder/tail.svg && grep -q 'fill=\"#0d1117\"' $tmp/new/folder/tail-dark.svg"

ok 'a title is the picture'"'"'s alone' test "$(grep -c '<title>' "$tmp"/new/folder/*.svg | grep -vc ':1$')" -eq 0

# Axes of more than one and less than two decades, and a canary that leaps.
apart() { [ -z "$(awk -f "$here/overlap.awk" "$1"/*.svg | tee "$tmp/out")" ]; }
ok 'no text lies over another' apart "$tmp/new/folder"
make_record "$tmp/wide.jsonl" launches=3 rounds=12 vdso_time=2 leap=1.2
systoll plot "$tmp/wide.jsonl" -o "$tmp/wide"
expect_status 0
ok 'nor where a path has a wide range and the canary leaps' apart "$tmp/wide"
make_record "$tmp/wider.jsonl" launches=3 rounds=12 vdso_time=1.35 clocks=1 int80=40 leap=1.02 slowest=1e4
systoll plot "$tmp/wider.jsonl" -o "$tmp/wider"
expect_status 0
ok 'nor on axes of many decades' apart "$tmp/wider"

# The same bytes, whatever the caller's locale, terminal and start-up file say.
mkdir "$tmp/home"
echo 'set label "from the start-up file" at 1, 1' >"$tmp/home/.gnuplot"
LC_ALL=C GNUTERM=dumb GNUPLOT_DEFAULT_GDFONT=none HOME=$tmp/home systoll plot -o "$tmp/again" "$tmp/a.jsonl"
expect_status 0
ok 'a second time gives the same bytes' diff -r "$tmp/new/folder" "$tmp/again"

# Names that would run in a script, break a string, open a tag or a line, or hide in an escape.
# hostile JSON-TEXT SHOWN
hostile() {
    local text=${1//PWNED/"$tmp/p"}
    rm -rf "$tmp/evil"
    make_record "$tmp/evil.jsonl" launches=2 rounds=6 "machine=${text//\\/\\\\}"
    systoll plot "$tmp/evil.jsonl" -o "$tmp/evil"
    expect_status 0
    ok 'a hostile name makes the same files' all_there "$tmp/evil"
    ok 'and well-formed XML' well_formed "$tmp/evil"
    ok 'and ran nothing' test ! -e "$tmp/p"
    ok 'and opened no tag' bash -c "! grep -q '<script' $tmp/evil/*.svg"
    ok "and is shown as $2" grep -qF -e "$2" "$tmp/evil/headline.svg"
    ! sed 's/<text>.*//; s/<desc>.*//' "$tmp/evil/ecdf.svg" | grep "$tmp/p" >/dev/null
    result $? 'in texts only'
}

# shellcheck disable=SC2016 # these are gnuplot's to expand, or rather not
hostile '`touch PWNED` $(touch PWNED) \" . system(\"touch PWNED\") . \"' "'touch $tmp/p' \$(touch"
hostile '<script>alert(1)</script> ]]> &amp; {/Bold b}^2_3 @x' '&lt;script&gt;alert(1)&lt;/script&gt;'
hostile '\\001 %s\n!touch PWNED\t# \u0001 \u00e9 \ufffe end' "/001 %s !touch $tmp/p # ? ? ? end"

# Few cells, one launch, instructions.
make_record "$tmp/one.jsonl" launches=1 rounds=5 only=vdso:time
systoll plot "$tmp/one.jsonl" -o "$tmp/one"
expect_status 0
ok 'one cell is drawn' all_there "$tmp/one"
ok 'one launch has no interval' grep -q 'n = 1 launch, 5 rounds; no intervals' "$tmp/one/headline.svg"
make_record "$tmp/icount.jsonl" launches=1 rounds=5 timebase=icount clocks=1 int80=40
systoll plot "$tmp/icount.jsonl" -o "$tmp/icount"
expect_status 0
ok 'instructions label the axis' grep -q 'instructions per call' "$tmp/icount/headline.svg"
ok 'and nanoseconds do not' bash -c "! grep -q 'nanosecond\| ns;' $tmp/icount/*.svg"

# What a PMU counted is a fifth picture; nobody misses it in a record without.
make_record "$tmp/counters.jsonl" launches=2 rounds=6 counters=1
systoll plot "$tmp/counters.jsonl" -o "$tmp/counters"
expect_status 0
expect_silent err
[ "$(find "$tmp/counters" -mindepth 1 | wc -l)" -eq 20 ]
result $? 'counters make a picture more'
ok 'it is well-formed' well_formed "$tmp/counters"
ok 'its bars are labelled by mode' grep -q '>12 + 250<' "$tmp/counters/counters.svg"
ok 'and its dots by cycles' grep -q '>89.2<' "$tmp/counters/counters.svg"
ok 'it is described' grep -q '<desc>Bars: instructions per call in user and in kernel mode' \
    "$tmp/counters/counters-dark.svg"

# No batches: three pictures and a sentence.
grep -v '"type":"batch"' "$tmp/one.jsonl" >"$tmp/nobatch.jsonl"
systoll plot "$tmp/nobatch.jsonl" -o "$tmp/nobatch"
expect_status 0
expect_err 'tail was not drawn: the record holds no batches'
[ "$(find "$tmp/nobatch" -type f | wc -l)" -eq 12 ]
result $? 'the other pictures are drawn'

# Without any font gnuplot draws PNGs without their texts, and says nothing.
mkdir -p "$tmp/fontless/.config/fontconfig"
echo '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><reset-dirs/></fontconfig>' \
    >"$tmp/fontless/.config/fontconfig/fonts.conf"
HOME=$tmp/fontless systoll plot "$tmp/one.jsonl" -o "$tmp/fontless/pictures"
expect_status 0
expect_err 'no PNG was drawn: .*; install .* fonts-dejavu-core'
ok 'the SVGs are there alone' test "$(find "$tmp/fontless/pictures" -type f | grep -c svg)" -eq 8 \
    -a -z "$(find "$tmp/fontless/pictures" -name '*.png')"

# Several records.
systoll plot "$tmp/one.jsonl" "$tmp/icount.jsonl" -o "$tmp/both"
expect_status 0
ok 'each has a folder of its name' all_there "$tmp/both/one"
ok 'and looks as it does alone' diff -r "$tmp/both/icount" "$tmp/icount"
cp "$tmp/one.jsonl" "$tmp/new/"
refused 'two records are called one' plot "$tmp/one.jsonl" "$tmp/new/one.jsonl" -o "$tmp/twice"

# What has a picture's name and is none stays, and then no picture comes.
mkdir "$tmp/links"
echo precious >"$tmp/precious"
for other in 'ln -s precious' 'cp precious' 'mkdir'; do
    rm -rf "$tmp/links/tail.png"
    (cd "$tmp" && $other links/tail.png) || exit 2
    systoll plot "$tmp/one.jsonl" -o "$tmp/links"
    expect_status 2
    expect_err 'tail.png is'
    ok "$other: nothing else is there" test "$(ls -A "$tmp/links")" = tail.png
done
ok 'no link is written through' grep -qx precious "$tmp/precious"
if [ "$(id -u)" -eq 0 ]; then
    mkdir "$tmp/victim"
    ln -s "$tmp/victim" "$tmp/trap"
    chown -h 65534 "$tmp/trap"
    refused "can't be used as a folder" plot "$tmp/one.jsonl" -o "$tmp/trap"
    ok 'nothing came through a stranger'"'"'s link' test -z "$(ls -A "$tmp/victim")"
fi

# Bad input.
refused 'name a record' plot -o "$tmp/x"
refused 'with -o DIR' plot "$tmp/one.jsonl"
refused 'did you mean --output' plot --outptu "$tmp/x" "$tmp/one.jsonl"
refused "can't be used as a folder" plot "$tmp/one.jsonl" -o "$tmp/one.jsonl"
refused 'none.jsonl' plot "$tmp/none.jsonl" -o "$tmp/x"
grep -v '"type":"summary"' "$tmp/one.jsonl" | sed 's/"state":"measured"/"state":"failed"/' >"$tmp/nothing.jsonl"
systoll plot "$tmp/nothing.jsonl" -o "$tmp/x"
expect_status 2
ok 'nothing is left behind' test ! -e "$tmp/x"
mkdir "$tmp/bin"
run env "PATH=$tmp/bin" "$SYSTOLL" plot "$tmp/one.jsonl" -o "$tmp/x"
expect_status 2
expect_sentence
expect_err 'install gnuplot-nox'
ok 'and no folder is made' test ! -e "$tmp/x"
# shellcheck disable=SC2016
printf '#!/bin/sh\necho "a warning" >&2; echo "no such terminal" >&2; [ "$1" = --version ]\n' >"$tmp/bin/gnuplot"
chmod +x "$tmp/bin/gnuplot"
systoll plot "$tmp/one.jsonl" -o "$tmp/y"
PATH=$tmp/bin:$PATH refused 'no such terminal' plot "$tmp/icount.jsonl" -o "$tmp/y"
ok 'a gnuplot that fails leaves the folder as it was' diff -r "$tmp/y" "$tmp/one"

finish
