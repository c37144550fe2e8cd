#!/bin/bash
# SPDX-License-Identifier: MIT
# Twelve timed boots, six of each of two modes, judged by systoll gate boots: what none takes away is
# a regression, and that they were emulated is said. Minutes long.
# shellcheck source=tests/guest/lib.sh
. "$(dirname "$0")/lib.sh"

"$root/scripts/bootmodes" --kernel "$kernel" --timed --accel tcg --mode xonly,none --time-limit 300 -o "$temp/out" >"$temp/said" 2>&1 ||
    wrong "bootmodes: exit $?: $(cat "$temp/said")"
names=$(sed -n 's/^To judge one by the other: systoll gate boots //p' "$temp/said")
# shellcheck disable=SC2086 # two folders
"$SYSTOLL_BUILD/systoll" gate boots $names --format text --format "json=$temp/answer" >"$temp/text"
code=$?
if grep -q "aren't alike" "$temp/text"; then # a busy host may take the TSC from one of the guests
    [ $code = 4 ] || wrong "boots that aren't alike are exit $code"
    exit "$wrong"
fi
[ $code = 1 ] || wrong "exit $code: $(cat "$temp/text")"
jq -e '[.cells[] | select(.cell | startswith("vsyscall:")) | select(.old) | .verdict] ==
    ["regression", "regression", "regression"]
    and (.notes | any(test("emulated"))) and (.notes | any(test("vsyscall_mode")))' "$temp/answer" >/dev/null ||
    wrong "$(cat "$temp/text")"
exit "$wrong"
