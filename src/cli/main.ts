#!/usr/bin/env node
import { VERSION } from "../../base/version.js";
import { loadCompiled } from "./compiled-code.js";

/** As Node ends a module that waits for what never comes; this is started as CommonJS, of which Node would say 0. */
const NEVER_SETTLED = 13;

let settled = false;
process.on("exit", (status) => {
  if (!settled && status === 0) process.exitCode = NEVER_SETTLED;
});

// A reader may close our output early (`voxmatch … | head`): that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  settled = true;
  process.exit(process.exitCode);
});

const words = process.argv.slice(2);
// Scripts ask for the version often; it needs no parser of options.
if (words.length === 1 && ["--version", "-V"].includes(words[0])) {
  process.stdout.write(`${VERSION}\n`);
  settled = true;
} else void runCommand();

async function runCommand(): Promise<void> {
  loadCompiled(import.meta.dirname);
  const { run } = await import("./run.js");
  process.exitCode = await run(words);
  settled = true;
  endSoon();
}

/** Milliseconds that remaining handles may still take once the work is done. */
const LEFT_OVER_MS = 10_000;

/**
 * A thread that waits for a disk without an answer would keep the process, and process.exit too, for ever. All results are on
 * their disk by now; only pending output is waited for.
 */
function endSoon(): void {
  const end = setInterval(() => {
    if (process.stdout.writableLength + process.stderr.writableLength > 0) return;
    process.stderr.write("A disk does not answer: this process ends itself by SIGKILL. All results are written.\n");
    process.kill(process.pid, "SIGKILL");
  }, LEFT_OVER_MS);
  end.unref();
}
