#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# cuts.sh grub|kexec CAMPAIGNS [SEED]: campaigns in which the power goes up to ten times each: at six random times, before
# two random commands of the campaign's program, and before two that write what a campaign rests on. However often,
# each ends whole or is undone, no mode is measured under another's name, and no record is lost.
# shellcheck source=tests/disk/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=tests/disk/judge.sh
. "$at/judge.sh"
via=${1:?cuts.sh grub or kexec} campaigns=${2:?cuts.sh grub or kexec, and how many}
RANDOM=${3:-$$}
echo "cuts: seed ${3:-$$}"
needs_disk

# What is on the disk while each is about to run differs from what it was before and will be after.
# shellcheck disable=SC2016 # patterns of the program's own text
moments=('mv "$1.new" "$1"' 'cat > "$1.new"' 'sync "$1.new"' 'dd if="$1" of="$environment"*' 'settle_boot' 'fsfreeze -u*'
    'leave_boot reboot' 'mv "$said/record.jsonl"*' 'sync "$record"*' 'measured' 'rm -f "$entries"' 'mv "$store" "$store.ended"'
    'rm -f "$unit_link"*' 'mv "$to" "$store/program"' 'keep_state')

# A cut of either kind in one of the first boots: BASH COMMAND, for the guest.
random_command() { echo "$((RANDOM % 7 + 1)) $((RANDOM % 600 + 1))"; }
random_moment() { echo "$((RANDOM % 7 + 1)) ${moments[RANDOM % ${#moments[@]}]}"; }

# The power goes and comes; in vain where the guest is off already.
take_power() { # FOLDER WHY
    is_on || return
    power_cut
    cuts=$((cuts + 1))
    echo "cut: $2" >>"$1/said.log"
    power_on "$1"
}

campaign() { # NAME
    local in=$temp/$1 until=$((SECONDS + 3600)) due=$((SECONDS + 20 + RANDOM % 100)) seen=0 timed=0
    { random_command && random_command && random_moment && random_moment; } | sort -u -n -k 1,1 >"$temp/cuts"
    make_guest "$1" "$temp/cuts" <<END
begin() { bootmodes --yes --boots 1 --via $via -o /root/out -- $short_run; }
at_boot() { # begins once more where the first command was cut off
    while [ -e "\$unit" ] && [ ! -e "\$state/program" ]; do sleep 1; done # it removes itself
    [ ! -e "\$unit" ] || return 0
    [ ! -e "\$state" ] || try undo bootmodes --undo
    [ -s /root/out/campaign.log ] || { rm -rf /root/out && try begin begin; }
}
END
    power_on "$in"
    while is_on && ((SECONDS < until)); do
        if [ "$(grep -a -c '^cut: bash' "$in/said.log")" -gt $seen ]; then
            seen=$((seen + 1))
            take_power "$in" 'as it says'
        elif ((SECONDS >= due)); then
            take_power "$in" 'at a random time'
            due=$((++timed == 6 ? until : SECONDS + 10 + RANDOM % 100))
        fi
        sleep 0.5
    done
    wait_off 1 || wrong "$in: it takes over an hour"
    bring_out "$in"
    sound "$in"
    whole_or_undone "$in"
    echo "cuts: $1: $(paste -sd , "$temp/cuts"): $outcome, $cuts cuts so far, $SECONDS s"
    show "$in"
    rm -rf "$in"
}

# Sets outcome. Undone is what was cut off before it began; whole, where each boot was measured or given up.
whole_or_undone() { # FOLDER
    local log=$1/result/out/campaign.log
    if tail -n 1 "$log" 2>/dev/null | grep 'ended: \|to judge' >/dev/null; then
        outcome=whole
        records=$(find "$1/result/out" -name '[0-9]*.jsonl' | wc -l)
        [ "$records" -eq 3 ] || outcome="$records of 3 boots measured, the others given up"
        [ "$records" -eq 3 ] || grep 'given up after' "$log" >/dev/null || wrong "$1: $records records, and nothing is given up"
    elif [ ! -s "$log" ]; then
        outcome='undone, before anything was booted'
    else
        outcome='undone'
        [ -e "$1/extra/undo.out" ] || wrong "$1: it did not end, and nobody undid it"
    fi
}

cuts=0 outcome='' records=0
for ((each = 1; each <= campaigns; each++)); do
    campaign "$each"
done
echo "cuts: $cuts cuts in $campaigns campaigns by $via, $SECONDS s"
exit "$wrong"
