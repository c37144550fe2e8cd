/* SPDX-License-Identifier: MIT */
#include "page/script.h"

/* A click sorts by its column, another one the other way round. Cells begin with their number, of
 * show.h: a metric prefix behind it counts; what has none comes last, by its letters. */
const char script_text[] =
    "'use strict';\n"
    "const prefixes = {k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18};\n"
    "function value(row, column) {\n"
    "  const text = row.cells[column].textContent.trim();\n"
    "  const found = /^[-+]?\\d+(\\.\\d+)?([kMGTPE]$)?/.exec(text);\n"
    "  return {text, number: found ? parseFloat(text) * (prefixes[found[2]] || 1) : "
    "Number.MAX_VALUE};\n"
    "}\n"
    "function compare(a, b) {\n"
    "  return a.number === b.number ? a.text.localeCompare(b.text) : a.number - b.number;\n"
    "}\n"
    "function sort(title) {\n"
    "  const table = title.closest('table'), body = table.tBodies[0];\n"
    "  const down = title.getAttribute('aria-sort') === 'ascending';\n"
    "  const rows = [...body.rows].map(row => ({row, value: value(row, title.cellIndex)}));\n"
    "  rows.sort((a, b) => down ? compare(b.value, a.value) : compare(a.value, b.value));\n"
    "  for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');\n"
    "  title.setAttribute('aria-sort', down ? 'descending' : 'ascending');\n"
    "  for (const {row} of rows) { row.className = ''; body.append(row); }\n"
    "}\n"
    "for (const title of document.querySelectorAll('table.sort thead th')) {\n"
    "  const button = document.createElement('button');\n"
    "  button.type = 'button';\n"
    "  button.append(...title.childNodes);\n"
    "  button.addEventListener('click', () => sort(title));\n"
    "  title.append(button);\n"
    "}\n";

const char script_hash[] = "sha256-im3cn8O3//SK6BsayfEURmWks6qPefG/y11fWea4a+I=";
