# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2015,SC2016,SC2034,SC2154 # || refuse ends it; jq has variables too; others are those of here
# Sourced by here: what a campaign boots, the plan of it in words, and its first state.

# Words that a kernel's command line, GRUB's script and a file name can all hold.
check_words() { # WORDS
    [[ $1 =~ ^[A-Za-z0-9_.,=:/+\ -]+$ && $1 =~ [^\ ] ]] ||
        fail 2 "--append takes words of letters, digits and _.,=:/+-, not '$1'"
    [[ ! " $1" =~ \ (vsyscall|systoll\.campaign)= ]] || fail 2 "--append can't set vsyscall, which --mode does"
    [[ ! " $1 " = *' -- '* ]] || fail 2 "--append can't have -- in it: what follows goes to init, and not to the kernel"
}

initrd_of() { # KERNEL
    local initrd
    initrd=$(dirname "$1")/initrd.img-$(kernel_name "$1")
    [ ! -r "$initrd" ] || echo "$initrd"
}

kernel_name() { local name=${1##*/} && echo "${name#vmlinuz-}"; }

# Fills the table of configurations: names, kernels_of, boot_modes and words_of, by number from 0.
plan() {
    local kernel words mode name
    own_kernel=$machine/boot/vmlinuz-$(uname -r)
    [ ${#kernels[@]} -gt 0 ] || kernels=("$own_kernel")
    for kernel in "${kernels[@]}"; do
        kernel=$(realpath -s -m "$kernel")
        for words in '' ${options[@]+"${options[@]}"}; do
            for mode in "${modes[@]}"; do
                name=$(plain_word "$(kernel_name "$kernel")-$mode${words:+-$words}")
                [[ " ${names[*]-} " != *" $name "* ]] ||
                    fail 2 "two boots would be named $name; give each kernel, mode and --append once"
                names+=("$name") kernels_of+=("$kernel") boot_modes+=("$mode") words_of+=("$words")
            done
        done
    done
    base=$(first_base)
}

# Seconds from the power-on of this boot to its end, as systemd saw them; 60 where it doesn't say.
boot_seconds() {
    local finish firmware
    finish=$(systemctl show -P FinishTimestampMonotonic 2>/dev/null)
    firmware=$(systemctl show -P FirmwareTimestampMonotonic 2>/dev/null)
    [[ $finish =~ ^[1-9][0-9]*$ && $firmware =~ ^[0-9]+$ ]] || { echo 60 && return; }
    echo $(((finish + firmware) / 1000000 + 10))
}

# That a run is meant to take: --quick 2 s, else --time's or 9 s.
run_seconds() {
    local word before='' seconds=9
    for word in ${run_options[@]+"${run_options[@]}"}; do
        [ "$word" != --quick ] || seconds=2
        [ "$before" != --time ] || seconds=${word%.*}
        [[ $word != --time=* ]] || seconds=${word#--time=} seconds=${seconds%.*}
        before=$word
    done
    [[ $seconds =~ ^[0-9]+$ ]] && echo "$seconds" || echo 9
}

in_words() { # SECONDS
    (($1 < 5400)) && echo "$((($1 + 59) / 60)) min" || echo "$((($1 + 1800) / 3600)) h"
}

show_plan() {
    local i each total=$((boots * ${#names[@]}))
    each=$(($(boot_seconds) + $(run_seconds) + 20))
    echo "This machine is booted $total times, $boots times in each of ${#names[@]} configurations, by $via:"
    for i in "${!names[@]}"; do
        printf '  %d  %s: %s\n' $((i + 1)) "${names[i]}" "panic=30 ${words_of[i]:+${words_of[i]} }vsyscall=${boot_modes[i]}"
    done
    echo "In turn forwards and backwards, so that drift weighs on all alike. In each boot, once it is at rest:"
    echo "  systoll run${run_options[*]:+ ${run_options[*]}}"
    echo "Expected: $(in_words $(((total + 1) * each))), for boots of about $each s and one into the machine's own mode at the end."
    echo "What is changed until the end, and removed then:"
    echo "  ${unit_file#"$machine"}, which carries it from boot to boot"
    echo "  ${store#"$machine"}/, its state and its program"
    if [ "$via" = grub ]; then
        echo "  ${entries#"$machine"}, an entry for each configuration"
        echo "  next_entry in ${environment#"$machine"}, for one boot at a time"
    fi
    echo "--here --stop ends it early with what there is; --here --undo removes all at once, and compares nothing."
    echo "A boot that hangs needs a power cycle: the machine comes up in its own mode, and the campaign goes on."
    echo "The records and their comparison come to $dir"
}

ask() {
    local answer
    [ "$yes" = no ] || return 0
    [ -t 0 ] || fail 2 "nobody can be asked whether to reboot this machine; give --yes"
    read -r -p "Reboot this machine now, and go on as above? [y/N] " answer
    [[ $answer =~ ^[yY]([eE][sS])?$ ]] || { echo "Nothing was changed." && exit 1; }
}

# A line of JSON for each configuration.
list_sides() {
    local i
    for i in "${!names[@]}"; do
        jq -n -c --arg name "${names[i]}" --arg kernel "${kernels_of[i]}" --arg mode "${boot_modes[i]}" \
            --arg image "$(kernel_name "${kernels_of[i]}")" --arg options "${words_of[i]}" \
            --arg initrd "$(initrd_of "${kernels_of[i]}")" --arg own "$own_kernel" '{$name, $image, $kernel,
            initrd: ($initrd | if . == "" then null else . end), own: ($kernel == $own), $mode, $options,
            failures: []}'
    done
}

list_boots() {
    local time side
    for ((time = 1; time <= boots; time++)); do
        for side in $(order_of "$time" ${#names[@]}); do
            echo "{\"side\": $side, \"time\": $time, \"state\": \"planned\"}"
        done
    done
}

# panic=30: a kernel that panics comes back by itself. Of two words that are alike the last one counts.
first_state() {
    local id words
    id=$(od -An -t x4 -N 4 /dev/urandom | tr -d ' \n')
    words=$(tr -s ' \n' ' ' <"$machine/proc/cmdline" | sed 's/^BOOT_IMAGE=[^ ]* *//; s/ *$//')
    jq -n --slurpfile sides <(list_sides) --slurpfile boots <(list_boots) --arg id "$id" --arg dir "$dir" \
        --arg via "$via" --arg base "$base" --arg cmdline "$words" --arg boot_id "$(boot_id)" '{
        schema: "systoll.campaign/1", $id, $dir, $via, $cmdline, $base, run: $ARGS.positional, phase: "planned", at: 0,
        $boot_id, reboots: 0, homeward: false, why: null, $boots,
        sides: ($sides | to_entries | map(.key as $i | .value | .words = ([
            "panic=30", (.options | select(. != "")), "vsyscall=\(.mode)", "systoll.campaign=\($id).\($i)"] | join(" "))))}' --args -- ${run_options[@]+"${run_options[@]}"}
}
