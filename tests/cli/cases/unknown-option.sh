# SPDX-License-Identifier: GPL-3.0-or-later
rasim run "$SCENARIOS/cheshire/framework.yaml" --replicate 100
