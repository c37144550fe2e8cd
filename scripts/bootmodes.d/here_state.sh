# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2015,SC2016,SC2034,SC2154 # || refuse ends it; jq has variables too; others are those of here
# Sourced by here: where a campaign keeps what it needs, and its state, one small file.

# Before every path of the machine: tests have a machine that is made of files.
machine=${SYSTOLL_MACHINE:-}
store=$machine/var/lib/systoll/bootmodes
state_file=$store/state.json
unit=systoll-bootmodes.service
unit_file=$machine/etc/systemd/system/$unit
unit_link=$machine/etc/systemd/system/multi-user.target.wants/$unit
most_failures=2 # of a configuration, which is then given up
state='' lock=''

# The text is on the disk before its name is, and the name before anything is done that rests on it.
write_lasting() { # FILE; the text from standard input
    cat >"$1.new" && chmod 644 "$1.new" && sync "$1.new" && mv "$1.new" "$1" && sync "$(dirname "$1")"
}

# What the state says, by name; of the boot that is armed or under way: side, name, record, said (its
# folder), words and so on.
declare -A is=()
facts='(.boots[.at] as $boot | .sides[$boot.side] as $side | {id, dir, via, base, cmdline, phase, boot_id, homeward, why,
    side: $boot.side, name: $side.name, mode: $side.mode, options: $side.options, kernel: $side.kernel,
    initrd: ($side.initrd // ""), words: $side.words, failures: ($side.failures | length),
    record: "\($side.name)/\($boot.time).jsonl", said: "\($side.name)-\($boot.time)",
    where: "boot \(.at + 1) of \(.boots | length), \($side.name)",
    measured: ([.boots[] | select(.side == $boot.side and .state == "done")] | length),
    next: ([.boots[].state == "planned"] | index(true) // ""), reboots,
    too_many: (.reboots > 3 * (.boots | length) + 9), progress: (
        ([.sides[].failures | length] | add) as $failed | ([.boots[] | select(.state == "given up")] | length) as $given_up |
        "\([.boots[] | select(.state == "done")] | length) of \(.boots | length) boots measured" +
        (if $failed > 0 then ", \($failed) failed" else "" end) +
        (if $given_up > 0 then ", \($given_up) given up" else "" end))} |
    to_entries[] | "\(.key)=\(.value)"), tojson'

# Sets state and what it says, of what a jq with the facts printed; false where that is nothing.
absorb() { # TEXT
    local line
    [ -n "$1" ] || return
    while IFS= read -r line; do
        [[ $line = '{'* ]] && state=$line || is[${line%%=*}]=${line#*=}
    done <<<"$1"
}

# change FILTER [JQ OPTION...]: of the state, in memory and on the disk.
change() {
    local new
    new=$(jq -r "${@:2}" "($1) | $facts" <<<"$state") && absorb "$new" && keep_state
}

keep_state() { write_lasting "$state_file" <<<"$state"; }

# A line for each configuration: its number, name, image, mode, kernel, initrd, whether the kernel is the
# running one, the words of the boot, and the option set.
list_configurations() {
    jq -r '.sides | to_entries[] | .value + {key} | [.key, .name, .image, .mode, .kernel, .initrd // "", .own, .words,
        .options] | map(tostring) | join("|")' <<<"$state"
}

# Nobody but root, or who reads it, can have written it.
believable() { # FILE
    local owner mode
    [ -f "$1" ] && [ ! -L "$1" ] && read -r owner mode < <(stat -c '%u %a' "$1") || return
    [[ $owner = 0 || -O $1 ]] && (((0$mode & 022) == 0))
}

# Sets state and what it says. False where there is none, or one that isn't whole.
read_state() {
    local read
    believable "$state_file" && read=$(jq -r 'select(. as $all |
        .schema == "systoll.campaign/1" and (.id | test("^[0-9a-f]{8}$")) and (.dir | test("^/[^\n]*$")) and
        (.via | test("^(grub|kexec)$")) and (.phase | test("^(planned|armed|measuring|ending|halted)$")) and
        all(.sides[]; (.name | test("^[A-Za-z0-9._+=,-]+$")) and (.mode | test("^[a-z]+$")) and
            (.failures | type == "array")) and
        all(.boots[]; .side < ($all.sides | length) and (.time | type == "number") and (.state | type == "string")) and
        .at < (.boots | length)) | '"$facts" "$state_file" 2>/dev/null) && absorb "$read"
}

boot_id() { cat "$machine/proc/sys/kernel/random/boot_id"; }

# The number of the configuration that this boot was started as; nothing where it is the machine's own.
side_here() {
    sed -n "s/.* systoll\\.campaign=${is[id]}\\.\\([0-9]*\\) .*/\\1/p" <<<" $(cat "$machine/proc/cmdline") "
}

in_campaign() { grep ' systoll\.campaign=' <<<" $(cat "$machine/proc/cmdline")" >/dev/null; }

# To the journal, and to the result as far as that can be written.
log() { # SENTENCE
    local file
    echo "scripts/bootmodes: $1"
    [ -n "$state" ] || return 0
    file=${is[dir]}/campaign.log
    { [ -e "$file" ] && echo "$(date -u +%FT%TZ) $1" >>"$file" && sync "$file"; } 2>/dev/null || true
}

# One at work at a time, in the unit or by hand; those who end are waited for. Nobody else can open it.
take_lock() {
    [ -e "$store/lock" ] || (umask 077 && : >>"$store/lock")
    { exec {lock}<"$store/lock"; } 2>/dev/null && flock -w 60 "$lock" ||
        fail 2 "another scripts/bootmodes --here is at work here; try again"
}

free_kib() { df --output=avail -k "$1" 2>/dev/null | tail -n 1; } # FOLDER
