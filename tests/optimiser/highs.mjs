// Solves every model of a folder (*.lp) with HiGHS and writes the optimum beside it (*.highs).
// Usage: node highs.mjs FOLDER NODE_MODULES, where `npm install highs` filled NODE_MODULES.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [folder, modules] = process.argv.slice(2);
const highs = await createRequire(resolve(modules) + "/")("highs")();
for (const name of readdirSync(folder).filter((file) => file.endsWith(".lp")).sort()) {
  const model = readFileSync(join(folder, name), "utf8");
  const solution = highs.solve(model, { mip_rel_gap: 0, mip_abs_gap: 0, time_limit: 60 });
  writeFileSync(join(folder, name.replace(/lp$/, "highs")), `${solution.Status} ${solution.ObjectiveValue}\n`);
}
