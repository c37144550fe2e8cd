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

"$SYSTOLL" run --cells control:ret --launches 2 --rounds 2 -o "$tmp/record.jsonl" >"$tmp/log" 2>&1
systoll plot "$tmp/record.jsonl" -o "$tmp/pictures"
expect_status 0
ok 'pictures are drawn' compgen -G "$tmp/pictures/*.svg"
echo 'broken here' >"$tmp/prefix/share/systoll/plots/headline.gp"
systoll plot "$tmp/record.jsonl" -o "$tmp/again"
expect_status 2

finish
