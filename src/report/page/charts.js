// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the page's charts with Observable Plot from the tables below them. The page says all of it without this script.
"use strict";
(() => {
  // Roles to colours (Okabe and Ito, 2008); the envelope is vermillion in every format.
  const COLOURS = {main: "#0072b2", second: "#e69f00", envelope: "#d55e00", good: "#009e73", bad: "#cc79a7", quiet: "#8a8a8a"};
  const SERIES = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#000000", "#b8a800", "#7a5195"];
  const LONGEST_LABEL = 34, NARROW = 560, BAR = 26;

  // ---- numbers and words ----

  function money(v) {
    const a = Math.abs(v), sign = v < 0 ? "−" : "";
    const short = (x, unit) => `${sign}£${+x.toFixed(x < 10 ? 2 : x < 100 ? 1 : 0)}${unit}`;
    return a >= 999.5e6 ? short(a / 1e9, "bn") : a >= 999500 ? short(a / 1e6, "m") : a >= 9999.5 ? short(a / 1e3, "k") : `${sign}£${Math.round(a).toLocaleString("en-GB")}`;
  }
  const FORMATS = {
    gbp: money, week: money,
    share: v => `${+(100 * v).toFixed(1)} %`,
    count: v => Math.round(v).toLocaleString("en-GB"),
    number: v => +v.toPrecision(4) === v || Math.abs(v) >= 1000 ? v.toLocaleString("en-GB") : v.toPrecision(3),
    text: v => v
  };
  // Ticks: as many decimals as their distance asks for, so that no two look alike.
  function tickFormat(unit) {
    return (v, i, ticks) => {
      const apart = ticks.length > 1 ? Math.abs(ticks[1] - ticks[0]) : Math.abs(v);
      const decimals = scale => Math.min(6, Math.max(0, Math.ceil(-Math.log10(apart / scale) - 1e-9)));
      const sign = v < 0 ? "−" : "", most = Math.max(...ticks.map(Math.abs));
      if (unit === "share") return `${(100 * v).toFixed(decimals(0.01))} %`;
      if (unit !== "gbp" && unit !== "week") return FORMATS[unit](v);
      const [scale, name] = most >= 1e9 ? [1e9, "bn"] : most >= 1e6 ? [1e6, "m"] : most >= 1e4 ? [1e3, "k"] : [1, ""], digits = decimals(scale);
      const amount = (Math.abs(v) / scale).toLocaleString("en-GB", {minimumFractionDigits: digits, maximumFractionDigits: digits});
      return v === 0 ? "£0" : `${sign}£${amount}${name}`;
    };
  }
  const clip = (s, n = LONGEST_LABEL) => [...s].length > n ? [...s].slice(0, n - 1).join("") + "…" : s;

  // ---- what the page holds ----

  // The chart's table: rows of numbers and words, and each column's unit and heading.
  function tableOf(figure) {
    const heads = [...figure.querySelectorAll("thead tr > *")];
    const rows = [...figure.querySelectorAll("tbody tr")].map((tr, index) => {
      const row = [...tr.children].map(td => "v" in td.dataset ? (td.dataset.v === "" ? NaN : +td.dataset.v) : td.textContent);
      row.total = tr.classList.contains("total");
      row.index = index;
      return row;
    });
    return {rows, units: heads.map(th => th.dataset.unit), heads: heads.map(th => th.textContent)};
  }

  const colourOf = (spec, i) => {
    const alike = spec.series.filter(s => s.role === spec.series[i].role && s.y != null).length > 1 && spec.series[i].y != null;
    return alike ? SERIES[i % SERIES.length] : COLOURS[spec.series[i].role];
  };

  function legend(spec) {
    const list = document.createElement("ul");
    list.className = "key";
    spec.series.forEach((s, i) => {
      const item = document.createElement("li"), swatch = document.createElement("span");
      swatch.style.background = colourOf(spec, i);
      swatch.style.opacity = s.y == null ? 0.2 + 0.2 * i : 1;
      item.append(swatch, clip(s.name, 60));
      list.append(item);
    });
    return list;
  }

  // ---- marks ----

  const finite = (rows, ...columns) => rows.filter(r => columns.every(c => c == null || Number.isFinite(r[c]) || typeof r[c] === "string"));

  // Lines across, with their labels.
  function references(spec, valueAxis) {
    const marks = [];
    let labelled = Infinity; // levels that are close together share the label of the highest
    for (const r of [...spec.references].sort((a, b) => (b.y ?? 0) - (a.y ?? 0))) {
      const x = r.x !== undefined ? r.x : valueAxis === "x" ? r.y : undefined, colour = COLOURS[r.role];
      const style = {stroke: colour, strokeWidth: r.role === "envelope" ? 2 : 1, strokeDasharray: r.role === "envelope" ? "6,3" : "3,3"};
      const label = {fill: r.role === "envelope" ? "#a84a00" : "#565656", stroke: "white", strokeWidth: 4, fontWeight: 600};
      if (x !== undefined) {
        marks.push(Plot.ruleX([x], style),
          Plot.text([x], {x: d => d, frameAnchor: "top", text: () => r.label, dy: -9, ...label}));
      } else {
        const close = spec.references.length > 2 && labelled - r.y < 0.08;
        if (!close) labelled = r.y;
        marks.push(Plot.ruleY([r.y], style),
          Plot.text(close ? [] : [r.y], {y: d => d, frameAnchor: "right", textAnchor: "end", dy: -7, text: () => r.label, ...label}));
      }
    }
    return marks;
  }

  function tipOf(t, columns) {
    return r => columns.filter(c => c != null).map(c => {
      const v = r[c];
      return `${t.heads[c]}: ${typeof v === "number" ? Number.isFinite(v) ? FORMATS[t.units[c]](v) : "not known" : clip(v, 80)}`;
    }).join("\n");
  }

  // The names of S-curves, each at a height of its own: of those that rise first on the left of all curves and near the top, of
  // the others on the right and near the bottom; a thin line leads to the curve.
  function names(spec, rows, y, width) {
    const groups = [...new Set(rows.map(r => r[spec.label]))].map(name => rows.filter(r => r[spec.label] === name));
    const near = (group, height) => group.reduce((best, r) => Math.abs(r[y] - height) < Math.abs(best[y] - height) ? r : best);
    groups.sort((a, b) => near(a, 0.5)[spec.x] - near(b, 0.5)[spec.x]);
    const nLeft = Math.ceil(groups.length / 2), apart = width < NARROW ? 0.12 : 0.1;
    return groups.flatMap((group, i) => {
      const left = i < nLeft, height = left ? 0.92 - apart * i : 0.08 + apart * (groups.length - 1 - i), at = near(group, height);
      const all = groups.map(g => near(g, height)[spec.x]), edge = left ? Math.min(...all) : Math.max(...all);
      return [Plot.ruleY([at], {x1: () => edge, x2: () => at[spec.x], y: () => at[y], stroke: "#1a1a1a", strokeWidth: 0.8}),
        Plot.dot([at], {x: () => at[spec.x], y: () => at[y], fill: r => r[spec.colour], r: 4}),
        Plot.text([at], {x: () => edge, y: () => at[y], text: () => clip(at[spec.label], width < NARROW ? 12 : LONGEST_LABEL),
          textAnchor: left ? "end" : "start", dx: left ? -9 : 9, fill: "#1a1a1a", stroke: "white", strokeWidth: 4})];
    });
  }

  // Numbers or years across, lines and bands upwards.
  function lines(spec, t, width) {
    const byYear = spec.kind === "years", marks = [], rows = t.rows;
    const across = byYear ? r => r[spec.x] : spec.x;
    const x = byYear ? across : r => r[spec.x];
    const someDots = spec.series.some(s => s.dots), above = []; // lines beside dots are bare, and below them
    let band = 0;
    spec.series.forEach((s, i) => {
      const stroke = colourOf(spec, i);
      const shown = finite(rows, spec.x, s.y, s.low, s.high);
      if (s.low != null)
        marks.push(Plot.areaY(shown, {x, y1: r => r[s.low], y2: r => r[s.high], fill: stroke,
          fillOpacity: s.y == null ? 0.14 + 0.05 * band++ : 0.2, z: spec.colour == null ? null : r => r[spec.colour]}));
    });
    spec.series.forEach((s, i) => {
      if (s.y == null) return;
      const shown = finite(rows, spec.x, s.y), stroke = colourOf(spec, i), envelope = s.role === "envelope";
      const z = spec.colour == null ? null : r => r[spec.colour];
      if (!s.dots)
        marks.push(Plot.line(shown, {x, y: r => r[s.y], z, stroke: z ?? stroke, strokeWidth: 2.2,
          strokeDasharray: envelope ? "6,3" : s.role === "quiet" ? "3,3" : null}));
      if (s.dots || (rows.length <= 40 && !someDots && !envelope && s.role !== "quiet"))
        (s.dots ? above : marks).push(Plot.dot(shown, {x, y: r => r[s.y], fill: z ?? stroke, r: s.dots ? 4 : 3}));
    });
    marks.push(...above, ...references(spec, "y"));
    if (spec.label != null) marks.push(...names(spec, rows, spec.series[0].y, width));
    const shownColumns = [...new Set([spec.x, spec.colour, ...spec.series.flatMap(s => [s.y, s.low, s.high])])];
    const first = spec.series.find(s => s.y != null) ?? spec.series[0], tipY = first.y ?? first.low;
    marks.push(Plot.tip(finite(rows, spec.x), Plot.pointerX({x, y: r => r[tipY], title: tipOf(t, shownColumns)})));
    const yUnit = t.units[spec.series[0].y ?? spec.series[0].low];
    return Plot.plot({
      width, style: {fontSize: "13px"}, height: Math.round(Math.min(380, Math.max(250, width * 0.5))), marginLeft: 62, marginRight: 22, marginTop: 26, marginBottom: 42,
      x: {type: byYear ? "point" : spec.logX ? "log" : "linear", label: spec.xLabel ?? t.heads[spec.x], labelArrow: "none",
        tickFormat: byYear ? undefined : spec.logX ? FORMATS[t.units[spec.x]] : tickFormat(t.units[spec.x]), ticks: byYear ? undefined : width < NARROW ? 4 : 8, labelAnchor: "center"},
      y: {type: spec.logY ? "log" : "linear", label: null, grid: true, tickFormat: spec.logY ? FORMATS[yUnit] : tickFormat(yUnit), nice: !spec.logY, ticks: 6,
        domain: yUnit === "share" && !spec.logY && spec.kind === "lines" && !spec.references.some(r => r.y > 1) ? [0, 1] : undefined},
      color: spec.colour == null ? undefined : {legend: true, type: "categorical", range: SERIES, tickFormat: FORMATS[t.units[spec.colour]], label: t.heads[spec.colour]},
      marks: [Plot.ruleY(spec.logY ? [] : [0].filter(() => rows.some(r => spec.series.some(s => r[s.y ?? s.low] < 0))), {stroke: "#8a8a8a"}), ...marks]
    });
  }

  // Categories downwards, values across: the frame of bars, ranges and waterfalls.
  function across(spec, t, width, rows, perRow, marks, domain) {
    const names = rows.map(r => r[spec.x]), longest = Math.max(...names.map(n => [...clip(n)].length));
    const margin = Math.min(width * (width < 400 ? 0.52 : 0.42), 18 + 7.4 * longest), most = Math.max(8, Math.floor((margin - 14) / 7.4));
    const unit = t.units[spec.series[0].y ?? spec.series[0].low];
    return Plot.plot({
      width, style: {fontSize: "13px"}, height: (spec.references.length > 0 ? 52 : 36) + rows.length * perRow, marginLeft: margin, marginRight: width < 400 ? 24 : 76, marginTop: spec.references.length > 0 ? 24 : 8, marginBottom: 26,
      x: {label: null, grid: true, tickFormat: tickFormat(unit), ticks: width < NARROW ? 3 : 7, nice: true, domain},
      y: {type: "band", domain: rows.map(r => r.index), label: null, padding: 0.25, tickSize: 0,
        tickFormat: i => clip(rows.find(r => r.index === i)[spec.x], most)},
      marks: [...references(spec, "x"), ...marks, Plot.ruleX([0].filter(() => !domain || (domain[0] <= 0 && domain[1] >= 0)), {stroke: "#565656"})]
    });
  }

  // Rows in which only one of several bars has a value: they share its place.
  const isOneEach = (spec, rows) => rows.every(r => spec.series.filter(s => Number.isFinite(r[s.y])).length <= 1);

  function bars(spec, t, width, rows = t.rows.filter(r => !r.total), domain) {
    const together = isOneEach(spec, rows), n = together ? 1 : spec.series.length, marks = [];
    spec.series.forEach((s, i) => {
      const inset = together ? {} : {insetTop: i * 15, insetBottom: (n - 1 - i) * 15};
      const shown = finite(rows, s.y), title = tipOf(t, [spec.x, s.y, s.low, s.high]);
      marks.push(Plot.barX(shown, {y: "index", x: r => r[s.y], fill: colourOf(spec, i), title, ...inset}));
      if (s.low != null)
        marks.push(Plot.ruleY(finite(rows, s.low, s.high), {y: "index", x1: r => r[s.low], x2: r => r[s.high], stroke: "#1a1a1a",
          strokeWidth: 1.3, dy: (i - (n - 1) / 2) * 15}));
    });
    return across(spec, t, width, rows, n > 1 ? 15 * n + 12 : BAR, marks, domain);
  }

  function ranges(spec, t, width) {
    const rows = t.rows, marks = [];
    spec.series.forEach((s, i) => {
      const title = tipOf(t, [spec.x, s.y, s.low, s.high]), shown = finite(rows, s.low, s.high);
      if (s.y == null) {
        marks.push(Plot.barX(shown, {y: "index", x1: r => Math.min(0, r[s.low]), x2: 0, fill: COLOURS.good, title}),
          Plot.barX(shown, {y: "index", x1: 0, x2: r => Math.max(0, r[s.high]), fill: COLOURS.bad, title}));
      } else {
        marks.push(Plot.ruleY(shown, {y: "index", x1: r => r[s.low], x2: r => r[s.high], stroke: colourOf(spec, i), strokeWidth: 3}),
          Plot.dot(finite(rows, s.y), {y: "index", x: r => r[s.y], fill: colourOf(spec, i), r: 5, title}));
      }
    });
    const share = t.units[spec.series[0].y ?? spec.series[0].low] === "share";
    return across(spec, t, width, rows, BAR, marks, share ? [0, 1] : undefined);
  }

  function waterfall(spec, t, width) {
    const [s, ...others] = spec.series, rows = finite(t.rows, s.low, s.high);
    const fill = r => r.total ? COLOURS.main : r[s.high] < r[s.low] ? COLOURS.good : COLOURS.bad;
    const label = r => (r.total ? "" : r[s.high] < r[s.low] ? "−" : "+") + money(Math.abs(r[s.high] - r[s.low]));
    const marks = [
      Plot.barX(rows, {y: "index", x1: r => r[s.low], x2: r => r[s.high], fill, title: tipOf(t, [spec.x, s.low, s.high])}),
      Plot.text(rows, {y: "index", x: r => Math.max(r[s.low], r[s.high], ...others.map(o => r[o.y]).filter(Number.isFinite)), text: label, textAnchor: "start", dx: 5, fill: "#1a1a1a", stroke: "white", strokeWidth: 4})
    ];
    for (const other of others)
      marks.push(Plot.tickX(finite(rows, other.y), {y: "index", x: r => r[other.y], stroke: COLOURS[other.role], strokeWidth: 3}));
    return across(spec, t, width, rows, BAR, marks);
  }

  function dots(spec, t, width) {
    const s = spec.series[0], rows = finite(t.rows, spec.x, s.y);
    return Plot.plot({
      width, style: {fontSize: "13px"}, height: Math.min(380, Math.max(260, width * 0.5)), marginLeft: 74, marginRight: width < NARROW ? 60 : 200, marginTop: 30, marginBottom: 42, inset: 20,
      x: {label: t.heads[spec.x], labelAnchor: "center", labelArrow: "none", tickFormat: tickFormat(t.units[spec.x]), ticks: width < NARROW ? 3 : 7, nice: true, grid: true},
      y: {label: t.heads[s.y], labelArrow: "none", tickFormat: tickFormat(t.units[s.y]), nice: true, grid: true},
      marks: [...references(spec, "y"),
        Plot.dot(rows, {x: r => r[spec.x], y: r => r[s.y], r: 6, fill: COLOURS.main, title: tipOf(t, [spec.label, spec.x, s.y])}),
        spec.label == null ? null : Plot.text(rows, {x: r => r[spec.x], y: r => r[s.y], text: r => clip(r[spec.label], width < NARROW ? 14 : 30), dx: 10, textAnchor: "start", fill: "#1a1a1a", stroke: "white", strokeWidth: 4})]
    });
  }

  const KINDS = {lines, years: lines, bars, stack: bars, ranges, waterfall, dots};

  // ---- a chart in its place ----

  function name(svg, figure) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-labelledby", figure.getAttribute("aria-labelledby"));
    for (const part of svg.querySelectorAll("[aria-label], [aria-description]")) {
      part.removeAttribute("aria-label");
      part.removeAttribute("aria-description");
    }
  }

  // A small picture for each value of the facet's column, all on the same scale.
  function facets(spec, t, width, figure) {
    const box = document.createElement("div"), columns = Math.max(1, Math.floor(width / 300));
    const all = spec.series.flatMap(s => t.rows.map(r => r[s.y])).filter(Number.isFinite);
    box.className = "facets";
    for (const value of new Set(t.rows.map(r => r[spec.facet]))) {
      const cell = document.createElement("div"), head = document.createElement("div");
      const rows = t.rows.filter(r => r[spec.facet] === value);
      head.innerHTML = "<strong></strong>";
      head.firstChild.textContent = clip(value, 60);
      const svg = bars(spec, t, Math.floor(width / columns) - 24, rows, [0, Math.max(1, ...all)]);
      name(svg, figure);
      cell.append(head, svg);
      box.append(cell);
    }
    return box;
  }

  function draw(figure) {
    const place = figure.querySelector(".plot"), spec = JSON.parse(figure.dataset.chart), width = Math.floor(place.clientWidth);
    if (width < 80 || place.dataset.width === String(width)) return;
    const t = tableOf(figure);
    if (t.rows.length === 0) return;
    place.dataset.width = String(width);
    const made = spec.facet == null ? KINDS[spec.kind](spec, t, Math.min(width, 960)) : facets(spec, t, width, figure);
    place.replaceChildren(made);
    for (const svg of made.tagName === "svg" ? [made] : made.querySelectorAll(":scope > svg")) name(svg, figure);
    if (spec.series.length > 1) place.prepend(legend(spec));
  }

  // A chart that cannot be drawn leaves its place empty; the others and all tables are still there.
  function tryToDraw(figure) {
    try {
      draw(figure);
    } catch (error) {
      console.error(`chart ${figure.id}: ${error.message}`);
    }
  }

  const all = document.querySelectorAll("figure[data-chart]");
  const watch = new ResizeObserver(entries => requestAnimationFrame(() => entries.forEach(e => tryToDraw(e.target))));
  for (const figure of all) {
    tryToDraw(figure);
    watch.observe(figure);
  }
  document.addEventListener("unfolded", () => all.forEach(tryToDraw));
})();
