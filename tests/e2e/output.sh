#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Where `systoll run` puts its record: whole or not at all, never through somebody else's link.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

cd "$tmp" || exit 2
brief=(run --cells "control:ret,syscall:getppid" --launches 1 --rounds 60)

# shellcheck disable=SC2317 # ok calls it
whole() {
    jq -e -s '.[0].schema == "systoll.record/1" and .[0].type == "manifest" and
              .[-1].type == "summary"' "$1"
}

systoll "${brief[@]}" -o one.jsonl
expect_status 0
ok 'a whole record' whole one.jsonl
ok 'no partial file is left' test ! -e one.jsonl.partial

systoll "${brief[@]}" -o -
expect_status 0
cp "$tmp/out" stdout.jsonl
ok 'the record, and nothing else, on standard output' whole stdout.jsonl
expect_err 'syscall:getppid'

systoll "${brief[@]}"
expect_status 0
expect_err 'not kept'
ok 'without -o and results/ no file is made' test -z "$(find . -newer stdout.jsonl -name '*.jsonl*')"

mkdir results
systoll "${brief[@]}"
expect_status 0
ok 'with results/ the record goes there' compgen -G 'results/*.jsonl'

echo precious >precious
ln -s ../precious results/link.jsonl.partial
systoll "${brief[@]}" -o results/link.jsonl
expect_status 2
ok 'a link under the partial name is not followed' grep -qx precious precious

for place in no-such-folder/a.jsonl "$tmp" /dev/full/a.jsonl; do
    systoll "${brief[@]}" -o "$place"
    expect_status 2
    expect_err "$place"
    expect_silent out
done

mkfifo fifo
ln -s precious link.jsonl
for place in fifo link.jsonl /dev/null; do
    systoll "${brief[@]}" -o "$place"
    expect_status 2
    expect_err "$place is a "
    expect_silent out
done
ok 'a link in the place of the record is not followed' grep -qx precious precious

mkdir elsewhere other
ln -s ../elsewhere other/results
run bash -c 'cd other && exec "$@"' - "$SYSTOLL" "${brief[@]}"
last='run where results/ is a link to a folder'
expect_status 0
ok 'the record goes there' compgen -G 'elsewhere/run-*.jsonl'

# In a folder where everybody may write, what lies under the partial name may be somebody else's.
if [ "$(id -u)" -eq 0 ] && chmod 755 "$tmp" && mkdir -m 1777 shared &&
    setpriv --reuid 65534 --regid 65534 --clear-groups ln -s ../precious shared/s.jsonl.partial &&
    setpriv --reuid 65534 --regid 65534 --clear-groups touch shared/f.jsonl.partial; then
    for place in s f; do
        systoll "${brief[@]}" -o "shared/$place.jsonl"
        expect_status 2
        expect_err "shared/$place.jsonl.partial is in the way (a .* of user 65534); remove it"
    done
    ok 'nothing goes through it' grep -qx precious precious
fi

# What other commands print is small, and waits in a buffer until the end.
for command in list 'list --events *fault*' 'check --list' 'run --help' --help --version; do
    read -ra words <<<"$command"
    run bash -c '"$@" >/dev/full' - "$SYSTOLL" "${words[@]}"
    last="$command >/dev/full"
    expect_status 2
    expect_sentence
    expect_err 'No space left'
done

run bash -c '"$@" >/dev/full' - "$SYSTOLL" "${brief[@]}" -o -
expect_status 2
expect_err 'the record could not be written to standard output: No space left'

# A stream that is closed is no number for the record's file.
for closed in '2>&- 0' '>&- 2' '<&- >&- 2>&- 2'; do
    run bash -c "\"\$@\" ${closed% *}" - "$SYSTOLL" "${brief[@]}" -o closed.jsonl
    last="run ${closed% *}"
    expect_status "${closed##* }"
    ok "$last: a whole record" whole closed.jsonl
done
run bash -c '"$@" >&-' - "$SYSTOLL" "${brief[@]}" -o -
expect_status 2
expect_err 'the record could not be written to standard output: Bad file descriptor'

# The reader of a pipe that goes away in mid-run.
run bash -c '"$@" -o - | head -n 3 >/dev/null; exit "${PIPESTATUS[0]}"' - "$SYSTOLL" \
    run --cells 'syscall:getppid' --launches 20 --rounds 200
last='run -o - | head'
expect_status 2
expect_err 'the record could not be written to standard output: Broken pipe'

finish
