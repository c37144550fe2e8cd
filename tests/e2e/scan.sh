#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scan against programs that carry the page's addresses in each form, and against trees of files that
# are no programs, can't be read, are broken, or never end. FILTER runs a command under a seccomp filter.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # what is in single quotes is C's and jq's
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_all 'no jq here'
command -v "$COMPILER" >/dev/null || skip_all 'no C compiler here'
cd "$tmp" || exit 2
mkdir tree tree/deep

# program NAME FLAGS BODY: main is that, in C.
program() {
    printf '#include <stdint.h>\ntypedef long call(void *, void *, void *);\n%s\n' "$3" >program.c
    # shellcheck disable=SC2086 # several flags
    "$COMPILER" -w $2 -o "tree/$1" program.c || skip_all "$COMPILER can't build $1"
}
program direct '-no-pie -static' 'int main(void) { __asm__("call 0xffffffffff600400"); }'
program register '' 'int main(void) { __asm__("mov $0xffffffffff600400, %rax; call *%rax"); }'
program large '' 'int main(void) { __asm__("movabs $0xffffffffff600800, %r9; call *%r9"); }'
program push '' 'int main(void) { __asm__("push $0xffffffffff600000; ret"); }'
program pointer '' 'int main(void) { __asm__("movq $0xffffffffff600400, -8(%rsp); call *-8(%rsp)"); }'
program deep/table '-O2' 'call *volatile table[] = {(call *)0xffffffffff600000, (call *)0xffffffffff600400,
    (call *)0xffffffffff600800}; int main(int n, char **v) { return table[n](0, 0, 0); }'
program library '-shared -fPIC -O2' 'long now(void) { return ((call *)0xffffffffff600400)(0, 0, 0); }'
# As the C library was before 2012: in a static program, a function that loads and calls.
program old '-static -O2' '__asm__(".globl vtime\nvtime: sub $8,%rsp\nmov $0xffffffffff600400,%rax\n"
    "call *%rax\nadd $8,%rsp\nret"); long vtime(void *); int main(void) { return vtime(0); }'
program compares '-O2' 'int main(int n, char **v) { return (uintptr_t)v == 0xffffffffff600000; }'
program innocent '-O2' 'int main(int n, char **v) { return (int)(n - 10485760); }'

systoll scan --format json tree
expect_status 1
expect_silent err
# has FILE FORM CALL: exactly that was found in it.
has() {
    ok "$1 has $2 of $3" jq -e --arg file "tree/$1" --arg form "$2" --arg call "$3" '.found[] |
        select(.path == $file) | .may_call and .harmless == null and
        any(.places[]; .form == $form and .call == $call and .may_call and .offset != null)' out
}
has direct direct time
has register load time
has large load getcpu
has push push gettimeofday
has pointer store time
has library load time
has old load time
for call in gettimeofday time getcpu; do has deep/table data $call; done
ok 'what only compares may not call' jq -e '.found[] | select(.path == "tree/compares") | .may_call == false' out
ok 'nothing else is found' jq -e '(.found | length) == 9 and .may_call == 8 and .programs == 10 and
    .files == 10 and .unreadable == 0 and .broken == 0' out
if command -v objdump >/dev/null; then
    ok 'the place is disassembled' jq -e '.found[] | select(.path == "tree/register") | .places[0].instructions |
        (.[0] | test("mov +\\$0xffffffffff600400,%rax$")) and (.[1] | test("call +\\*%rax$"))' out
    ok 'at its own address' jq -e 'all(.found[].places[] | select(.instructions); . as $p |
        .instructions[0] | startswith($p.address[2:] + ":"))' out
fi
# What a place says of itself is what lies there.
while read -r path offset bytes; do
    found=$(od -An -tx1 -j "$((offset))" -N "$(wc -w <<<"$bytes")" "$path" | tr -d '\n')
    [ "$found" = " $bytes" ] || echo "$path $offset"
done < <(jq -r '.found[] | .path as $path | .places[] | "\($path) \(.offset) \(.bytes)"' out) >wrong
ok 'offsets and bytes are those of the files' test ! -s wrong

systoll scan tree
expect_status 1
expect_out '^tree/register$'
expect_out '^    +0x[0-9a-f]* in \.text (main+0x[0-9a-f]*), time(): loads its address into a register; may call$'
expect_out '^8 files may call the vsyscall page, of 10 programs and libraries among 10 files'
awk 'length > 100' out >long
ok 'no line is longer than 100 columns' test ! -s long
systoll scan tree/compares tree/innocent
expect_status 0
expect_out '^0 files may call'

# Files are opened ahead of their turn; where few may be open, fewer are.
run bash -c 'ulimit -n 12 && exec "$@"' - "$SYSTOLL" scan tree
last='scan with twelve descriptors'
expect_status 1
expect_out '^8 files may call the vsyscall page, of 10 programs and libraries among 10 files'

if command -v script >/dev/null; then
    run script -qec "'$SYSTOLL' scan tree 2>&1 >/dev/null" /dev/null
    expect_status 1
    expect_out '1 of 10 files, [0-9]* s left'
fi

# Without section headers and symbols a place still has its segment.
cp tree/register stripped
printf '\0\0' | dd of=stripped bs=1 seek=60 conv=notrunc status=none
systoll scan stripped
expect_status 1
expect_out 'in segment [0-9]*, time(): loads'

run env PATH=/none "$SYSTOLL" scan tree/register
expect_status 1
expect_out '^ *[0-9a-f]*: 48 c7 c0 00 04 60 ff$'
expect_out 'shown as bytes\.$'

# What is no program, or none any more, ends nothing; links are not followed, nor pipes waited for.
mkdir odd
ln -s ../tree odd/link
ln -s /usr odd/usr
mkfifo odd/pipe
: >odd/empty
head -c 100000 /dev/urandom >odd/noise
head -c 40 tree/old >odd/cut
head -c 30000 tree/register >odd/short
cp tree/innocent odd/other && printf '\267' | dd of=odd/other bs=1 seek=18 conv=notrunc status=none
cp tree/register odd/broken && printf '\1' | dd of=odd/broken bs=1 seek=54 conv=notrunc status=none
truncate -s 1T odd/huge
cp tree/register $'odd/e\033[31m\377x'
systoll scan --format json odd
expect_status 1
ok 'broken ones are counted' jq -e '.broken == 2 and .unreadable == 0 and .files == 8' out
ok 'the odd one is found' jq -e '[.found[].path] == ["odd/e?[31m?x"] or (.found | length) == 2' out
systoll scan odd
last='scan of an odd name'
ok 'no escape comes through' test -z "$(tr -d '\n -~' <out)"
systoll scan odd/link
expect_status 1
expect_out '^odd/link/register$'
systoll scan /proc/self /sys
expect_status 0
expect_out 'among 0 files'

systoll scan "$SYSTOLL"
expect_status 0
expect_out '^    Harmless: it is systoll itself'

for missing in proc sys; do
    [ "${SANITIZE:-}$missing" != ONproc ] || continue # LeakSanitizer needs it
    without $missing "$SYSTOLL" scan tree/register
    [ "$status" -eq 77 ] || expect_out '^1 file may call'
done

# Under a filter as containers and services have it finds the same.
systoll scan --format json tree
jq 'del(.seconds)' out >want
for filter in "$SYSTOLL with seccomp:small --" "${FILTER:?} container"; do
    # shellcheck disable=SC2086 # several words
    run $filter "$SYSTOLL" scan --format json tree
    [ "$status" -ne 77 ] || continue
    expect_status 1
    expect_silent err
    ok "$last: the same is found" test "$(jq 'del(.seconds)' out)" = "$(cat want)"
done

if [ "$(id -u)" -eq 0 ] && cp "$SYSTOLL" systoll && chmod 755 . systoll tree &&
    setpriv --reuid 65534 --regid 65534 --clear-groups test -x systoll; then
    chmod 600 tree/large
    chmod 700 tree/deep
    run setpriv --reuid 65534 --regid 65534 --clear-groups "$tmp/systoll" scan --format json tree
    expect_status 1
    ok 'what may not be read is counted' jq -e '.unreadable == 2 and .may_call == 6' out
fi

refused 'name files or directories to look through' scan
refused './none can.t be read: No such file' scan ./none
refused "there is no format 'jsn'; did you mean json?" scan --format jsn tree
finish
