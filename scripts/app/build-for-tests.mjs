/** Builds the page once for all tests that drive it. Vitest calls this before them. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildApp } from "./build.mjs";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "build", "app-for-tests");

export default async function buildForTests({ provide }) {
  provide("builtApp", { folder, firstBytes: await buildApp(folder) });
}
