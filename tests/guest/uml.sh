#!/bin/bash
# SPDX-License-Identifier: MIT
# Under user-mode Linux, whose processes have the host's vsyscall page and int 0x80 and a vDSO of its
# own: check finds nothing wrong and says why it skips what it can't know, run measures what there is,
# and what enters the kernel is counted so.
# shellcheck source=scripts/temporary.sh
. "$(cd "$(dirname "$0")/../.." && pwd)/scripts/temporary.sh"
set -u -o pipefail
: "${SYSTOLL_BUILD:?}"
wrong=0

skip() {
    echo "skip: $1"
    exit 77
}

wrong() {
    echo "FAILED: $1" >&2
    wrong=1
}

uml=$(command -v linux.uml) || skip 'no linux.uml; on Debian: apt-get install user-mode-linux'
command -v cpio >/dev/null || skip 'no cpio'
[ -x /bin/busybox ] || skip 'no /bin/busybox'
apart=(unshare --pid --fork --kill-child)
[ "$(id -u)" = 0 ] || apart+=(--user --map-root-user)
"${apart[@]}" true 2>/dev/null || skip 'no namespace to keep it in'
make_temporary || exit 2
trap 'rm -rf "$temp"' EXIT

# Each file of /out goes to standard output after a line with its name.
mkdir -p "$temp/tree"/{proc,sys,dev,out}
cp /bin/busybox "$SYSTOLL_BUILD/systoll-static" "$temp/tree"
cat >"$temp/tree/init" <<'END'
#!/busybox sh
export PATH=/
for name in mount tail cat poweroff; do /busybox ln -s /busybox /$name; done
mount -t proc proc /proc && mount -t sysfs sysfs /sys && mount -t devtmpfs dev /dev
cd /out
echo 'guest: started'
systoll-static check >check 2>&1
echo $? >check.exit
systoll-static run --quick -o record >run 2>&1
echo $? >run.exit
systoll-static report --format json record >report
systoll-static inspect >inspect 2>&1
echo $? >inspect.exit
systoll-static doctor --format json >doctor
echo $? >doctor.exit
for file in *; do echo "guest: file $file" && cat "$file"; done
echo 'guest: done'
poweroff -f
END
chmod +x "$temp/tree/init"
(cd "$temp/tree" && find . | cpio --quiet -o -H newc) >"$temp/initramfs" || exit 2

# Its processes are processes of the host: none outlives the namespace. (The first of one can't end
# itself by a signal, as it does when it panics.)
# shellcheck disable=SC2016 # the inner shell expands it
TMPDIR=$temp HOME=$temp timeout -s KILL 300 "${apart[@]}" sh -c '"$@"; exit' - "$uml" \
    mem=256M initrd="$temp/initramfs" uml_dir="$temp/uml/" con=null con0=null,fd:1 </dev/null 2>&1 |
    tr -d '\r' >"$temp/console"
grep -q '^guest: started' "$temp/console" ||
    skip "it runs no process here: $(grep -m 1 -e 'userspace - ' -e 'Kernel panic' "$temp/console" || tail -n 1 "$temp/console")"
grep -q '^guest: done' "$temp/console" || { cat "$temp/console" && exit 1; }
awk -v to="$temp/out/" '/^guest: done$/ { exit } /^guest: file / { file = to $3; next } file { print >file }' \
    <(mkdir "$temp/out" && cat "$temp/console")
cd "$temp/out" || exit 2

said() { wrong "$1: $(cat "$2")"; } # WHAT FILE

reason='another kernel, as under user-mode Linux, runs this program'
[ "$(cat check.exit)" = 0 ] || said "check: exit $(cat check.exit)" check
grep -A 3 '^not ok' check && wrong 'check: something is not ok'
[ "$(grep -c '^ok [^#]*$' check)" -ge 50 ] || said 'check: fewer than 50 assertions' check
grep "^ok .* - page: .* # SKIP .*$reason" check >/dev/null || said "check: nothing is skipped for '$reason'" check
[ "$(cat run.exit)" = 0 ] || said "run: exit $(cat run.exit)" run
has() { jq -e "$1" "$2" >/dev/null || said "$2 hasn't: $1" "$2"; } # FILTER FILE
has '[.cells[] | select(.path == "syscall") | .state] | length == 6 and all(. == "measured")' report
has '[.cells[] | select(.path == "syscall") | .counters.sys_enter] | all(. == 1)' report
has '[.cells[] | select(.state != "measured") | .reason] | all(length > 5)' report
has 'any(.run.warnings[]; test("not answered in user space: vdso:gettimeofday"))' report
[ "$(cat inspect.exit)" = 0 ] || said "inspect: exit $(cat inspect.exit)" inspect
grep -q 'such as user-mode Linux' inspect || said 'inspect: the absent page is not explained' inspect
[ "$(cat doctor.exit)" = 1 ] || said "doctor: exit $(cat doctor.exit)" doctor
has '.findings[] | select(.name == "clocks") | .verdict == "finding" and (.seen | test("enter the kernel"))' doctor
exit "$wrong"
