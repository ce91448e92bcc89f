/**
 * Checks that imports go down: a file imports its own room and rooms on lower floors of rooms.json, only rooms that say so
 * import Node's modules, and no file imports itself by way of others. Types count as well.
 *
 * `node scripts/check-imports.mjs` is a part of `npm run lint`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const FOLDERS = ["base", "assembly", "bindings", "src"];

/**
 * @param {ReadonlyMap<string, string>} files texts by path from the root
 * @param {{ floors: readonly { rooms: Record<string, string>, node?: boolean }[] }} table
 * @returns {string[]} a sentence for each import that goes the wrong way
 */
export function checkImports(files, table) {
  const rooms = new Map(
    table.floors.flatMap(({ rooms, node = false }, floor) =>
      Object.keys(rooms).map((name) => [name, { name, floor, node }]),
    ),
  );
  const graph = new Map([...files].map(([file, text]) => [file, importsOf(file, text, files)]));
  const wrong = [...files.keys()]
    .filter((file) => !roomOf(file, rooms))
    .map((file) => `${file} is in no room of rooms.json.`);
  for (const [file, imports] of graph) {
    const from = roomOf(file, rooms);
    for (const target of imports) {
      if (target.startsWith("node:")) {
        if (from && !from.node) wrong.push(`${file} imports ${target}, but ${from.name} runs in pages too.`);
        continue;
      }
      const to = roomOf(target, rooms);
      if (from && to && from !== to && to.floor >= from.floor) {
        wrong.push(
          `${file} imports ${target}: ${from.name} (floor ${from.floor}) stands below ${to.name} (floor ${to.floor}).`,
        );
      }
    }
  }
  return [...wrong, ...circlesIn(graph).map((circle) => `These files import each other: ${circle.join(" → ")}.`)];
}

/** The room of the longest path that a file lies below. A room named like a folder of rooms holds its loose files only. */
function roomOf(file, rooms) {
  for (let folder = posix.dirname(file), depth = 0; folder !== "."; folder = posix.dirname(folder), depth++) {
    const room = rooms.get(folder);
    if (room === undefined) continue;
    const isFolderOfRooms = [...rooms.keys()].some((name) => name.startsWith(`${folder}/`));
    return isFolderOfRooms && depth > 0 ? undefined : room;
  }
  return undefined;
}

function importsOf(file, text, files) {
  // Modules loaded late are loaded where there is Node, and types leave no import behind.
  const kept = text.replaceAll(/(?:^import type [^"]*from|\bimport\()\s*"node:[^"]+"/gm, "");
  const specifiers = [...kept.matchAll(/(?:\bfrom|\bimport\(|^import)\s*"([^"]+)"/gm)].map((match) => match[1]);
  return specifiers.flatMap((specifier) => {
    if (specifier.startsWith("node:")) return [specifier];
    if (!specifier.startsWith(".")) return [];
    const target = posix.normalize(posix.join(posix.dirname(file), specifier));
    return [`${target.replace(/\.js$/, "")}.ts`].filter((path) => files.has(path) || path.startsWith("bindings/wasm/"));
  });
}

/** A circle for each group of files that reach each other (Tarjan's strongly connected components). */
function circlesIn(graph) {
  const order = new Map();
  const low = new Map();
  const stack = [];
  const circles = [];
  const visit = (file) => {
    order.set(file, order.size);
    low.set(file, order.get(file));
    stack.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!graph.has(next)) continue;
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) low.set(file, Math.min(low.get(file), low.get(next)));
    }
    if (low.get(file) !== order.get(file)) return;
    const circle = stack.splice(stack.indexOf(file));
    if (circle.length > 1) circles.push(circle);
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return circles;
}

/** The sources of the package, by path from the root. */
export function readSources(root = ROOT) {
  const paths = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map(
      (path) => `${folder}/${path.replaceAll("\\", "/")}`,
    ),
  );
  const sources = paths.filter((path) => path.endsWith(".ts") && !path.startsWith("bindings/wasm/"));
  return new Map(sources.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

/** The table of rooms. */
export function readRooms(root = ROOT) {
  return JSON.parse(readFileSync(join(root, "rooms.json"), "utf8"));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const wrong = checkImports(readSources(), readRooms());
  for (const sentence of wrong) console.error(sentence);
  if (wrong.length > 0) process.exitCode = 1;
}
