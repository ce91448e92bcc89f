import type { Command } from "commander";

const HELP = `

One message is one line of JSON (JSON-RPC 2.0); docs/serve.md describes the methods. The process ends when its standard
input does. The Python package voxmatch is a client of it.`;

/** Adds `voxmatch serve`. */
export function addServeCommand(program: Command): void {
  program
    .command("serve")
    .description("Answers requests of another program, such as the Python package, in one long-lived process.")
    .helpOption("-h, --help", "print this help")
    .requiredOption("--stdio", "read requests from standard input, write answers to standard output")
    .addHelpText("after", HELP)
    .action(act);
}

async function act(): Promise<void> {
  const { serve } = await import("./serve/serve.js");
  // Pipes are read as fast as requests are taken, and requests are bounded.
  await serve({ input: process.stdin, write: (line) => void process.stdout.write(line) });
}
