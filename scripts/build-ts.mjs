/** Compiles bindings/ and src/ to dist/ and makes the command executable. */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import buildWorker from "./build-worker.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
const tsc = join(dirname(manifest), createRequire(import.meta.url)(manifest).bin.tsc);
await buildWorker();
rmSync(join(root, "dist"), { recursive: true, force: true });
execFileSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
const command = join(root, "dist", "src", "cli", "main.js");
if (existsSync(command)) chmodSync(command, 0o755);
