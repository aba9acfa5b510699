#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the workbook of the hostile document (hostile_document.h) as a stranger would: every sheet opens without a
warning, labels are text and what they were, numbers are numbers, what is none is empty.

usage: read_workbook.py FILE.xlsx        exits 1 where something is wrong, 77 where openpyxl is not installed
"""
import sys
import warnings

try:
    import openpyxl
except ImportError:
    sys.exit(77)

warnings.simplefilter("error")
book = openpyxl.load_workbook(sys.argv[1])
wrong = []


def expect(what, is_so):
    if not is_so:
        wrong.append(what)


expect(f"sheets are {book.sheetnames}",
       book.sheetnames[:2] == ["Summary", "By group"] and book.sheetnames[-1] == "Chart data" and len(book.sheetnames) == 4)
for sheet in book:
    expect(f"{sheet.title} is not frozen", sheet.freeze_panes == "B3")
    expect(f"{sheet.title} is not landscape on A4", sheet.page_setup.orientation == "landscape"
           and str(sheet.page_setup.paperSize) == "9" and sheet.print_title_rows == "$1:$2")
    expect(f"{sheet.title} does not say that its people are made up", "SYNTHETIC DATA" in str(sheet["A2"].value))
    for row in sheet.iter_rows():
        for cell in row:
            expect(f"{sheet.title}!{cell.coordinate} is a formula: {cell.value}", cell.data_type != "f")
labels = {row[0].value: row for row in book["By group"].iter_rows()}
for label in ("=1+1", "@SUM(A1)", "+44 20", "-2+3", "<script>alert(1)</script>", "\"quoted\" & 'so'", "\U0001F600 emoji"):
    expect(f"{label} is not there as text", label in labels and labels[label][0].data_type == "s")
expect("a long label is not whole", "x" * 500 in labels)
expect("£ is no number", labels["=1+1"][1].value == 1234567.89 and "£" in labels["=1+1"][1].number_format)
expect("what is not known is not empty", labels["@SUM(A1)"][1].value is None and labels["+44 20"][1].value is None)
expect("a share is not a percentage", labels["=1+1"][3].value == 0.5 and "%" in labels["=1+1"][3].number_format)
expect("a control character came through", not any(ord(c) < 32 for name in labels if name for c in str(name)))
n_charts = sum(len(sheet._charts) for sheet in book)  # pylint: disable=protected-access
expect(f"{n_charts} charts, not 7", n_charts == 7)
sys.exit("\n".join(wrong[:20]) if wrong else 0)
