# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154 # others are those of who sources it
# Sourced by what works on one host of scripts/fleet: talks to $host, of which nothing is believed: what it
# sends is bounded. $work begins the names of its files, and $head is the script that is sent first.
most=64    # MiB that a host may send
patience=5   # seconds that it gets to clean up

# What a host said, as text for a line.
plain() { tr -cd '[:print:]\t' | tr '\t' ' ' | head -c 200; }

# The lines after which the host sent this.
sent() { # WORD
    sed -n "s/^$FLEET_TOKEN $1 //p" "$work.out" | head -n 1 | plain
}

# A job for a node that is down would wait for ever.
can_run() {
    local state
    state=$(sinfo -h -N -n "$host" -o %T 2>/dev/null | head -n 1)
    case $state in
    '') failed "Slurm knows no such node" ;;
    down* | drain* | fail* | error* | unknown*) failed "Slurm has it ${state%\*}" ;;
    *'*') failed "Slurm gets no answer from it" ;;
    esac
}

choose_way() {
    local script
    # Whatever shell the user has there: all but that is for sh.
    script="eval \"\$(dd bs=1 count=$(stat -c %s "$head") 2>/dev/null)\""
    if [ -n "$FLEET_SLURM" ]; then
        can_run
        way=(env -u TMPDIR srun --exclusive --ntasks-per-node=1 --nodes=1 --nodelist="$host" --job-name=systoll-fleet
            --time=$(((FLEET_LIMIT + 59) / 60)) --cpu-bind=none --chdir=/ --quiet /bin/sh -c "$script")
    else
        way=(timeout -k "$patience" "$FLEET_LIMIT" ssh -T -a -x -o BatchMode=yes -o ConnectTimeout=10
            -o ServerAliveInterval=10 -o ServerAliveCountMax=3 -- "$host" "exec /bin/sh -c '$script'")
    fi
}

# The script and what it needs; then the input stays open until scripts/fleet ends, whatever ends it.
feed() { # FILE...
    cat "$head" "$@"
    exec flock -s "$FLEET_TEMP/alive" true
}

# Talks to the host: its answer is $work.out, $code is how it ended.
talk() { # FILE...
    local feeder watcher speaker i
    choose_way
    mkfifo "$work.in" || failed "$work.in can't be made here"
    feed "$@" >"$work.in" 2>/dev/null &
    feeder=$!
    flock -s "$FLEET_TEMP/alive" true &
    watcher=$!
    (ulimit -c 0 -f $((most * 1024)) && exec "${way[@]}") <"$work.in" >"$work.out" 2>"$work.err" &
    speaker=$!
    wait -n "$speaker" "$watcher"
    if kill -0 "$speaker" 2>/dev/null; then # scripts/fleet has ended
        kill "$feeder"
        for ((i = 0; i < patience * 10; i++)); do
            kill -0 "$speaker" 2>/dev/null || break
            sleep 0.1
        done
        kill "$speaker" 2>/dev/null
    fi
    wait "$speaker"
    code=$?
    kill "$feeder" "$watcher" 2>/dev/null
}

# The answer came as a whole.
is_whole() { [ "$(tail -c 64 "$work.out" | tail -n 1 | tr -d '\0')" = "$FLEET_TOKEN end" ]; }

why_not() {
    local said
    said=$(sent failed)
    [ -z "$said" ] || { echo "$said" && return; }
    case $code in
    0) echo "sent no whole answer" && return ;;
    124 | 137) echo "timed out after $FLEET_LIMIT s" && return ;;
    esac
    [ "$(stat -c %s "$work.out")" -lt $((most << 20)) ] || { echo "sent more than $most MiB" && return; }
    said=$(head -c 4096 "$work.err" | tr -d '\0')
    case $said in
    *'No route to host'* | *'Network is unreachable'*) echo "no route to it" ;;
    *'Connection timed out'* | *'Operation timed out'*) echo "timed out: no answer within 10 s" ;;
    *'Connection refused'*) echo "refused the connection: no sshd there" ;;
    *'Permission denied ('*) echo "refused the key" ;;
    *'Host key verification failed'*) echo "its host key is not the known one, or not known: connect by ssh once" ;;
    *'Could not resolve'*) echo "no host has this name" ;;
    *'not responding'* | *'Connection reset'* | *'closed by remote host'* | *'Broken pipe'*)
        echo "cut off: the connection was lost" ;;
    *'TIME LIMIT'*) echo "timed out after $FLEET_LIMIT s and more" ;;
    *) echo "ended with exit code $code: $(grep -v '^ *$' <<<"$said" | tail -n 1 | plain)" ;;
    esac
}
