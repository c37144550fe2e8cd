# SPDX-License-Identifier: MIT
"""Names for addresses of a guest: the kernel's, the vDSO's, systoll's and the vsyscall page's."""

import bisect
import json
import re

KERNEL = 1 << 63
VSYSCALL = 0xFFFFFFFFFF600000
VSYSCALL_ENTRIES = {0x000: "gettimeofday", 0x400: "time", 0x800: "getcpu"}
# Marks of sections and of padding; not functions (include/linux/compiler.h, __pfx_).
MARKS = re.compile(r"^(__pfx_|__cfi_|_s?text$|__.*_(start|end|begin)$)")


def rank(name):
    """Of several names of one address, the least is the one to use."""
    return bool(MARKS.match(name)), not name.startswith(("__vdso_", "__x64_")), -len(name)


class Unreadable(Exception):
    """A guest's file that isn't what it should be: a sentence."""


def number(word):
    """Of hexadecimal digits alone, as addresses and sizes are printed."""
    if not re.fullmatch(r"[0-9a-f]{1,16}", word):
        raise Unreadable(f"no address or size: {word[:40]!r}")
    return int(word, 16)


def vdso_of(inspected):
    """The member "vdso" of what systoll inspect --format json prints: {address, symbols}."""
    try:
        vdso = json.loads(inspected)["vdso"]
        address = vdso["address"]
        symbols = [(s["offset"], s["bytes"], s["name"]) for s in vdso["symbols"]]
    except (ValueError, LookupError, TypeError, RecursionError) as why:
        raise Unreadable(f"no answer of systoll inspect: {why}") from None
    good = address is None or isinstance(address, str) and address.startswith("0x")
    for offset, size, name in symbols:
        good = good and isinstance(name, str) and (offset is None or is_count(offset))
        good = good and is_count(size)
    if not good:
        raise Unreadable("no answer of systoll inspect: a symbol's place, size or name is none")
    return {"address": number(address[2:]) if address else 0, "symbols": symbols}


def is_count(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 64


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
            if len(words) == 3 and words[1] in "tTwW" and number(words[0]) >= KERNEL:
                self.add(number(words[0]), None, words[2])
        for offset, name in VSYSCALL_ENTRIES.items():
            self.add(VSYSCALL + offset, VSYSCALL + offset + 1, f"[vsyscall] {name}")

    def add_vdso(self, vdso):
        """What vdso_of gave."""
        base = vdso["address"]
        for offset, size, name in vdso["symbols"] if base else []:
            if offset is not None and size:
                self.add(base + offset, base + offset + size, name)

    def add_program(self, functions):
        """{name: range}."""
        for name, where in functions.items():
            self.add(where.start, where.stop, name)


def functions(nm):
    """{name: range} of what nm -S --defined-only prints."""
    words = (line.split() for line in nm.splitlines())
    return {
        w[3]: range(number(w[0]), number(w[0]) + number(w[1]))
        for w in words
        if len(w) == 4 and w[2] in "tTwWi"
    }
