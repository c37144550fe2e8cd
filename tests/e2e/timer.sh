#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The service and the timer of docs/examples: systemd finds nothing wrong with them, and what the service
# starts leaves files that Prometheus takes.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
examples=$(cd "$(dirname "$0")/../../docs/examples" && pwd)
cd "$tmp" || exit 2

# As they are, but for the places.
mkdir state textfile
for unit in systoll.service systoll.timer; do
    sed "s|/usr/local/bin/systoll|$SYSTOLL|g; s|/var/lib/systoll|$tmp/state|g
        s|/var/lib/prometheus/node-exporter|$tmp/textfile|g" "$examples/$unit" >"$unit"
done
if command -v systemd-analyze >/dev/null; then
    run systemd-analyze verify --recursive-errors=no --man=no ./systoll.service ./systoll.timer
    expect_status 0
    expect_silent err
else
    skip_part 'systemd-analyze is not installed'
fi

# The service's commands, as systemd reads them: a line that ends in \ goes on, $$ is $.
sed -e ':a' -e '/\\$/{N;s/\\\n *//;ba' -e '}' systoll.service | sed -n 's/^ExecStart=//p' | sed 's/\$\$/$/g' >commands
ok 'the service starts three commands' test "$(wc -l <commands)" = 3
can syscall:time || skip_all 'nothing can be measured here'
for again in first second; do
    run bash -e commands
    result "$status" "the $again time the commands succeed"
done
ok 'nothing is left beside the two files' test "$(ls textfile)" = "systoll-doctor.prom
systoll.prom"
# shellcheck disable=SC2016 # awk's
ok 'each line of doctor has one verdict' awk '
    /^systoll_doctor\{/ { line = $0; sub(/,verdict.*/, "", line); sum[line] += $NF; lines[line]++ }
    END { for (line in sum) if (sum[line] != 1 || lines[line] != 3) bad = 1; exit bad || !length(sum) }' \
    textfile/systoll-doctor.prom
if command -v promtool >/dev/null; then
    cat textfile/*.prom >all
    last='promtool check metrics'
    promtool check metrics <all >out 2>err
    status=$?
    [ "$status" -eq 0 ] && [ ! -s out ]
    result $? 'promtool check metrics: nothing to say'
else
    skip_part 'promtool is not installed'
fi
finish
