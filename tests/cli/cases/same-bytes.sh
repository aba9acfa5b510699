# SPDX-License-Identifier: GPL-3.0-or-later
# The same bytes, statement and files, for any number of threads and wherever the program is started.
framework=$SCENARIOS/cheshire/framework.yaml
for threads in 1 2 3; do
    rasim run "$framework" --replicates 320 --threads $threads --out out/$threads >$threads.txt 2>/dev/null || exit 1
done
mkdir elsewhere
(cd elsewhere && rasim run "$framework" --replicates 320 --out 4 >../4.txt 2>/dev/null) || exit 1
mv elsewhere/4.* out
for other in 2 3 4; do
    cmp 1.txt $other.txt && cmp out/1.json out/$other.json && cmp out/1.h5 out/$other.h5 || exit 1
done
rasim run "$framework" --replicates 320 --seed 7 --out out/7 --quiet >/dev/null || exit 1
! cmp -s out/1.json out/7.json
