#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A call, a path with a loop of its own, a place, a format of reports and a subcommand, added by the recipes of
# docs/architecture.md and by no more than them: each is a new file at most and a row, and works
# everywhere. A path of which nothing is known is measured, and no gate calls it a regression.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
command -v cmake >/dev/null || skip_all 'cmake is not installed'
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir "$tmp/copy"
cp -r "$root/CMakeLists.txt" "$root/bench" "$root/harness" "$root/scripts" "$tmp/copy"
cd "$tmp/copy" || exit 2

touched=''
# row FILE BEFORE TEXT: puts the text before the last line of that beginning.
row() {
    touched+="$1 "
    awk -v before="$2" -v text="$3" '{ line[NR] = $0; if (index($0, before)) last = NR }
        END { for (i = 1; i <= NR; i++) { if (i == last) print text; print line[i] } }' \
        "$1" >"$tmp/new" && cp "$tmp/new" "$1"
}
# lines FILE COUNT: the file has so many lines more than it had, and else the same.
lines() {
    diff "$root/$1" "$1" >"$tmp/diff"
    last="$1: $(cat "$tmp/diff")"
    ok "$1: $2 more, none changed" test \
        "$(grep -c '^>' "$tmp/diff") $(grep -c '^<' "$tmp/diff")" = "$2 0"
}

# A call.
row bench/matrix/calls.c '    {0}};' '    {.name = "getuid", .nr = {SYS_getuid, 199}, .vsyscall_entry = -1, .fill = fill_nothing, .read = read_result},'
lines bench/matrix/calls.c 1

# A path, and its loop.
row bench/matrix/paths.c '{0}};' '    {.name = "twin", .help = "the system call once more", .loop = loop_twin, .loop_inject = loop_syscall_inject, .resolve = resolve_syscall},'
row bench/matrix/loops.S 'ENTER loop_syscall_inject' 'ENTER loop_twin
        LOAD_ARGUMENTS
        .p2align 6
1:      SET_ARGUMENTS
        mov     %ebx, %eax
        nop
        syscall
LEAVE loop_twin'
row bench/matrix/loops.h 'uint64_t loop_int80(' 'uint64_t loop_twin(void *target, uint64_t n);'
lines bench/matrix/paths.c 1
lines bench/matrix/loops.S 8
lines bench/matrix/loops.h 1

# A place.
row bench/matrix/places.c '    {0}};' '    {"again", "as hot, once more", NULL, 0},'
lines bench/matrix/places.c 1

# A format of reports.
cat >harness/report/names.c <<'C'
#include "report/report.h"

static int print_names(const json_t *report, FILE *out, struct report_style style)
{
    const json_t *cell, *cells = json_object_get(report, "cells");
    size_t i;
    (void)style;
    json_array_foreach(cells, i, cell)
        fprintf(out, "%s\n", json_string_value(json_object_get(cell, "cell")));
    return 0;
}

const struct report_format report_names = {
    .name = "names", .help = "the names alone", .print = print_names};
C
row harness/report/formats.def 'FORMAT(' 'FORMAT(names)'
lines harness/report/formats.def 1

# A subcommand.
cat >bench/cmd/hello.c <<'C'
#include "cmd/cmd.h"

static int run_hello(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    cmd_line(stdout, "hello");
    return EXIT_OK;
}

const struct command cmd_hello = {
    .name = "hello", .synopsis = "", .help = "Say hello", .run = run_hello};
C
row bench/cmd/commands.def 'COMMAND(' 'COMMAND(hello)'
lines bench/cmd/commands.def 1

diff -rq "$root" . 2>/dev/null | awk '/^Files/ { print substr($4, 3) }' | sort >"$tmp/changed"
last="changed: $(paste -sd ' ' "$tmp/changed")"
# shellcheck disable=SC2086
ok 'no other file is touched' test "$(cat "$tmp/changed")" = "$(printf '%s\n' $touched | sort)"

run cmake -S . -B build -DBUILD_TESTING=OFF -DSYSTOLL_STATIC=OFF
run cmake --build build --target systoll -j2
expect_status 0
SYSTOLL=$tmp/copy/build/systoll

systoll run --paths twin,syscall --calls time,getcpu,getuid --launches 2 --rounds 60 -o r.jsonl
expect_status 0
expect_out '^twin:time  *[0-9]'
expect_out '^twin:getuid  *[0-9]'
systoll run --cells 'twin:getuid,twin:getuid@again' --launches 2 --rounds 60 -o p.jsonl
expect_status 0
expect_out '^twin:getuid@again  *[0-9]'
ok 'the record names the place' jq -e '.cells[] | select(.cell == "twin:getuid@again").context == "again"' \
    <<<"$(head -1 p.jsonl)"
systoll gate exact r.jsonl
expect_no_out regression
ok 'it is no regression' test "$status" -ne 1
for topic in order getcpu; do
    systoll check --only $topic
    expect_status 0
    expect_out 'twin'
    ok "$topic prints text alone" bash -c "! LC_ALL=C grep -q '[^[:print:]]' $tmp/out"
done
systoll list --paths twni
expect_err 'did you mean twin'
systoll list --calls getiud
expect_err 'did you mean getuid'
systoll report --format names r.jsonl
expect_out '^twin:getuid$'
systoll report --help
expect_out 'names'
systoll hello
expect_out '^hello$'
systoll --help
expect_out 'hello  *Say hello'

finish
