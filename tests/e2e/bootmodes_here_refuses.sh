#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/bootmodes --here: what it refuses, each with one sentence, and that neither that nor --dry-run
# changes anything. On a machine of files.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/e2e/here_machine.sh
. "$(dirname "$0")/here_machine.sh"
grub=$m/boot/grub

# refuses WORDS [OPTION...]: exit 2 and one sentence that has the words; nothing is made.
refuses() {
    local words=$1
    shift
    here --dry-run -o "$m/srv/out" "$@"
    [ "$status" -eq 2 ] && [ "$(wc -l <"$tmp/err")" = 1 ] && [ ! -s "$tmp/out" ] && has_text "$tmp/err" "^scripts/bootmodes: .*$words" &&
        [ ! -e "$m/srv/out" ] && [ ! -e "$store" ]
    result $? "refused: $words"
}

# unless FILE TEXT WORDS [OPTION...]: the file, below $m, holds that text meanwhile; '' has it absent.
unless() {
    local file=$m/$1 text=$2
    shift 2
    mkdir -p "$(dirname "$file")"
    [ ! -e "$file" ] || mv "$file" "$tmp/kept"
    [ -z "$text" ] || printf '%b' "$text" >"$file"
    refuses "$@"
    rm -f "$file"
    [ ! -e "$tmp/kept" ] || mv "$tmp/kept" "$file"
}

# answers COLUMN TEXT WORDS [OPTION...]: what findmnt or grub-probe says meanwhile.
answers() {
    mkdir -p "$tmp/answers"
    echo "$2" >"$tmp/answers/$1"
    refuses "${@:3}"
    rm "$tmp/answers/$1"
}

# configured EXPRESSION WORDS: grub.cfg changed by sed.
configured() { unless boot/grub/grub.cfg "$(sed "$1" "$grub/grub.cfg" | sed 's/\\/\\\\/g')" "${@:2}"; }

here --dry-run -o "$m/srv/out" --append 'pti=on quiet' -- --quick
expect_status 0
expect_out 'booted 36 times, 6 times in each of 6 configurations, by grub:'
expect_out "^  5  $release-xonly-pti=on_quiet: panic=30 pti=on quiet vsyscall=xonly\$"
expect_out '^  systoll run --quick$'
expect_out '^Expected: 36 min, for boots of about 57 s'
expect_out '^The records and their comparison come to .*/srv/out$'
ok 'nothing is changed' test ! -e "$m/srv/out" -a ! -e "$m/var/lib/systoll" -a ! -e "$grub/custom.cfg"
here --dry-run --via kexec -o "$m/srv/out" --mode none --boots 2 --kernel "$m/boot/vmlinuz-9.9"
expect_out '^  1  9.9-none: panic=30 vsyscall=none$'
ok 'kexec leaves GRUB alone' test "$(grep -c 'grub' "$tmp/out")" = 0
here -o "$m/srv/out"
expect_err "^scripts/bootmodes: nobody can be asked"
if command -v script >/dev/null; then
    script -qec "$scripts/bootmodes --here --mode none -o $m/srv/out" /dev/null <<<n >"$tmp/asked"
    ok 'it asks, and without a yes nothing is changed' grep 'Nothing was changed' "$tmp/asked"
    ok 'nothing is there' test ! -e "$m/srv/out" -a ! -e "$store"
fi

refuses 'unknown option --nonsense' --nonsense x
refuses 'unknown or lacks its argument' --boots
refuses "not '0'" --boots 0
refuses "not 'native'" --mode native
refuses 'vsyscall, which --mode does' --append 'pti=on vsyscall=none'
refuses "can't have -- in it" --append 'pti=on -- single'
# shellcheck disable=SC2016 # as it is
refuses 'takes words of letters' --append 'x=$(reboot)'
refuses 'takes words of letters' --append "a'b"
refuses "not 'lilo'" --via lilo
refuses 'would be named' --append a --append a
refuses "can't read the kernel" --kernel /nowhere/vmlinuz
refuses 'names the records itself' -- -o x.jsonl
refuses 'not those of a run: .*--lunches' -- --lunches 3
here --stop --undo
expect_err 'exclude each other'
here --stop
expect_status 1
here --resume
expect_status 1

program id <<<'echo 1000'
refuses 'needs root'
program id <<<'echo 0'
program systemd-detect-virt <<<:
refuses 'this is a container'
program systemd-detect-virt <<<'exit 1'
mv "$m/run/systemd" "$tmp/systemd"
refuses "systemd doesn't run here"
mv "$tmp/systemd" "$m/run/systemd"
unless proc/cmdline 'BOOT_IMAGE=/x systoll.campaign=0.0\n' 'an earlier campaign'
answers FSTYPE tmpfs 'which a reboot empties'
answers FSTYPE overlay 'which a reboot empties'
unless proc/cmdline "BOOT_IMAGE=/boot/vmlinuz-$release root=UUID=1 ro quiet -- single\n" 'command line has --'
unless etc/crypttab 'root UUID=1 none luks\n' 'asks for a passphrase' --via kexec
unless etc/crypttab 'root UUID=1 /key luks\nswap /dev/x none noauto\nhome UUID=2 - luks\n' 'home in /etc/crypttab'
program lsblk <<<'echo "part crypt"'
refuses "doesn't say by what it is opened"
program lsblk <<<'echo part'
program df <<<'printf "Avail\n9999\n"'
refuses 'less than 64 MiB'
program df <<<'printf "Avail\n9999999\n"'
unless etc/default/kexec 'LOAD_KEXEC=true\n' 'LOAD_KEXEC=true'
unless etc/default/kexec ' LOAD_KEXEC="true"\n' 'LOAD_KEXEC=true'
mkdir -p "$m/etc/default/kexec.d"
unless etc/default/kexec.d/own 'LOAD_KEXEC=true\n' 'LOAD_KEXEC=true'
answers OPTIONS 'rw,noexec' 'is mounted noexec'

# shellcheck disable=SC2016 # GRUB's variable
configured 's/\${saved_entry}/0/' 'set GRUB_DEFAULT=saved'
# shellcheck disable=SC2016 # GRUB's variable
configured 's/default="\${next_entry}"/x=1/' 'set GRUB_DEFAULT=saved'
configured 's/set timeout=0/set timeout=-1/' 'set GRUB_TIMEOUT'
configured /custom.cfg/d "doesn't read custom.cfg"
configured 's/ro  quiet/ro/' 'no entry of /boot/grub/grub.cfg starts the running kernel'
unless boot/grub/custom.cfg 'set x=1\n' 'custom.cfg is there already'
unless proc/cmdline 'root=UUID=1 ro quiet\n' "GRUB didn't start"
unless boot/grub/grubenv 'short\n' 'no environment of GRUB'
grub-editenv "$grub/grubenv" set next_entry=other
refuses 'armed for the next boot already'
grub-editenv "$grub/grubenv" unset next_entry
answers fs btrfs "can't write to btrfs"
answers abstraction 'lvm diskfilter' "can't write through lvm"
answers OPTIONS 'ro,relatime' 'read-only'

unless sys/kernel/security/lockdown 'none [integrity] confidentiality\n' 'locked down (integrity)' --via kexec
unless proc/sys/kernel/kexec_load_disabled '1\n' 'kexec_load_disabled' --via kexec
unless sys/kernel/kexec_loaded '1\n' 'loaded for kexec already' --via kexec
unless sys/kernel/kexec_loaded '' 'has no kexec' --via kexec
mkdir -p "$m/sys/firmware/efi/efivars"
printf '\6\0\0\0\1' >"$m/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
refuses "isn't signed" --via kexec
# An image with a certificate table: its offset stands at 60, the table's size 172 behind the header's begin.
{ head -c 60 /dev/zero && printf '\100\0\0\0' && head -c 172 /dev/zero && printf '\0\1\0\0'; } >"$m/boot/vmlinuz-$release"
here --dry-run --via kexec -o "$m/srv/out"
expect_status 0
finish
