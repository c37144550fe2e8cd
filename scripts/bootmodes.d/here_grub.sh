# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2015,SC2016,SC2034,SC2154 # || refuse ends it; jq has variables too; others are those of here
# Sourced by here: boots by entries of GRUB that count for one boot (grub-reboot's next_entry).
# 41_custom has GRUB read custom.cfg, so that nothing of grub.cfg has to change.

grub=$machine/boot/grub
environment=$grub/grubenv
entries=$grub/custom.cfg
entries_mark='# systoll: made by scripts/bootmodes --here, which removes it'

# The entry that is armed, of ours; false where GRUB's environment can't be read.
next_entry() {
    local listed
    listed=$(grub-editenv "$environment" list 2>/dev/null) || return
    sed -n 's/^next_entry=\(systoll-[0-9a-f]*-[0-9]*\)$/\1/p' <<<"$listed"
}

# GRUB reads a file system without replaying its journal: what GRUB is to see has to be in its place.
# Freezing puts it there, where the file system can be frozen; thawed at once, whatever comes.
settle_boot() {
    local mount
    sync "$environment" "$grub" && sync -f "$grub" # so that freezing takes no time
    mount=$(findmnt -n -o TARGET --target "$grub") || return 0
    (
        trap '' INT TERM HUP
        fsfreeze -f "$mount" && { fsfreeze -u "$mount" || fsfreeze -u "$mount"; }
    ) 2>/dev/null || true
}

# Written over, as GRUB itself does: no block of the file moves, so that it is never seen half-written.
overwrite_environment() { # FILE
    [ "$(stat -c %s "$1")" = "$(stat -c %s "$environment")" ] &&
        dd if="$1" of="$environment" conv=notrunc,fsync status=none
}

edit_environment() { # set next_entry=NAME | unset next_entry
    local copy result
    copy=$machine/run/systoll-grubenv # where a full disk does not matter; only root writes there
    cp "$environment" "$copy" && grub-editenv "$copy" "$@" && overwrite_environment "$copy"
    result=$?
    rm -f "$copy"
    return "$result"
}

grub_arm() {
    local entry=systoll-${is[id]}-${is[side]}
    our_entries || grub_install || return # halt takes them away
    edit_environment set "next_entry=$entry" && [ "$(next_entry)" = "$entry" ] && settle_boot
}

# Leaves what another has armed.
grub_disarm() {
    local entry
    if [ ! -e "$environment" ] || ! command -v grub-editenv >/dev/null; then
        [ ! -e "$store/grubenv" ] # or /boot isn't mounted
        return
    fi
    if ! entry=$(next_entry) && [ -e "$store/grubenv" ]; then
        overwrite_environment "$store/grubenv" || return # damaged: as it was at the beginning
        entry=$(next_entry)
    fi
    [ -z "$entry" ] || { edit_environment unset next_entry && settle_boot; }
}

# The inside of the entry of grub.cfg that has started the running kernel with its own words.
own_entry() {
    local image words
    read -r image words < <(tr -s ' \t\n' ' ' <"$machine/proc/cmdline")
    awk -v image="${image#BOOT_IMAGE=}" -v words="${words% }" '
        $1 == "menuentry" { inside = 1; body = ""; found = 0; next }
        inside && /^[ \t]*}[ \t]*$/ { if (found) { printf "%s", body; exit } inside = 0 }
        inside { body = body $0 "\n" }
        inside && $1 == "linux" {
            path = $2; $1 = $2 = ""; gsub(/[ \t]+/, " "); sub(/^ /, ""); sub(/ $/, "")
            found = path == image && $0 == words
        }' "$grub/grub.cfg"
}

# own_entry with another kernel where KERNEL is given, and more words; without what notes a choice.
changed_entry() { # WORDS KERNEL INITRD
    awk -v words="$1" -v kernel="$2" -v initrd="$3" '
        $1 == "savedefault" || $1 == "recordfail" { next }
        $1 == "linux" {
            from = index($0, " " $2) ? index($0, " " $2) + 1 : index($0, "\t" $2) + 1
            print substr($0, 1, from - 1) (kernel ? kernel : $2) substr($0, from + length($2)) " " words; next
        }
        kernel && $1 == "initrd" { if (initrd) print "\tinitrd\t" initrd; next }
        { print }' <<<"$own"
}

# An entry that can't be loaded gives way to the first one.
make_entries() {
    local own number name kernel initrd running words
    own=$(own_entry)
    echo "$entries_mark"
    while IFS='|' read -r number name _ _ kernel initrd running words _; do
        [ "$running" = false ] || kernel='' initrd=''
        [ -z "$kernel" ] || kernel=$(grub-mkrelpath "$kernel") || return
        [ -z "$initrd" ] || initrd=$(grub-mkrelpath "$initrd") || return
        printf "menuentry 'systoll: %s' --id systoll-%s-%d --unrestricted {\n\tset fallback=0\n" "$name" "${is[id]}" "$number"
        changed_entry "$words" "$kernel" "$initrd"
        echo "}"
    done < <(list_configurations)
}

our_entries() { [ "$(head -n 1 "$entries" 2>/dev/null)" = "$entries_mark" ]; }

# From copies, which are made once, in the machine's own mode.
grub_install() {
    [ -e "$store/grubenv" ] || cp "$environment" "$store/grubenv" || return
    [ -e "$store/entries.cfg" ] || make_entries >"$store/entries.cfg" || return
    [ ! -e "$entries" ] || our_entries || return
    write_lasting "$entries" <"$store/entries.cfg" && settle_boot
}

# GRUB unsets it before it boots an entry that is for one boot.
grub_forgets() { ! in_campaign || [ -z "$(next_entry)" ]; }

lists_empty() { grub-editenv "$1" list 2>/dev/null | grep -x next_entry= >/dev/null; } # ENVIRONMENT

# The name is left where GRUB itself has unset it; it goes where it wasn't there before.
forget_name() {
    [ -e "$store/grubenv" ] && lists_empty "$environment" && ! lists_empty "$store/grubenv" || return 0
    edit_environment unset next_entry && settle_boot
}

grub_remove() {
    local result=0
    grub_disarm && forget_name || result=1
    rm -f "$entries.new" || result=1
    if our_entries; then
        rm -f "$entries" && settle_boot || result=1
    fi
    return "$result"
}
