#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/bootmodes --here: boots that fail, shutdowns and power cuts in the middle, --stop, a /boot that
# becomes read-only: what is measured as what, and that nothing is left. On a machine of files.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/e2e/here_machine.sh
. "$(dirname "$0")/here_machine.sh"

# A boot that never comes up is taken again; at the second failure the mode is given up.
begin --boots 2
start_kernel
power
ok 'the failure is counted' test "$(state '[.sides[] | .failures | length] | join(" ")')" = '1 0'
start_kernel
power
power
until_over
over
ok 'a mode that failed twice is given up' test "$(log | grep -c 'given up after 2')" = 1
ok 'the result says so' jq -e '(.failures | length) >= 1 and all(.failures[]; test("came up without it|did not finish")) and
    ([.boots[] | [.mode, .state, .boots, .failed_boots]] == [["xonly", "failed", 0, 2], ["none", "measured", 2, 0]])' \
    "$m/srv/out/comparison.json"

# A kernel that comes up in another mode is not measured as what was planned.
echo vsyscall=none >"$tmp/comes-up"
begin --boots 1
until_over
rm "$tmp/comes-up"
over
ok 'the mode is tried' test "$(log | grep -c 'failed: the kernel came up in mode none instead of xonly')" = 2
ok 'no record is under the name of another mode' test -z "$(ls "$m"/srv/out/*-xonly)"

# A run that fails; a shutdown in the middle of one, which counts for nothing; a cut in the middle.
begin --boots 1
touch "$tmp/run-fails"
power
rm "$tmp/run-fails"
ok 'a run that fails is a failed boot' test "$(state '.sides[0].failures[0]')" = 'systoll run ended with 2: systoll run: it failed'
touch "$tmp/run-is-killed"
power
rm "$tmp/run-is-killed"
ok 'a shutdown in a measurement counts for nothing' test "$(state '"\(.phase) \(.sides[0].failures | length)"')" = 'planned 1'
power
sed -i 's/"phase":"armed"/"phase":"measuring"/' "$store/state.json"
start_kernel
power
ok 'a measurement that was cut off is a failed boot' test "$(state '[.sides[] | .failures | length] | join(" ")')" = '2 0'
until_over
over

# --stop in the middle: back into the own mode, compared, nothing left.
begin --boots 2
power
here --stop
expect_status 0
ok 'nothing is armed' test -z "$(grub-editenv "$m/boot/grub/grubenv" list)"
carry_on
until_over
over
ok 'what there is is compared' jq -e '[.boots[] | [.mode, .boots]] == [["xonly", 1]]' "$m/srv/out/comparison.json"

# Power cuts between two of its files: without a state it undoes itself.
begin --boots 1
rm "$store/state.json"
power
ok 'it goes back into its own mode' grep -q '^systemctl --no-block reboot$' "$tmp/log"
power
over
begin --boots 1
mv "$store" "$store.ended"
rm -f "$m/boot/grub/custom.cfg"
grub-editenv "$m/boot/grub/grubenv" unset next_entry
sed -n "/^ExecStart=/,/'\$/p" "$m/etc/systemd/system/systoll-bootmodes.service" | tr -d '\\\n' |
    sed "s/^ExecStart=//; s/\\$\\$/\\$/g" >"$tmp/start"
ok 'a unit without anything removes itself' bash "$tmp/start"
over

# By kexec: from kernel to kernel, and back by firmware; GRUB is left alone.
jump() {
    echo "boot-$((++powered))" >"$m/proc/sys/kernel/random/boot_id"
    sed -n 's/.* --command-line=//p' "$tmp/log" | tail -n 1 >"$m/proc/cmdline"
    carry_on
}
program kexec <<<'echo "kexec: no such kernel" >&2; exit 1'
rm -rf "$m/srv/out"
here --yes --via kexec -o "$m/srv/out"
expect_status 2
expect_err 'no such kernel'
expect_err 'nothing of it is left'
over
ok 'no folder for a result is left' test ! -e "$m/srv/out"
make_grub
begin --boots 2 --via kexec -- --quick
ok 'no entry of GRUB is made' test ! -e "$m/boot/grub/custom.cfg" -a -z "$(grub-editenv "$m/boot/grub/grubenv" list)"
ok 'words go behind the own ones' grep -E "^kexec -s -l .*/vmlinuz-$release --initrd=.* --command-line=root=UUID=1 ro quiet panic=30 vsyscall=xonly systoll.campaign=[0-9a-f]{8}.0\$" "$tmp/log"
ok 'it asks for a kexec' test "$(tail -n 1 "$tmp/log")" = 'systemctl --no-block kexec'
jump
power # the next one hung, and somebody switched it off and on
jump
jump
jump
ok 'it goes back by firmware' test "$(tail -n 1 "$tmp/log")" = 'systemctl --no-block reboot'
until_over
over
ok 'each boot is measured, and the hung one counted' jq -e '[.boots[] | [.mode, .boots, .failed_boots]] ==
    [["xonly", 2, 0], ["none", 2, 1]]' "$m/srv/out/comparison.json"
ok 'each record is of its own mode' true_modes

# Read-only in the middle: it stops, and is resumed or undone by hand.
begin --boots 1
program dd <<<'exit 1'
power
rm "$tmp/bin/dd"
here --status
expect_status 1
expect_out "can't go on: .*can't be armed by grub"
ok 'the unit is gone' test ! -e "$m/etc/systemd/system/systoll-bootmodes.service"
power
here --resume
expect_status 0
carry_on
here --undo
expect_status 0
power
over
finish
