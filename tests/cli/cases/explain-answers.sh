# SPDX-License-Identifier: GPL-3.0-or-later
# Somebody who is not in the caseload, and whose support has no cost yet.
cat >answers.yaml <<'YAML'
care_group: Older people
setting: community
carer_support: some
carer_consent: no
personal care: much
meals: some
running the home: much
moving about: some
staying safe: much
nights: none
making decisions: some
community life: some
wellbeing: much
YAML
rasim explain "$SCENARIOS/cheshire/framework.yaml" --answers answers.yaml
