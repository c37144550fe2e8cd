# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2015,SC2016,SC2034,SC2154 # || refuse ends it; jq has variables too; others are those of here
# Sourced by here: where a campaign would not be safe, it is refused with what to do about it.

refuse() { fail 2 "$1"; }

need() { # PROGRAM PACKAGE
    command -v "$1" >/dev/null || refuse "no $1 here; install $2"
}

on_file_system() { findmnt -n -o "$1" --target "$2" | tail -n 1; } # COLUMN PATH

# Changes of it are on a disk, and still there after a boot.
lasts() { # PATH
    local type
    type=$(on_file_system FSTYPE "$1")
    [[ -n $type && ! $type =~ ^(tmpfs|ramfs|overlay|squashfs|devtmpfs)$ ]] ||
        refuse "$1 is on ${type:-an unknown file system}, which a reboot empties; a campaign needs it on a disk"
}

check_root() {
    [ "$(id -u)" = 0 ] || refuse "--here needs root, for it boots the machine"
}

check_system() {
    check_root
    need jq jq
    need findmnt util-linux
    [ -d "$machine/run/systemd/system" ] ||
        refuse "systemd doesn't run here, and a campaign is carried from boot to boot by a unit of it"
    ! systemd-detect-virt -q --container ||
        refuse "this is a container, which has no kernel of its own to boot; start it on the host"
    [ -x "$systoll" ] || refuse "no systoll-static in $SYSTOLL_BUILD; run make"
    ! in_campaign ||
        refuse "this boot was started by an earlier campaign; reboot into the machine's own mode first"
    [ ! -e "$store" ] || refuse \
        "a campaign is under way or was left half-way, as --here --status says; end it by --here --stop, or --here --undo"
    lasts "$machine/var/lib"
    [[ ! ,$(on_file_system OPTIONS "$machine/var/lib"), =~ ,noexec, ]] ||
        refuse "/var/lib is mounted noexec, and the campaign's program is there; mount it without"
    lasts "$machine/etc"
}

# Lines of crypttab that nothing but a person can answer; noauto ones aren't asked for at a boot.
asked_at_boot() {
    awk '!/^[ \t]*(#|$)/ && $4 !~ /(^|,)noauto(,|$)/ && ($3 == "" || $3 == "none" || $3 == "-") &&
        $4 !~ /(^|,)(tpm2-device|swap|plain|random)/ { print $1; exit }' "$machine/etc/crypttab" 2>/dev/null
}

check_passphrase() {
    local device name
    name=$(asked_at_boot)
    [ -z "$name" ] ||
        refuse "$name in /etc/crypttab asks for a passphrase at each boot, and nobody is there to give it"
    device=$(on_file_system SOURCE "$machine/")
    [[ ! $(lsblk -s -n -o TYPE "${device%%[*}" 2>/dev/null) =~ crypt ]] || [ -s "$machine/etc/crypttab" ] ||
        refuse "the root file system is encrypted and /etc/crypttab doesn't say by what it is opened"
}

check_folder() {
    local place
    [[ $dir =~ ^/[A-Za-z0-9_./+@=,:~-]+$ ]] ||
        refuse "-o $dir has characters that a unit can't name; use letters, digits and _./+@=,:~-"
    [[ ! ${dir#"$machine"} =~ ^/(tmp|run|dev|proc|sys)/ ]] ||
        refuse "-o $dir is emptied at each boot; name a folder elsewhere"
    [ -z "$(ls -A "$dir" 2>/dev/null)" ] || refuse "-o $dir isn't empty; name a new folder"
    place=$dir
    while [ ! -e "$place" ]; do place=$(dirname "$place"); done
    [ -d "$place" ] && [ -w "$place" ] || refuse "-o $dir can't be made: can't write to $place"
    lasts "$place"
    for place in "$place" "$machine/var/lib"; do
        (($(free_kib "$place") >= 65536)) || refuse "less than 64 MiB are free on the disk of $place; make room first"
    done
}

check_kernels() {
    local i
    [[ ! " $(cat "$machine/proc/cmdline") " = *' -- '* ]] ||
        refuse "this machine's command line has --, behind which words go to init and not to the kernel; boot without it first"
    for i in "${!names[@]}"; do
        [[ ${kernels_of[i]} =~ ^/[A-Za-z0-9_./+:~-]+$ ]] ||
            refuse "--kernel ${kernels_of[i]} is no path of letters, digits and _./+:~-"
        [ -r "${kernels_of[i]}" ] || refuse "can't read the kernel ${kernels_of[i]}; name one by --kernel FILE"
        [ -z "$(initrd_of "$own_kernel")" ] || [ -n "$(initrd_of "${kernels_of[i]}")" ] ||
            refuse "there is no initrd.img-$(kernel_name "${kernels_of[i]}") beside ${kernels_of[i]}, and the running kernel has one"
    done
}

# What is tried here is that every word of it is one that run knows.
check_run_options() {
    local word
    for word in ${run_options[@]+"${run_options[@]}"}; do
        [[ ! $word =~ ^(-o|--o|--output|--exact$|-h$|--help$) ]] ||
            refuse "$word after -- isn't for a campaign, which names the records itself and measures time"
    done
    "$systoll" run ${run_options[@]+"${run_options[@]}"} --help >/dev/null 2>"$temp/said" ||
        refuse "the options after -- are not those of a run: $(tail -n 1 "$temp/said")"
}

# As 00_header judges it (check_writable), and stricter: what isn't known is refused.
check_environment() {
    local on
    [ "$(stat -c %s "$environment" 2>/dev/null)" = 1024 ] && grub-editenv "$environment" list >/dev/null 2>&1 ||
        refuse "/boot/grub/grubenv is no environment of GRUB; make one by: grub-editenv - create"
    on=$(grub-probe --target=fs "$grub" 2>/dev/null) || refuse "grub-probe can't find out what /boot/grub is on; try --via kexec"
    [[ $on =~ ^(ext2|xfs|fat)$ ]] ||
        refuse "GRUB can't write to $on, so /boot/grub/grubenv would keep a mode that is for one boot; try --via kexec"
    on=$(grub-probe --target=abstraction "$grub" 2>/dev/null | tr '\n' ' ')
    [ -z "${on// /}" ] ||
        refuse "GRUB can't write through ${on% } (LVM, RAID, encryption), so /boot/grub/grubenv would keep a mode that is for one boot; try --via kexec"
    [ -w "$environment" ] && [ -w "$grub" ] && [[ ! ,$(on_file_system OPTIONS "$grub"), =~ ,ro, ]] ||
        refuse "/boot/grub is read-only; mount it writable"
    ! grub-editenv "$environment" list | grep '^next_entry=.' >/dev/null ||
        refuse "GRUB has an entry armed for the next boot already; unset it by: grub-editenv - unset next_entry"
}

has_line() { grep -E "$1" "$grub/grub.cfg" >/dev/null; }

check_configuration() {
    [ -r "$grub/grub.cfg" ] || refuse "there is no /boot/grub/grub.cfg to read; try --via kexec"
    has_line '^[[:space:]]*set default="\$\{saved_entry\}"' && has_line '^[[:space:]]*set default="\$\{next_entry\}"' ||
        refuse "GRUB_DEFAULT isn't saved: set GRUB_DEFAULT=saved in /etc/default/grub and run update-grub; or --via kexec"
    ! has_line '^[[:space:]]*set timeout=-1' ||
        refuse "GRUB waits for a key for ever: set GRUB_TIMEOUT in /etc/default/grub to some seconds and run update-grub"
    has_line 'source .*/custom\.cfg' ||
        refuse "/boot/grub/grub.cfg doesn't read custom.cfg, which entries of a campaign stand in: run update-grub with /etc/grub.d/41_custom; or --via kexec"
    [ ! -e "$entries" ] ||
        refuse "/boot/grub/custom.cfg is there already; take it away, or --via kexec"
    [[ $(cat "$machine/proc/cmdline") =~ ^BOOT_IMAGE=[^\ ]+ ]] ||
        refuse "GRUB didn't start the running kernel; reboot by GRUB first, or --via kexec"
    [ -n "$(own_entry)" ] ||
        refuse "no entry of /boot/grub/grub.cfg starts the running kernel with its words; run update-grub and reboot first, or --via kexec"
}

# One search finds the file system of all.
check_places() {
    local i own
    own=$(on_file_system TARGET "$own_kernel")
    for i in "${!names[@]}"; do
        [ "$(on_file_system TARGET "${kernels_of[i]}")" = "$own" ] ||
            refuse "${kernels_of[i]} isn't on the file system of ${own_kernel}; copy it there, or --via kexec"
    done
}

check_grub() {
    need grub-editenv grub-common
    need grub-probe grub-common
    need grub-mkrelpath grub-common
    check_configuration
    check_environment
    check_places
}

# The certificate table of a PE image isn't empty (Microsoft's PE format: optional header at 24, fifth
# of the data directories of PE32+).
signed() { # FILE
    local at size
    at=$(od -An -t u4 -j 60 -N 4 "$1" 2>/dev/null | tr -d ' ')
    [[ $at =~ ^[0-9]{1,6}$ ]] && size=$(od -An -t u4 -j $((at + 24 + 148)) -N 4 "$1" 2>/dev/null | tr -d ' ') && [ "${size:-0}" != 0 ]
}

secure_boot() {
    local file=$machine/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c
    [ -r "$file" ] && [ "$(od -An -t u1 -j 4 -N 1 "$file" | tr -d ' ')" = 1 ]
}

check_kexec() {
    local i lockdown
    need kexec kexec-tools
    lockdown=$(sed -n 's/.*\[\(.*\)\].*/\1/p' "$machine/sys/kernel/security/lockdown" 2>/dev/null)
    [[ -z $lockdown || $lockdown = none ]] ||
        refuse "the kernel is locked down ($lockdown), which forbids kexec; use --via grub"
    [ "$(cat "$machine/proc/sys/kernel/kexec_load_disabled" 2>/dev/null || echo 0)" = 0 ] ||
        refuse "kernel.kexec_load_disabled is 1, which forbids kexec until the next boot; use --via grub"
    [ -e "$loaded" ] || refuse "this kernel has no kexec (CONFIG_KEXEC); use --via grub"
    [ "$(cat "$loaded")" = 0 ] || refuse "a kernel is loaded for kexec already; unload it by: kexec -u"
    for i in "${!names[@]}"; do
        ! secure_boot || signed "${kernels_of[i]}" ||
            refuse "Secure Boot is on and ${kernels_of[i]} isn't signed; use a signed kernel, or --via grub"
    done
}

# Debian's kexec-tools can make each reboot a kexec with the words of the running kernel.
check_reboot() {
    ! grep -q -s -E "^[[:space:]]*LOAD_KEXEC=[\"']?true" "$machine"/etc/default/kexec{,.d/*} ||
        refuse "LOAD_KEXEC=true in /etc/default/kexec has each reboot keep the mode; set it to false"
}

check_safe() {
    check_system
    check_passphrase
    check_folder
    check_kernels
    check_run_options
    check_reboot
    "check_$via"
}
