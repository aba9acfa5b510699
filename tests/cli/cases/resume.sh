# SPDX-License-Identifier: GPL-3.0-or-later
# A checkpoint is kept when a run is interrupted, refused for other inputs, gone on from, and removed when results stand.
cp -r "$SCENARIOS/cheshire" study
quiet="--no-what-ifs --person-replicates 0"
timeout --preserve-status --signal=INT 1 rasim run study/framework.yaml --replicates 400000 --threads 1 --checkpoint \
    --out x --quiet $quiet >first 2>told
[ $? = 130 ] && [ -s x.checkpoint ] || { cat told; exit 1; }
tr '\n' ' ' <told | grep -q 'kept in x.checkpoint; the same command with --resume goes on' || { cat told; exit 1; }
rm x.json x.h5

cp study/framework.yaml kept.yaml
echo '# another framework' >>study/framework.yaml
rasim run study/framework.yaml --replicates 640 --resume --out x $quiet >/dev/null 2>told
[ $? = 3 ] && grep -q 'x.checkpoint: error: This checkpoint is of other inputs' told && [ ! -e x.h5 ] ||
    { cat told; exit 1; }
cp kept.yaml study/framework.yaml

rasim run study/framework.yaml --replicates 640 --out x $quiet >/dev/null 2>told || exit 1
tr '\n' ' ' <told | grep -q 'left from an earlier run' && [ -e x.checkpoint ] || { cat told; exit 1; }
rasim run study/framework.yaml --replicates 640 --resume --out y $quiet >/dev/null 2>told || exit 1
tr '\n' ' ' <told | grep -q 'no checkpoint y.checkpoint to go on from' || { cat told; exit 1; }
rasim run study/framework.yaml --replicates 640 --resume --out x $quiet >/dev/null 2>told || exit 1
grep -q 'Going on from x.checkpoint' told && [ ! -e x.checkpoint ] || { cat told; exit 1; }
cmp x.json y.json && cmp x.h5 y.h5 || exit 1

echo precious >x.checkpoint
rasim run study/framework.yaml --replicates 640 --resume --out x $quiet >/dev/null 2>told
[ $? = 3 ] && grep -q 'no checkpoint of rasim' told && grep -q precious x.checkpoint
