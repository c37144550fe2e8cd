#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The examples of docs/ci.md, taken out of the page and run, in a project that has what they speak of:
# a sandbox that starts programs, and an agent that is preloaded. Only services are stood in for.
# shellcheck source-path=SCRIPTDIR
# shellcheck disable=SC2016 # written into the project as it is
. "$(dirname "$0")/lib.sh"

root=$(cd "$(dirname "$0")/../.." && pwd)
jobs=$root/tests/e2e/ci_jobs.py
page=$root/docs/ci.md
git -C "$root" rev-parse >/dev/null 2>&1 || skip_all 'the examples need a clone of systoll'
python3 -c 'import yaml' 2>/dev/null || skip_all 'python3-yaml is not installed'
unset SYSTOLL BUILD MAKEFLAGS GITHUB_ACTIONS GITHUB_OUTPUT GITHUB_STEP_SUMMARY
export SETUP=no CMAKE_BUILD_TYPE=Debug

# take FENCE: the lines of the page's block that begins with that fence.
take() {
    echo "$1" >>"$tmp/taken"
    awk -v fence="\`\`\`$1" '$0 == "```" { on = 0 } on; $0 == fence { on = 1 }' "$page"
}

# example FENCE: runs the page's shell block in the current folder.
example() {
    take "$1" >"$tmp/example"
    run bash -e "$tmp/example"
    last="$1"
}

# github FILE: the same for a workflow; what it leaves is in $tmp/artifacts.
github() {
    rm -rf "$tmp/artifacts" && mkdir "$tmp/artifacts"
    take "yaml $1" >"$tmp/workflow"
    run "$jobs" github "$tmp/workflow" "$tmp/systoll" "$tmp/artifacts"
    last=$1
}

# shellcheck disable=SC2317 # ok calls it
# counted_by KIND RECORD: so its kernel entries were counted.
counted_by() {
    jq -e --arg by "$1" 'select(.type == "summary") | .run.entries_by == $by' "$2"
}

# What is here, not what was last committed, as the repository that others clone.
export GIT_CONFIG_GLOBAL=$tmp/gitconfig GIT_CONFIG_NOSYSTEM=1
git config --global user.name test
git config --global user.email test@localhost
git config --global init.defaultBranch main
git config --global "url.file://$tmp/systoll.insteadOf" https://github.com/OWNER/systoll
mkdir "$tmp/systoll" "$tmp/project" "$tmp/bin"
git -C "$root" ls-files -coz --exclude-standard |
    tar -C "$root" --null -T - --ignore-failed-read -c 2>/dev/null | tar -C "$tmp/systoll" -x
git -C "$tmp/systoll" init -q
git -C "$tmp/systoll" add -A
git -C "$tmp/systoll" commit -qm all

# The project: at v1 all is well; the third commit after it enters the kernel twice for a time, the
# fifth starts programs under a filter.
commit() {
    git add -A && git commit -qm "$1"
}
agent() {
    printf '%s\n' '#include <sys/syscall.h>' '#include <time.h>' '#include <unistd.h>' \
        'int clock_gettime(clockid_t clock, struct timespec *t)' '{' "$1" \
        '    return (int)syscall(SYS_clock_gettime, clock, t);' '}' >agent.c
}
cd "$tmp/project" || exit 2
git init -q
agent ''
printf '#!/bin/sh\nexec "$@"\n' >sandbox
chmod +x sandbox
printf 'agent.so: agent.c\n\tcc -shared -fPIC -o $@ $<\n' >Makefile
printf '%s\n' agent.so systoll judge-commit time-commit run.jsonl >.gitignore
commit one && git tag v1
echo 2 >notes && commit two
echo 3 >notes && commit three
agent '    syscall(SYS_clock_gettime, clock, t);'
commit 'ask twice'
echo 4 >notes && commit four
printf '#!/bin/sh\nexec systoll with seccomp:small -- "$@"\n' >sandbox
commit 'filter'
echo 5 >notes && commit five
git checkout -q v1

# The action, every step of it, with no input; it builds systoll.
github .github/workflows/syscalls.yml
[ "$(jq -r .verdict "$tmp/artifacts/systoll/exact.json" 2>/dev/null)" != 'nothing judged' ] ||
    skip_all 'nothing can be measured here'
expect_status 0
expect_out '^::notice title=systoll gate exact::Pass: '
ok 'the summary has the answer' grep -q '^\*\*Pass: ' "$tmp/artifacts/summary.md"
for file in run.jsonl exact.json exact.xml summary.md pictures/headline.svg; do
    ok "the artifact has $file" test -s "$tmp/artifacts/systoll/$file"
done
ok 'nothing was timed against another' test ! -e "$tmp/artifacts/systoll/ab.json"
export PATH="$tmp/bin:$tmp/systoll/build:$PATH"

# B against A: what costs nothing is no regression, what can't be done any more is one on any machine.
github .github/workflows/sandbox.yml
expect_status 0
expect_out "^the sandbox's verdict is \(pass\|inconclusive\)$"
ok 'it was asked for as the page says' jq -e '.cells | map(.cell, .margin) ==
    ["vdso:clock_gettime:monotonic", 0.1, "syscall:getcpu", 0.1]' "$tmp/artifacts/sandbox/ab.json"
printf '#!/bin/sh\nexec "%s" getcpu "$@"\n' "${FILTER:?}" >sandbox
github .github/workflows/sandbox.yml
expect_status 1
expect_out "^the sandbox's verdict is regression$"
expect_out '^::error title=systoll gate ab::syscall:getcpu, '
ok 'what failed is kept' test -s "$tmp/artifacts/sandbox/ab.jsonl"
git checkout -q sandbox

# In a shell; what was cloned there is built already.
export BUILD=$tmp/systoll/build
example 'sh plain'
expect_status 0
expect_out '^systoll: pass (exit 0); all of it is in '
example 'sh ab'
expect_status 0
expect_out '^systoll: \(pass\|inconclusive\) '
ok 'the folder has both answers' jq -se 'map(.gate) == ["gate exact", "gate ab"]' \
    sandboxed/exact.json sandboxed/ab.json
rm -rf syscalls sandboxed

# In a container: a stand-in runs the command as docker's default profile and its capabilities would,
# and has tracefs where that is mounted into it.
cat >"$tmp/bin/docker" <<'END'
#!/bin/bash
capabilities=-all tracefs=no
while [ "$1" != debian:bookworm ]; do
    case $1 in
    -e) export "$2" ;;
    -v) [[ $2 != /sys/kernel/tracing:* ]] || tracefs=yes ;;
    --cap-add) capabilities+=,+${2,,} ;;
    esac
    shift
done
shift
[[ $capabilities == *perfmon* ]] || set -- "$FILTER" container "$@"
[ "$(id -u)" -ne 0 ] || set -- setpriv --bounding-set "$capabilities" --inh-caps -all "$@"
[ $tracefs = no ] || exec unshare -m sh -c 'mountpoint -q /sys/kernel/tracing || mount -t tracefs none /sys/kernel/tracing; exec "$@"' - "$@"
exec "$@"
END
chmod +x "$tmp/bin/docker"
export FILTER
ln -s "$BUILD" systoll/build
example 'sh docker'
ok "$last: entries are counted by seccomp" counted_by seccomp confined/run.jsonl
if [ "$(id -u)" -eq 0 ] && unshare -m true 2>/dev/null; then
    expect_status 0
    ok "$last: with the capability, by tracepoints" counted_by perf traced/run.jsonl
fi
rm -rf systoll confined traced

# On GitLab.
printf '#!/bin/sh\n' >"$tmp/bin/apt-get"
chmod +x "$tmp/bin/apt-get"
take 'yaml .gitlab-ci.yml' >"$tmp/gitlab-ci.yml"
run "$jobs" gitlab "$tmp/gitlab-ci.yml"
last=.gitlab-ci.yml
expect_status 0
expect_out '^systoll: pass (exit 0)'
rm -rf syscalls

# git bisect finds its commit; by time it may also say that it can't tell.
git checkout -q main
example 'sh bisect'
expect_status 0
expect_out "is the first '\?bad'\? commit$" # quoted since git 2.55
ok 'it is the one that asks twice' test "$(git log -1 --format=%s refs/bisect/bad)" = 'ask twice'
git bisect reset >/dev/null 2>&1
example 'sh bisect-timing'
subject=$(git log -1 --format=%s refs/bisect/bad)
if grep -q "is the first '\?bad'\? commit$" "$tmp/out"; then
    ok 'it is the one with the filter' test "$subject" = filter
else
    expect_out "only 'skip'ped commits left"
fi
git bisect reset >/dev/null 2>&1

grep '^```.' "$page" | sort >"$tmp/blocks"
ok 'every example of the page was run' diff <(sed 's/^/```/' "$tmp/taken" | sort -u) "$tmp/blocks"

finish
