// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of Observable Plot that charts.js draws with; scripts/bundle-page makes `Plot` of them.
export {areaY, axisX, axisY, barX, barY, dot, gridX, gridY, line, plot, pointer, pointerX, pointerY, ruleX, ruleY, text, tickX,
        tip} from "@observablehq/plot";
