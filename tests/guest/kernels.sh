#!/bin/bash
# SPDX-License-Identifier: MIT
# scripts/kernels asks apt which kernels a release has, fetches what a metapackage depends on, once,
# and says why it can't: no network; stand-ins for apt-get and apt-cache serve packages made here.
set -u -o pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/temporary.sh
. "$root/scripts/temporary.sh"
command -v dpkg-deb >/dev/null || { echo "skip: no dpkg-deb" && exit 77; }
make_temporary || exit 2
trap 'rm -rf "$temp"' EXIT
wrong=0
unset SYSTOLL_BUILD SYSTOLL_KERNELS

wrong() {
    echo "FAILED: $1" >&2
    wrong=1
}

make_package() { # NAME [IMAGE CONFIG]
    local tree=$temp/tree
    rm -rf "$tree" && mkdir -p "$tree/DEBIAN"
    printf '%s\n' "Package: $1" 'Version: 9.9-1' 'Architecture: amd64' \
        'Maintainer: nobody <nobody@localhost>' 'Description: a test' >"$tree/DEBIAN/control"
    if [ $# -gt 1 ]; then
        mkdir -p "$tree/${2%/*}" "$tree/${3%/*}"
        echo "a kernel" >"$tree/$2"
        echo "CONFIG_X86_64=y" >"$tree/$3"
    fi
    dpkg-deb --root-owner-group -b "$tree" "$temp/$1.deb" >/dev/null
}

# linux-image-test is a metapackage of linux-image-9.9-amd64. The cloud kernels are laid out as on
# Debian 12 (two, one of them by two names) and on Debian 14 (an image in a package of its own).
stand_in() {
    cat >"$temp/bin/apt-cache" <<'END'
#!/bin/bash
if [ "$1" = pkgnames ]; then
    printf '%s\n' ${KNOWN-}
    exit
fi
for package; do
    case $package in
    linux-image-test) set -- linux-base linux-image-9.9-amd64 ;;
    linux-image-cloud-amd64 | linux-image-9.9-cloud-amd64) set -- linux-image-9.9.1-cloud-amd64 ;;
    linux-image-9.10-cloud-amd64) set -- linux-image-9.10.2-cloud-amd64 ;;
    linux-image-9.10.2-cloud-amd64) set -- kmod linux-binary-9.10.2-cloud-amd64 ;;
    *) continue ;;
    esac
    echo "$package"
    printf '  Depends: %s\n' "$@"
done
END
    cat >"$temp/bin/apt-get" <<END
#!/bin/bash
echo "\$*" >>"$temp/calls"
[ "\${*: -1}" != update ] || exit 0
[ -e "$temp/\${*: -1}.deb" ] && exec cp "$temp/\${*: -1}.deb" .
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
    [ "$(wc -l <"$temp/error")" = 1 ] || wrong "$*: more than a sentence: $(cat "$temp/error")"
}

export PATH=$temp/bin:$PATH
mkdir "$temp/bin" "$temp/scripts"
cp "$root/scripts/kernels" "$temp/scripts"
make_package linux-image-9.9-amd64 boot/vmlinuz-9.9-amd64 boot/config-9.9-amd64
make_package linux-image-9.9.1-cloud-amd64 boot/vmlinuz-9.9.1-cloud-amd64 boot/config-9.9.1-cloud-amd64
make_package linux-binary-9.10.2-cloud-amd64 usr/lib/modules/9.10.2/{vmlinuz,config}
make_package linux-image-hollow
stand_in
store=$temp/build/kernels
for i in 1 2; do
    [ "$(kernels linux-image-test)" = "$store/linux-image-test/vmlinuz" ] || wrong "call $i: another path"
done
[ "$(cat "$temp/calls")" = "-qq download linux-image-9.9-amd64" ] || wrong "apt-get: $(cat "$temp/calls")"
[ "$(cat "$store/linux-image-test/vmlinuz")" = "a kernel" ] || wrong "another kernel"
grep -q '^Version: 9.9-1$' "$store/linux-image-test/package" || wrong "the version isn't kept"
[ "$(kernels "$temp/tree/DEBIAN/control")" = "$temp/tree/DEBIAN/control" ] || wrong "a path isn't passed through"
refused 'Unable to locate package linux-image-none' linux-image-none
refused "can't read a kernel" "$temp/nowhere"
refused 'neither a path nor a package' 'a b'
refused 'unknown option' --nonsense
refused 'package linux-image-hollow holds no kernel image' linux-image-hollow
[ "$(ls "$store")" = "$(printf '%s\n' linux-image-test lock)" ] || wrong "left over: $(ls "$store")"

# What the release has, the oldest kernel first, each once.
KNOWN='linux-image-9.10-cloud-amd64 linux-image-9.9-cloud-amd64 linux-image-cloud-amd64 linux-image-amd64
    linux-image-9.9.1-cloud-amd64 linux-image-cloud-amd64-dbg'
export KNOWN
[ "$(kernels --list)" = "$(printf '%s\n' linux-image-9.9-cloud-amd64 linux-image-9.10-cloud-amd64)" ] ||
    wrong "--list: $(kernels --list)"
KNOWN=linux-image-cloud-amd64 kernels >"$temp/paths" || wrong "$(cat "$temp/error")"
[ "$(cat "$temp/paths")" = "$store/linux-image-cloud-amd64/vmlinuz" ] || wrong "one kernel: $(cat "$temp/paths")"
kernels >"$temp/paths" || wrong "$(cat "$temp/error")"
[ "$(sed -n 2p "$temp/paths")" = "$store/linux-image-9.10-cloud-amd64/vmlinuz" ] ||
    wrong "two kernels: $(cat "$temp/paths")"
[ -s "$store/linux-image-9.10-cloud-amd64/config" ] || wrong "the config isn't kept"
rm "$temp/bin/apt-cache" && printf '#!/bin/bash\n' >"$temp/bin/apt-cache" && chmod +x "$temp/bin/apt-cache"
kernels --list | grep -x linux-image-9.10-cloud-amd64 >/dev/null || wrong "what was fetched isn't listed without apt's lists"
export SYSTOLL_BUILD="$temp/else where"
refused 'apt knows no kernel package' --list
[ ! -e "$SYSTOLL_BUILD" ] || wrong "--list makes a folder"
unset SYSTOLL_BUILD
SYSTOLL_BUILD=$temp/tree/DEBIAN/control refused "can't write to .*/control/kernels" linux-image-test
exit "$wrong"
