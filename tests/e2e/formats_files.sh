#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Files of report -o, for each row of the table of formats: whole or as they were.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # an inner shell expands
. "$(dirname "$0")/lib.sh"

data=$(cd "$(dirname "$0")/../data" && pwd)
cd "$tmp" || exit 2
cp "$data/record.jsonl" r.jsonl
tab=$'\t'

# The table of formats, as a refusal lists it.
formats=$("$SYSTOLL" report --format xxxxxxxxxxxx r.jsonl 2>&1 | sed 's/.*there are //; s/,\? and /, /; s/,//g')
"$SYSTOLL" report --format json r.jsonl | jq -c '{type: "summary", run, cells}' >summary
cat r.jsonl summary >whole.jsonl
(cat r.jsonl && jq -c '.cells = []' summary) >none.jsonl
(cat r.jsonl && jq -c '.cells |= map(select(.state != "measured"))' summary) >skipped.jsonl

# -o, for each row of the table: the file is what is printed; an earlier one is replaced; what is not
# the format's own, an input, a folder, a link or a bad record leaves all as it is.
echo precious >notes
ln -s notes link
mkdir folder
for format in $formats; do
    systoll report -f "$format" r.jsonl
    cp out want
    for record in none skipped r; do # each replaces the one before
        systoll report -f "$format" -o "f.$format" "$record.jsonl"
        [ "$status" -eq 0 ] && [ ! -s out ] && [ ! -s err ]
        result $? "$last: silent"
    done
    ok "$format: -o writes what is printed" cmp -s want "f.$format"
    refused 'is there already and is no ' report -f "$format" -o notes r.jsonl
    refused 'link is a symbolic link' report -f "$format" -o link r.jsonl
    refused 'folder is a directory' report -f "$format" -o folder r.jsonl
    refused 'would be written over' report -f "$format" -o ./r.jsonl r.jsonl
    systoll report -f "$format" -o "f.$format" missing.jsonl
    expect_status 2
    ok "$format: the file is as it was" cmp -s want "f.$format"
done
ok 'the notes are as they were' grep -qx precious notes
ok 'the record is as it was' cmp -s r.jsonl "$data/record.jsonl"
ok 'no partial file is left' test -z "$(find . -name '*.partial')"
systoll report -f plain -o - r.jsonl
expect_out "^run$tab"

# A read-only folder, as nobody, and a disk without room: the old file stays.
if [ "$(id -u)" -eq 0 ]; then
    chmod 755 "$tmp" folder
    cp "$SYSTOLL" "$tmp/systoll"
    for format in $formats; do
        cp "f.$format" folder/
        run setpriv --reuid 65534 --regid 65534 --clear-groups "$tmp/systoll" report -f "$format" \
            -o "folder/f.$format" r.jsonl
        last="report -f $format -o read-only/"
        expect_status 2
        expect_err "can't be created: Permission denied"
        ok "$last: the old file stays" cmp -s "f.$format" "folder/f.$format"
    done
else
    skip_part 'only root can become another user'
fi
# shellcheck disable=SC2016 # the inner shell expands
full='mount -t tmpfs -o size=128k none folder || exit 77
    cp f.* folder/ && cat /dev/zero >folder/filler 2>/dev/null
    for format in $2; do
        "$1" report -f $format -o folder/f.$format whole.jsonl 2>>err
        echo "$format $? $(cmp f.$format folder/f.$format && echo same)"
    done
    ls folder >left'
mkdir -p folder
run unshare -m bash -c "$full" - "$SYSTOLL" "$formats"
last='report -o on a full disk'
if [ "$(id -u)" -ne 0 ] || [ "$status" -eq 77 ]; then
    skip_part 'only root may mount a small disk'
else
    ok "$last: each ends with 2, and the old file stays" test "$(grep -c ' 2 same$' out)" -eq 11
    ok "$last: each says so" test "$(grep -c "can't be written: No space left on device" err)" -eq 11
    ok "$last: no partial file is left" test "$(grep -c partial left)" -eq 0
fi

finish
