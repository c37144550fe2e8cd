#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# inspect against /proc and the kernel's own words: this process, another one, a 32-bit one, one
# that may not be read, and what is no process at all.
# shellcheck source-path=SCRIPTDIR
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
until [ "$(cat "/proc/$other/comm")" = sleep ]; do sleep 0.05; done
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
if gcc -m32 -static -nostdlib -ffreestanding -fno-pie -no-pie -fno-stack-protector \
    -o "$tmp/pause" "$tmp/pause.c" 2>/dev/null; then
    "$tmp/pause" &
    pause=$!
    sleep 0.2
    if kill -0 "$pause" 2>/dev/null; then
        systoll inspect "$pause"
        expect_status 0
        expect_out '32-bit process'
        expect_no_out '+0x'
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
if gcc -pthread -o "$tmp/leader" "$tmp/leader.c" 2>/dev/null; then
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
if gcc -w -o "$tmp/forge" "$tmp/forge.c" 2>/dev/null; then
    "$tmp/forge" &
    forger=$!
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
