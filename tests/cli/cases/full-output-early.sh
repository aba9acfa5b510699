# SPDX-License-Identifier: GPL-3.0-or-later
# What did not arrive long before the end is told without a reason: another call may have changed it since.
rasim check "$SCENARIOS/cheshire/framework.yaml" --json >/dev/full
