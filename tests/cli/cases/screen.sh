# SPDX-License-Identifier: GPL-3.0-or-later
# What is printed fits one screen and has a picture; --full has more, and whatever table the screen shows.
rasim run "$SCENARIOS/cheshire/framework.yaml" --replicates 256 --out x >screen 2>/dev/null || exit 1
rasim run "$SCENARIOS/cheshire/framework.yaml" --replicates 256 --out x --full >full 2>/dev/null || exit 1
[ "$(wc -l <screen)" -le 50 ] || { echo "$(wc -l <screen) lines do not fit a screen"; exit 1; }
grep -q '─── envelope £62.5m' screen || { echo "there is no picture"; exit 1; }
for part in 'What it takes to be sure' 'Where the money goes' 'How net spend falls out' 'Contingency held'; do
    grep -q "$part" screen && grep -q "$part" full || echo "'$part' is missing"
done
for part in 'Who brings about a bad year' 'What it takes to tip it' 'Single people'; do
    grep -q "$part" full || echo "'$part' is missing from --full"
    grep -q "$part" screen && echo "'$part' is on the screen"
done
exit 0
