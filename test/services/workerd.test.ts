/** The package in workerd, the runtime of Cloudflare Workers, which compiles no WebAssembly from bytes. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluation/evaluate.js";
import { freePort } from "../support/free-port.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const ROOT = join(import.meta.dirname, "..", "..");
const PAIR = ["reference", "prediction"] as const;

/** The runtime that is named, or the first on the path. */
const workerd = [process.env.VOXMATCH_WORKERD, "workerd"].find((command) => {
  return command !== undefined && spawnSync(command, ["--version"]).status === 0;
});
// Where all tests must run, a missing program is a failure.
const mustRun = process.env.CI === "true" || process.env.VOXMATCH_ALL_TESTS === "1";

/** The Worker of `docs/guides/worker.md`, which also evaluates without a module. */
const WORKER = `import { evaluate, isVoxmatchError } from "voxmatch";
import module from "voxmatch/wasm/simd";

export default {
  async fetch(request) {
    if (request.method === "GET") return new Response("ready");
    const form = await request.formData();
    const inputs = { reference: { file: form.get("reference") }, prediction: { file: form.get("prediction") } };
    const work = form.get("module") === "given" ? { module } : {};
    try {
      const { engine, groups } = await evaluate(inputs, { metrics: ["iou", "dsc", "assd"], explain: true }, work);
      return Response.json({ engine, groups });
    } catch (error) {
      return Response.json(isVoxmatchError(error) ? { code: error.code, message: error.message } : String(error));
    }
  },
};
`;

const folder = temporaryFolder();
let server: ChildProcess;
let address: string;

function configuration(port: number): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "simd.wasm", wasm = embed "simd.wasm"),
  ],
  compatibilityDate = "2026-01-01",
);
`;
}

async function startWorker(command: string): Promise<void> {
  const port = await freePort();
  writeFileSync(join(folder, "source.js"), WORKER);
  copyFileSync(join(ROOT, "dist", "wasm", "simd.wasm"), join(folder, "simd.wasm"));
  await build({
    entryPoints: [join(folder, "source.js")],
    outfile: join(folder, "worker.js"),
    alias: { voxmatch: join(ROOT, "dist", "src", "index.js") },
    plugins: [
      {
        name: "kernels",
        setup(builder) {
          builder.onResolve({ filter: /^voxmatch\/wasm\/simd$/ }, () => ({ path: "simd.wasm", external: true }));
        },
      },
    ],
    bundle: true,
    format: "esm",
    platform: "browser",
    logLevel: "error",
  });
  writeFileSync(join(folder, "config.capnp"), configuration(port));
  server = spawn(command, ["serve", join(folder, "config.capnp")], { stdio: ["ignore", "inherit", "inherit"] });
  address = `http://127.0.0.1:${port}/`;
  for (let tries = 0; tries < 200; tries++) {
    const isReady = await fetch(address).then(
      () => true,
      () => false,
    );
    if (isReady) return;
    await sleep(50);
  }
  throw new Error("workerd does not answer.");
}

async function ask(module: "given" | "none"): Promise<Record<string, unknown>> {
  const form = new FormData();
  for (const side of PAIR) form.set(side, new File([readFileSync(fileOf(side))], `${side}.nii.gz`));
  form.set("module", module);
  const response = await fetch(address, { method: "POST", body: form });
  return (await response.json()) as Record<string, unknown>;
}

function fileOf(side: (typeof PAIR)[number]): string {
  return join(ROOT, "examples", `${side}.nii.gz`);
}

describe.skipIf(workerd === undefined && !mustRun)("the package in workerd", () => {
  beforeAll(async () => {
    if (workerd === undefined) throw new Error("No workerd is on the path. Install it: npm install --global workerd");
    await startWorker(workerd);
  });

  afterAll(async () => {
    if (server?.kill()) await once(server, "exit");
  });

  // First, because a process that was given kernels keeps them.
  it("says without kernels that the host does not compile, and what to pass", async () => {
    const { code, message } = await ask("none");
    expect(code).toBe("COMPILE_REFUSED");
    expect(message).toMatch(/pass it as the option module/);
  });

  it("evaluates two files with kernels that the host compiled, as Node does", async () => {
    const [reference, prediction] = PAIR.map((side) => ({ file: fileOf(side) }));
    const options = { metrics: ["iou", "dsc", "assd"], explain: true } as const;
    const { groups } = await evaluate({ reference, prediction }, options);
    const found = await ask("given");
    expect(found.engine).toMatchObject({ build: "simd" });
    expect(found.groups).toEqual(JSON.parse(JSON.stringify(groups)));
  });
});
