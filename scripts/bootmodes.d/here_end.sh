# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2015,SC2016,SC2034,SC2154 # || refuse ends it; jq has variables too; others are those of here
# Sourced by here: how a campaign is put up, and how it ends.

# Where nothing is left to carry on, the unit removes itself.
unit_text() {
    cat <<END_OF_UNIT
# Made by scripts/bootmodes --here, which removes it.
[Unit]
Description=systoll measures boot modes of this machine, one after another
RequiresMountsFor=$store
Wants=remote-fs.target
After=multi-user.target remote-fs.target

[Service]
KillMode=mixed
Restart=on-abnormal
RestartSec=30
TimeoutStopSec=120
StandardOutput=journal+console
StandardError=journal+console
ExecStart=/bin/sh -c 'program=$store/program/scripts/bootmodes; [ ! -e "\$\$program" ] || exec "\$\$program" --here --carry-on; \\
    rm -rf $store $store.ended; rmdir ${store%/*} 2>/dev/null; rm -f $unit_link $unit_file'

[Install]
WantedBy=multi-user.target
END_OF_UNIT
}

install_unit() {
    mkdir -p "$(dirname "$unit_link")" && unit_text | write_lasting "$unit_file" &&
        ln -sf "../$unit" "$unit_link" && sync "$(dirname "$unit_link")"
}

remove_unit() {
    rm -f "$unit_link" "$unit_file.new" "$unit_file" && sync "$(dirname "$unit_file")" "$(dirname "$unit_link")"
}

# The campaign has its own program: no checkout has to be there, or the same, in a later boot.
install_program() {
    local to=$store/program.new
    mkdir -p "$to/scripts" "$to/build" &&
        cp -r "$root/scripts/bootmodes" "$root/scripts/bootmodes.d" "$root/scripts/temporary.sh" "$root/scripts/plots" "$to/scripts" &&
        cp "$systoll" "$to/build" && chmod -R u+rwX,go+rX,go-w "$to" && find "$to" -exec sync {} + &&
        mv "$to" "$store/program" && sync "$store"
}

adopt_first_state() {
    local first
    first=$(first_state) && first=$(jq -r "$facts" <<<"$first") && absorb "$first"
}

# The state comes last: without it the unit undoes the rest.
put_up() {
    mkdir -p "${store%/*}" && mkdir "$store" 2>/dev/null ||
        fail 2 "can't make $store, or another campaign has just been started"
    trap '' INT TERM HUP # it is put up whole, or not at all
    chmod 755 "$store" && sync "${store%/*}" && take_lock
    if make_result && install_unit && install_program && adopt_first_state && "${via}_install" && keep_state; then
        return
    fi
    give_up "the campaign can't be put up"
}

# Where its log is missing later, the folder is on a disk that isn't there.
make_result() { mkdir -p "$dir" && : >"$dir/campaign.log" && sync "$dir/campaign.log" "$dir" "$(dirname "$dir")"; }

give_up() { # REASON
    remove_all || fail 2 "$1, and not all of it could be removed; see above, and --here --undo"
    rm -f "$dir/campaign.log" && rmdir "$dir" 2>/dev/null
    fail 2 "$1, and nothing of it is left; see above"
}

start_unit() { systemctl daemon-reload && systemctl start --no-block "$unit"; }

# Everything, in an order in which it can be cut off at any place and done again.
remove_all() {
    local result=0
    grub_remove || result=1
    [ -z "$state" ] || [ "${is[via]}" != kexec ] || kexec_remove || result=1
    [ $result = 0 ] || { log "what belongs to the campaign can't all be removed from /boot/grub"; return 1; }
    rm -rf "$store.ended"
    [ ! -e "$store" ] || mv "$store" "$store.ended" || return
    rm -rf "$store.ended" || return
    [ ! -e "${store%/*}" ] || { rmdir --ignore-fail-on-non-empty "${store%/*}" && sync "$(dirname "${store%/*}")"; }
    remove_unit || { log "$unit_file can't be removed"; return 1; }
    systemctl daemon-reload 2>/dev/null
    state=
}

# It can't go on: disarmed, and in the machine's own mode, with its state for --resume or --undo.
halt() { # REASON
    trap '' TERM
    log "it can't go on: $1; --here --resume goes on, --here --undo removes what is left"
    change '.phase = "halted" | .why = $why' --arg why "$1" 2>/dev/null
    "${is[via]}_remove" || log "what is armed, or GRUB's entries, can't be removed"
    remove_unit || log "$unit_file can't be removed"
    ! in_campaign || ask_for reboot
    exit 1
}

# First back into the machine's own mode, then the comparison, then nothing is left.
finish() {
    [ "${is[phase]}" = ending ] || change '.phase = "ending"' || halt "can't write $state_file"
    "${is[via]}_remove" || log "what is armed, or GRUB's entries, can't be removed"
    if in_campaign && [ "${is[homeward]}" = false ]; then
        change '.homeward = true' || halt "can't write $state_file"
        log "booting the machine's own mode"
        leave_boot reboot
    fi
    ! in_campaign || log "the machine is still in a mode of the campaign; reboot it"
    compare_boots || halt "the records in ${is[dir]} can't be compared"
    log "ended: ${is[progress]}; the result is in ${is[dir]}"
    sync
    remove_all
}

# systemctl stop has the unit note that the boot is taken again; ending takes it from there.
stop() {
    demand_campaign
    systemctl stop "$unit" 2>/dev/null
    take_lock
    read_state || fail 1 "$state_file is missing or damaged; --here --undo removes what is left"
    change '.phase = "ending" | .homeward = false' || fail 1 "can't write $state_file; --here --undo removes what is left"
    disarm || fail 1 "the entry for the next boot can't be unset; mount /boot writable"
    again "the campaign ends: the machine goes back into its own mode, then what there is is compared, in ${is[dir]}"
}

resume() {
    demand_campaign
    ! systemctl is-active -q "$unit" || fail 1 "the campaign is under way; --here --status says how far"
    take_lock
    read_state || fail 1 "$state_file is missing or damaged; --here --undo removes what is left"
    if [ "${is[phase]}" != ending ]; then
        change '.phase = "planned" | .why = null | .reboots = 0' || fail 1 "can't write $state_file"
        "${is[via]}_install" || fail 1 "what it boots by can't be put up; --here --undo removes what is left"
    fi
    again "the campaign goes on: ${is[progress]}"
}

again() { # SENTENCE
    install_unit || fail 1 "can't write $unit_file"
    exec {lock}<&-
    start_unit || fail 1 "systemctl can't start $unit"
    echo "$1"
}

# From a rescue shell too, where no systemd answers; and without a state.
undo() {
    check_root
    if [ ! -e "$store" ] && [ ! -e "$store.ended" ] && [ ! -e "$unit_file" ] && ! our_entries; then
        echo "No campaign is here: there is nothing to undo."
        return
    fi
    systemctl stop "$unit" 2>/dev/null
    [ ! -e "$store" ] || take_lock
    read_state || state=
    remove_all || fail 1 \
        "not all could be removed; mount /boot and what is read-only, where grubenv is damaged make one by grub-editenv - create, and do it again"
    echo "Nothing of the campaign is left; its records stay where they are."
    ! in_campaign || echo "This boot is one of it: reboot to be back in the machine's own mode."
}

demand_campaign() {
    check_root
    [ -e "$store" ] || fail 1 "no campaign is under way here"
}

status() {
    if [ ! -e "$store" ]; then
        echo "No campaign is under way here."
        exit 1
    elif ! read_state; then
        echo "A campaign was left half-way, without its state; --here --undo removes what is left."
        exit 1
    fi
    echo "${is[progress]}; the result comes to ${is[dir]}"
    if [ "${is[phase]}" = halted ]; then
        echo "It can't go on: ${is[why]}; --here --resume goes on, --here --undo removes what is left."
        exit 1
    elif [ ! -e "$unit_link" ] || systemctl is-failed -q "$unit"; then
        echo "It was left half-way: its unit is gone or has failed; --here --resume goes on, --here --undo removes what is left."
        exit 1
    fi
    if in_campaign; then
        echo "This boot is one of it."
    else
        echo "This boot is in the machine's own mode."
    fi
}

# What is known of each boot that was measured, and of each that failed, as a line of JSON.
list_results() {
    local i name image mode options record why
    local -a configurations
    mapfile -t configurations < <(list_configurations)
    while IFS='|' read -r i record said why; do
        IFS='|' read -r _ name image mode _ _ _ _ options <<<"${configurations[i]}"
        said=${is[dir]}/boots/$said
        : >"$temp/report.json"
        if [ -n "$record" ]; then
            "$systoll" report --format json "${is[dir]}/$record" >"$temp/report.json" 2>"$temp/said" || : >"$temp/report.json"
        else
            echo "$why" >"$temp/said"
        fi
        result_line
    done < <(jq -r '. as $all | (.boots[] | select(.state == "done") | $all.sides[.side].name as $name |
            [.side, "\($name)/\(.time).jsonl", "\($name)-\(.time)", ""]),
        (.sides | to_entries[] | .key as $i | .value.failures[] | [$i, "", "none", (gsub("[|\n]"; " "))]) |
        map(tostring) | join("|")' <<<"$state")
}

# Of what list_results has found.
result_line() {
    local file from=()
    : >"$temp/empty"
    for file in 2.stdout 3.stdout console.log; do
        [ -e "$said/$file" ] && from+=("$said/$file") || from+=("$temp/empty")
    done
    jq -c -n --arg record "$record" --arg configuration "$name" --arg image "$image" --arg mode "$mode" --arg options "$options" \
        --slurpfile report "$temp/report.json" --slurpfile inspect "${from[0]}" --rawfile check "${from[1]}" --arg accel none \
        --rawfile console "${from[2]}" --rawfile said "$temp/said" --rawfile run "$temp/empty" -f "$parts/gather.jq"
}

# Configurations in the order of the plan, those of one together.
compare_boots() {
    local cpu base dir=${is[dir]}
    make_temporary || return
    list_results | jq -s -c --argjson state "$state" \
        '. as $all | $state.sides[].name as $name | $all[] | select(.configuration == $name)' >"$temp/boots"
    [ -s "$temp/boots" ] || { log "no boot was measured, so nothing is compared"; return; }
    base=$(jq -s -r --arg base "${is[base]}" 'map(.configuration) | if index($base) then $base else .[0] end' "$temp/boots")
    cpu=$(jq -s -r '[.[].report.machine.cpu // empty][0] // "unknown CPU"' "$temp/boots")
    "$parts/compare" "$dir" "$temp/boots" timed "$base" "$cpu" '' || return
    log "compared: $(jq -r '.failures | if . == [] then "nothing went wrong" else join("; ") end' "$dir/comparison.json")"
    "$parts/draw" "$dir" || log "no pictures"
    say_gate
}

# How two of them are judged.
say_gate() {
    local name sides=()
    while IFS='|' read -r _ name _; do
        ! compgen -G "${is[dir]}/$name/*.jsonl" >/dev/null || sides+=("${is[dir]}/$name")
    done < <(list_configurations)
    [ ${#sides[@]} -lt 2 ] || log "to judge one by the other: systoll gate boots ${sides[0]} ${sides[1]}"
}
