# SPDX-License-Identifier: MIT
"""From the instructions of one call to the tree of the functions that it passed through."""

import re

from symbols import KERNEL, VSYSCALL

# Kinds by name; a function that none names is of its caller's kind.
KINDS = [
    ("loop", r"^loop_"),
    ("vdso", r"^__vdso_"),
    ("call", r"^(__(do_|se_|x64_|ia32_|ia32_compat_|do_compat_)+sys_|ktime_get|do_gettimeofday)"),
    ("emulation", r"^(emulate_vsyscall|is_vsyscall_vaddr|\[vsyscall\])"),
    ("interrupt", r"^(asm_sysvec_|sysvec_|asm_common_interrupt$|common_interrupt$)"),
    ("exception", r"^(exc_|do_(user|kern)_addr_fault|handle_page_fault)"),
    (
        "entry",
        r"^(entry_|asm_|error_|(do_)?int80_|do_(int80|syscall)_|x64_sys_call|ia32_sys_call|"
        r"syscall_(enter|exit|return|trace)|(arch_)?exit_to|irqentry_|enter_from|swapgs_|sync_regs|"
        r"common_interrupt_return|native_(irq_return_)?iret|fixup_bad_iret)",
    ),
]
KINDS = [(kind, re.compile(pattern)) for kind, pattern in KINDS]


class Node:
    """A function in its caller: instructions of its own, and the functions that it called."""

    def __init__(self, name, kind):
        self.name, self.kind = name, kind
        self.own = self.calls = 0
        self.children = {}

    def total(self):
        return self.own + sum(child.total() for child in self.children.values())

    def child(self, name, kind):
        """kind: of a function that no name tells."""
        if name not in self.children:
            kind = next((k for k, pattern in KINDS if pattern.match(name)), kind)
            self.children[name] = Node(name, kind)
        self.children[name].calls += 1
        return self.children[name]

    def walk(self, depth=0):
        yield self, depth
        for each in self.children.values():
            yield from each.walk(depth + 1)

    def by_kind(self):
        kinds = {}
        for node, _ in self.walk():
            kinds[node.kind] = kinds.get(node.kind, 0) + node.own
        return kinds

    def json(self):
        return {
            "name": self.name,
            "kind": self.kind,
            "calls": self.calls,
            "self": self.own,
            "total": self.total(),
            "children": [child.json() for child in self.children.values()],
        }


class Frame:
    """A function at work. sp: the stack pointer that it was entered with; names: its own and those
    of labels that it ran through."""

    def __init__(self, node, sp, user):
        self.node, self.sp, self.user = node, sp, user
        self.names = {node.name}


class Builder:
    """Follows the instructions of one turn."""

    def __init__(self, symbols):
        self.symbols = symbols
        self.root = None
        self.stack = []

    def push(self, name, sp, user):
        top = self.stack[-1]
        kind = top.node.kind if top.user == user else "other"
        self.stack.append(Frame(top.node.child(name, kind), sp, user))

    def unwind(self, keep):
        """Pops frames until one is to be kept; the root always is."""
        while len(self.stack) > 1 and not keep(self.stack[-1]):
            self.stack.pop()

    def returned(self, sp, name, begin, at, user):
        """After a ret that took its address from sp - 8: a function ends, and those that jumped to
        it with theirs. A retpoline jumps by a ret, to a function's begin
        (arch/x86/lib/retpoline.S); a stack that was switched meanwhile is found by the name."""
        entered = sp - 8
        if any(frame.sp == entered for frame in self.stack[1:]):
            self.unwind(lambda frame: frame.sp == entered)
            self.unwind(lambda frame: frame.sp != entered)
        elif at == begin or not any(name in frame.names for frame in self.stack):
            self.push(name, self.stack[-1].sp, user)
        else:
            self.unwind(lambda frame: name in frame.names)

    def jumped(self, name, begin, at, user):
        """To another function: back to one that jumped here, or on as a tail call, which ends with
        the jumping function."""
        entered = self.stack[-1].sp
        back = [f for f in self.stack if f.sp == entered and name in f.names]
        if back and at != begin:
            self.unwind(lambda frame: frame is back[-1])
        else:
            self.push(name, entered, user)

    def move(self, before, after):
        """From one instruction to the next one that was executed."""
        (pc, sp), (at, new_sp) = before, after
        (old, _), (name, begin) = self.symbols.find(pc), self.symbols.find(at)
        user, was_user = at < KERNEL or at & ~0xFFF == VSYSCALL, self.stack[-1].user
        apart = not 0 < at - pc <= 15
        if was_user and not user:
            self.push(name, new_sp, user)
        elif user and not was_user:
            self.unwind(lambda frame: frame.user and name in frame.names)
        elif apart and new_sp == sp - 8 and (name != old or at == begin):
            self.push(name, new_sp, user)
        elif apart and new_sp - sp in (8, 16) and name != old:
            self.returned(new_sp, name, begin, at, user)
        elif name != old and apart:
            self.jumped(name, begin, at, user)
        else:
            self.stack[-1].names.add(name)

    def build(self, steps, beyond):
        """STEPS: (pc, sp) before each instruction of a turn, then the next turn's first.
        BEYOND: instructions of the loop in it that aren't the call's."""
        name, _ = self.symbols.find(steps[0][0])
        self.root = Node(name, "loop")
        self.root.calls = 1
        self.stack = [Frame(self.root, None, True)]
        for before, after in zip(steps, steps[1:]):
            # What stands at an entry of the vsyscall page faults: it is never executed.
            self.stack[-1].node.own += before[0] & ~0xFFF != VSYSCALL
            self.move(before, after)
        self.root.own -= beyond
        return self.root


def interrupted(root):
    return any(node.kind == "interrupt" for node, _ in root.walk())
