# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What must hold once a campaign's guest is off, however the campaign went; its folder is FOLDER. What each boot
# was is taken from the boots' own lines in said.log: boot N BOOT-ID LOADER COMMAND-LINE.

# The vsyscall mode that a kernel with this command line has; Debian's own is none.
mode_of() {
    local mode=none word
    for word; do
        [[ $word != vsyscall=* ]] || mode=${word#*=}
    done
    echo "$mode"
}

# The modes of all boots, a line each.
booted() { # FOLDER
    local line
    grep -a '^boot ' "$1/said.log" | tr -d '\r' | while read -r -a line; do
        mode_of "${line[@]:4}"
    done
}

own_mode() { # FOLDER
    local first last
    first=$(grep -a '^boot ' "$1/said.log" | head -n 1 | cut -d ' ' -f 5-)
    last=$(grep -a '^boot ' "$1/said.log" | tail -n 1 | cut -d ' ' -f 5-)
    [[ -n $first && $first = "$last" ]] || wrong "$1: it ends in another mode than it began in: $last"
}

# Every file is as it was before.
nothing_left() { # FOLDER
    [[ -s $1/extra/before && -s $1/extra/after ]] || wrong "$1: the files were not listed"
    diff "$1/extra/before" "$1/extra/after" >"$1/left" || wrong "$1: files differ from before: $(head -n 20 "$1/left")"
}

# Each record names the boot in which it was made; that boot had the mode under whose name the record stands.
true_names() { # FOLDER
    local record id line
    for record in "$1"/result/out/*/*.jsonl; do
        [ -e "$record" ] || continue
        id=$(head -n 1 "$record" | jq -r '.machine.rest.boot_id // .rest.boot_id // empty')
        line=()
        read -r -a line < <(grep -a -- " ${id:-no id} " "$1/said.log" | tr -d '\r')
        case ${line[0]:+${record%/*}/} in
        *-"$(mode_of "${line[@]:4}")"[-/]*) ;;
        *) wrong "$1: ${record#"$1/result/"} was made with: ${line[*]:-no boot that is known}" ;;
        esac
    done
}

# What was reported as written is there and whole.
nothing_lost() { # FOLDER
    local record
    while read -r _ record; do
        "$SYSTOLL_BUILD/systoll-static" report --format json "$1/result/out/$record" 2>"$1/error" |
            jq -e '.run.rounds > 0 and (.run.interrupted // false | not)' >/dev/null ||
            wrong "$1: $record was reported as written: $(cat "$1/error")"
    done < <(grep -ahos 'wrote [^ ]*\.jsonl' "$1/console.log" "$1/result/out/campaign.log" | sort -u)
}

# Held by every campaign, however it ends.
sound() { # FOLDER
    grep -a '^over' "$1/said.log" >/dev/null || wrong "$1: it does not come to an end"
    own_mode "$1"
    nothing_left "$1"
    true_names "$1"
    nothing_lost "$1"
}

# All BOOTS were measured and compared.
whole() { # FOLDER BOOTS
    local records
    records=$(find "$1/result/out" -name '[0-9]*.jsonl' 2>/dev/null | wc -l)
    [ "$records" -eq "$2" ] || wrong "$1: $records records, not $2"
    tail -n 1 "$1/result/out/campaign.log" | grep 'ended: ' >/dev/null || wrong "$1: its log has no end"
    jq -e "[.boots[].records] | flatten | length == $2" "$1/result/out/comparison.json" >/dev/null ||
        wrong "$1: the comparison has: $(jq -c '[.boots[].records]' "$1/result/out/comparison.json")"
}

no_failures() { # FOLDER
    jq -e '.failures == []' "$1/result/out/comparison.json" >/dev/null ||
        wrong "$1: failures: $(jq -c .failures "$1/result/out/comparison.json")"
}

# What the guest said, as `try` says it: NAME: exit CODE: LAST LINE.
said() { # FOLDER PATTERN
    grep -a -- "$2" "$1/said.log" >/dev/null || wrong "$1: nothing like '$2' was said: $(cat "$1/said.log")"
}

show() { # FOLDER
    [ "${wrong:?}" = 0 ] || { cat "$1/said.log" "$1/result/out/campaign.log" && tail -n 40 "$1/console.log"; } >&2
}
