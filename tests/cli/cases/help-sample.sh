# SPDX-License-Identifier: GPL-3.0-or-later
# "sample draw" is found by its first word, by both, and by --help, with the same page each time.
rasim help sample >first
rasim help sample draw | cmp - first && rasim sample draw --help | cmp - first && cat first
