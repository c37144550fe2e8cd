#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# check and selftest say nothing false where another kernel release is claimed, something is mapped at
# address 0, RDTSC is forbidden, a filter refuses a call, an emulator stands between, or /proc is
# missing: what they can't know there they skip with a reason. FILTER runs a command under a filter.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
topics=(symbols registers)

# skips_only WHAT COMMAND...: nothing is not ok; the exit code says so.
skips_only() {
    local what=$1
    shift
    run "$@"
    ok "$what: exit 0 or 77" grep -qxE '0|77' <<<"$status"
    expect_no_out '^not ok'
    ok "$what: a plan" grep -q '^1\.\.[1-9]' "$tmp/out"
}

for topic in "${topics[@]}"; do
    setarch --uname-2.6 true 2>/dev/null &&
        skips_only "a 2.6 by its name, $topic" setarch --uname-2.6 "$SYSTOLL" check --only "$topic"
done
if setarch -Z true 2>/dev/null && [ "${SANITIZE:-}" != ON ]; then
    skips_only 'a page at address 0' setarch -Z "$SYSTOLL" check --only pointers
fi
for topic in page timezone registers; do
    skips_only "getcpu refused, $topic" "${FILTER:?}" getcpu "$SYSTOLL" check --only "$topic"
done
skips_only 'getcpu refused' "$FILTER" getcpu "$SYSTOLL" check --only getcpu
expect_out ' # SKIP a seccomp filter refuses it'
skips_only 'int 0x80 refused' "$FILTER" native "$SYSTOLL" check --only int80

# Of no effect where a hypervisor lets RDTSC through; the vDSO's clock faults where it doesn't.
cat >"$tmp/no_tsc.c" <<'END'
#include <sys/prctl.h>
#include <unistd.h>
int main(int argc, char **argv)
{
    (void)argc;
    if (prctl(PR_SET_TSC, PR_TSC_SIGSEGV))
        return 77;
    execv(argv[1], argv + 1);
    return 77;
}
END
if [ -n "${STATIC:-}" ] && "$COMPILER" -o "$tmp/no_tsc" "$tmp/no_tsc.c" 2>/dev/null; then
    for topic in timezone seccomp; do
        skips_only "RDTSC forbidden, $topic" "$tmp/no_tsc" "$STATIC" check --only "$topic"
    done
    run "$tmp/no_tsc" "$STATIC" list
    expect_status 0
    expect_no_out 'failed: SIGSEGV'
    run "$tmp/no_tsc" "$STATIC" selftest
    ok 'RDTSC forbidden: selftest comes to its end' grep -q '^timers ' "$tmp/out"
fi

if command -v qemu-x86_64 >/dev/null && [ "${SANITIZE:-}" != ON ]; then
    skips_only 'qemu-user' qemu-x86_64 "$SYSTOLL" check --only page
    expect_out ' # SKIP an emulator, such as qemu-user, runs this program'
    run qemu-x86_64 "$SYSTOLL" list
    expect_no_out 'failed: '
    expect_out '^int80:getppid  *skipped: .*an emulator, such as qemu-user'
    run qemu-x86_64 "$SYSTOLL" selftest
    expect_status 0
    expect_no_out 'BROKEN'
fi

# shellcheck disable=SC2016
without_proc=(unshare --mount --map-root-user sh -c 'mount -t tmpfs none /proc && exec "$@"' -)
if "${without_proc[@]}" true 2>/dev/null && [ "${SANITIZE:-}" != ON ]; then
    skips_only 'no /proc' "${without_proc[@]}" "$SYSTOLL" check --only page
    ok 'no /proc: the page is checked all the same' grep -q '^ok .*vsyscall+0x400, time' "$tmp/out"
    run "${without_proc[@]}" "$SYSTOLL" selftest
    expect_no_out 'contradict'
    expect_out '^vsyscall .*the line in maps is unknown; .*/proc/self/maps can.t be read'
fi

finish
