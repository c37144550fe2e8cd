#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The whole matrix, and every clock, in less than 64 MiB for run and for each worker: of addresses,
# of which the memory in use is a part.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
[ "${SANITIZE:-}" != ON ] || skip_all "AddressSanitizer's shadow has no place in 64 MiB"

ulimit -v 65536
systoll run --clocks all --quick -o "$tmp/r.jsonl"
expect_status 0
expect_out '^vdso:clock_gettime:boottime  *[0-9]'
systoll report --recompute "$tmp/r.jsonl"
expect_status 0

finish
