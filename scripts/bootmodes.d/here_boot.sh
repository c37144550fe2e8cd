# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2015,SC2016,SC2034,SC2154 # || refuse ends it; jq has variables too; others are those of here
# Sourced by here: what the unit does in each boot.

child='' measuring=no

disarm() { "${is[via]}_disarm"; }

up_seconds() { cut -d . -f 1 "$machine/proc/uptime"; }

# A child that a shutdown, or --stop, ends at once.
run_child() {
    "$@" &
    child=$!
    wait "$child"
    local result=$?
    child=
    return "$result"
}

wait_until() { # SECONDS COMMAND...; false where it isn't so by then
    local end=$(($(up_seconds) + $1))
    shift
    until "$@"; do
        (($(up_seconds) < end)) || return 1
        run_child sleep 1
    done
}

is_up() { [[ ! $(systemctl is-system-running 2>/dev/null) =~ ^(initializing|starting)$ ]]; }

# tsc-early gives way to tsc once its frequency is known.
clock_settled() { [[ ! $(clocksource) =~ ^(tsc-early|.*jiffies)$ ]]; }

# Sets busy and total: what all CPUs have done since boot.
read_cpus() {
    local name user nice system idle iowait irq softirq steal
    read -r name user nice system idle iowait irq softirq steal _ <"$machine/proc/stat"
    busy=$((user + nice + system + irq + softirq + ${steal:-0}))
    total=$((busy + idle + iowait))
}

# 95 % idle over three seconds.
at_rest() {
    local busy total before all
    read_cpus
    before=$busy all=$total
    run_child sleep 3
    read_cpus
    ((20 * (busy - before) <= total - all))
}

# A run that hangs ends some time.
run_limit() { echo $((3 * $(run_seconds) + 1800)); }

# Measures into boots/NAME-TIME, of which the record is moved into its place once it is on the disk.
measure() {
    local why dir record
    dir=${is[dir]} record=${is[dir]}/${is[record]}
    said=$dir/boots/${is[said]}
    (($(free_kib "$dir") >= 1024)) && rm -rf "$said" && mkdir -p "$said" "$(dirname "$record")" ||
        halt "can't write to $dir, or less than 1 MiB is free there"
    wait_until 300 is_up || log "systemd is still starting units; it is measured all the same"
    wait_until 60 clock_settled || log "the clocksource hasn't settled; it is measured all the same"
    run_child timeout -k 10 60 "$systoll" inspect --format json >"$said/2.stdout" 2>"$said/2.stderr" ||
        { failed "systoll inspect ended with $?: $(tail -n 1 "$said/2.stderr")"; return; }
    why=$(ignored | paste -s -d ';' | sed 's/;/; /g')
    [ -z "$why" ] || { failed "$why"; return; }
    [ "${is[measured]}" != 0 ] ||
        run_child timeout -k 10 600 "$systoll" check >"$said/3.stdout" 2>"$said/3.stderr" # once in each configuration
    wait_until 120 at_rest || log "the machine isn't at rest; it is measured all the same"
    mapfile -t run_options < <(jq -r '.run[]' <<<"$state")
    run_child timeout -k 10 "$(run_limit)" "$systoll" run ${run_options[@]+"${run_options[@]}"} -o "$said/record.jsonl" \
        >"$said/1.stdout" 2>"$said/1.stderr" ||
        { failed "systoll run ended with $?: $(tail -n 1 "$said/1.stderr")"; return; }
    dmesg >"$said/console.log" 2>/dev/null
    sync "$said/record.jsonl" && mv "$said/record.jsonl" "$record" &&
        sync "$record" "$(dirname "$record")" "$dir" || halt "can't write $record"
    measured
}

measured() {
    measuring=no
    change '.boots[.at].state = "done" | .phase = "planned"' || halt "can't write $state_file"
    log "${is[where]}: wrote ${is[record]}"
}

# A configuration that has failed twice is not booted again.
failed() { # REASON
    measuring=no
    change '.boots[.at].side as $side | .phase = "planned" | .sides[$side].failures += [$why] |
        if (.sides[$side].failures | length) < $most then . else
            .boots |= map(if .side == $side and .state == "planned" then .state = "given up" else . end) end' \
        --arg why "$1" --argjson most "$most_failures" || halt "can't write $state_file"
    log "${is[where]}: failed: $1"
    [ "${is[failures]}" -lt "$most_failures" ] || log "${is[name]} is given up after $most_failures failures"
}

begin() {
    measuring=yes
    change '.phase = "measuring" | .boot_id = $id' --arg id "$(boot_id)" || halt "can't write $state_file"
    log "${is[where]}: up"
    measure
}

# What became of the boot that was armed, or of the one that was being measured.
look_back() {
    local phase=${is[phase]}
    if [ "${is[boot_id]}" = "$(boot_id)" ]; then # started again by hand
        return
    elif [ "$phase" = measuring ] && [ -e "${is[dir]}/${is[record]}" ]; then
        measured
    elif [ "$phase" = measuring ]; then
        failed "it was cut off while it was measured: a power cut, or the kernel hung or panicked"
    elif [ "$phase" = armed ] && [ "$(side_here)" = "${is[side]}" ]; then
        begin
    elif [ "$phase" = armed ]; then
        failed "the machine came up without it: the kernel did not load, hung or panicked, or a power cut"
    fi
}

# Arms first and notes it then: what was armed and not noted is booted once for nothing. Where anything
# loops, it ends.
next_boot() {
    [ -n "${is[next]}" ] || { finish; return; }
    [ "${is[too_many]}" = false ] || halt "it has booted ${is[reboots]} times, more than it should"
    change '.at = $at | .reboots += 1' --argjson at "${is[next]}" || halt "can't write $state_file"
    "${is[via]}_arm" || halt "${is[name]} can't be armed by ${is[via]}"
    change '.phase = "armed" | .boot_id = $id' --arg id "$(boot_id)" || halt "can't write $state_file"
    log "${is[where]}: booting it"
    [ "${is[via]}" = grub ] || leave_boot kexec
    leave_boot reboot
}

# apt holds up a shutdown while it installs; newer systemd refuse one then.
may_leave() { ! systemd-inhibit --list --no-legend --no-pager 2>/dev/null | grep '[ :]shutdown[ :].* block *$' >/dev/null; }

ask_for() { # reboot | kexec
    systemctl --no-block "$1" || systemctl --no-block --job-mode=replace-irreversibly start "$1.target"
}

leave_boot() { # reboot | kexec
    sync
    wait_until 1800 may_leave || log "a program has held up the shutdown for half an hour; it isn't waited for any longer"
    ask_for "$1" || halt "systemctl $1 failed"
    exit 0
}

# A shutdown by somebody else, or --stop: the boot is taken again, and counts for nothing.
interrupted() {
    trap '' TERM INT HUP
    [ -z "$child" ] || kill "$child" 2>/dev/null
    if [ $measuring = yes ]; then
        change '.phase = "planned"' && log "${is[where]}: interrupted by a shutdown or by hand"
    fi
    exit 0
}

result_is_there() { [ -e "${is[dir]}/campaign.log" ]; }

# What can't be read because nothing can be is left as it is, for --undo.
without_state() {
    state=
    if [ ! -e "$state_file" ] || jq -n 1 >/dev/null 2>&1; then
        log "$state_file is missing or damaged: all that belongs to the campaign is removed"
        remove_all
    else
        log "jq doesn't work, so $state_file can't be read; --here --undo removes what is left"
        grub_remove
        remove_unit
    fi
    ! in_campaign || ask_for reboot
}

carry_on() {
    local forgets=yes
    check_root
    [ -e "$store" ] || fail 1 "no campaign is here"
    trap interrupted TERM INT HUP
    take_lock
    read_state || { without_state; return; }
    [ "${is[boot_id]}" = "$(boot_id)" ] || "${is[via]}_forgets" || forgets=no
    disarm || log "what is armed for the next boot can't be unset"
    wait_until 300 result_is_there || halt "${is[dir]} isn't there, or its campaign.log isn't"
    [ "$forgets" = yes ] || halt "GRUB didn't unset the entry that is for one boot, so a mode that hangs would stay"
    case ${is[phase]} in
    halted) return ;;
    ending) finish ;;
    *)
        look_back
        next_boot
        ;;
    esac
}
