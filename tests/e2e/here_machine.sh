# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154,SC2317 # tmp and others are those of lib.sh; ok calls
# Sourced by the tests of scripts/bootmodes --here, behind lib.sh: a machine that is made of files below
# $m, with GRUB, systemd and systoll-static played by scripts in the PATH. Nothing of it is this machine.
command -v jq >/dev/null || skip_all 'no jq here'
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/scripts
data=$scripts/../tests/data
m=$tmp/m
release=$(uname -r)
store=$m/var/lib/systoll/bootmodes
export SYSTOLL_MACHINE=$m SYSTOLL_BUILD=$tmp/build PATH=$tmp/bin:$PATH

# program NAME: its text from standard input.
program() {
    { echo '#!/bin/bash' && cat; } >"$tmp/bin/$1" && chmod +x "$tmp/bin/$1"
}

make_files() {
    mkdir -p "$m"/{proc/sys/kernel/random,run/systemd/system,boot/grub,etc/systemd/system/multi-user.target.wants,var/lib,srv} \
        "$m"/sys/{devices/system/clocksource/clocksource0,kernel}
    echo "BOOT_IMAGE=/boot/vmlinuz-$release root=UUID=1 ro quiet" >"$m/proc/cmdline"
    echo '1000.00 1.00' >"$m/proc/uptime"
    echo 'cpu  1 2 3 4 5 6 7 0 9 10' >"$m/proc/stat"
    echo boot-0 >"$m/proc/sys/kernel/random/boot_id"
    echo tsc >"$m/sys/devices/system/clocksource/clocksource0/current_clocksource"
    echo 0 >"$m/sys/kernel/kexec_loaded"
    echo kernel >"$m/boot/vmlinuz-$release"
    echo initrd >"$m/boot/initrd.img-$release"
    echo kernel >"$m/boot/vmlinuz-9.9"
    echo initrd >"$m/boot/initrd.img-9.9"
    cat >"$m/boot/grub/grub.cfg" <<END
if [ "\${next_entry}" ] ; then
   set default="\${next_entry}"
   set next_entry=
   save_env next_entry
   set boot_once=true
else
   set default="\${saved_entry}"
fi
set timeout=0
menuentry 'rescue' {
	linux	/boot/vmlinuz-$release root=UUID=1 ro single
	initrd	/boot/initrd.img-$release
}
submenu 'Advanced' {
	menuentry 'own' --class os \$menuentry_id_option 'gnulinux-1' {
		savedefault
		insmod ext2
		if [ x\$feature = xy ]; then
		  search --no-floppy --fs-uuid --set=root 1
		fi
		linux	/boot/vmlinuz-$release root=UUID=1 ro  quiet
		initrd	/boot/initrd.img-$release
	}
}
  source \${config_directory}/custom.cfg
END
    grub-editenv "$m/boot/grub/grubenv" create
}

# GRUB's environment is text, filled up with # to 1024 bytes.
make_grub() {
    program grub-editenv <<'END'
file=$1 kept=''
fill() { { echo '# GRUB Environment Block' && cat; printf '#%.0s' {1..1024}; } | head -c 1024 >"$file.filled" && cat "$file.filled" >"$file" && rm "$file.filled"; }
[ "$2" = create ] || grep -a -q '^# GRUB Environment Block$' "$file" || { echo 'invalid environment block' >&2; exit 1; }
[ "$2" = create ] || kept=$(grep -a '^[a-z_]*=' "$file")
case $2 in
create) fill </dev/null ;;
list) [ -z "$kept" ] || echo "$kept" ;;
set) { grep -v "^${3%%=*}=" <<<"$kept"; echo "$3"; } | grep . | fill ;;
unset) grep -v "^$3=" <<<"$kept" | grep . | fill ;;
esac
END
    program grub-probe <<END
cat "$tmp/answers/\${1#--target=}" 2>/dev/null || case \$1 in *fs) echo ext2 ;; esac
END
    program grub-mkrelpath <<END
echo "\${1#"$m"}"
END
    program kexec <<END
echo "kexec \$*" >>"$tmp/log"
END
}

make_system() {
    local each
    program id <<<'echo 0'
    for each in sync fsfreeze systemd-inhibit; do program "$each" <<<:; done
    # Waiting takes no time here, and the machine's clock goes 60 times as fast.
    program sleep <<<"echo \"\$((\$(cut -d . -f 1 '$m/proc/uptime') + 60 * \$1)).00 1.00\" >'$m/proc/uptime'"
    for each in systemd-detect-virt gnuplot; do program "$each" <<<'exit 1'; done
    program dmesg <<END
echo "[    0.000000] Linux version"
cat "$tmp/kernel-log" 2>/dev/null
END
    program df <<<'printf "Avail\n9999999\n"'
    program lsblk <<<'echo part'
    program findmnt <<END
cat "$tmp/answers/\$3" 2>/dev/null || case \$3 in FSTYPE) echo ext4 ;; TARGET) echo / ;; SOURCE) echo /dev/sda1 ;; OPTIONS) echo rw ;; esac
END
    program systemctl <<END
case "\$*" in
is-system-running) echo running ;;
show*Finish*) echo 20000000 ;;
show*Firmware*) echo 5000000 ;;
is-active*) exit 3 ;;
is-failed*) exit 1 ;;
*)
    echo "systemctl \$*" >>"$tmp/log"
    [ "\$*" != "\$(cat "$tmp/refused" 2>/dev/null)" ] ;;
esac
END
}

# The mode is that of the machine's command line, or the one that $tmp/comes-up holds.
make_systoll() {
    program systoll-static <<END
mode=\$(cat "$tmp/comes-up" 2>/dev/null || grep -o 'vsyscall=[a-z]*' "$m/proc/cmdline" | tail -n 1)
case "\$1 \$*" in
*--help | report* | compare*) exec "$SYSTOLL" "\$@" ;;
inspect*) jq -n --arg mode "\${mode#*=}" --arg vdso "\$(cat "$tmp/vdso" 2>/dev/null)" '{
    vsyscall: {\$mode, call: {ended: "returned"}, read: {ended: "SIGSEGV"}},
    vdso: {address: (if \$vdso == "absent" then null else "0x1000" end)}}' ;;
doctor*) jq -n --arg entry "\$(cat "$tmp/entry32" 2>/dev/null)" '{findings: [
    {name: "clocks", seen: "0 entries per call"}, {name: "32-bit entry", seen: "\(\$entry): int 0x80, tried"}]}' ;;
check*) printf 'ok 1 - one\n1..1\n' ;;
run*)
    [ ! -e "$tmp/run-fails" ] || { echo 'systoll run: it failed' >&2; exit 2; }
    [ ! -e "$tmp/run-is-killed" ] || { kill -TERM \$(ps -o ppid= -p \$PPID) && exec tail -f /dev/null; }
    jq -c --arg boot "\$(cat "$m/proc/sys/kernel/random/boot_id")" --arg mode "\${mode#*=}" 'if .machine then
        .machine.rest.boot_id = \$boot | .machine.subject.vsyscall_mode = \$mode | .machine.vsyscall_mode = \$mode
        else .run.seconds = (\$boot | length + now) | .cells[] |= if .ns then .cycles = (.ns | {estimate, lo, hi})
        else . end end' "$data/timed.jsonl" >"\${!#}" ;;
esac
END
    mv "$tmp/bin/systoll-static" "$tmp/build/systoll-static"
}

here() { run "$scripts/bootmodes" --here "$@"; }

# start_kernel: the machine is switched on, and GRUB starts what is armed, for one boot.
start_kernel() {
    local entry words
    echo "boot-$((++powered))" >"$m/proc/sys/kernel/random/boot_id"
    words="BOOT_IMAGE=/boot/vmlinuz-$release root=UUID=1 ro quiet"
    entry=$(grub-editenv "$m/boot/grub/grubenv" list | sed -n 's/^next_entry=//p')
    if [ -n "$entry" ]; then
        grub-editenv "$m/boot/grub/grubenv" set next_entry= # as GRUB's save_env leaves it
        words=$(awk -v id="$entry" '$1 == "menuentry" { here = index($0, " --id " id " ") }
            here && $1 == "linux" { sub(/^[ \t]*linux[ \t]*/, "BOOT_IMAGE="); print }' "$m/boot/grub/custom.cfg")
    fi
    echo "$words" >"$m/proc/cmdline"
}

# power: likewise, and systemd starts the unit. Without that the kernel hung, or panicked.
power() { start_kernel && carry_on; }

carry_on() { [ ! -e "$store/program" ] || run env -u SYSTOLL_BUILD "$store/program/scripts/bootmodes" --here --carry-on; }

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

powered=0
mkdir -p "$tmp/bin" "$tmp/build"
make_grub && make_system && make_systoll && make_files || exit 2
everything >"$tmp/before"
