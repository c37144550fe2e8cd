# SPDX-License-Identifier: MIT
"""What scripts/explain prints."""

# In the order of the columns and of the legend; the words for them.
KINDS = {
    "loop": "the program",
    "vdso": "vDSO",
    "entry": "entry and exit",
    "exception": "page-fault handling",
    "emulation": "vsyscall emulation",
    "call": "the call's own work",
    "interrupt": "interrupt",
    "other": "other",
}
BOUNDARY = (
    "From the first argument's move in the loop to the call's return, both included; the loop's own"
    " count and branch (dec, jnz) are not. The instruction at an entry of the vsyscall page faults"
    " and is never executed."
)


def kinds_in(cells):
    return [kind for kind in KINDS if any(cell["kinds"].get(kind) for cell in cells)]


def rows(node, depth=0):
    yield node, depth
    for child in node["children"]:
        yield from rows(child, depth + 1)


def others(cell):
    rest = [str(n) for n in cell["turns"]["instructions"] if n != cell["instructions"]]
    return f", some of {' or '.join(rest)} instructions" if rest else ""


def tree(cell):
    if "tree" not in cell:
        reason = cell["reason"] or "its loop could not be stepped"
        return f"{cell['cell']}: {cell['state']}: {reason}\n"
    same = cell["instructions"] == cell["counted"]
    turns = cell["turns"]
    lines = [
        f"{cell['cell']}: {cell['instructions']} instructions"
        + (", as" if same else f", but {cell['counted']:g} as")
        + f" systoll run --exact counts ({turns['stepped']} turns stepped,"
        + f" {turns['interrupted']} interrupted{others(cell)})",
        "  total   self  function",
    ]
    for node, depth in rows(cell["tree"]):
        calls = f" x{node['calls']}" if node["calls"] > 1 else ""
        name = f"{'  ' * depth}{node['name']}{calls}"
        lines.append(f"{node['total']:>7}{node['self']:>7}  {name:<58} {KINDS[node['kind']]}")
    return "\n".join(lines) + "\n"


def table(cells):
    """Instructions by kind, a row for each cell."""
    kinds = kinds_in(cells)
    width = max(len(cell["cell"]) for cell in cells)
    head = f"{'':<{width}}" + "".join(f"  {KINDS[kind]}" for kind in kinds) + "  in all"
    lines = [head]
    for cell in cells:
        numbers = [f"{cell['kinds'].get(k, 0):>{len(KINDS[k]) + 2}}" for k in kinds]
        lines.append(f"{cell['cell']:<{width}}{''.join(numbers)}{cell['instructions']:>8}")
    return "\n".join(lines) + "\n"


def difference(cells):
    """Why the emulated vsyscall isn't the system call: a sentence, or None."""
    by_path = {cell["cell"].split(":")[0]: cell for cell in cells}
    if "vsyscall" not in by_path or "syscall" not in by_path:
        return None
    ours, theirs = by_path["vsyscall"], by_path["syscall"]
    parts = []
    for kind, words in KINDS.items():
        more = ours["kinds"].get(kind, 0) - theirs["kinds"].get(kind, 0)
        if more:
            parts.append((more, f"{abs(more)} {'more' if more > 0 else 'fewer'} in {words}"))
    parts = [words for _, words in sorted(parts, key=lambda part: -part[0])]
    more = ours["instructions"] - theirs["instructions"]
    return (
        f"vsyscall executes {abs(more)} instructions {'more' if more >= 0 else 'fewer'} than"
        f" syscall: {', '.join(parts)}."
    )


def by_call(cells):
    """{call[:clock]: its explained cells}."""
    calls = {}
    for cell in cells:
        if "tree" in cell:
            calls.setdefault(cell["cell"].split(":", 1)[1], []).append(cell)
    return calls


def where(result):
    parts = [f"Linux {result['kernel']}", f"vsyscall={result['vsyscall_mode']}"]
    parts += [f"QEMU {result['qemu']} -cpu {result['cpu_model']}"]
    return ", ".join(parts + ([result["append"]] if result["append"] else []))


def render(result):
    parts = [where(result) + "\n" + BOUNDARY + "\n"]
    parts += [tree(cell) for cell in result["cells"]]
    for cells in by_call(result["cells"]).values():
        sentence = difference(cells)
        parts.append(table(cells) + (sentence + "\n" if sentence else ""))
    return "\n".join(parts)
