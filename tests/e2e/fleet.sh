#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# systoll fleet: of hosts made from one record every seeded fault is found and named with its fields, and
# no other host; each outcome has its exit code; what can't be read is named; all formats agree.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || skip_all 'python3 is not installed, which makes the hosts'
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$tmp" || exit 2
count=${HOSTS:-120}

"$root/tests/fleet_hosts" "$root/tests/data/host.jsonl" hosts "$count" >seeded || exit 2
systoll fleet --format csv hosts
expect_status 1
expect_silent err
# host, verdict, field, as they were seeded and as they are found; a suspect is a fault in time alone.
awk '{ print $1, ($2 == "busy" ? "busy" : $2 == "slower" ? "suspect" : "outlier"), $3 }' seeded | sort -u >expected
awk -F, 'NR > 1 { print $1, $3, ($4 == "busy" ? "-" : $5) }' out | sort -u >found
last='found beside seeded'
diff expected found >"$tmp/out"
result $? "of $count hosts every seeded fault is found with its fields, and nothing else"
ok 'ten faults and five busy hosts were seeded' test "$(cut -d' ' -f1 seeded | sort -u | wc -l)" = 15

systoll fleet --format json hosts
expect_status 1
cp out fleet.json
ok 'each host got one verdict' jq -e '([.counts[]] | add) == .hosts and .hosts == .records' fleet.json
# shellcheck disable=SC2016 # jq's
ok 'two groups by kernel, all hosts in them' jq -e --argjson n "$count" \
    '[.groups[].size] == [$n / 2, $n / 2] and (.groups[1].differs | map(.field)) == ["kernel"]' fleet.json
ok 'names, ratios and sets of hosts go together' jq -e \
    'all(.findings[]; (.names | length) == .size and ([.times[] | (.ratios | length)] | all(. > 0)))' fleet.json
# shellcheck disable=SC2016 # jq's
ok 'the suspects are one set, of the hosts that are slower' jq -e --arg slower \
    "$(awk '$2 == "slower" { print $1 }' seeded | sort -u | paste -sd,)" \
    '(.suspects | gsub("[^0-9]"; "")) == ($slower | gsub("[^0-9]"; "")) and .counts.suspect == 2' fleet.json
systoll fleet hosts
expect_status 1
expect_out '^Outlier  .*vsyscall_mode emulate (xonly in its group)'
expect_out '^Busy     .*of the blocks disturbed and dropped'
systoll fleet --format markdown hosts
expect_out '^- \*\*Outlier\*\*: '

# A second record of the suspects, as slow: they are outliers; another that is not: they are cleared.
mapfile -t odd < <(cut -d' ' -f1 seeded | sort -u)
mapfile -t slower < <(awk '$2 == "slower" { print $1 }' seeded)
alike=()
for record in hosts/*.jsonl; do
    host=${record#hosts/}
    [[ " ${odd[*]} " == *" ${host%.jsonl} "* ]] || alike+=("$record")
done
mkdir hosts/2
for host in "${slower[@]}"; do cp "hosts/$host.jsonl" hosts/2; done
systoll fleet --format json hosts
ok 'a second record confirms suspects' jq -e '.counts.suspect == 0 and .counts.outlier == 10' out
for host in "${slower[@]}"; do cp "${alike[0]}" "hosts/2/$host.jsonl"; done
systoll fleet --format json hosts
ok 'a second record clears suspects' jq -e '.counts.suspect == 0 and .counts.outlier == 8' out
rm -r hosts/2

# Only those without a fault: of one kernel, and all.
mkdir alike
ln -s -t alike "${alike[@]/#/../}"
systoll fleet alike/
expect_status 0
expect_silent err
# Too few to tell of times; too few of anything; a host that no other is like.
some=(alike/*[02468].jsonl)
some=("${some[@]:0:4}")
systoll fleet "${some[@]}"
expect_status 3
systoll fleet "${some[0]}"
expect_status 3
sed 's/"cpu_model":"167"/"cpu_model":"1"/' "${some[1]}" >other.jsonl
systoll fleet other.jsonl "${some[0]}"
expect_status 4

# What can't be read is named, and the others are judged; nothing but that is an error.
echo '{"type":"manifest"}' >alike/bad.jsonl
systoll fleet alike
expect_status 2
expect_out '^Unread   alike/bad.jsonl is not a systoll record'
refused 'the first of 1: alike/bad.jsonl' fleet alike/bad.jsonl
rm alike/bad.jsonl
# A record of lines between that were never ended, and one that is cut: read whole, and judged by that.
head -c -100 "${some[1]}" >cut.jsonl
refused 'cut.jsonl holds no whole round and no summary' fleet cut.jsonl
cp "${some[0]}" $'alike/\e[31m$(touch x),"; rm.jsonl'
systoll fleet --format csv alike
expect_status 0
# shellcheck disable=SC2016 # not a command
sed 's/"kernel":"6[^"]*"/"kernel":"\\u001b[31m=1+1|`x`"/g' "${some[0]}" >$'alike/\e[31m$(touch x),"; rm.jsonl'
for format in table csv markdown html; do
    systoll fleet --format "$format" alike
    expect_status 1
    expect_no_out $'\e'
done

# The page: a strip for each cell, the hosts that lie outside named beside it; names stay text.
systoll fleet --format html hosts
expect_status 1
expect_out "<h1>A fleet of $count hosts: outliers</h1>"
expect_out '<strong>Outlier</strong> .*vsyscall_mode emulate (xonly in its group)'
expect_out '<h2>Groups of hosts that are alike</h2>'
cp out fleet.html
ok 'page: whole, and refers to nothing outside' "$root/tests/e2e/page_whole.py" fleet.html
slow=$(jq -r 'first(.findings[] | select(.verdict == "suspect")) | .times[0].cell as $cell | .names[0] as $name |
    "\($cell) \($name)"' fleet.json)
ok 'page: a suspect is named at its strip' grep -q "<tr><th scope=\"row\">${slow% *}</th>.*${slow#* } 1\.[0-9]*[,<]" fleet.html
ok 'page: a dot of its own for it' grep -q '<circle class="p5"' fleet.html
ok 'page: a row for each judged cell' test "$(grep -c '<circle ' fleet.html)" -eq \
    "$(jq '[.groups[].cells[] | select(.fence) | .cell] | unique | length' fleet.json)"
if command -v script >/dev/null; then
    run script -qec "$SYSTOLL fleet --format html alike" /dev/null
    expect_out 'not for a terminal; name a file with >FILE'
fi
cp "${some[0]}" 'alike/<script>alert(1)<!--.jsonl'
sed -i 's/"clocksource":"[^"]*"/"clocksource":"<img src=x>"/g' 'alike/<script>alert(1)<!--.jsonl'
systoll fleet --format html alike
expect_status 1
expect_out '&#60;script&#62;alert(1)&#60;!--'
cp out odd.html
ok 'page: names stay text' "$root/tests/e2e/page_whole.py" odd.html
ok 'page: its own script alone' test "$(grep -o '<script' odd.html | wc -l)" -eq 1

if command -v gnuplot >/dev/null; then
    systoll fleet -o pictures hosts
    expect_status 1
    suspects=$(jq -r 'first(.findings[] | select(.verdict == "suspect") | .hosts)' fleet.json)
    ok 'outliers are named in the picture' grep -qF "$suspects" pictures/fleet.svg
else
    skip_part 'gnuplot is not installed'
fi

refused 'name a folder of records' fleet
refused 'there is no record' fleet "$(mkdir -p empty; echo empty)"
refused "there is no format 'tabel'; did you mean table?" fleet --format tabel alike
finish
