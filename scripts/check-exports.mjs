/**
 * Finds exports of the package and the page that no other file imports. Entries are for other packages, so theirs may be unused
 * here; what only tests import counts as used, and so does a type that its own file's exports mention.
 *
 * `node scripts/check-exports.mjs` is a part of `npm run lint`.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const FOLDERS = ["app", "base", "bench", "bindings", "docs/source", "fuzz", "scripts", "soak", "src", "test"];
const CHECKED = /^(app|base|bindings|src)\//;
/** Loaded by name from outside: package entries, programs, configurations. */
const ENTRIES = [/^src\/(\w+\/)?index\.ts$/, /^bindings\/index\.ts$/, /^src\/runner\/pool-worker\.ts$/];

const NAMES = String.raw`\{([^}]*)\}`;
const DECLARED =
  /^export (?:declare )?(?:abstract )?(?:async )?(function\*?|const|let|class|interface|type|enum) (\w+)/gm;
const EXPORTED = new RegExp(`^export (?:type )?${NAMES}(?: from "([^"]+)")?`, "gm");
const IMPORTED = new RegExp(`^import (?:type )?(?:\\w+,? ?)?${NAMES} from "([^"]+)"`, "gm");
const WHOLE = /(?:^import (?:type )?\* as \w+ from|^export \* from|\bimport\()\s*"([^"]+)"/gm;

/**
 * @param {ReadonlyMap<string, string>} files texts by path from the root
 * @param {readonly RegExp[]} entries
 * @returns {string[]} a sentence for each export without an import
 */
export function checkExports(files, entries = ENTRIES) {
  const used = new Set();
  for (const [file, text] of files) for (const name of usesOf(file, text, files)) used.add(name);
  const unused = [];
  for (const [file, text] of files) {
    if (!CHECKED.test(file) || entries.some((entry) => entry.test(file)) || used.has(`${file}#*`)) continue;
    for (const name of exportsOf(text)) {
      if (!used.has(`${file}#${name}`)) unused.push(`${file} exports ${name}, which no other file imports.`);
    }
  }
  return unused;
}

function exportsOf(text) {
  const listed = [...text.matchAll(EXPORTED)].flatMap(([, names]) => namesIn(names).map(({ outside }) => outside));
  const declared = [...text.matchAll(DECLARED)].filter(([, kind, name]) => {
    const isSpokenOf = text.match(new RegExp(`\\b${name}\\b`, "g")).length > 1;
    return !(["interface", "type"].includes(kind) && isSpokenOf);
  });
  return [...declared.map(([, , name]) => name), ...listed];
}

/** A file's imports as `file#name`, or `file#*` where it takes all. */
function usesOf(file, text, files) {
  const target = (specifier) => resolve(file, specifier, files);
  const named = [...text.matchAll(IMPORTED), ...text.matchAll(EXPORTED)].flatMap(([, names, specifier]) =>
    specifier === undefined ? [] : namesIn(names).map(({ inside }) => `${target(specifier)}#${inside}`),
  );
  return [...named, ...[...text.matchAll(WHOLE)].map(([, specifier]) => `${target(specifier)}#*`)];
}

function namesIn(list) {
  return list
    .replaceAll(/\/\/.*$/gm, "")
    .split(",")
    .map((item) => item.trim().replace(/^type /, ""))
    .filter((item) => item !== "")
    .map((item) => item.split(/ as /))
    .map(([inside, outside = inside]) => ({ inside, outside }));
}

function resolve(file, specifier, files) {
  const path = posix.normalize(posix.join(posix.dirname(file), specifier));
  return [path, path.replace(/\.js$/, ".ts"), path.replace(/\.js$/, ".tsx")].find((each) => files.has(each)) ?? path;
}

export function readAllSources(root = ROOT) {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", ...FOLDERS, "vitest.config.ts"], {
    cwd: root,
    encoding: "utf8",
  });
  const paths = listed.split("\n").filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !path.startsWith("test/fixtures/"));
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const unused = checkExports(readAllSources());
  for (const sentence of unused) console.error(sentence);
  if (unused.length > 0) process.exitCode = 1;
}
