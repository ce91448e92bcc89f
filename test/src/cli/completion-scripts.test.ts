import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type CompletedCommand, completionScript, type Shell } from "../../../src/cli/completion-scripts.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const COMMANDS: readonly CompletedCommand[] = [
  {
    name: "evaluate",
    summary: "Evaluates: a [pair]'s volumes",
    words: [],
    flags: [
      {
        long: "--strategy",
        short: null,
        summary: "how",
        takesValue: true,
        values: ["one-to-one", "merge"],
        isList: false,
      },
      { long: "--metrics", short: null, summary: "what", takesValue: true, values: ["iou", "dsc"], isList: true },
      { long: "--format", short: "-f", summary: "as", takesValue: true, values: ["table", "tsv"], isList: false },
      { long: "--reference", short: "-r", summary: "it's `one`", takesValue: true, values: [], isList: false },
    ],
  },
  {
    name: "run",
    summary: "Runs $many",
    words: [],
    flags: [{ long: "--format", short: null, summary: "as", takesValue: true, values: ["csv"], isList: false }],
  },
  { name: "completion", summary: "Completes", words: ["bash", "zsh"], flags: [] },
];

/** Lines that are typed, and the words that each shell offers. */
const LINES: readonly (readonly [line: string, words: readonly string[]])[] = [
  ["voxmatch ru", ["run"]],
  ["voxmatch help c", ["completion"]],
  ["voxmatch evaluate --s", ["--strategy"]],
  ["voxmatch evaluate --strategy m", ["merge"]],
  ["voxmatch evaluate --format t", ["table", "tsv"]],
  ["voxmatch evaluate -f t", ["table", "tsv"]],
  ["voxmatch run --format ", ["csv"]],
  ["voxmatch run --s", []],
  ["voxmatch completion z", ["zsh"]],
  ["voxmatch evaluate -r only", ["only-file.nii"]],
];

const isHere = (shell: Shell) => spawnSync(shell, ["-c", "true"]).status === 0;

describe("completion scripts", () => {
  const folder = temporaryFolder();
  const scriptOf = (shell: Shell) => {
    const path = join(folder, `voxmatch.${shell}`);
    writeFileSync(path, completionScript(shell, COMMANDS));
    writeFileSync(join(folder, "only-file.nii"), "");
    return path;
  };
  const lines = (text: string) => [...new Set(text.split("\n").filter((word) => word !== ""))].sort();

  describe.skipIf(!isHere("bash"))("bash", () => {
    function inBash(line: string): string[] {
      const words = line.split(" ");
      const [before, current] = words.slice(-2);
      const run = `source "${scriptOf("bash")}"; COMP_LINE="${line}"; COMP_CWORD=${words.length - 1}
        cd "${folder}"; _voxmatch voxmatch "${current}" "${before}"; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return lines(execFileSync("bash", ["-c", run], { encoding: "utf8" }));
    }
    it.each(LINES)("completes %s", (line, expected) => expect(inBash(line)).toEqual(expected));
    it("goes on with a list", () => expect(inBash("voxmatch evaluate --metrics iou,d")).toEqual(["iou,dsc"]));
  });

  describe.skipIf(!isHere("zsh"))("zsh", () => {
    function inZsh(line: string): string[] {
      const out = join(folder, `zsh-${Math.random()}`);
      const harness = join(import.meta.dirname, "../../support/complete-in-zsh.zsh");
      execFileSync("zsh", ["-f", harness, scriptOf("zsh"), line, out], { cwd: folder });
      return lines(readFileSync(out, "utf8")).filter((word) => word !== "END");
    }
    it.each(LINES)("completes %s", (line, expected) => expect(inZsh(line)).toEqual(expected));
    // zsh completes the last name, and keeps those before it by itself.
    it("goes on with a list", () => expect(inZsh("voxmatch evaluate --metrics iou,d")).toEqual(["dsc"]));
  });

  describe.skipIf(!isHere("fish"))("fish", () => {
    function inFish(line: string): string[] {
      const run = `source ${scriptOf("fish")}; complete -C '${line}'`;
      const out = execFileSync("fish", ["-c", run], {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, HOME: folder },
      });
      return lines(out.replaceAll(/\t.*/g, ""));
    }
    it.each(LINES)("completes %s", (line, expected) => expect(inFish(line)).toEqual(expected));
    it("goes on with a list", () => expect(inFish("voxmatch evaluate --metrics iou,d")).toEqual(["iou,dsc"]));
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
