# SPDX-License-Identifier: GPL-3.0-or-later
# Problems are told as by 'rasim run', and nothing is checked.
printf 'name: bad\nbenchmark: yes\n' >bad.yaml
rasim check bad.yaml
