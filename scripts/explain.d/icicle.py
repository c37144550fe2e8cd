# SPDX-License-Identifier: MIT
"""Icicle graphs: a function is as wide as the instructions spent in it and in what it calls."""

import os
import re
import shutil
import subprocess
import textwrap
from xml.sax.saxutils import escape

import text
from put import put

# Okabe and Ito's colours, and a colour for text on each.
FILL = {
    "loop": ("#999999", "#000000"),
    "vdso": ("#009E73", "#000000"),
    "entry": ("#56B4E9", "#000000"),
    "exception": ("#D55E00", "#000000"),
    "emulation": ("#E69F00", "#000000"),
    "call": ("#0072B2", "#ffffff"),
    "interrupt": ("#CC79A7", "#000000"),
    "other": ("#c8c8c8", "#000000"),
}
# As scripts/plots/style.gp has them.
THEMES = {
    "": {"bg": "#ffffff", "fg": "#1f2328", "muted": "#59636e", "faint": "#dde2e7"},
    "-dark": {"bg": "#0d1117", "fg": "#e6edf3", "muted": "#9ba5b0", "faint": "#2a313a"},
}
WIDTH, SIDE, ROW = 900, 20, 20
PANEL_HEAD, PANEL_GAP = 24, 16
CLONE = re.compile(r"\.(constprop|isra|part)\.\d+")  # gcc's, of no interest in a label


class Picture:
    """Lines of SVG."""

    def __init__(self, theme):
        self.theme, self.lines = theme, []

    def text(self, x, y, words, size=12, colour=None, weight="normal", anchor="start"):
        colour = colour or self.theme["fg"]
        self.lines.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}"'
            f' text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'
        )

    def box(self, x, y, width, height, fill, stroke):
        self.lines.append(
            f'<rect x="{x:.2f}" y="{y:.1f}" width="{width:.2f}" height="{height}"'
            f' fill="{fill}" stroke="{stroke}" stroke-width="0.8"/>'
        )

    def paragraph(self, y, words, size, colour):
        """The y below it."""
        for line in textwrap.wrap(words, int((WIDTH - 2 * SIDE) / (size * 0.54))):
            self.text(SIDE, y, line, size, colour)
            y += size + 5
        return y


def extent(words):
    """Of a text of 12 px, a little more than DejaVu Sans takes."""
    return sum(4.6 if c in "fijlrt[]:.1 " else 11.2 if c in "mwMW" else 7.5 for c in words)


def fitting(words, width):
    """As much of a name as there is room for; nothing where that says little."""
    if extent(words) <= width:
        return words
    while words and extent(words) + 12 > width:
        words = words[:-1]
    return words + "…" if len(words) >= 4 else ""


def depth(node):
    return 1 + max((depth(child) for child in node["children"]), default=0)


def boxes(node, level, x):
    """(level, begin, node) of it and of all below it, in instructions."""
    yield level, x, node
    for child in node["children"]:
        yield from boxes(child, level + 1, x)
        x += child["total"]


def draw_box(picture, node, x, y, width, room):
    """room: to the right of it, free for a label that it can't hold."""
    fill, ink = FILL[node["kind"]]
    kind = text.KINDS[node["kind"]]
    about = f"{node['name']}: {node['total']} instructions, {node['self']} its own ({kind})"
    name = CLONE.sub("", node["name"]) + ("" if node["self"] else " faults, executes nothing")
    picture.lines.append(f"<g><title>{escape(about)}</title>")
    picture.box(x, y, width, ROW, fill, picture.theme["bg"])
    words = f"{name} {node['total']}"
    inside = words if extent(words) <= width - 6 else fitting(name, width - 6)
    if inside and "…" not in inside or room < extent(name) + 8:
        picture.text(x + 4, y + 14, inside, 12, ink)
    else:
        outside = words if extent(words) + 8 <= room else name
        picture.text(x + width + 4, y + 14, outside, 12)
    picture.lines.append("</g>")


def draw_tree(picture, root, y, scale):
    drawn = list(boxes(root, 0, 0))
    for level, x, node in drawn:
        begins = [other for l, other, _ in drawn if l == level and other > x]
        end = x + node["total"]
        room = (min(begins) - end) * scale if begins else WIDTH - 2 * SIDE - end * scale
        width = node["total"] * scale
        draw_box(picture, node, SIDE + x * scale, y + level * ROW, width, room)


def draw_axis(picture, y, most, scale):
    step = next(s for s in (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10**9) if most / s <= 10)
    for number in range(0, most + 1, step):
        x = SIDE + number * scale
        picture.lines.append(
            f'<path d="M{x:.1f} {y}v5" stroke="{picture.theme["muted"]}" fill="none"/>'
        )
        picture.text(x, y + 18, str(number), 11, picture.theme["muted"], anchor="middle")
    picture.text(WIDTH - SIDE, y + 34, "instructions", 11, picture.theme["muted"], anchor="end")
    return y + 44


def draw_legend(picture, y, kinds):
    x = SIDE
    for kind in kinds:
        words = text.KINDS[kind]
        picture.box(x, y - 10, 12, 12, FILL[kind][0], picture.theme["bg"])
        picture.text(x + 17, y, words, 12, picture.theme["fg"])
        x += 17 + extent(words) + 16
    return y + 24


def draw(name, cells, result, theme):
    most = max(cell["instructions"] for cell in cells)
    scale = (WIDTH - 2 * SIDE) / most
    picture = Picture(theme)
    title = f"Where the instructions of a call go: {name}"
    picture.text(SIDE, 32, title, 17, weight="bold")
    y = 54
    sentence = text.difference(cells)
    if sentence:
        y = picture.paragraph(y, sentence, 13, theme["fg"]) + 4
    y = draw_legend(picture, y + 4, text.kinds_in(cells)) + 2
    for cell in cells:
        words = f"{cell['cell'].split(':')[0]}: {cell['instructions']} instructions"
        picture.text(SIDE, y + 12, words, 13, weight="bold")
        draw_tree(picture, cell["tree"], y + PANEL_HEAD - 4, scale)
        y += PANEL_HEAD + depth(cell["tree"]) * ROW + PANEL_GAP
    y = draw_axis(picture, y - 4, most, scale) + 4
    caption = (
        "A function is as wide as its instructions and those of the functions below it, which it"
        f" called. All paths have one scale. {text.BOUNDARY} {text.where(result)}."
    )
    y = picture.paragraph(y + 6, caption, 11, theme["muted"])
    described = [f"{c['cell']} {c['instructions']}" for c in cells]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y:.0f}" width="{WIDTH}"'
            f' height="{y:.0f}" role="img" font-family="DejaVu Sans, Verdana, sans-serif">',
            f"<title>{escape(title)}</title>",
            f"<desc>Instructions per call: {escape(', '.join(described))}."
            f" {escape(sentence or '')}</desc>",
            f'<rect width="{WIDTH}" height="{y:.0f}" fill="{theme["bg"]}"/>',
            *picture.lines,
            "</svg>\n",
        ]
    )


def write(result, folder):
    """CALL.svg and CALL-dark.svg for each call; PNG twins where there is rsvg-convert."""
    for name, cells in text.by_call(result["cells"]).items():
        for suffix, theme in THEMES.items():
            path = os.path.join(folder, name.replace(":", "-") + suffix)
            svg = draw(name, cells, result, theme).encode()
            put(path + ".svg", svg)
            if shutil.which("rsvg-convert"):
                command = ["rsvg-convert", "-z", "2"]
                done = subprocess.run(command, input=svg, stdout=subprocess.PIPE, check=True)
                put(path + ".png", done.stdout)
