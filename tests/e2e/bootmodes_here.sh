#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/bootmodes --here, a campaign as a whole: what each boot is measured as, boots that fail, cuts,
# what is left at the end. On a machine of files; tests/guest has it on one of QEMU's.
# shellcheck source-path=SCRIPTDIR disable=SC2317 # called by ok
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/e2e/here_machine.sh
. "$(dirname "$0")/here_machine.sh"

# everything: the machine's files that a campaign may change, as one text.
everything() { (cd "$m" && find boot etc var -type f -exec sha256sum {} + | sort -k 2 && find boot etc var ! -type f | sort); }

begin() { # OPTION...: a campaign of two modes into $m/srv/out
    rm -rf "$m/srv/out"
    here --yes --mode xonly,none -o "$m/srv/out" "$@"
    expect_status 0
    carry_on
}

# until_over: boots go on until nothing is left that would go on.
until_over() {
    local i
    for ((i = 0; i < 20; i++)); do
        [ -e "$m/etc/systemd/system/systoll-bootmodes.service" ] || return 0
        power
    done
}

# over: nothing of the campaign is left, and the machine is in its own mode.
over() {
    everything >"$tmp/after"
    ok 'each file is as it was' cmp "$tmp/before" "$tmp/after"
    ok 'it ends in its own mode' test "$(cat "$m/proc/cmdline")" = "BOOT_IMAGE=/boot/vmlinuz-$release root=UUID=1 ro quiet"
}

# true_modes: each record is of the mode that its folder is named after.
true_modes() {
    local file
    for file in "$m"/srv/out/*/[0-9]*.jsonl; do
        [[ $file == *-"$(jq -r 'select(.type == "manifest") | .machine.vsyscall_mode' "$file")"/* ]] || return
    done
}

log() { sed 's/^[^ ]* //' "$m/srv/out/campaign.log"; }
state() { jq -r "$1" "$store/state.json"; }

mkdir -p "$m/etc/systemd/system/multi-user.target.wants"
everything >"$tmp/before"

# Two modes, twice each, forwards and backwards.
begin --boots 2 -- --quick
ok 'the entry of the first boot is armed' test "$(state .phase)" = armed
ok 'a second campaign is refused' test "$(here --yes -o "$m/srv/other" && echo "$status")" = 2
expect_err 'is under way or was left half-way'
ok 'the refused one left no folder' test ! -e "$m/srv/other"
here --status
expect_status 0
expect_out '^0 of 4 boots measured; the result comes to '
entry=$(grub-editenv "$m/boot/grub/grubenv" list)
ok 'the environment keeps its size' test "$(stat -c %s "$m/boot/grub/grubenv")" = 1024
ok 'an entry of its own is armed' grep -e "--id ${entry#next_entry=} " "$m/boot/grub/custom.cfg"
ok 'words go behind the own ones' grep -P "^\t*linux\t/boot/vmlinuz-$release root=UUID=1 ro  quiet panic=30 vsyscall=xonly systoll.campaign=[0-9a-f]{8}\.0$" "$m/boot/grub/custom.cfg"
ok 'no entry is saved as the default' test "$(grep -c savedefault "$m/boot/grub/custom.cfg")" = 0
power
expect_out '1 of 4.*wrote .*-xonly/1.jsonl$'
ok 'what it was armed as is unset while it is measured' test "$(state .at)" = 1
until_over
over
ok 'boots alternate' test "$(log | sed -n 's/.*wrote .*-\(.*\).jsonl$/\1/p' | paste -sd ' ')" = 'xonly/1 none/1 none/2 xonly/2'
ok 'each record is of its own mode' true_modes
ok 'the comparison is that of guests, of the machine itself' jq -e '.schema == "systoll.bootmodes/1" and .failures == [] and
    .qemu == null and .unit == "ns" and ([.boots[] | [.mode, .boots, .failed_boots, .emulated]] == [["xonly", 2, 0, false], ["none", 2, 0, false]])
    and all(.cells[]; .ns.boots == 2 and .cycles.boots == 2)' "$m/srv/out/comparison.json"
ok 'the table has cycles' grep ', cycles per call (AMD EPYC)$' "$m/srv/out/table.txt"
ok 'the page is there' test -s "$m/srv/out/compare.html"
run "$SYSTOLL" gate boots "$m"/srv/out/*-xonly "$m"/srv/out/*-none
expect_out '^2 boots of xonly (A) and 2 of none (B)'
here --status
expect_status 1

# A boot that never comes up is taken again; at the second failure the mode is given up.
begin --boots 2
power hangs
power
ok 'the failure is counted' test "$(state '[.sides[] | .failures | length] | join(" ")')" = '1 0'
power hangs
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
power hangs
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
here --undo
expect_status 0
expect_out 'nothing to undo'
finish
