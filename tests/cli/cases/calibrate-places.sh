# SPDX-License-Identifier: GPL-3.0-or-later
# Where places have designs of their own one design is fitted for everybody, which is said: the fit, its errors and the
# scale are those of the same framework without designs of places.
cp -r "$SCENARIOS/portability" with && cp -r with without || exit 1
sed -i '/^place_designs:/,/^$/d' without/framework.yaml
for method in 'isotonic' 'lognormal --pooling partial --place-effects --design shared.yaml'; do
    for each in with without; do
        # shellcheck disable=SC2086 # a method and its options
        rasim calibrate $each/framework.yaml --method $method --folds 3 --bootstrap 40 --replicates 128 --json --out $each.yaml \
            2>$each.err >$each.json || { cat $each.err; exit 1; }
        sed -i 's/"sha256": "[0-9a-f]*"//; /framework.yaml/d' $each.json $each.yaml
    done
    cmp with.json without.json && cmp with.yaml without.yaml && grep -c '"scale"' with.json
    grep -h place_designs with.err without.err
done
rasim run with/framework.yaml --design with.yaml --replicates 64 --no-why --out x 2>&1 >/dev/null | grep place_designs
