/**
 * Bundles by esbuild into few files. Left alone it makes a file for every set of entries that need the same modules, what is
 * loaded late being an entry, too: seventeen for the package's main entry, of which Node takes a millisecond each.
 */
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";
import { PACKAGE } from "./bundle-packages.mjs";

/**
 * Joins the modules that any of a list of `together` needs into one file, except those of earlier lists. Other modules share a
 * file if the same ones of `apart` need them.
 * @param {import("esbuild").BuildOptions & { absWorkingDir: string }} options
 * @param {{ together: readonly (readonly string[])[], apart: readonly string[] }} groups modules, entries or not
 * @param {readonly string[]} alone entries that load no more than they import
 * @returns {Promise<import("esbuild").Metafile>}
 */
export default async function buildJoined(options, { together, apart }, alone = []) {
  const { entryPoints } = options;
  const parted = await build({
    ...options,
    entryPoints: [...new Set([...entryPoints, ...together.flat(), ...apart])],
    metafile: true,
    write: false,
  });
  const all = reachedByEntries(parted.metafile.outputs);
  const late = lateEntries(parted.metafile.outputs);
  const reached = new Map([...all].filter(([entry]) => entryPoints.includes(entry) || late.has(entry)));
  const plugins = [
    ...(options.plugins ?? []),
    joinGroups(groupsOf(all, reached, late, { together, apart }), without(reached, alone), options.absWorkingDir),
  ];
  return (await build({ ...options, metafile: true, plugins })).metafile;
}

/** The modules that each entry, late ones included, imports at once. */
function reachedByEntries(outputs) {
  const reached = new Map();
  for (const [path, { entryPoint }] of Object.entries(outputs)) {
    if (entryPoint === undefined) continue;
    const files = new Set([path]);
    for (const file of files) {
      for (const { path: next, kind, external } of outputs[file].imports) {
        if (kind === "import-statement" && !external) files.add(next);
      }
    }
    reached.set(entryPoint, new Set([...files].flatMap((file) => Object.keys(outputs[file].inputs))));
  }
  return reached;
}

/** The modules that are imported late. */
function lateEntries(outputs) {
  const late = new Set();
  for (const { imports } of Object.values(outputs)) {
    for (const { path, kind } of imports) {
      if (kind === "dynamic-import" && outputs[path] !== undefined) late.add(outputs[path].entryPoint);
    }
  }
  return late;
}

function without(reached, alone) {
  return new Map([...reached].filter(([entry]) => !alone.includes(entry)));
}

/** Modules by what reaches them. Entries stay separate files. */
function groupsOf(all, entries, late, { together, apart }) {
  const groups = new Map();
  for (const module of new Set([...together.flat(), ...apart].flatMap((entry) => [...all.get(entry)]))) {
    if (entries.has(module)) continue;
    const isNeededBy = (entry) => all.get(entry).has(module);
    // With the late ones: what loads one of these must not load what only another entry needs.
    const list = together.findIndex((each) => each.some(isNeededBy));
    const key = list >= 0 ? list : [...new Set([...apart, ...late].filter(isNeededBy))].join();
    groups.set(key, [...(groups.get(key) ?? []), module]);
  }
  return [...groups.values()];
}

/**
 * Makes each entry that reaches a module of a group import all of it, so that esbuild finds the same entries for all. The
 * imports come last, so that modules keep their order.
 */
function joinGroups(groups, reached, root) {
  return {
    name: "join-groups",
    setup(build) {
      // Nothing is taken from what is imported so, and esbuild must not leave it out for that: it goes by the first import.
      build.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => ({
        path: join(resolveDir, path),
        sideEffects: true,
      }));
      build.onLoad({ filter: /\.js$/ }, ({ path }) => {
        const entry = [...reached.keys()].find((each) => join(root, each) === path);
        if (entry === undefined) return undefined;
        const needed = groups.filter((group) => group.some((module) => reached.get(entry).has(module)));
        const imports = needed.flat().map((module) => {
          if (module.startsWith(PACKAGE)) return `import ${JSON.stringify(module.slice(PACKAGE.length))};`;
          const specifier = relative(dirname(path), join(root, module)).replaceAll("\\", "/");
          return `import ${JSON.stringify(specifier.startsWith(".") ? specifier : `./${specifier}`)};`;
        });
        return { contents: [readFileSync(path, "utf8"), ...imports].join("\n") };
      });
    },
  };
}
