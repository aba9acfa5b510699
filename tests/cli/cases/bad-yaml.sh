# SPDX-License-Identifier: GPL-3.0-or-later
printf 'name: x\n  bad: [\n' >framework.yaml
rasim run framework.yaml
