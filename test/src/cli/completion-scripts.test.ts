import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type CompletedCommand, completionScript } from "../../../src/cli/completion-scripts.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const COMMANDS: readonly CompletedCommand[] = [
  {
    name: "evaluate",
    summary: "Evaluates: a [pair]'s volumes",
    flags: [
      { long: "--strategy", short: null, summary: "how", takesValue: true, values: ["one-to-one", "merge"] },
      { long: "--reference", short: "-r", summary: "it's `one`", takesValue: true, values: [] },
    ],
  },
  { name: "run", summary: "Runs $many", flags: [] },
];

describe("completion scripts", () => {
  const folder = temporaryFolder();

  it.each([
    ["voxmatch ru", ["run"]],
    ["voxmatch evaluate --s", ["--strategy"]],
    ["voxmatch evaluate --strategy m", ["merge"]],
    ["voxmatch run --s", []],
  ])("complete %s in bash", (line, expected) => {
    const path = join(folder, "voxmatch.bash");
    writeFileSync(path, completionScript("bash", COMMANDS));
    const words = line.split(" ");
    const [before, current] = words.slice(-2);
    const run = `source "${path}"; COMP_LINE="${line}"; COMP_CWORD=${words.length - 1}
      cd "${folder}"; _voxmatch voxmatch "${current}" "${before}"; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const out = execFileSync("bash", ["-c", run], { encoding: "utf8" });
    expect(out.split("\n").filter((word) => word !== "")).toEqual(expected);
  });

  it("quote what a shell would take for its own", () => {
    expect(completionScript("fish", COMMANDS)).toContain("-a evaluate -d 'Evaluates: a [pair]\\'s volumes'");
    expect(completionScript("fish", COMMANDS)).toContain("-l strategy -x -a 'one-to-one merge'");
    const zsh = completionScript("zsh", COMMANDS);
    expect(zsh).toContain("'*--strategy[how]:value:(one-to-one merge)'");
    expect(zsh).toContain("'run:Runs  many'");
    expect(zsh).not.toMatch(/`/);
    // The body is also that of a shell which is here.
    expect(spawnSync("bash", ["-n"], { input: completionScript("bash", COMMANDS) }).status).toBe(0);
  });
});
