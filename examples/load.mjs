import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

/** Imports a TypeScript module of this folder. */
export async function load(name) {
  const entry = fileURLToPath(new URL(name, import.meta.url));
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    bundle: true,
    format: "esm",
    target: "es2022",
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}
