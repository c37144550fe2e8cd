#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/bootmodes --here: a campaign as a whole, and one that is undone. On a machine of files.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/e2e/here_machine.sh
. "$(dirname "$0")/here_machine.sh"

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
ok 'the page is there' grep -q '<h1>What each boot mode does: .* of this machine</h1>' "$m/srv/out/page.html"
mapfile -t judge < <(log | sed -n 's/^to judge one by the other: systoll //p' | tr ' ' '\n')
run "$SYSTOLL" "${judge[@]}"
expect_out '^2 boots of xonly (A) and 2 of none (B)'
here --status
expect_status 1

# Another kernel beside the running one; undone where it stands.
begin --boots 1 --mode none --kernel "$m/boot/vmlinuz-9.9" --kernel "$m/boot/vmlinuz-$release"
ok 'an entry has the other kernel and its initrd' test "$(grep -c '/boot/\(vmlinuz\|initrd.img\)-9.9' "$m/boot/grub/custom.cfg")" = 2
ok 'the other has the own ones' test "$(grep -c "/boot/\(vmlinuz\|initrd.img\)-$release" "$m/boot/grub/custom.cfg")" = 2
here --undo
expect_status 0
power
over
here --undo
expect_status 0
expect_out 'nothing to undo'
finish
