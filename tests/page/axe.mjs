// Accessibility and validity of pages: axe-core in both colour schemes, html-validate, and every
// request that a page makes. Usage: node axe.mjs FOLDER, from a folder that has the modules of
// package.json; pages are FOLDER/*.html. BGPTE_SCREENSHOTS=1 writes pictures beside them.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.cwd(), "package.json"));
const { chromium } = require("playwright-core");
const { HtmlValidate } = require("html-validate");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const folder = path.resolve(process.argv[2]);
const pages = readdirSync(folder).filter((name) => name.endsWith(".html")).sort();
const faults = [];

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  // Style sheets do not survive a strict policy: a table says how it looks by attributes.
  rules: { "no-deprecated-attr": "off" },
});
for (const name of pages) {
  const report = await validator.validateString(readFileSync(path.join(folder, name), "utf8"));
  for (const result of report.results) {
    for (const message of result.messages.filter((one) => one.severity === 2).slice(0, 10)) {
      faults.push(`${name}:${message.line}:${message.column}: ${message.ruleId}: ${message.message}`);
    }
  }
}

const launched = chromium.launch({
  executablePath: process.env.BGPTE_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const browser = await launched.catch((fault) => {
  console.log(`skipped: chromium does not start here: ${fault.message.split("\n")[0]}`);
  process.exit(77);
});
const pictures = process.env.BGPTE_SCREENSHOTS === "1";
const context = await browser.newContext({ viewport: { width: 1100, height: 800 } });
for (const name of pages) {
  const tab = await context.newPage();
  const url = `file://${path.join(folder, name)}`;
  tab.on("request", (request) => {
    if (request.url() !== url) {
      faults.push(`${name}: asks for ${request.url()}`);
    }
  });
  tab.on("console", (message) => faults.push(`${name}: ${message.text()}`));
  await tab.goto(url);
  await tab.evaluate(axe);
  const stem = path.join(folder, name.replace(/\.html$/, ""));
  for (const colorScheme of ["light", "dark"]) {
    await tab.emulateMedia({ colorScheme });
    const result = await tab.evaluate(() => globalThis.axe.run());
    for (const violation of result.violations) {
      const where = violation.nodes.map((node) => node.html.slice(0, 120)).slice(0, 2).join(" | ");
      faults.push(`${name} (${colorScheme}): ${violation.id}: ${violation.help}: ${where}`);
    }
    if (pictures) {
      await tab.screenshot({ path: `${stem}.${colorScheme}.png`, fullPage: true });
    }
  }
  if (pictures) {
    await tab.emulateMedia({ colorScheme: "light" });
    await tab.pdf({ path: `${stem}.pdf`, format: "A4" });
    await tab.setViewportSize({ width: 400, height: 800 });
    await tab.screenshot({ path: `${stem}.narrow.png`, fullPage: true });
  }
  await tab.close();
}
await browser.close();
for (const fault of faults) {
  console.log(fault);
}
console.log(`${pages.length} pages, ${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);
