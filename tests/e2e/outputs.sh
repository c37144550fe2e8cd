#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Whatever is written: never over an input, another output, somebody's link or a file that is not
# systoll's; and never torn by another writer.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

data=$(cd "$(dirname "$0")/../data" && pwd)
cd "$tmp" || exit 2
cp "$data/exact.jsonl" exact.jsonl
ab=(gate ab --a '' --b '' --cells control:ret --budget 1s)
brief=(run --cells control:ret --launches 1 --rounds 60)

# kept FILE COMMAND...: refused, and the file is as it was.
kept() {
    local file=$1 before
    shift
    before=$(md5sum <"$file")
    systoll "$@"
    expect_status 2
    ok "$last: $file is as it was" test "$(md5sum <"$file")" = "$before"
}

# Inputs, by their path, by another path to it, by a hard link, from standard input.
ln exact.jsonl hard.jsonl
for path in exact.jsonl ./exact.jsonl "$tmp/exact.jsonl" hard.jsonl; do
    kept exact.jsonl gate exact -f json="$path" exact.jsonl
    expect_err 'would be written over .* which is read'
done
run bash -c '"$@" - <exact.jsonl' - "$SYSTOLL" gate exact -f json=exact.jsonl
expect_status 2
expect_err 'exact.jsonl would be written over'
ok 'standard input is as it was' cmp -s exact.jsonl "$data/exact.jsonl"
printf '{}' >noise.json
kept noise.json "${ab[@]}" --noise noise.json -o noise.json

# Other outputs, there or not.
: >empty
ln empty other
for pair in 'F F' 'F ./F' "F $tmp/F" 'empty other'; do
    systoll gate exact -f json="${pair% *}" -f text="${pair#* }" exact.jsonl
    expect_status 2
    expect_err 'are one file; give each output a name of its own'
    ok "$last: nothing is written" test ! -s "${pair% *}"
done
systoll "${ab[@]}" -o F --format json=F
expect_status 2
expect_err 'are one file'
ok 'no record is begun' test ! -e F.partial
run bash -c '"$@" >out.json' - "$SYSTOLL" gate exact -f json=out.json exact.jsonl
expect_status 2
expect_err 'out.json is where standard output or error goes'
run bash -c '"$@" >r.jsonl' - "$SYSTOLL" "${brief[@]}" -o r.jsonl
expect_status 2

# A file that is not systoll's, of each kind of output.
echo precious >notes.txt
for output in 'gate exact -f json=notes.txt exact.jsonl' 'gate exact -f text=notes.txt exact.jsonl' \
    'gate exact -f markdown=notes.txt exact.jsonl' 'gate exact -f junit=notes.txt exact.jsonl' \
    'gate exact -f github=notes.txt exact.jsonl' 'run --cells control:ret -o notes.txt' \
    'gate calibrate -o notes.txt --time 1s' 'gate ab --a= --b= -o notes.txt' \
    'gate ab --a= --b= -f json=notes.txt'; do
    read -ra words <<<"$output"
    kept notes.txt "${words[@]}"
    expect_err 'notes.txt is there already and is no .*; remove it or give another name'
done
kept exact.jsonl gate exact -f json=exact.jsonl "$data/exact.jsonl"
mkdir folder
for place in folder folder/ . none/x; do
    systoll gate exact -f json="$place" exact.jsonl
    expect_status 2
    expect_err "$place"
done

# An earlier one of the kind is replaced, and that is said.
for format in json text markdown junit github; do
    systoll gate exact -f $format=answer exact.jsonl
    expect_silent err
    systoll gate exact -f $format=answer exact.jsonl
    expect_status 0
    expect_err 'answer replaces an earlier answer'
    rm answer
done
systoll "${brief[@]}" -o r.jsonl
expect_status 0
echo '{"type":"manifest"' >r.jsonl.partial
systoll "${brief[@]}" -o r.jsonl
expect_status 0
expect_err 'left under the partial name was removed'
systoll "${brief[@]}" -o r.jsonl
expect_err 'an earlier record of that name will be replaced'
mkdir results
systoll "${brief[@]}" -o results/b.jsonl

# As long a path as there can be.
long=$(printf 'a%.0s' {1..200})
mkdir -p "$long/$long"
systoll "${brief[@]}" -o "$long/$long/r.jsonl"
expect_status 0
systoll gate exact -f json="$long/$long/j.json" exact.jsonl
expect_status 0
ok 'both are there' test -s "$long/$long/r.jsonl" -a -s "$long/$long/j.json"

# A link, whoever made it; pipes, devices and descriptors are written as they stand.
ln -s notes.txt link
kept notes.txt gate exact -f json=link exact.jsonl
expect_err 'link is a symbolic link'
kept notes.txt gate calibrate -o link --time 1s
ok 'the link stays' test -L link
for place in /dev/null /dev/stderr /dev/fd/2 /proc/self/fd/2; do
    systoll gate exact -f text="$place" exact.jsonl
    expect_status 0
done
expect_err '^Pass: '
run bash -c '"$@" -f text=>(cat >piped) exact.jsonl' - "$SYSTOLL" gate exact
expect_status 0
for ((i = 0; i < 40; i++)); do [ -s piped ] || sleep 0.05; done
ok 'a pipe has it' grep -q '^Pass: ' piped
if [ "$(id -u)" -eq 0 ] && chmod 755 "$tmp" && mkdir -m 1777 shared && mkdir mine; then
    setpriv --reuid 65534 --regid 65534 --clear-groups ln -s ../mine shared/trap
    for output in 'gate exact -f json=shared/trap/x exact.jsonl' 'run --cells control:ret -o shared/trap/x' \
        'gate calibrate -o shared/trap/x --time 1s'; do
        read -ra words <<<"$output"
        systoll "${words[@]}"
        expect_status 2
        expect_err "a folder on the way is another user's link"
    done
    ok 'nothing comes through it' test -z "$(ls -A mine)"
fi

# Another command leaves a partial file alone that somebody holds.
exec 7>held.json.partial
flock 7
( sleep 0.5; flock -u 7 ) &
echo kept >&7
systoll gate exact -f json=held.json exact.jsonl
expect_status 0
ok 'it was waited for' jq -e .schema held.json
wait
exec 7>&-

# Another file that comes into the place meanwhile stays, and nothing is left beside it.
exec 7>late.json.partial
flock 7
( sleep 0.5; echo precious >late.json; flock -u 7 ) &
systoll gate exact -f json=late.json exact.jsonl
wait
exec 7>&-
expect_status 2
expect_err 'late.json can.t be written: another file has come there meanwhile'
ok 'that file stays' grep -qx precious late.json
ok 'no partial file is left' test ! -e late.json.partial

# Writers of one file side by side: each succeeds, and the file is whole.
# shellcheck disable=SC2317 # ok calls it
side_by_side() {
    local i pids=() bad=0
    for ((i = 0; i < 24; i++)); do
        "$SYSTOLL" "$@" exact.jsonl >/dev/null 2>>side.err &
        pids+=($!)
    done
    for i in "${pids[@]}"; do wait "$i" || bad=1; done
    return "$bad"
}
ok '24 answers at once' side_by_side gate exact -f json=many.json
ok 'the answer is whole' jq -e .schema many.json
ok '24 updates at once' side_by_side gate exact --golden golden --update
ok 'the golden file is whole' jq -e .guests golden/*.json
ok 'no partial file is left' test -z "$(find . -name '*.partial')"

finish
