#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/fleet --slurm, over hosts with a slurmd each, and a slurmctld: a job for each host, which waits while
# another has it; hosts that are down are named; a sweep that is killed leaves no job and no file.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/hosts.sh"
installed munged:munge slurmctld:slurmctld slurmd:slurmd srun:slurm-client
cd "$tmp" || exit 2
hostname here
mkdir -m 700 state && dd if=/dev/urandom of=munge.key bs=64 count=1 2>/dev/null && chmod 600 munge.key
chmod 755 "$tmp"
munged --force --foreground --key-file=/mnt/munge.key --socket=/mnt/munge.socket --pid-file=/mnt/munge.pid \
    --log-file=/mnt/munge.log --seed-file=/mnt/munge.seed >munge.out 2>&1 &
cat >slurm.conf <<'END'
ClusterName=test
SlurmctldHost=here(192.0.2.100)
AuthType=auth/munge
AuthInfo=socket=/mnt/munge.socket
CryptoType=crypto/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=/mnt/state
SlurmctldPidFile=/mnt/slurmctld.pid
SlurmctldLogFile=/mnt/slurmctld.log
SlurmdSpoolDir=/run/slurmd
SlurmdPidFile=/run/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SwitchType=switch/none
SelectType=select/linear
SchedulerType=sched/builtin
SlurmdParameters=config_overrides
ReturnToService=2
KillWait=2
NodeName=node[1-4] NodeAddr=192.0.2.[1-4] CPUs=2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
export SLURM_CONF=/mnt/slurm.conf
for number in 1 2 3; do begin_host $number 100m '' slurmd -D -f /mnt/slurm.conf; done
slurmctld -D -f /mnt/slurm.conf >slurmctld.out 2>&1 &
slurmctld=$!
for ((i = 0; i < 600; i++)); do
    [ "$(sinfo -h -t idle -o %D 2>/dev/null)" = 3 ] && break
    sleep 0.1
done
[ $i -lt 600 ] || { tail -n 5 slurmctld.log node*.log | sed 's/^/# /' && skip_all 'Slurm does not come up here'; }
scontrol update nodename=node4 state=down reason=test
measuring=(-- --cells 'syscall:getppid,vdso:time' --launches 3 --time 2)

# Nobody else's job is disturbed: node1 is measured after it. node4 is down.
srun --chdir=/ -w node1 --exclusive sleep 5 2>/dev/null &
other=$!
until squeue -h -t R -o %N | grep node1 >/dev/null; do sleep 0.1; done
fleet --slurm -w 'node[1-5]' -o one "${measuring[@]}"
expect_status 2
expect_out '^Failed   node4: Slurm has it down$'
expect_out '^Failed   node5: Slurm knows no such node$'
ok 'a record of each other host' test "$(cd one && echo *.jsonl*)" = "$(echo node{1..3}.jsonl)"
ok 'the other job was waited for' test ! -e "/proc/$other"
ok 'nothing is left' nothing_left

# Without -w it is all nodes that Slurm has.
fleet --slurm -o one "${measuring[@]}"
expect_status 2
expect_err '^3 of 4 hosts have their record in '
expect_out '^Failed   node4: Slurm has it down$'

# Killed in the middle, and again.
mkdir cs
printf '[Main]\nfanout: 1\n' >cs/clush.conf
export CLUSTERSHELL_CFGDIR=$tmp/cs
# shellcheck disable=SC2317 # ok calls it
no_job() { # within a few seconds
    local i
    for ((i = 0; i < 200; i++)); do
        [ -n "$(squeue -h)" ] || return 0
        sleep 0.1
    done
    return 1
}
for signal in KILL TERM; do
    cut_off $signal $signal --slurm -w 'node[1-3]' "${measuring[@]}"
    [ $signal = KILL ] || expect_status 143
    ok "$last: no job is left" no_job
    ok "$last: nothing is left on a host" nothing_left
    ok "$last: some hosts have their record" test "$kept" -ge 1 -a "$kept" -le 2
    fleet --slurm -w 'node[1-3]' -o $signal "${measuring[@]}"
    expect_status 3
    expect_err "^$kept of 3 hosts have their record in "
    ok 'a record of each host' test "$(cd $signal && echo *.jsonl*)" = "$(echo node{1..3}.jsonl)"
done
# A job that waits is withdrawn.
srun --chdir=/ -w node1 --exclusive sleep 1000 2>/dev/null &
other=$!
"$root/scripts/fleet" --slurm -w node1 -o waits >out 2>err </dev/null &
until squeue -h -t PD -o %j | grep systoll-fleet >/dev/null; do sleep 0.1; done
kill $!
wait $!
last='ended while its job waits'
ok "$last: there is no such job" test -z "$(squeue -h -o %j | grep systoll)"
kill $other
kill $slurmctld
wait $slurmctld
finish
