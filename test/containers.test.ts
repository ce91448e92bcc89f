/** The set-ups of containers, which are not built here: that they name what there is, and end as a user without rights. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const textOf = (name: string) => readFileSync(join(ROOT, name), "utf8");
const manifest = JSON.parse(textOf("package.json"));
const COMMAND = `/opt/voxmatch/${manifest.bin.voxmatch}`;

describe("Dockerfile", () => {
  const lines = textOf("Dockerfile")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line): [string, string] => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)]);
  const instructions = (name: string) => lines.filter(([word]) => word === name).map(([, rest]) => rest);

  it("has instructions that there are", () => {
    const known = ["FROM", "WORKDIR", "COPY", "RUN", "USER", "ENTRYPOINT"];
    expect(lines.filter(([word]) => !known.includes(word))).toEqual([]);
  });

  it("begins each stage with a version, and copies from stages that there are", () => {
    const stages = instructions("FROM").map((from) => from.split(" AS "));
    expect(stages.length).toBe(3);
    for (const [image] of stages) expect(image).toMatch(/^[a-z]+:\d+(\.\d+)?(-[a-z]+)?$/);
    const names = stages.map(([, name]) => name);
    const sources = instructions("COPY").flatMap((copy) => /^--from=(\S+)/.exec(copy)?.[1] ?? []);
    expect(sources.length).toBe(2);
    for (const source of sources) expect(names).toContain(source);
  });

  it("ends as a user without rights, with the command of the package", () => {
    const last = lines.slice(lines.findLastIndex(([word]) => word === "FROM"));
    expect(last.find(([word]) => word === "USER")).toEqual(["USER", "1000"]);
    expect(last.at(-1)).toEqual(["ENTRYPOINT", '["voxmatch"]']);
    expect(textOf("Dockerfile")).toContain(`ln -s ${COMMAND} /usr/local/bin/voxmatch`);
  });

  it("copies files that there are, and leaves out what is built", () => {
    for (const name of ["package.json", "package-lock.json"]) expect(existsSync(join(ROOT, name))).toBe(true);
    const left = textOf(".dockerignore").trim().split("\n");
    expect(left).toEqual(expect.arrayContaining(["node_modules", "dist", "build", "bindings/wasm", ".git"]));
    for (const name of ["scripts", "src", "assembly", "base", "package.json"]) expect(left).not.toContain(name);
  });
});

describe("apptainer.def", () => {
  const stages = textOf("apptainer.def")
    .split(/^Bootstrap: docker$/m)
    .slice(1);

  it("builds in one stage and runs in another", () => {
    expect(stages.map((stage) => /^Stage: (.*)$/m.exec(stage)?.[1])).toEqual(["build", "final"]);
    for (const stage of stages) expect(stage).toMatch(/^From: node:24-\w+$/m);
    expect(stages[1]).toMatch(/^%files from build\n {4}\/out\/package \/opt\/voxmatch$/m);
  });

  it("runs the command of the package, which is a program", () => {
    expect(stages[1]).toContain(`ln -s ${COMMAND} /usr/local/bin/voxmatch`);
    expect(statSync(join(ROOT, manifest.bin.voxmatch)).mode & 0o111).toBe(0o111);
    expect(readFileSync(join(ROOT, manifest.bin.voxmatch), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  });
});

it("calls scripts of the package", () => {
  for (const name of ["Dockerfile", "apptainer.def"]) {
    for (const [, script] of textOf(name).matchAll(/npm run ([\w:]+)/g))
      expect(manifest.scripts).toHaveProperty([script]);
  }
});
