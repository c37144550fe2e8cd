#!/bin/bash
# SPDX-License-Identifier: MIT
# scripts/kernels fetches what a metapackage depends on, once, and says why it can't: no network;
# stand-ins for apt-get and apt-cache serve one package made here.
set -u -o pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
command -v dpkg-deb >/dev/null || { echo "skipped: no dpkg-deb" && exit 77; }
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
wrong=0

wrong() {
    echo "FAILED: $1" >&2
    wrong=1
}

make_package() {
    local tree=$temp/linux-image-9.9-amd64
    mkdir -p "$tree/DEBIAN" "$tree/boot"
    printf '%s\n' 'Package: linux-image-9.9-amd64' 'Version: 9.9-1' 'Architecture: amd64' \
        'Maintainer: nobody <nobody@localhost>' 'Description: a test' >"$tree/DEBIAN/control"
    echo "a kernel" >"$tree/boot/vmlinuz-9.9-amd64"
    echo "CONFIG_X86_64=y" >"$tree/boot/config-9.9-amd64"
    dpkg-deb --root-owner-group -b "$tree" "$temp/one.deb" >/dev/null
}

# linux-image-test is a metapackage of linux-image-9.9-amd64; nothing else is there.
stand_in() {
    cat >"$temp/bin/apt-cache" <<'END'
#!/bin/bash
[ "${*: -1}" != linux-image-test ] || printf '%s\n' linux-image-test '  Depends: linux-image-9.9-amd64'
END
    cat >"$temp/bin/apt-get" <<END
#!/bin/bash
echo "\$*" >>"$temp/calls"
[ "\${*: -1}" != update ] || exit 0
[ "\${*: -1}" = linux-image-9.9-amd64 ] && exec cp "$temp/one.deb" .
echo "E: Unable to locate package \${*: -1}" >&2
exit 100
END
    chmod +x "$temp/bin"/*
}

kernels() { "$temp/scripts/kernels" "$@" 2>"$temp/error"; }

refused() { # WORDS ARGUMENT...
    local words=$1
    shift
    [ -z "$(kernels "$@")" ] || wrong "$*: a path is printed"
    kernels "$@"
    [ $? = 2 ] || wrong "$* isn't exit 2"
    grep -q -- "$words" "$temp/error" || wrong "$*: $(cat "$temp/error")"
}

export PATH=$temp/bin:$PATH
mkdir "$temp/bin" "$temp/scripts"
cp "$root/scripts/kernels" "$temp/scripts"
make_package
stand_in
store=$temp/build/kernels
for i in 1 2; do
    [ "$(kernels linux-image-test)" = "$store/linux-image-test/vmlinuz" ] || wrong "call $i: another path"
done
[ "$(cat "$temp/calls")" = "-qq download linux-image-9.9-amd64" ] || wrong "apt-get: $(cat "$temp/calls")"
[ "$(cat "$store/linux-image-test/vmlinuz")" = "a kernel" ] || wrong "another kernel"
grep -q '^Version: 9.9-1$' "$store/linux-image-test/package" || wrong "the version isn't kept"
[ "$(kernels "$temp/one.deb")" = "$temp/one.deb" ] || wrong "a path isn't passed through"
refused 'Unable to locate package linux-image-none' linux-image-none
refused "can't read a kernel" "$temp/nowhere"
refused 'neither a path nor a package' 'a b'
refused 'unknown option' --nonsense
[ "$(ls "$store")" = "$(printf '%s\n' linux-image-test lock)" ] || wrong "left over: $(ls "$store")"
exit "$wrong"
