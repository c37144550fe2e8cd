# SPDX-License-Identifier: MIT
"""Names for addresses of a guest: the kernel's, the vDSO's, systoll's and the vsyscall page's."""

import bisect
import re

KERNEL = 1 << 63
VSYSCALL = 0xFFFFFFFFFF600000
VSYSCALL_ENTRIES = {0x000: "gettimeofday", 0x400: "time", 0x800: "getcpu"}
# Marks of sections and of padding; not functions (include/linux/compiler.h, __pfx_).
MARKS = re.compile(r"^(__pfx_|__cfi_|_s?text$|__.*_(start|end|begin)$)")


def rank(name):
    """Of several names of one address, the least is the one to use."""
    return bool(MARKS.match(name)), not name.startswith(("__vdso_", "__x64_")), -len(name)


class Symbols:
    """name, begin = symbols.find(address)."""

    def __init__(self):
        self.named = {}
        self.begins = None

    def add(self, begin, end, name):
        old = self.named.get(begin)
        if old is None or rank(name) < rank(old[0]):
            self.named[begin] = name, end
        self.begins = None

    def find(self, address):
        if self.begins is None:
            self.begins = sorted(self.named)
        at = bisect.bisect_right(self.begins, address) - 1
        if at >= 0:
            begin = self.begins[at]
            name, end = self.named[begin]
            if end is None or address < end:
                return name, begin
        return f"[{address & ~0xFFF:#x}]", None

    def add_kernel(self, kallsyms):
        """The text of /proc/kallsyms, without the symbols of modules. A function ends where the
        next begins."""
        for line in kallsyms:
            words = line.split()
            if len(words) == 3 and words[1] in "tTwW" and int(words[0], 16) >= KERNEL:
                self.add(int(words[0], 16), None, words[2])
        for offset, name in VSYSCALL_ENTRIES.items():
            self.add(VSYSCALL + offset, VSYSCALL + offset + 1, f"[vsyscall] {name}")

    def add_vdso(self, vdso):
        """The member "vdso" of what systoll inspect --format json prints."""
        base = int(vdso["address"], 16) if vdso["address"] else 0
        for symbol in vdso["symbols"] if base else []:
            if symbol["offset"] is not None and symbol["bytes"]:
                begin = base + symbol["offset"]
                self.add(begin, begin + symbol["bytes"], symbol["name"])

    def add_program(self, functions):
        """{name: range}."""
        for name, where in functions.items():
            self.add(where.start, where.stop, name)


def functions(nm):
    """{name: range} of what nm -S --defined-only prints."""
    words = (line.split() for line in nm.splitlines())
    return {
        w[3]: range(int(w[0], 16), int(w[0], 16) + int(w[1], 16))
        for w in words
        if len(w) == 4 and w[2] in "tTwWi"
    }
