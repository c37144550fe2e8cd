#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A program that another one takes the place of in mid-run, as by an upgrade: no worker of the new one is
# measured, and where the old one can't be started any more it is said.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

cd "$tmp" || exit 2
paired=(--cells 'control:ret,syscall:getppid' --margin 0% --budget 30s -o v.jsonl)
# What is put in the place: it says that it was started, and what it was asked for; it would serve.
printf '#!/bin/sh\ntee -a %q | %q "$@"\n' "$tmp/asked" "$SYSTOLL" >served
chmod +x served
before() { # the program and what will take its place, anew
    rm -f own v.jsonl new asked starts
    cp "$SYSTOLL" own
    cp served new
}
lines() { { grep -cs "$1" "$2" || true; } | grep . || echo 0; }
written() { # TYPE COUNT FILE: until there are so many lines
    local i
    for ((i = 0; i < 600; i++)); do
        [ "$(lines "\"type\":\"$1\"" "$3")" -lt "$2" ] || return
        sleep 0.05
    done
}
ended_early() {
    last="$1"
    expect_status 3
    expect_out 'ended early: .*/own was replaced'
}

# By itself a run starts the program that it is.
before
./own run --cells control:ret --launches 10 --time 2 -o u.jsonl >out 2>err </dev/null &
pid=$!
written round 10 u.jsonl.partial
mv new own
wait $pid
status=$?
last='a run whose program was replaced'
expect_status 0
ok 'all launches were measured' jq -e 'select(.type == "summary") | .run.launches == 10' u.jsonl
ok "$last: the new program was not started" test ! -e asked

# Without /proc there is the path alone.
if unshare -m true 2>/dev/null; then
    before
    unshare -m sh -c 'mount -t tmpfs none /proc && exec "$@"' - \
        ./own run --cells control:ret --launches 20 --time 10 -o p.jsonl >out 2>err </dev/null &
    pid=$!
    written round 10 p.jsonl.partial
    mv new own
    wait $pid
    status=$?
    last='a run without /proc whose program was replaced'
    [ "${SANITIZE:-}" = ON ] || expect_status 2 # LeakSanitizer ends with 1 there
    expect_err 'ended early: .*/own was replaced'
    ok "$last: what was measured is kept" jq -e 'select(.type == "summary") | .run.launches < 20' p.jsonl
fi

# A command is given the path. Behind its first answer, which the third line follows, a worker is started.
cat >relay <<'END'
#!/bin/sh
echo >>starts
line=0
while read -r words; do
    line=$((line + 1))
    [ $line -lt 3 ] || [ "$(wc -l <starts)" -lt 4 ] || mv new own 2>/dev/null
    echo "$words"
done | "$@"
END
# And this is as where it is replaced between systoll's look and the start.
cat >swap <<'END'
#!/bin/sh
echo >>starts
[ "$(wc -l <starts)" -ne 4 ] || mv new own
exec "$@"
END
chmod +x relay swap
[ "${SANITIZE:-}" != ON ] || finish

before
run ./own gate ab --b ./relay "${paired[@]}"
ended_early 'gate ab whose program was replaced'
ok "$last: the new program was not started" test ! -e asked

before
run ./own gate ab --b ./swap "${paired[@]}"
ended_early 'gate ab whose program was replaced while a worker was being started'
ok "$last: it was started" test -e asked
ok "$last: and asked for nothing behind its first answer" test "$(lines ^block asked)" = 1

# The same for a program that is another side's, by its path and by its name.
for name in "$tmp/own" own; do
    before
    mv new new.sh
    (
        written pairs 5 v.jsonl.partial
        mv new.sh own
    ) &
    PATH=$tmp:$PATH run "$SYSTOLL" gate ab --program-b "$name" "${paired[@]}"
    wait $!
    ended_early "gate ab --program-b $name, replaced"
    ok "$last: and asked for nothing behind a first answer" test "$(lines ^block asked)" -le 1
done

finish
