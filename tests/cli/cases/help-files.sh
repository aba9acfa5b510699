# SPDX-License-Identifier: GPL-3.0-or-later
# Every kind of file that is listed has a page of keys, each with a sentence.
rasim help files
for kind in framework design recipe caseload; do
    rasim help $kind >page || exit 1
    [ "$(wc -l <page)" -gt 10 ] || { echo "$kind: hardly a page"; exit 1; }
    grep -q '^      [A-Z].*(' page || { echo "$kind: no key is explained"; exit 1; }
    grep -nE '^.{81,}' page && exit 1
done
exit 0
