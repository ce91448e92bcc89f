import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { COMMAND } from "./run-command.js";

/** A fenced block: its language, the file to write it to, its text. */
const FENCE = /^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm;

/**
 * Carries a guide out in a folder: writes the blocks that name a file, runs those in `sh`, and returns the document with the blocks
 * in `text` replaced by the output of the block before.
 */
export function carryOut(document: string, folder: string): string {
  const path = withCommand(folder);
  let output: string | null = null;
  return document.replace(FENCE, (whole, language: string, file: string | undefined, body: string) => {
    if (file !== undefined) {
      mkdirSync(join(folder, file, ".."), { recursive: true });
      writeFileSync(join(folder, file), body);
    } else if (language === "sh") {
      output = runScript(body, folder, path);
    } else if (language === "text" && output !== null) {
      return `\`\`\`text\n${output}\`\`\``;
    }
    return whole;
  });
}

function runScript(script: string, folder: string, path: string): string {
  const { status, stdout, stderr } = spawnSync("bash", ["-e", "-o", "pipefail", "-c", script], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, PATH: path, COLUMNS: "100", NO_COLOR: "1" },
  });
  if (status !== 0) throw new Error(`status ${status} of\n${script}${stdout}${stderr}`);
  return stdout.replaceAll(/[ \t]+$/gm, "");
}

/** A `voxmatch` on the path, as an installed package has it. */
function withCommand(folder: string): string {
  const bin = join(folder, ".bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "voxmatch"), `#!/bin/sh\nexec "${process.execPath}" "${COMMAND}" "$@"\n`);
  chmodSync(join(bin, "voxmatch"), 0o755);
  return `${bin}${delimiter}${process.env.PATH}`;
}
