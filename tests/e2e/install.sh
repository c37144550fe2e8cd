#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What `cmake --install` leaves in a prefix runs from there. BUILD_DIR is the build tree.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

source=$(cd "$(dirname "$0")/../.." && pwd)
run cmake --install "${BUILD_DIR:?}" --prefix "$tmp/prefix"
expect_status 0

cd / || exit 2
SYSTOLL=$tmp/prefix/bin/systoll
systoll --version
expect_status 0
systoll --help
expect_status 0

for script in "$source"/scripts/plots/*.gp; do
    [ -e "$script" ] || continue
    installed=$tmp/prefix/share/systoll/plots/${script##*/}
    ok "share/systoll/plots has ${script##*/}" cmp "$script" "$installed"
done

while read -r page; do
    ok "share/doc/systoll has $page" cmp "$source/$page" "$tmp/prefix/share/doc/systoll/$page"
done < <(cd "$source" && ls README.md docs/*.md docs/images/*.svg results/README.md)
if [ -e "$BUILD_DIR/systoll-static" ]; then
    run "$tmp/prefix/bin/systoll-static" --version
    expect_status 0
fi

"$SYSTOLL" run --cells control:ret --launches 2 --rounds 60 -o "$tmp/record.jsonl" >"$tmp/log" 2>&1
systoll plot "$tmp/record.jsonl" -o "$tmp/pictures"
expect_status 0
ok 'pictures are drawn' compgen -G "$tmp/pictures/*.svg"
echo 'broken here' >"$tmp/prefix/share/systoll/plots/headline.gp"
systoll plot "$tmp/record.jsonl" -o "$tmp/again"
expect_status 2

# gnuplot does what the scripts say: others may not write them.
plots=$tmp/prefix/share/systoll/plots
# distrusts CHANGE BACK: after which commands in the folder of the scripts it is refused, and again not.
distrusts() {
    (cd "$plots" && eval "$1")
    systoll plot "$tmp/record.jsonl" -o "$tmp/again"
    expect_status 2
    expect_err "plot: gnuplot would do what the scripts in .*/share/systoll/plots say, and other users can write $3"
    (cd "$plots" && eval "$2")
}
distrusts 'chmod o+w .' 'chmod o-w .' "$plots"
distrusts 'chmod o+w headline.gp' 'chmod o-w headline.gp' "$plots"
distrusts 'chmod o+w ../..' 'chmod o-w ../..' "$tmp/prefix/share;"
[ "$(id -u)" -ne 0 ] || distrusts 'chown 65534 headline.gp' 'chown 0 headline.gp' "$plots"
[ "$(id -u)" -ne 0 ] || distrusts 'chown 65534 ..' 'chown 0 ..' "$tmp/prefix/share/systoll;"
cp "$source/scripts/plots/headline.gp" "$plots/headline.gp"
systoll plot "$tmp/record.jsonl" -o "$tmp/again"
expect_status 0

finish
