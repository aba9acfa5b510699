# SPDX-License-Identifier: GPL-3.0-or-later
# What does not arrive is told.
rasim help run >/dev/full
