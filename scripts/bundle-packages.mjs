/**
 * Bundles what comes from npm into the package, so that installing voxmatch brings nothing else, and each command and each
 * late chunk holds what it needs. Packages in `OPTIONAL` stay outside: their users install them.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";

/** Servers of queues; `src/queue/load-package.ts` says what to install. */
export const OPTIONAL = ["bullmq", "ioredis", "pg", "pg-native", "canvas"];

/** Packages that pages may load too, by way of the entry: nothing of Node's may be in them. */
const IN_PAGES = new Set([
  "@assemblyscript/loader",
  "dicom-parser",
  "fast-png",
  "hyparquet-writer",
  "nifti-reader-js",
  "yaml",
]);

/**
 * CommonJS packages ask for Node's modules by `require`, which a module does not have. Only packages outside the bundle need
 * node:module, which takes a millisecond to load.
 */
const COMMON_JS = `const require = (name) => process.getBuiltinModule(name)
  ?? process.getBuiltinModule("node:module").createRequire(import.meta.url)(name);`;

/** The prefix of a package's module in esbuild's lists. */
export const PACKAGE = "bundled-package:";

/** Makes each package one module before the bundle is divided into chunks. */
export function bundledPackages(root) {
  return {
    name: "bundled-packages",
    setup(builder) {
      builder.onResolve({ filter: /^[@a-z]/ }, ({ path, kind }) => {
        if (kind === "entry-point" || path.startsWith("node:") || OPTIONAL.includes(path)) return undefined;
        return { path, namespace: "bundled-package" };
      });
      builder.onLoad({ filter: /.*/, namespace: "bundled-package" }, async ({ path }) => ({
        contents: await bundle(
          root,
          `export * from "${path}"; ${hasDefault(path) ? `export { default } from "${path}";` : ""}`,
          IN_PAGES.has(path),
        ),
      }));
    },
  };
}

function hasDefault(path) {
  return path === "@assemblyscript/loader" || path === "dicom-parser";
}

async function bundle(root, contents, inPages) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    minify: true,
    target: "es2022",
    legalComments: "none",
    external: OPTIONAL,
    plugins: [withoutInflater, withoutPrograms],
    ...(inPages
      ? { platform: "neutral", mainFields: ["module", "main"], conditions: ["import", "browser"] }
      : { platform: "node", banner: { js: COMMON_JS } }),
  });
  for (const input of Object.keys(metafile.inputs)) {
    const [, name] = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
    if (name !== undefined) bundled.set(name, join(root, "node_modules", name));
  }
  return outputFiles[0].text;
}

/** Folders of the packages that were bundled, by name. */
const bundled = new Map();

/** Packages whose licence lies in another package of the same project. */
const LICENCE_IN = { "@assemblyscript/loader": "assemblyscript" };

/** The names, versions and licences of all packages that were bundled so far, which their licences ask to be kept with them. */
export function licensesOfBundled() {
  return [...bundled]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, folder]) => {
      const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const licensed = LICENCE_IN[name] === undefined ? folder : join(dirname(dirname(folder)), LICENCE_IN[name]);
      const file = readdirSync(licensed).find((each) => /^(licen[cs]e|copying)/i.test(each));
      if (file === undefined) throw new Error(`${name} is bundled, but its licence is not found in ${licensed}.`);
      const text = readFileSync(join(licensed, file), "utf8");
      return `${name} ${version} (${license})\n\n${text.trim()}\n`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}

/** nifti-reader-js checks headers only, which are inflated by then; dicom-parser is given no file that is deflated as a whole. */
const withoutInflater = {
  name: "without-inflater",
  setup(builder) {
    builder.onResolve({ filter: /^fflate$/ }, ({ path, importer }) =>
      /nifti-reader-js/.test(importer) ? { path, namespace: "without-inflater" } : undefined,
    );
    builder.onResolve({ filter: /^zlib$/ }, ({ path, importer }) =>
      /dicom-parser/.test(importer) ? { path, namespace: "without-inflater" } : undefined,
    );
    builder.onLoad({ filter: /.*/, namespace: "without-inflater" }, () => ({
      contents: "export const decompressSync = undefined;",
    }));
  },
};

/** Commander starts programs for commands that are files of their own, of which there are none here: dgram and net come with that. */
const withoutPrograms = {
  name: "without-programs",
  setup(builder) {
    builder.onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
      /commander/.test(importer) ? { path, namespace: "without-programs" } : undefined,
    );
    builder.onLoad({ filter: /.*/, namespace: "without-programs" }, () => ({
      contents: "export const spawn = undefined;",
    }));
  },
};
