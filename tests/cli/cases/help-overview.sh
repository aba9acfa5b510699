# SPDX-License-Identifier: GPL-3.0-or-later
# Without a command: the overview on standard error, and the exit code of a wrong command line.
rasim
