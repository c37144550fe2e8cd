#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/setup, with stand-ins for apt-get, dpkg-query, id and sudo: what it installs and when not.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

setup=$(cd "$(dirname "$0")/../.." && pwd)/scripts/setup
bin=$tmp/bin
mkdir "$bin"
for program in bash env find paste; do
    ln -s "$(command -v $program)" "$bin/$program"
done

# stand_in NAME COMMAND: a program of that name, which notes its call in $tmp/calls.
stand_in() {
    printf '#!/bin/bash\necho "%s $*" >>%q\n%s\n' "$1" "$tmp/calls" "$2" >"$bin/$1"
    chmod +x "$bin/$1"
}

# installed_but PACKAGE...: all packages are installed but these.
installed_but() {
    local but=" $* "
    stand_in dpkg-query "shift 3; for p; do [[ '$but' == *\" \$p \"* ]] || echo \"installed \$p\"; done; exit 1"
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

installed_but cmake
setup_as 0 SETUP=no bench
expect_status 2
expect_sentence
expect_err 'as root: apt-get update && apt-get install --no-install-recommends cmake$'
expect_no_calls

setup_as 1000 bench
expect_status 2
expect_sentence
expect_err 'as root: apt-get update && apt-get install --no-install-recommends cmake$'
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

# Each set asks for what its command needs. Without gnuplot there are no pictures, that is all.
stand_in apt-get ''
installed_but gnuplot-nox hyperfine clang-tidy valgrind
setup_as 1000 build
expect_status 0
expect_silent err
setup_as 1000 bench
expect_status 0
expect_sentence
expect_err 'there will be no pictures: .*install --no-install-recommends gnuplot-nox$'
expect_no_calls
setup_as 0 SETUP=no bench
expect_status 0
expect_err 'there will be no pictures'
expect_no_calls
setup_as 0 bench
expect_status 0
expect_calls 'install --no-install-recommends gnuplot-nox$'
setup_as 1000 crosscheck
expect_status 2
expect_err 'install --no-install-recommends hyperfine$'
setup_as 1000 guest
expect_status 2
expect_err 'install --no-install-recommends gnuplot-nox$'
setup_as 1000 test
expect_err 'install --no-install-recommends gnuplot-nox$'
setup_as 1000 test-all
expect_err 'install --no-install-recommends gnuplot-nox valgrind$'
setup_as 1000 lint
expect_err 'install --no-install-recommends clang-tidy$'
installed_but cmake gnuplot-nox
setup_as 1000 bench
expect_status 2
expect_err 'packages are missing; .*install --no-install-recommends cmake gnuplot-nox$'

# Any compiler that CMake finds will do, and CC says which.
installed_but gcc
setup_as 1000 build
expect_status 2
expect_err 'install --no-install-recommends gcc$'
stand_in clang ''
setup_as 1000 build
expect_status 0
expect_silent err
setup_as 1000 CC='clang -m64' build
expect_status 0
setup_as 1000 CC=gcc build
expect_status 2
expect_err 'install --no-install-recommends gcc$'
setup_as 1000 CC=nope build
expect_status 2
expect_sentence
expect_err "CC names 'nope', and there is no such compiler here"

setup_as 0 no-such-set
expect_status 2
expect_sentence

# No minimal system has column (bsdextrautils), and none is asked for: scripts/columns stands in.
last='scripts that call column'
ok "$last: none" test -z "$(grep -rlE '(^|[|;&]) *column( |$)' "${0%/*}/../../scripts")"

finish
