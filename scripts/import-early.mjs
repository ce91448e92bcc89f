/** Turns late imports of modules that a bundle needs anyway into imports, which need no chunk to themselves. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * @param {readonly string[]} early modules, by their paths from `root`
 * @returns {import("esbuild").Plugin}
 */
export default function importEarly(early, root) {
  const files = new Set(early.map((path) => join(root, path)));
  return {
    name: "import-early",
    setup(build) {
      build.onLoad({ filter: /\.js$/ }, ({ path }) => {
        const imports = [];
        const contents = readFileSync(path, "utf8").replace(/\bimport\(("\.[^"]*")\)/g, (late, specifier) => {
          if (!files.has(join(dirname(path), JSON.parse(specifier)))) return late;
          const name = `early${imports.length}`;
          imports.push(`import * as ${name} from ${specifier};`);
          return `Promise.resolve(${name})`;
        });
        return imports.length === 0 ? undefined : { contents: [...imports, contents].join("\n") };
      });
    },
  };
}
