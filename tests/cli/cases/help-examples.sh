# SPDX-License-Identifier: GPL-3.0-or-later
# The examples that help prints work as they are printed, from the folder that has scenarios/, one after another: the
# report is that of the run, the sample that of the people generated. Only what a council has to send cannot be shipped.
ln -s "$SCENARIOS" scenarios
for command in run report compare sweep calibrate optimise backtest check explain points generate "sample draw" \
    "sample plan" help version; do
    # shellcheck disable=SC2086 # two words are two arguments
    example=$(rasim help $command | sed -n '/^Example/,$p' | grep -m1 '^  rasim')
    case $command in
    run) quick=${example/20000/256} ;;
    calibrate) quick="$example --bootstrap 40 --replicates 256" ;;
    compare | sweep | optimise | backtest) quick="$example --replicates 256" ;;
    *) quick=$example ;;
    esac
    eval "$quick" >/dev/null 2>problems || { echo "$example"; cat problems; }
done
