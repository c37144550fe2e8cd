#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The temporary folders of the scripts: each goes with the process that made it, or, where that is
# killed, with the next one; never one that is in use, or somebody else's.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir "$tmp/t" && cd "$tmp" || exit 2
cat >user <<END
#!/usr/bin/env bash
temp=''
trap 'rm -rf "\$temp"' EXIT
. '$root/scripts/temporary.sh'
make_temporary && touch "\$temp/in use" && echo "\$temp"
[ "\${1-}" != stay ] || { read -r _ <wait && exit; }
END
chmod +x user && mkfifo wait
export TMPDIR=$tmp/t
folders() { find t -mindepth 1 -maxdepth 1 | wc -l; }
# begin: one that has its folder, as $child
begin() {
    rm -f name
    ./user stay >name &
    child=$!
    for ((i = 0; i < 200; i++)); do
        [ ! -s name ] || break
        sleep 0.02
    done
}
end() {
    kill -"$1" "$child" && wait "$child" 2>/dev/null
    last="SIG$1"
}

run ./user
ok 'its folder goes with it' test "$(folders)" -eq 0
for signal in TERM HUP; do
    begin
    ok 'it has a folder' test "$(folders)" -eq 1
    end $signal
    ok "its folder goes with it after SIG$signal" test "$(folders)" -eq 0
done
begin
run ./user
ok 'a folder in use stays' test -e "$(cat name)/in use"
end KILL
ok 'a killed one leaves its folder' test "$(folders)" -eq 1
mkdir t/other t/systoll-0.1.0 && ln -s other t/systoll-temporary-$UID.others
[ "$UID" -ne 0 ] || { mkdir t/systoll-temporary-$UID.foreign && chown 65534 t/systoll-temporary-$UID.foreign; }
run ./user
ok 'the next one removes it' test ! -e "$(cat name)"
ok 'what is called alike stays' test -d t/systoll-0.1.0
ok 'no link is followed' test -d t/other -a -L t/systoll-temporary-$UID.others
[ "$UID" -ne 0 ] || ok "another user's stays" test -d t/systoll-temporary-$UID.foreign

# All scripts make theirs so; that of scripts/kernels lies in its store, which is locked, and that of
# remote.sh on another host.
ok 'no script makes one by itself' test -z "$(grep -rlE 'mktemp|TemporaryDirectory\(\)' "$root/scripts" "$root/tests" |
    grep -vE '/(temporary\.sh|kernels|remote\.sh|leftovers\.sh)$')"

finish
