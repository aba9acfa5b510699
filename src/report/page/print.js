// SPDX-License-Identifier: GPL-3.0-or-later
// Opens the page's folds for paper, and closes them again. Tables that a picture stands for stay as they are. Where scripts
// are blocked the style does what it can.
"use strict";
(() => {
  let opened = [];
  const open = (folds, wanted) => {
    for (const fold of document.querySelectorAll(folds)) {
      if (fold.open || !wanted(fold)) continue;
      fold.open = true;
      opened.push(fold);
    }
  };
  addEventListener("beforeprint", () => {
    open("details", fold => !fold.closest("figure"));
    document.dispatchEvent(new Event("unfolded")); // charts that had no room are drawn now
    open("figure details", fold => !fold.closest("figure").querySelector("svg"));
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
    opened = [];
  });
})();
