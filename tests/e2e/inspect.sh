#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# inspect against /proc and the kernel's own words: this process, another one, a 32-bit one, one
# that may not be read, and what is no process at all; where much is kept from it. FILTER runs a command
# under a seccomp filter.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # jq's own variables
. "$(dirname "$0")/lib.sh"

# The mode that the shell's own [vsyscall] line says.
mode() {
    case $(sed -n 's/^ffffffffff600000-[^ ]* \(....\) .*/\1/p' /proc/self/maps) in
    r-xp) echo emulate ;;
    --xp) echo xonly ;;
    *) echo none ;;
    esac
}

systoll inspect
expect_status 0
expect_silent err
expect_out "^vsyscall mode of this boot: $(mode)\$"
expect_no_out '  but  '
while read -r name; do
    expect_out "^\\[$name\\] *[0-9a-f]*-[0-9a-f]*  [r-][w-][x-]p  [0-9]* KiB\$"
done < <(sed -n 's/.* \[\(v[a-z_]*\)\]$/\1/p' /proc/self/maps)
awk 'length > 100' "$tmp/out" >"$tmp/long"
ok 'no line is longer than 100 columns' test ! -s "$tmp/long"

sleep 60 &
other=$!
executed "$other" sleep
vdso=$(sed -n 's/^\([0-9a-f]*\)-.* \[vdso\]$/\1/p' "/proc/$other/maps")

systoll inspect "$other"
expect_status 0
expect_out "^Process $other (sleep)"
[ -z "$vdso" ] || expect_out "^  address   0x$vdso\\."
[ -z "$vdso" ] || expect_out '^ *+0x[0-9a-f]* *[0-9]*  LINUX_2.6   __vdso_clock_gettime$'

systoll inspect --format json "$other"
expect_status 0
expect_silent err
if command -v jq >/dev/null; then
    # shellcheck disable=SC2016 # jq's own variables
    ok 'JSON has the same' jq -e --arg mode "$(mode)" --arg vdso "$vdso" --argjson pid "$other" '
        .schema == "systoll.inspect/1" and .pid == $pid and .vsyscall.mode == $mode and
        .vsyscall.agree and ($vdso == "" or .vdso.address == "0x" + $vdso)' "$tmp/out"
    ok 'every line has what it is and how large' jq -e '
        all(.lines[]; (.explanation | length > 0) and .bytes > 0)' "$tmp/out"
fi

# The symbols of that process are those of this one: one image for the whole boot.
offsets() { "$SYSTOLL" inspect "$@" | grep '^ *+0x'; }
ok 'the same symbols everywhere' test "$(offsets)" = "$(offsets "$other")"

if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
    cp "$SYSTOLL" "$tmp/systoll" && chmod 755 "$tmp" "$tmp/systoll"
    run setpriv --reuid 65534 --clear-groups "$tmp/systoll" inspect "$other"
    expect_status 2
    expect_sentence
    expect_err 'may not be read: run it as root'
fi
if setarch -R true 2>/dev/null; then
    run setarch -R "$SYSTOLL" inspect
    expect_status 0
    expect_out 'The address is not random'
fi
kill "$other"

# shellcheck disable=SC2016 # int $0x80
printf 'void _start(void) { for (;;) __asm__ volatile("int $0x80" : : "a"(29)); }\n' >"$tmp/pause.c"
if "$COMPILER" -m32 -static -nostdlib -ffreestanding -fno-pie -no-pie -fno-stack-protector \
    -o "$tmp/pause" "$tmp/pause.c" 2>/dev/null; then
    "$tmp/pause" &
    pause=$!
    executed "$pause" pause
    sleep 0.2
    if kill -0 "$pause" 2>/dev/null; then
        systoll inspect "$pause"
        expect_status 0
        expect_out '32-bit'
        expect_out ' LINUX_2.6   *__vdso_clock_gettime64$'
        kill "$pause"
    fi
fi

# A process whose first thread has ended is alive, and so is its memory.
cat >"$tmp/leader.c" <<'END'
#include <pthread.h>
#include <unistd.h>
static void *stay(void *unused)
{
    for (;;)
        pause();
    return unused;
}
int main(void)
{
    pthread_t thread;
    pthread_create(&thread, 0, stay, 0);
    pthread_exit(0);
}
END
if "$COMPILER" -pthread -o "$tmp/leader" "$tmp/leader.c" 2>/dev/null; then
    "$tmp/leader" &
    leader=$!
    for ((i = 0; i < 100; i++)); do
        [ "$(sed -n 's/^State:\t\(.\).*/\1/p' "/proc/$leader/status")" != Z ] || break
        sleep 0.05
    done
    systoll inspect "$leader"
    expect_status 0
    expect_out '^Process [0-9]* (leader)'
    systoll inspect --format json "$leader"
    expect_out '"class": "ELF64"'
    kill "$leader"
fi

# The address space: whole, in order, and as maps has it.
sleep 60 &
other=$!
executed "$other" sleep
systoll inspect --format json "$other"
if command -v jq >/dev/null; then
    ok 'the address space is whole' jq -e '[.space[].name] as $names | ($names | index("program")) and
        ($names | index("stack")) and ($names | index("kernel")) and
        ([.space[] | select(.name == "[vdso]") | .from] == [.vdso.address | values])' "$tmp/out"
    bytes=0
    while IFS='- ' read -r from to _; do
        [ "$from" = ffffffffff600000 ] || bytes=$((bytes + 0x$to - 0x$from))
    done <"/proc/$other/maps"
    # shellcheck disable=SC2016 # jq's own variables
    ok 'nothing that is mapped is left out' jq -e --argjson bytes "$bytes" \
        '[.space[] | select(.name != "[vsyscall]") | .bytes] | add == $bytes' "$tmp/out"
fi
kill "$other"
systoll inspect
expect_out '^  ffffffffffffffff  +$'
expect_out '^  0000800000000000  | none  \|^  0100000000000000  | none  '
expect_out '^  0000000000000000  +$'
[ "$(mode)" = none ] || expect_out '^  ffffffffff600000  | \[vsyscall\]  *4 KiB  '

# The vDSO's image is an ELF file that other tools read, and its own earlier file alone is replaced.
if [ -n "$vdso" ]; then
    systoll inspect --extract "$tmp/vdso.so"
    expect_status 0
    expect_out 'bytes written to .*vdso.so$'
    systoll inspect --extract "$tmp/vdso.so" $$
    expect_status 0
    if command -v readelf >/dev/null; then
        LC_ALL=C run readelf -aW "$tmp/vdso.so"
        ok 'readelf finds nothing wrong' test ! -s "$tmp/err"
        expect_out ' __vdso_clock_gettime@@LINUX_2.6$'
        readelf -sW --dyn-syms "$tmp/vdso.so" | sed -n 's/^ *[0-9]*: 0*\([0-9a-f]*\) *[0-9]* FUNC .* \(__vdso_[a-z_]*\)@@.*/+0x\1 \2/p' |
            sort -u >"$tmp/want"
        offsets | awk '$NF ~ /^__vdso/ { print $1, $NF }' | sort >"$tmp/got"
        ok 'its symbols are those that inspect shows' cmp -s "$tmp/want" "$tmp/got"
    fi
    printf '\177ELF' >"$tmp/other.so"
    refused 'is no image of a vDSO; remove it' inspect --extract "$tmp/other.so"
    refused 'are tasks of their own: name one of them' inspect --extract x --disassemble time
    if command -v objdump >/dev/null; then
        systoll inspect --disassemble __vdso_time
        expect_status 0
        expect_out '^__vdso_time: [0-9]* bytes at 0x[0-9a-f]*$'
        expect_out '^[0-9a-f]*: ret$'
        systoll inspect --format json --disassemble __vdso_time
        expect_out '"schema": "systoll.code/1"'
        systoll inspect --disassemble __vdso_time "$$"
        expect_status 0
    fi
    refused "there is no symbol or entry 'vdso_tim'; did you mean __vdso_time?" inspect --disassemble vdso_tim
    refused 'there is no symbol or entry' inspect --disassemble LINUX_2.6
    run env PATH=/none "$SYSTOLL" inspect --disassemble time
    expect_status 2
    expect_sentence
    expect_err 'there is no objdump, install binutils'
fi
case $(mode) in
emulate)
    systoll inspect --disassemble vsyscall:time
    expect_out '^ffffffffff600400: mov .*0xc9,%rax$'
    expect_out ': syscall *$'
    ;;
xonly) refused 'vsyscall:time can.t be shown: the page of this boot can.t be read (vsyscall=xonly)' \
    inspect --disassemble vsyscall:time ;;
none) refused 'this boot has no vsyscall page' inspect --disassemble vsyscall:time ;;
esac

# Without /proc a process still knows its own vDSO, and tries the page.
if [ "${SANITIZE:-}" != ON ]; then
    without proc "$SYSTOLL" inspect
    if [ "$status" -ne 77 ] && [ -n "$vdso" ]; then
        expect_status 0
        expect_out "^/proc can't be read, so the lines of this process are not shown\\.\$"
        expect_out "^vsyscall mode of this boot: $(mode)\$"
        expect_out '^ *+0x[0-9a-f]* *[0-9]*  LINUX_2.6   __vdso_clock_gettime$'
        without proc "$SYSTOLL" inspect 1
        expect_status 2
        expect_err '/proc is not mounted, so no other process can be looked at'
        without proc "$SYSTOLL" inspect --extract "$tmp/vdso.so"
        expect_status 0
    fi
fi

# Nothing that it says is from /sys, or kept from it by a filter: the answers are the same.
sleep 60 &
other=$!
executed "$other" sleep
offsets >"$tmp/want"
same() {
    [ "$status" -ne 77 ] || return 0
    expect_status 0
    expect_silent err
    expect_out "^vsyscall mode of this boot: $(mode)\$"
    grep '^ *+0x' "$tmp/out" >"$tmp/got"
    ok "$last: the same symbols" cmp "$tmp/want" "$tmp/got"
}
small=("$SYSTOLL" with seccomp:small -- "$SYSTOLL")
for pid in '' "$other"; do
    without sys "$SYSTOLL" inspect ${pid:+"$pid"}
    same
    run "${small[@]}" inspect ${pid:+"$pid"}
    last="inspect $pid under a seccomp filter"
    same
done
kill "$other"
# Whoever refuses counters and mounts, as containers do, refuses nothing that is needed here.
run "${FILTER:?}" container "$SYSTOLL" inspect
last='inspect in a container'
same

# A process may write to its own vDSO: what it puts there must not reach the terminal as it is.
cat >"$tmp/forge.c" <<'END'
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>
int main(void)
{
    char *image = (char *)getauxval(AT_SYSINFO_EHDR);
    size_t size = 4096; /* all of it or nothing: the kernel doesn't split the line */
    while (image && size < 65536 && mprotect(image, size, PROT_READ | PROT_WRITE))
        size += 4096;
    if (!image || size == 65536)
        return 1;
    for (int i = 0; i < 4080; i++)
        if (!memcmp(image + i, "__vdso_time", 11))
            memcpy(image + i, "\033[31m\377\n", 7);
    return pause();
}
END
if "$COMPILER" -w -o "$tmp/forge" "$tmp/forge.c" 2>/dev/null; then
    "$tmp/forge" &
    forger=$!
    executed "$forger" forge
    sleep 0.2
    if kill -0 "$forger" 2>/dev/null; then
        for format in text json; do
            systoll inspect --format "$format" "$forger"
            expect_status 0
            ok "forged names are printable in $format" test -z "$(tr -d '\n -~' <"$tmp/out")"
        done
        kill "$forger"
    fi
fi

sleep 0 &
gone=$!
wait "$gone"
refused "there is no process $gone" inspect "$gone"
if [ "$(cat /proc/2/comm 2>/dev/null)" = kthreadd ]; then
    refused 'process 2 (kthreadd) has no user memory: it is a kernel thread' inspect 2
fi
refused "PID takes a whole number from 1 to 4194304, not 'abc'" inspect abc
refused "not '0'" inspect 0
refused "not '99999999999999999999'" inspect 99999999999999999999
refused "not ''" inspect ''
refused "unexpected argument '2'" inspect 1 2
refused "there is no format 'jsn'; did you mean json?" inspect --format jsn
refused "there is no format 'zzzz'; there are text and json" inspect --format zzzz
refused "there is no option '--formt'; did you mean --format?" inspect --formt json

if [ -w /dev/full ]; then
    "$SYSTOLL" inspect >/dev/full 2>"$tmp/err"
    status=$?
    : >"$tmp/out"
    last='systoll inspect >/dev/full'
    expect_status 2
    expect_err 'No space left on device'
fi

finish
