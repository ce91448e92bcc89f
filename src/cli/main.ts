#!/usr/bin/env node
import { VERSION } from "../../base/version.js";

// Whoever reads our output may stop early (`voxmatch … | head`): that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(process.exitCode);
});

const words = process.argv.slice(2);
// Scripts ask for the version often; it needs no parser of options.
if (words.length === 1 && ["--version", "-V"].includes(words[0])) process.stdout.write(`${VERSION}\n`);
else process.exitCode = await (await import("./run.js")).run(words);
