#!/usr/bin/env node
import { run } from "./run.js";

// Whoever reads our output may stop early (`voxmatch … | head`): that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(process.exitCode);
});
process.exitCode = await run(process.argv.slice(2));
