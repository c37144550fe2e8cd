#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# systoll-static needs no loader and no library: it has to run from an initramfs that holds it alone.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

SYSTOLL=${STATIC:-}
[ -n "$SYSTOLL" ] || skip_all 'systoll-static is not part of this build'

run readelf --wide --program-headers "$SYSTOLL"
expect_status 0
expect_no_out INTERP
expect_no_out DYNAMIC

systoll --version
expect_status 0

if [ "$(id -u)" -eq 0 ]; then
    mkdir "$tmp/root" && cp "$SYSTOLL" "$tmp/root/systoll"
    run chroot "$tmp/root" /systoll --version
    expect_status 0
fi

finish
