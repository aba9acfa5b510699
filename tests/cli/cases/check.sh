# SPDX-License-Identifier: GPL-3.0-or-later
# What was understood of the shipped study, before any simulation: the whole page.
rasim check "$SCENARIOS/cheshire/framework.yaml"
