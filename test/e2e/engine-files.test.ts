import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";

/** Static checks of files for engines that no test runs: names, types, and references between their parts. */

const EXAMPLES = join(import.meta.dirname, "..", "..", "examples", "distributed");
const example = (...path: string[]) => readFileSync(join(EXAMPLES, ...path), "utf8");

type Schema = "string" | "count" | "quantity" | readonly Schema[] | { readonly [key: string]: Schema } | RegExp;

const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const QUANTITIES = { cpu: "quantity", memory: "quantity" } as const;

/** Of the API's `batch/v1` Job (Kubernetes 1.29 and later) the fields that the examples use; a key that is not here is an error. */
const JOB: Schema = {
  apiVersion: /^batch\/v1$/,
  kind: /^Job$/,
  metadata: { name: NAME },
  spec: {
    completionMode: /^(Indexed|NonIndexed)$/,
    completions: "count",
    parallelism: "count",
    backoffLimit: "count",
    backoffLimitPerIndex: "count",
    podFailurePolicy: {
      rules: [
        {
          action: /^(FailJob|FailIndex|Ignore|Count)$/,
          onExitCodes: { containerName: NAME, operator: /^(In|NotIn)$/, values: ["count"] },
          onPodConditions: [{ type: "string", status: /^(True|False|Unknown)$/ }],
        },
      ],
    },
    template: {
      spec: {
        restartPolicy: /^(Never|OnFailure)$/,
        terminationGracePeriodSeconds: "count",
        containers: [
          {
            name: NAME,
            image: "string",
            args: ["string"],
            resources: { requests: QUANTITIES, limits: QUANTITIES },
            volumeMounts: [{ name: NAME, mountPath: /^\/[^:]*$/ }],
          },
        ],
        volumes: [{ name: NAME, persistentVolumeClaim: { claimName: NAME } }],
      },
    },
  },
};

/** Where a value differs from its schema. */
function problems(value: unknown, schema: Schema, path: string): string[] {
  if (schema === "count") return Number.isSafeInteger(value) && Number(value) >= 0 ? [] : [`${path}: no count`];
  if (typeof value === "string") {
    if (schema === "string") return [];
    const pattern = schema === "quantity" ? /^\d+(\.\d+)?([EPTGMk]i?|m)?$/ : schema;
    return pattern instanceof RegExp && pattern.test(value) ? [] : [`${path}: ${value}`];
  }
  if (Array.isArray(schema) && Array.isArray(value)) {
    return value.flatMap((item, i) => problems(item, schema[0], `${path}[${i}]`));
  }
  if (typeof schema !== "object" || schema instanceof RegExp || Array.isArray(schema)) return [`${path}: wrong type`];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${path}: wrong type`];
  const known = schema as { readonly [key: string]: Schema };
  return Object.entries(value).flatMap(([key, own]) =>
    known[key] === undefined ? [`${path}.${key}: unknown`] : problems(own, known[key], `${path}.${key}`),
  );
}

describe.each(["shards.yaml", "merge.yaml"])("Kubernetes: %s", (name) => {
  const documents = parseAllDocuments(example("kubernetes", name));
  const job = documents[0].toJS();
  const { spec } = job;
  const [container] = spec.template.spec.containers;

  it("is one document of a job, whose fields the API knows", () => {
    expect(documents).toHaveLength(1);
    expect(documents[0].errors).toEqual([]);
    expect(problems(job, JOB, "job")).toEqual([]);
    for (const key of ["apiVersion", "kind", "metadata", "spec"]) expect(job).toHaveProperty(key);
  });

  it("mounts volumes that it declares, and asks for no more than its limit", () => {
    const volumes = spec.template.spec.volumes.map((volume: { name: string }) => volume.name);
    for (const mount of container.volumeMounts) expect(volumes).toContain(mount.name);
    expect(container.resources.requests.memory).toBe(container.resources.limits.memory);
  });

  it("obeys the rules between fields", () => {
    // The API refuses retries by index, and a policy of failures, otherwise.
    if (spec.backoffLimitPerIndex !== undefined) expect(spec.completionMode).toBe("Indexed");
    if (spec.podFailurePolicy !== undefined) expect(spec.template.spec.restartPolicy).toBe("Never");
    if (spec.completionMode === "Indexed") expect(spec.completions).toBeGreaterThan(0);
    for (const rule of spec.podFailurePolicy?.rules ?? []) {
      expect([rule.onExitCodes, rule.onPodConditions].filter((part) => part !== undefined)).toHaveLength(1);
      if (rule.onExitCodes === undefined) continue;
      expect(rule.onExitCodes.containerName).toBe(container.name);
      expect(rule.onExitCodes.values).not.toContain(0);
    }
  });
});

it("Kubernetes: a misspelt field, a wrong quantity and a wrong type are found", () => {
  const job = parseAllDocuments(example("kubernetes", "shards.yaml"))[0].toJS();
  job.spec.paralellism = 4;
  job.spec.completions = "4";
  job.spec.template.spec.containers[0].resources.limits.memory = "8 GB";
  expect(problems(job, JOB, "job")).toEqual([
    "job.spec.completions: no count",
    "job.spec.template.spec.containers[0].resources.limits.memory: 8 GB",
    "job.spec.paralellism: unknown",
  ]);
});

describe("Nextflow: main.nf", () => {
  const source = example("nextflow", "main.nf");
  const code = source.replace(/^\s*\/\/.*$/gm, "");

  it("closes what it opens", () => {
    for (const [open, close] of ["{}", "()", "[]"]) {
      expect(code.split(open).length, open).toBe(code.split(close).length);
    }
    expect(code.split('"""').length % 2).toBe(1);
  });

  it("declares every parameter and process that it uses, and uses each", () => {
    const declared = [...code.matchAll(/^params\.(\w+) =/gm)].map(([, name]) => name);
    const used = [...code.matchAll(/params\.(\w+)(?! =)\b/g)].map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual(declared.sort());
    const processes = [...code.matchAll(/^process (\w+) \{/gm)].map(([, name]) => name);
    const workflow = code.slice(code.indexOf("\nworkflow {"));
    for (const name of processes) expect(workflow).toMatch(new RegExp(`\\b${name}\\(`));
    expect([...workflow.matchAll(/\b([A-Z]{3,})\(/g)].map(([, name]) => name)).toEqual(processes);
  });

  it("gives each process what its inputs ask for", () => {
    for (const [, name, body] of code.matchAll(/^process (\w+) \{([\s\S]*?)\n\}/gm)) {
      const inputs = /input:\n([\s\S]*?)\n\n/.exec(body)?.[1].trim().split("\n") ?? [];
      const call = new RegExp(`\\b${name}\\((.*)\\)$`, "m").exec(code.slice(code.indexOf("\nworkflow {")))?.[1] ?? "";
      // Commas within brackets belong to one argument.
      const flat = call.replace(/\((?:[^()]|\([^()]*\))*\)/g, "");
      expect(flat.split(","), name).toHaveLength(inputs.length);
      const script = /script:([\s\S]*)/.exec(body)?.[1] ?? "";
      for (const input of inputs) expect(script, input).toContain(`\${${input.trim().split(" ")[1]}}`);
    }
  });
});

describe("Apptainer: voxmatch.def", () => {
  it("installs the file that it copies, and starts what it installs", () => {
    const definition = example("apptainer", "voxmatch.def");
    const section = (name: string) =>
      new RegExp(`^%${name}\\n((?: {4}.*\\n?)+)`, "m").exec(definition)?.[1].trim().split(/\s+/) ?? [];
    const [, target] = section("files");
    expect(section("post")).toEqual(["npm", "install", "--global", target, "rm", target]);
    expect(section("runscript").slice(0, 2)).toEqual(["exec", "voxmatch"]);
    expect(section("test")[0]).toBe("voxmatch");
  });
});
