#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/setup, with stand-ins for apt-get, dpkg-query, id and sudo: what it installs and when not.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

setup=$(cd "$(dirname "$0")/../.." && pwd)/scripts/setup
bin=$tmp/bin
mkdir "$bin"
for program in bash env paste; do
    ln -s "$(command -v $program)" "$bin/$program"
done

# stand_in NAME COMMAND: a program of that name, which notes its call in $tmp/calls.
stand_in() {
    printf '#!/bin/bash\necho "%s $*" >>%q\n%s\n' "$1" "$tmp/calls" "$2" >"$bin/$1"
    chmod +x "$bin/$1"
}

# setup_as USER-ID [NAME=VALUE]... [SET]
setup_as() {
    stand_in id "echo $1"
    shift
    : >"$tmp/calls"
    run env -i PATH="$bin" "${@:1:$#-1}" "$setup" "${@: -1}"
}

expect_calls() {
    grep -q -e "$1" "$tmp/calls"
    result $? "$last: calls $1"
}

expect_no_calls() {
    ! grep -q -e 'apt-get\|sudo' "$tmp/calls"
    result $? "$last: installs nothing"
}

stand_in sudo "while [[ \$1 == -* ]]; do shift; done; \"\$@\""
stand_in apt-get ''

stand_in dpkg-query "shift 3; printf 'installed %s\n' \"\$@\""
setup_as 1000 test
expect_status 0
expect_silent out
expect_silent err
expect_no_calls

stand_in dpkg-query "shift 3; printf 'installed %s\n' \"\${@/cmake/other}\"; exit 1"
setup_as 0 SETUP=no bench
expect_status 2
expect_sentence
expect_err 'apt-get install --no-install-recommends cmake$'
expect_no_calls

setup_as 1000 bench
expect_status 2
expect_sentence
expect_err 'as root: apt-get install --no-install-recommends cmake$'
expect_no_calls

setup_as 0 bench
expect_status 0
expect_calls '^apt-get .*update$'
expect_calls '^apt-get .*install --no-install-recommends cmake$'

setup_as 1000 CI=true bench
expect_status 0
expect_calls '^sudo -n env DEBIAN_FRONTEND=noninteractive apt-get .*--no-install-recommends cmake$'

stand_in apt-get 'exit 100'
setup_as 0 bench
expect_status 2
expect_err 'could not install cmake'

rm "$bin/apt-get"
setup_as 0 bench
expect_status 2
expect_sentence
expect_err 'not a Debian or Ubuntu system.*: cmake$'

setup_as 0 no-such-set
expect_status 2
expect_sentence

finish
