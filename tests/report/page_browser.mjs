// SPDX-License-Identifier: GPL-3.0-or-later
// A page in headless Chromium without a network: says what it logs, what it asks for, which charts are not drawn, and what
// axe-core finds, on a wide screen and on a phone; and what is missing on paper, with scripts and without.
// usage: node page_browser.mjs CHROMIUM AXE.js PAGE.html
import {spawn} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";

const [chromium, axe, page] = process.argv.slice(2);
const WIDTHS = [1280, 390], PATIENCE_MS = 240000, SETTLED_MS = 300, OPENED = 2, PRINTED_AT = WIDTHS[0];
const profile = mkdtempSync(join(tmpdir(), "rasim-page-"));
const findings = [], url = pathToFileURL(page).href;

// The browser's protocol over a pipe: messages of JSON that end in a NUL.
const browser = spawn(chromium, ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
  "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", `--user-data-dir=${profile}`, "--remote-debugging-pipe", "about:blank"],
  {stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"]});
const waiting = new Map(), listeners = [];
let last = 0, rest = "";
browser.stdio[4].on("data", bytes => {
  const messages = (rest + bytes).split("\0");
  rest = messages.pop();
  for (const message of messages.map(text => JSON.parse(text))) {
    if (message.id) waiting.get(message.id)(message);
    else for (const listen of listeners) listen(message);
  }
});

function call(method, params = {}, sessionId = undefined) {
  const id = ++last;
  browser.stdio[3].write(JSON.stringify({id, method, params, sessionId}) + "\0");
  return new Promise((resolve, reject) => waiting.set(id, answer =>
    answer.error ? reject(new Error(`${method}: ${answer.error.message}`)) : resolve(answer.result)));
}

// In the page: charts that are not drawn, and whether it is wider than the screen.
const LOOK = `(() => {
  [...document.querySelectorAll("details.design")].slice(0, ${OPENED}).forEach(d => d.open = true);
  return new Promise(done => setTimeout(() => done({
    bare: [...document.querySelectorAll("figure[data-chart]")]
      .filter(f => (f.closest("details.design")?.open ?? true) && f.querySelector("tbody tr") && !f.querySelector(".plot svg path, .plot svg rect, .plot svg circle")).map(f => f.id),
    unnamed: [...document.querySelectorAll(".plot svg[role]:not([aria-labelledby])")].length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    run: window.alerted === undefined
  }), ${SETTLED_MS}));
})()`;
// Designs that are still folded are like the open ones, and cost axe minutes: they are taken out first.
const AXE = `document.querySelectorAll("details.design:not([open])").forEach(d => d.remove());
axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}).then(r =>
  r.violations.map(v => v.id + ": " + v.help + " (" + v.nodes.length + "x, " + v.nodes[0].target + ")"))`;

// On paper every fold is open whose content no picture stands for, and every chart drawn; afterwards all is as it was.
const OPEN = `document.querySelectorAll("details[open]").length`;
const ON_PAPER = `addEventListener("beforeprint", () => window.onPaper = {
  folded: [...document.querySelectorAll("details:not([open])")].filter(d => !d.closest("figure")?.querySelector(".plot svg")).length,
  bare: [...document.querySelectorAll("figure[data-chart]")].filter(f => f.querySelector("tbody tr") && !f.querySelector(".plot svg")).map(f => f.id)
}); ${OPEN}`;
// As in browsers that lay out nothing in a closed fold: its charts have no width before it opens.
const NO_ROOM = `const sheet = new CSSStyleSheet();
sheet.replaceSync("details:not([open])::details-content { display: none; }");
document.adoptedStyleSheets = [sheet];`;
// Without scripts there is no picture: then every table has to be seen.
const HIDDEN = `[...document.querySelectorAll("table")].filter(t => !t.checkVisibility()).map(t => t.id)`;

async function evaluate(expression, session) {
  const {result, exceptionDetails} = await call("Runtime.evaluate", {expression, awaitPromise: true, returnByValue: true}, session);
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}

async function openTab() {
  const {targetId} = await call("Target.createTarget", {url: "about:blank"});
  const {sessionId} = await call("Target.attachToTarget", {targetId, flatten: true});
  const loaded = new Promise(resolve => listeners.push(m => m.sessionId === sessionId && m.method === "Page.loadEventFired" && resolve()));
  return {targetId, sessionId, loaded};
}

async function print(session) {
  const before = await evaluate(ON_PAPER, session);
  const {data} = await call("Page.printToPDF", {}, session);
  const {folded, bare} = await evaluate("window.onPaper", session), after = await evaluate(OPEN, session);
  if (!data) findings.push("it does not print");
  if (folded > 0) findings.push(`${folded} folds stay closed on paper`);
  if (bare.length > 0) findings.push(`on paper these charts are not drawn: ${bare.join(", ")}`);
  if (after !== before) findings.push(`${before} folds were open before printing, ${after} are afterwards`);
}

async function printWithoutScripts() {
  const {targetId, sessionId, loaded} = await openTab();
  await call("Page.enable", {}, sessionId);
  await call("Emulation.setScriptExecutionDisabled", {value: true}, sessionId);
  await call("Emulation.setEmulatedMedia", {media: "print"}, sessionId);
  await call("Page.navigate", {url}, sessionId);
  await loaded;
  const hidden = await evaluate(HIDDEN, sessionId);
  if (hidden.length > 0) findings.push(`without scripts these tables are not on paper: ${hidden.join(", ")}`);
  await call("Target.closeTarget", {targetId});
}

async function judge(width) {
  const {targetId, sessionId, loaded} = await openTab();
  listeners.push(m => {
    if (m.sessionId !== sessionId) return;
    if (m.method === "Network.requestWillBeSent" && m.params.request.url !== url && !m.params.request.url.startsWith("data:"))
      findings.push(`it asks for ${m.params.request.url}`);
    if (m.method === "Runtime.exceptionThrown") findings.push(`exception: ${m.params.exceptionDetails.exception?.description}`);
    if (m.method === "Runtime.consoleAPICalled") findings.push(`console: ${m.params.args.map(a => a.value).join(" ")}`);
    if (m.method === "Log.entryAdded") findings.push(`log: ${m.params.entry.text}`);
    if (m.method === "Page.javascriptDialogOpening") findings.push(`a label ran as a script: ${m.params.message}`);
  });
  for (const domain of ["Page", "Network", "Runtime", "Log"]) await call(`${domain}.enable`, {}, sessionId);
  await call("Network.emulateNetworkConditions", {offline: true, latency: 0, downloadThroughput: 0, uploadThroughput: 0}, sessionId);
  await call("Emulation.setDeviceMetricsOverride", {width, height: 900, deviceScaleFactor: 1, mobile: width < 600}, sessionId);
  if (width === PRINTED_AT) await call("Page.addScriptToEvaluateOnNewDocument", {source: NO_ROOM}, sessionId);
  await call("Page.navigate", {url}, sessionId);
  await loaded;
  const {bare, unnamed, wide} = await evaluate(LOOK, sessionId);
  if (bare.length > 0) findings.push(`at ${width} px these charts are not drawn: ${bare.join(", ")}`);
  if (unnamed > 0) findings.push(`${unnamed} pictures have no name`);
  if (wide > 0) findings.push(`at ${width} px the page is ${wide} px too wide`);
  if (width === PRINTED_AT) await print(sessionId);
  await evaluate(readFileSync(axe, "utf8"), sessionId);
  for (const violation of await evaluate(AXE, sessionId)) findings.push(`axe at ${width} px: ${violation}`);
  await call("Target.closeTarget", {targetId});
}

const late = setTimeout(() => {
  console.log("the browser took too long");
  browser.kill("SIGKILL");
  process.exit(1);
}, PATIENCE_MS);
try {
  for (const width of WIDTHS) await judge(width);
  await printWithoutScripts();
} catch (error) {
  findings.push(error.message);
}
clearTimeout(late);
await Promise.race([call("Browser.close"), new Promise(resolve => browser.on("exit", resolve))]).catch(() => {});
await new Promise(resolve => browser.exitCode === null ? browser.on("exit", resolve) : resolve());
rmSync(profile, {recursive: true, force: true, maxRetries: 5});
for (const finding of new Set(findings)) console.log(finding);
process.exit(findings.length > 0 ? 1 : 0);
