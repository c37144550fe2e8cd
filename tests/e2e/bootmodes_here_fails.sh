#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/bootmodes --here: what a campaign needs fails or goes away in the middle: reboot, /boot, the
# result's disk, a root that can be written to, jq. It comes back into the machine's own mode, keeps what it
# has, and says so. On a machine of files.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/e2e/here_machine.sh
. "$(dirname "$0")/here_machine.sh"

# What asks for a reboot is refused, as while packages are installed: it is asked for in the way that isn't.
begin --boots 1
echo 'systemctl --no-block reboot' | cut -d ' ' -f 2- >"$tmp/refused"
power
rm "$tmp/refused"
ok 'a refused reboot is asked for again' test "$(tail -n 1 "$tmp/log")" = 'systemctl --no-block --job-mode=replace-irreversibly start reboot.target'
ok 'and the campaign goes on' test "$(state .phase)" = armed
until_over
over

# /boot isn't mounted: what is armed there can't be unset, and nobody is told so.
begin --boots 1
mv "$m/boot/grub" "$m/elsewhere"
here --undo
expect_status 1
expect_err 'not all could be removed'
mv "$m/elsewhere" "$m/boot/grub"
here --undo
expect_status 0
over

# The result's disk doesn't come up: nothing is written where it would be.
begin --boots 1
mv "$m/srv/out" "$m/srv/elsewhere"
power
ok 'nothing is put in its place' test ! -e "$m/srv/out"
ok 'it goes back into its own mode' test "$(tail -n 1 "$tmp/log")" = 'systemctl --no-block reboot'
mv "$m/srv/elsewhere" "$m/srv/out"
power
here --status
expect_status 1
expect_out "can't go on: .*/srv/out isn't there"
here --resume
carry_on
until_over
over
ok 'it goes on once it is there' jq -e '.failures == []' "$m/srv/out/comparison.json"

# Nothing can be removed, as on a root that became read-only: it goes back into its own mode all the same.
begin --boots 1
program mv <<<"case \$* in *state.json) exit 1 ;; esac; exec /bin/mv \"\$@\""
program rm <<<"case \$* in *.service*) exit 1 ;; esac; exec /bin/rm \"\$@\""
power
ok 'it goes back into its own mode' test "$(tail -n 1 "$tmp/log")" = 'systemctl --no-block reboot'
/bin/rm "$tmp/bin/mv" "$tmp/bin/rm"
until_over
over

# Programs fail that worked before: nothing is thrown away.
begin --boots 1
program jq <<<'exit 1'
power
rm "$tmp/bin/jq"
ok 'without jq the state is kept' test "$(state .phase)" = armed
ok 'and nothing is armed' test -z "$(grub-editenv "$m/boot/grub/grubenv" list | grep '=.')"
here --resume
carry_on
power
power
TMPDIR=$m/nowhere power
ok 'what can not be compared is kept' test "$(state .why)" = "the records in $m/srv/out can't be compared"
here --resume
carry_on
over
ok 'and compared later' jq -e '.failures == []' "$m/srv/out/comparison.json"

# One that booted too often may go on when somebody says so. Nobody else can hold it up by its lock.
begin --boots 1
ok 'only root can lock it' test "$(stat -c %a "$store/lock")" = 600
jq -c '.reboots = 99 | .phase = "planned"' "$store/state.json" >"$tmp/state" && cp "$tmp/state" "$store/state.json"
power
here --status
expect_out 'it has booted 99 times'
here --resume
carry_on
until_over
over
finish
