# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2015,SC2034,SC2154 # || fail ends it; others are those of scripts/fleet
# Sourced by scripts/fleet: --boot-modes, a campaign of scripts/bootmodes --here on each host. DIR/HOST is its
# result; while DIR/.HOST.started is there, one may be on the host, begun by this folder: DIR/.id is there too.

# Options of bootmodes, and behind a -- of theirs those of run.
check_boot_modes() {
    local before why
    [ -z "$slurm" ] || fail "--slurm and --boot-modes exclude each other: a job ends at a reboot; leave out --slurm"
    [ -z "$again$spread" ] || fail "--boot-modes goes on with a folder by -o DIR; leave out --again and --spread"
    [ -n "$nodeset" ] || fail "--boot-modes reboots hosts, so name them by -w; -w '@*' is all"
    [ -n "$dir" ] || fail "--boot-modes needs -o DIR, for the command is given again with it"
    for ((before = 0; before < ${#options[@]}; before++)); do
        [ "${options[before]}" != -- ] || break
    done
    why=$("$root/scripts/bootmodes" --here --dry-run "${options[@]:0:before}" --help 2>&1 >/dev/null) ||
        fail "BOOTMODES OPTION: ${why#scripts/bootmodes: }"
    check_run_options "${options[@]:before+1}"
}

prepare_boot_modes() {
    local host id
    [ -s "$dir/.id" ] || echo "$token" >"$dir/.id" || fail "can't write to $dir; name another folder by -o DIR"
    id=$(cat "$dir/.id")
    [[ $id =~ ^[0-9a-f]{32}$ ]] || fail "$dir/.id is damaged; name another folder by -o DIR"
    for host in "${hosts[@]}"; do
        [[ ! $host =~ ^(modes|options)$ ]] ||
            fail "$dir/$host isn't for a host; give that host another name in ssh_config"
        [ -d "$dir/$host" ] && [ ! -e "$dir/.$host.started" ] || echo "$host"
    done >"$temp/hosts"
    tar -chf "$temp/sent.tar" --owner=0 --group=0 --mode=u+rwX,go+rX,go-w -C "$(dirname "$program")" systoll-static \
        -C "$root" scripts/bootmodes scripts/bootmodes.d scripts/temporary.sh scripts/plots || fail "can't write to $temp"
    {
        echo "token=$token id=$id size=$(stat -c %s "$temp/sent.tar")"
        echo "set --$(quoted ${options[@]+"${options[@]}"})"
        cat "$parts/boot_modes_remote.sh"
    } >"$temp/head" || fail "can't write to $temp"
    FLEET_HOST=$parts/boot_modes_host
}

# The host's first two boots of each configuration, as systoll fleet takes them.
link_modes() { # HOST
    local side name records to
    for side in "$dir/$1"/*/; do
        records=("$side"[0-9]*.jsonl)
        [ -e "${records[0]}" ] || continue
        name=$(basename "$side") to=$dir/modes/$(basename "$side")
        mkdir -p "$to/2" && ln -sfn "../../$1/$name/${records[0]##*/}" "$to/$1.jsonl" &&
            { [ ${#records[@]} -lt 2 ] || ln -sfn "../../../$1/$name/${records[1]##*/}" "$to/2/$1.jsonl"; } ||
            fail "can't write to $to"
    done
}

# What the campaigns say at their end, where something went wrong in one.
look_at_results() {
    local host said
    for host in "${hosts[@]}"; do
        [ -d "$dir/$host" ] && [ ! -e "$dir/.$host.started" ] || continue
        said=$(sed -n 's/^[^ ]* compared: //p' "$dir/$host/campaign.log" | tail -n 1 | tr -cd '[:print:]' | head -c 200)
        if [ -z "$said" ] || ! compgen -G "$dir/$host/*/[0-9]*.jsonl" >/dev/null; then
            bad=$((bad + 1))
            printf '%s\t%s\n' "no result: ${said:-see its campaign.log}; remove its folder in $dir to begin again" "$host" \
                >>"$temp/failed"
            continue
        fi
        there=$((there + 1))
        [ "$said" = 'nothing went wrong' ] || printf '%s\t%s\n' "$said" "$host" >>"$temp/results"
        link_modes "$host"
    done
}

end_boot_modes() {
    local mode there=0
    : >"$temp/results"
    look_at_results
    fold Failed <"$temp/failed"
    fold Running <"$temp/under_way"
    fold Result <"$temp/results"
    echo "$there of ${#hosts[@]} hosts done, $under_way under way, $bad failed"
    [ "$bad" -eq 0 ] || exit 2
    [ "$under_way" -eq 0 ] || exit 3
    echo "To compare the hosts in each mode:"
    for mode in "$dir/modes"/*; do
        echo "  systoll fleet $mode"
    done
    exit 0
}
