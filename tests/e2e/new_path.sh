#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A path that is added by the recipe of docs/architecture.md, and by no more than it: it is measured,
# a gate doesn't call it a regression, and check has words for it.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
command -v cmake >/dev/null || skip_all 'cmake is not installed'
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir "$tmp/copy"
cp -r "$root/CMakeLists.txt" "$root/bench" "$root/harness" "$root/scripts" "$tmp/copy"

cd "$tmp/copy" || exit 2
sed -i 's/^ *{0}};/    {.name = "twin",\n     .help = "the system call once more",\n     .loop = loop_syscall,\n     .loop_inject = loop_syscall_inject,\n     .resolve = resolve_syscall},\n    {0}};/' bench/matrix/paths.c
ok 'the recipe still fits the sources' grep -q '"twin"' bench/matrix/paths.c
run cmake -S . -B build -DBUILD_TESTING=OFF -DSYSTOLL_STATIC=OFF
run cmake --build build --target systoll
expect_status 0
SYSTOLL=$tmp/copy/build/systoll

systoll run --paths twin,syscall --calls time,getcpu --launches 2 --rounds 60 -o r.jsonl
expect_status 0
expect_out '^twin:time  *[0-9]'
systoll gate exact r.jsonl
expect_no_out regression
expect_no_out '[0-9] is a regression'
ok 'it is no regression' test "$status" -ne 1
for topic in order getcpu; do
    systoll check --only $topic
    expect_status 0
    expect_out 'twin'
    ok "$topic prints text alone" bash -c "! LC_ALL=C grep -q '[^[:print:]]' $tmp/out"
done
systoll list --paths twni
expect_err 'did you mean twin'

finish
