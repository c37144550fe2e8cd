#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The timed loops as they stand in the linked program: each body as bench/matrix/loops.S has it, at a cache
# line's beginning, without thunk, spill or stack access, and with one branch, back to its beginning.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
command -v objdump >/dev/null || skip_all 'there is no objdump here (package binutils)'

program=$SYSTOLL
# "ADDRESS INSTRUCTION" lines of one function, white space squeezed, "# ..." and "<...>" cut off.
disassemble() {
    objdump -d --no-show-raw-insn --disassemble="$1" "$program" |
        sed -nE "/<$1>:\$/,/^\$/{ s/[#<].*//; s/^ +([0-9a-f]+):[[:space:]]+/\1 /p }" |
        sed -E 's/[[:space:]]+/ /g; s/ $//'
}

# From where the last jne leads to, up to that jump: the address, then the instructions.
body() {
    awk '{ address[NR] = $1; if ($2 == "jne") { from = $3; last = NR }
           sub(/^[^ ]+ /, ""); line[NR] = $0 }
         END { print from
               for (i = 1; i <= last; i++) {
                   inside = inside || address[i] == from
                   if (inside) print line[i]
               } }' "$tmp/loop"
}

# loop NAME INSTRUCTION...: what stands between the label and "dec; jne label".
loop() {
    local name=$1 begin branches
    shift
    disassemble "$name" >"$tmp/loop"
    body >"$tmp/body"
    begin=$(head -n 1 "$tmp/body")
    sed -i 1d "$tmp/body"
    printf '%s\n' "$@" "dec %$counter" "jne $begin" >"$tmp/expected"
    run diff "$tmp/expected" "$tmp/body"
    result "$status" "$name: the body is as written"
    last="$name begins at 0x$begin"
    ok "$name: the body begins a cache line" test $((0x${begin:-1} % 64)) -eq 0
    ! grep -qE "$forbidden" "$tmp/body"
    result $? "$name: neither stack nor thunk in the body"
    branches=$(grep -c '^j' "$tmp/body")
    ok "$name: one branch, back to the beginning" test "$branches" -eq 1
}

counter=rbp forbidden='push|pop|sp\b|\(%rbp|thunk'
arguments=('mov %r12,%rdi' 'mov %r13,%rsi' 'mov %r14,%rdx')
loop loop_call "${arguments[@]}" 'call *%rbx'
loop loop_call5 "${arguments[@]}" 'mov 0x20(%r15),%rcx' 'mov 0x28(%r15),%r8' 'call *%rbx'
loop loop_syscall "${arguments[@]}" 'mov %ebx,%eax' syscall
# shellcheck disable=SC2016 # int $0x80
loop loop_int80 'mov %r12d,%ebx' 'mov %r13d,%ecx' 'mov %r14d,%edx' 'mov %r15d,%eax' 'int $0x80'
loop loop_rseq 'mov %fs:(%rbx),%eax'
loop loop_rdpid 'rdpid %rax'
loop loop_rdtscp rdtscp
loop loop_lsl 'lsl %ecx,%eax'
loop loop_rdtsc rdtsc
loop loop_lfence_rdtsc lfence rdtsc

links=$(sed -n 's/.*CHAIN_LINKS = \([0-9]*\).*/\1/p' "$(dirname "$0")/../../bench/matrix/loops.h")
mapfile -t adds < <(yes 'add %ecx,%eax' | head -n "$links")
mapfile -t muls < <(yes 'imul %ecx,%eax' | head -n "$links")
ok 'CHAIN_LINKS is 64' test "$links" -eq 64
loop loop_chain_add "${adds[@]}"
loop loop_chain_mul "${muls[@]}"

# What stands before the bodies is jumped into and never again: no jump leads out but the test for 0.
for name in loop_call loop_call5 loop_syscall loop_int80 loop_rseq loop_rdpid loop_rdtscp loop_lsl \
    loop_rdtsc loop_lfence_rdtsc loop_chain_add loop_chain_mul; do
    jumps=$(disassemble "$name" | awk '$2 ~ /^j/' | wc -l)
    ok "$name: two jumps in all" test "$jumps" -eq 2
done

# after_loop NAME: what stands between the last jump and the end of the frame, joined by ";".
after_loop() {
    disassemble "$1" | awk '{ sub(/^[^ ]+ /, "") } /^j/ { text = ""; next } /^add \$0x8,%rsp/ { exit }
        { text = text (text == "" ? "" : ";") $0 } END { print text }'
}
ok 'rdtscp: the result is TSC_AUX' test "$(after_loop loop_rdtscp)" = 'mov %ecx,%eax'
for name in loop_rdtsc loop_lfence_rdtsc; do
    # shellcheck disable=SC2016 # shl $0x20
    ok "$name: the result is the whole TSC" test "$(after_loop $name)" = 'shl $0x20,%rdx;or %rdx,%rax'
done

# The stub of the control row is a bare ret, the empty loop nothing more than its mark and a ret.
ok 'stub_ret only returns' test "$(disassemble stub_ret | cut -d ' ' -f 2- | head -n 1)" = ret
ok 'loop_empty only returns' test \
    "$(disassemble loop_empty | cut -d ' ' -f 2- | head -n 2 | paste -sd ' ')" = 'endbr64 ret'

# The 32-bit program's, whose arguments lie on the stack: one jump more, for the high half of the count,
# outside the body.
program=${BUILD_DIR:?}/systoll-i386
# shellcheck disable=SC2016 # $0xc and its like
check_i386() {
    local name jumps pushed
    counter=ebp forbidden='pop|\(%ebp|thunk'
    pushed=('push 0x18(%ebx)' 'push 0x10(%ebx)' 'push 0x8(%ebx)')
    loop loop_call "${pushed[@]}" 'call *(%ebx)' 'add $0xc,%esp'
    loop loop_call5 'sub $0x8,%esp' 'push 0x28(%ebx)' 'push 0x20(%ebx)' "${pushed[@]}" 'call *(%ebx)' 'add $0x1c,%esp'
    forbidden='push|pop|sp\b|\(%ebp|thunk'
    arguments=('mov 0x8(%edi),%ebx' 'mov 0x10(%edi),%ecx' 'mov 0x18(%edi),%edx' 'mov (%edi),%eax')
    loop loop_int80 "${arguments[@]}" 'int $0x80'
    loop loop_kernel_vsyscall "${arguments[@]}" 'call *%esi'
    loop loop_chain_add "${adds[@]}"
    loop loop_chain_mul "${muls[@]}"
    for name in loop_call loop_call5 loop_int80 loop_kernel_vsyscall loop_chain_add loop_chain_mul; do
        jumps=$(disassemble "$name" | awk '$2 ~ /^j/ && $2 != "jmp"' | wc -l) # jmp: over padding
        ok "$name of 32 bits: three jumps in all" test "$jumps" -eq 3
    done
    ok 'stub_ret of 32 bits only returns' test "$(disassemble stub_ret | cut -d ' ' -f 2- | head -n 1)" = ret
    ok 'loop_empty of 32 bits only returns' test \
        "$(disassemble loop_empty | cut -d ' ' -f 2- | head -n 2 | paste -sd ' ')" = 'endbr32 ret'
}
if [ -e "$program" ]; then
    check_i386
else
    skip_part 'systoll was built without its 32-bit program'
fi

finish
