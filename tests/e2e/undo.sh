#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What `systoll gate ab --undo` leaves where it was killed, in whatever state it was; and what others
# can do with its note.
# shellcheck source-path=SCRIPTDIR
# shellcheck disable=SC2016,SC2317 # the inner shell's; ok calls undone
. "$(dirname "$0")/lib.sh"

cell=(--cells syscall:getppid --budget 60s)
short=(--cells syscall:getppid --budget 1s)
setting() { [ "$(cat "$tmp/d1/setting")" = "$1" ]; }
notes() { [ "$(find "$tmp/state" -name '*.json' | wc -l)" -eq "$1" ]; }
# begun WORD: waits until the setting is that.
begun() {
    for _ in $(seq 300); do
        setting "$1" && return
        sleep 0.02
    done
    return 1
}
# begin OPTION...: a gate ab in d1, in the background, as $child.
begin() {
    last="gate ab $*"
    (cd "$tmp/d1" && C=setting exec "$SYSTOLL" gate ab "${cell[@]}" "$@") >"$tmp/out" 2>"$tmp/err" &
    child=$!
}
end() {
    kill -"$1" "$child"
    wait "$child" 2>/dev/null
    status=$?
}
mkdir "$tmp/d1" "$tmp/d2"
cd "$tmp/d2" || exit
slow=(--enter-a 'echo A >$C' --enter-b 'echo B0 >$C; sleep 2; echo B >$C' --undo 'echo orig >$C')

# Killed while a command is at work: a relative path and a variable, from elsewhere and without it.
echo orig >"$tmp/d1/setting"
begin "${slow[@]}"
ok 'B is being entered' begun B0
end KILL
systoll gate ab --b '' "${short[@]}"
expect_err 'had ended without putting its setting back: ran `echo orig >$C` in .*/d1, as .*/1.json noted'
ok 'the setting is put back' setting orig
ok 'nothing is written elsewhere' [ ! -e "$tmp/d2/setting" ]
ok 'no note is left' notes 0
sleep 2
ok 'and stays, though a command was at work' setting orig

# A signal ends what is at work, and the undo is run to its end.
for signal in INT HUP; do
    begin "${slow[@]/sleep 2/sleep 30}" --undo 'sleep 0.2; echo orig >$C'
    begun B0
    before=$SECONDS
    end "$signal"
    last="gate ab, SIG$signal"
    expect_status 130
    ok "$last: it ends within seconds" [ $((SECONDS - before)) -lt 8 ]
    ok "$last: the setting is put back" setting orig
    ok "$last: no note is left" notes 0
done

# A second one that would change settings meanwhile is refused; the first one's note stays its own.
begin "${slow[@]}"
begun B0
run "$SYSTOLL" gate ab "${short[@]}" "${slow[@]}"
expect_status 2
expect_err "another systoll (process $child) has a setting changed; wait"
end KILL
run env C="$tmp/d2/own" "$SYSTOLL" gate ab "${short[@]}" "${slow[@]/sleep 2;/}"
expect_err 'ran `echo orig >$C` in .*/d1'
ok 'the first one'\''s setting is put back' setting orig
ok 'no note is left' notes 0

# A note that is garbage stops only who needs one, and is not written over.
lock=$(find "$tmp/state" -name lock)
echo garbage >"${lock%/*}/1.json"
systoll gate ab "${short[@]}" "${slow[@]}"
expect_status 2
expect_err '/1.json is .*put it back by hand and remove that file'
systoll gate ab --b '' "${short[@]}"
expect_err '/1.json is .*put it back by hand and remove that file'
expect_out '^[A-Z][a-z]*: '
ok 'it is there as it was' grep -rqx garbage "$tmp/state"

if [ "$(id -u)" -eq 0 ]; then
    # As root under another user's HOME: nothing is written there, and nothing read.
    mkdir -p "$tmp/home"
    ln -s "$tmp/d2" "$tmp/home/.local"
    rm -f "$tmp/d2/own"
    chown -h 1:1 "$tmp/home" "$tmp/home/.local"
    rm -rf "$tmp/state"
    run env -u XDG_STATE_HOME HOME="$tmp/home" "$SYSTOLL" gate ab "${short[@]}" \
        --enter-a : --enter-b : --undo "echo undone >'$tmp/d1/setting'"
    ok "$last: the setting is put back" setting undone
    ok "nothing is made under another's HOME" [ "$(find "$tmp/home" "$tmp/d2" -mindepth 1 | wc -l)" -eq 1 ]
    chown 1:1 "$tmp/state"
    refused "state belongs to another user.*STATE_DIRECTORY" gate ab "${short[@]}" "${slow[@]}"
fi

finish
