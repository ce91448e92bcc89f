/**
 * Turns the modules of a bundle into CommonJS, which Node starts 7 to 9 ms of CPU sooner: it loads no loader of modules then. The
 * bundle is divided into chunks as modules first, which esbuild does for nothing else.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transform } from "esbuild";

const LATE = /\bimport\(("\.[^"]*")\)/g;

const OWN_URL = `const ownUrl = require("node:url").pathToFileURL(__filename).href;`;

/**
 * @param {readonly string[]} files all of them in `folder`
 * @param {string} folder where Node is told that they are CommonJS
 */
export default async function convertToCommonJs(files, folder) {
  for (const file of files) {
    const source = readFileSync(file, "utf8");
    const { code } = await transform(source.replace(LATE, "Promise.resolve().then(() => require($1))"), {
      format: "cjs",
      platform: "node",
      target: "es2022",
      minify: true,
      define: { "import.meta.url": "ownUrl", "import.meta.dirname": "__dirname" },
      ...(source.includes("import.meta.url") && { banner: OWN_URL }),
    });
    writeFileSync(file, code);
  }
  writeFileSync(join(folder, "package.json"), `${JSON.stringify({ type: "commonjs" })}\n`);
}
