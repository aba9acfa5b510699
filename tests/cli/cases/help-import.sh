# SPDX-License-Identifier: GPL-3.0-or-later
# "import cld" is found by its first word, by both, and by --help, with the same page each time.
rasim help import >first
rasim help import cld | cmp - first && rasim import cld --help | cmp - first && cat first
