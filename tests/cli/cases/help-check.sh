# SPDX-License-Identifier: GPL-3.0-or-later
# A command's help is made from its tables.
rasim help check
