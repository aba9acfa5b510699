# SPDX-License-Identifier: GPL-3.0-or-later
# A command of two words is found by both and by --help, and all that begin alike by the first.
rasim help sample >all
rasim help sample draw >draw && rasim sample draw --help | cmp - draw
rasim help sample plan >plan && rasim sample plan --help | cmp - plan
{ cat draw && echo && cat plan; } | cmp - all && cat all
