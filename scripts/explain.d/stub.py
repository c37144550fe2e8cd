# SPDX-License-Identifier: MIT
"""Steps a guest through one call after another by QEMU's gdb stub.

Protocol: "GDB Remote Serial Protocol" in the gdb manual. QEMU steps with interrupts and timers held
back (its qqemu.sstepbits), so what is stepped is what the call does and nothing else.
"""

import socket
import time

# Offsets of 64-bit registers in the answer to "g" (gdb's features/i386/64bit-core.xml).
RAX, RSI, RSP, RIP = 0, 4, 7, 16
STRING_MAX = 64
LOOP_BYTES = 128  # more than any timed loop has (bench/matrix/loops.S)
# A first turn takes the page faults of first touches; what exceeds this isn't a call any more.
STEPS_MAX = 10000


class Lost(Exception):
    """The guest ended early, or QEMU answered what it shouldn't."""

    def __init__(self, sentence, ended=False):
        super().__init__(sentence)
        self.ended = ended


class Stub:
    """A connection to QEMU's gdb stub; the guest stands still whenever a method returns."""

    def __init__(self, path, running):
        """running(): false once there will be no QEMU to wait for."""
        self.socket = self._connect(path, running)
        self.data = b""
        # It may tell by itself that the guest stopped: ask what only it can be the answer to.
        answer = self.ask("qqemu.sstep")
        while answer[:1] == "T":
            answer = self._answer()

    @staticmethod
    def _connect(path, running):
        while running():
            connection = socket.socket(socket.AF_UNIX)
            try:
                connection.connect(path)
                return connection
            except OSError:
                connection.close()
                time.sleep(0.05)
        raise Lost("the guest didn't start", True)

    def _send(self, data):
        try:
            self.socket.sendall(data)
        except OSError:
            pass  # what is read next tells of the end

    def _read(self):
        try:
            data = self.socket.recv(65536)
        except OSError:
            data = b""
        if not data:
            raise Lost("the guest ended before its calls were stepped", True)
        self.data += data

    def ask(self, text):
        """The answer to one packet."""
        packet = text.encode()
        self._send(b"$%s#%02x" % (packet, sum(packet) % 256))
        return self._answer()

    def _answer(self):
        while True:
            begin = self.data.find(b"$")
            end = self.data.find(b"#", begin)
            if 0 <= begin < end and len(self.data) >= end + 3:
                break
            self._read()
        answer, self.data = self.data[begin + 1 : end], self.data[end + 3 :]
        self._send(b"+")
        return answer.decode()

    def registers(self):
        """Values by the offsets above."""
        text = self.ask("g")
        return [
            int.from_bytes(bytes.fromhex(text[i : i + 16]), "little")
            for i in range(0, 16 * (RIP + 1), 16)
        ]

    def step(self):
        """Executes one instruction; (rip, rsp) after it."""
        self.ask("s")
        registers = self.registers()
        return registers[RIP], registers[RSP]

    def memory(self, address, size):
        """Empty where there is none."""
        answer = self.ask(f"m{address:x},{size:x}")
        return b"" if answer.startswith("E") else bytes.fromhex(answer)

    def word(self, address):
        return int.from_bytes(self.memory(address, 8), "little")

    def string(self, address):
        """Read byte by byte: what follows it may be no memory."""
        text = bytearray()
        while len(text) < STRING_MAX and (byte := self.memory(address + len(text), 1)).strip(b"\0"):
            text += byte
        return text.decode(errors="replace")

    def breakpoint(self, address, on=True):
        if self.ask(f"{'Z' if on else 'z'}0,{address:x},1") != "OK":
            raise Lost("QEMU's gdb stub takes no breakpoint")

    def run_to(self, address):
        self.breakpoint(address)
        self.ask("c")
        self.breakpoint(address, on=False)

    def close(self):
        """The guest goes on by itself."""
        try:
            self.ask("D")
        except Lost:
            pass
        self.socket.close()


def turns(stub, count):
    """Steps on from a loop's entry, which is returned with COUNT turns of it after the first, each
    a list of (pc, sp) with the first of the next turn at its end."""
    entry = stub.registers()[RIP]
    seen, start, steps, taken = set(), None, [], []
    for _ in range(STEPS_MAX):
        pc, sp = stub.step()
        if start is None and entry <= pc < entry + LOOP_BYTES and pc in seen:
            start, steps = pc, []
        elif pc == start:
            taken.append(steps + [(pc, sp)])
            if len(taken) == count:
                return entry, taken
            steps = []
        seen.add(pc)
        steps.append((pc, sp))
    return entry, []  # it doesn't come round: the call faulted


def enter_loop(stub, functions):
    """From run_loop's entry (bench/cmd/loop.c) to that of the cell's loop; false where there is
    none. What work_find returns to goes on to it at once."""
    stub.run_to(functions["work_find"].start)
    back = stub.word(stub.registers()[RSP])
    stub.run_to(back)
    if not stub.registers()[RAX]:
        return False
    caller = next(function for function in functions.values() if back in function)
    while stub.step()[0] in caller:
        pass
    return True


def trace(stub, functions, cells, passes, count):
    """{cell: (its loop's entry, turns)} of `systoll loop CELL` for each of the cells, which the
    guest runs so many times, in whatever order; count turns of each. Cells that can't be run there
    are left out. functions: of systoll, {name: range of addresses}."""
    run_loop = functions["run_loop"].start
    left, taken = cells * passes, {}
    stub.breakpoint(run_loop)
    while left and stub.ask("c").startswith("T"):
        cell = stub.string(stub.word(stub.registers()[RSI] + 8))
        stub.breakpoint(run_loop, on=False)
        if cell not in left:
            stub.step()  # another program of the guest at the same address
        else:
            left.remove(cell)
            entry, found = turns(stub, count) if enter_loop(stub, functions) else (0, [])
            if found:
                taken[cell] = entry, taken.get(cell, (entry, []))[1] + found
        stub.breakpoint(run_loop)
    stub.breakpoint(run_loop, on=False)
    return taken
