# SPDX-License-Identifier: GPL-3.0-or-later
# Nothing is left behind.
rasim run nowhere.yaml
status=$?
[ -z "$(ls)" ] || { echo "something was written"; exit 1; }
exit $status
