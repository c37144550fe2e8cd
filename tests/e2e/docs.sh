#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every link in the documents leads somewhere: a relative one to a file, a #anchor to a heading.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

cd "$(dirname "$0")/../.." || exit 2

# Of a document, as GitHub makes them.
anchors() {
    sed -n '/^#\{1,6\} /p' "$1" | sed -E 's/^#+ //' | tr '[:upper:]' '[:lower:]' |
        LC_ALL=C.UTF-8 sed -E 's/[^[:alnum:]_ -]//g; s/ /-/g'
}

# links FILE: those that are not of another site, one a line.
links() {
    grep -oE '\]\([^)]+\)|(srcset|src)="[^"]+"' "$1" | sed -E 's/^(\]\(|[a-z]+=")//; s/[)"]$//' |
        grep -vE '^(https?|mailto):'
}

declare -A headings
broken=0
for page in README.md docs/*.md results/README.md results/trials/README.md; do
    folder=./$page
    folder=${folder%/*}
    while IFS='#' read -r target anchor; do
        to=${target:+$folder/$target}
        to=${to:-$page}
        [ -z "$anchor" ] || : "${headings[$to]:=$(anchors "$to")}"
        [ -e "$to" ] && [[ -z $anchor || $'\n'${headings[$to]}$'\n' == *$'\n'"$anchor"$'\n'* ]] && continue
        printf '# %s: %s#%s leads nowhere\n' "$page" "$target" "$anchor"
        broken=$((broken + 1))
    done < <(links "$page")
done
ok 'every relative link leads to a file and a heading' [ "$broken" -eq 0 ]
finish
