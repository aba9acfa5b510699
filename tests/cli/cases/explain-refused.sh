# SPDX-License-Identifier: GPL-3.0-or-later
# Nobody of that name, whose name is not repeated; answers with problems; both or neither.
framework=$SCENARIOS/cheshire/framework.yaml
printf 'care_group: Older\nsetting: community\nmels: some\ncarer_consent: perhaps\n' >answers.yaml
rasim explain "$framework" --person Jane-Secret
echo $?
rasim explain "$framework" --answers answers.yaml
echo $?
rasim explain "$framework"
echo $?
rasim explain "$framework" --person a --answers answers.yaml
