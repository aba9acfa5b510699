// SPDX-License-Identifier: GPL-3.0-or-later
// Bundles plot.js, with the licences of everything in it ahead.
// usage: node bundle.mjs OUTPUT   (in a folder with package.json, plot.js and node_modules; scripts/bundle-page makes it)
import {existsSync, readFileSync, writeFileSync} from "node:fs";
import {build} from "esbuild";

const made = await build({
  entryPoints: ["plot.js"], bundle: true, minify: true, write: false, metafile: true,
  format: "iife", globalName: "Plot", target: "es2020", charset: "utf8", legalComments: "none"
});

// Packages that are in it, and what each asks to have said: its licence, or its name where it has no file of it.
const packages = new Set();
for (const path of Object.keys(made.metafile.inputs)) {
  const found = path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//);
  if (found) packages.add(found[1]);
}
const notices = new Map();
for (const name of [...packages].sort()) {
  const file = ["LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE"].map(f => `node_modules/${name}/${f}`).find(existsSync);
  const about = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  const text = file ? readFileSync(file, "utf8").trim() : `Licence: ${about.license}`;
  notices.set(text, [...(notices.get(text) ?? []), `${name} ${about.version}`]);
}
const head = [...notices].map(([text, names]) => `${names.join(", ")}\n${text}`).join("\n\n").replaceAll("*/", "* /");

// A script inside a page must not close it.
const code = made.outputFiles[0].text.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
writeFileSync(process.argv[2], `/*\n${head}\n*/\n${code}`);
