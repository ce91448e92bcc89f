import { demangle } from "@assemblyscript/loader";
import { VoxmatchError } from "../../base/errors.js";
import { makeAbort } from "../engine/abort.js";
import { Arena, MAXIMUM_PAGES } from "../engine/arena.js";
import { bytesOfText } from "../engine/bytes-of-text.js";
import type { BuildName, Engine } from "../engine/engine.js";
import type { Kernels } from "../engine/kernels.js";
import { mayWait } from "../threads/start-worker.js";
import type { WorkerPool } from "../threads/worker-pool.js";

export interface EngineOptions {
  /** Which build; by default the fastest that runs here, or the build of `module`. */
  readonly build?: BuildName;
  /** Kernels that the host compiled; by default those that {@link useModule} was given, or the embedded ones. */
  readonly module?: WebAssembly.Module;
  /** The most that the memory may grow to, in bytes; by default 4 GiB. */
  readonly maximumBytes?: number;
}

const modules = new Map<BuildName, Promise<WebAssembly.Module>>();
let given: WebAssembly.Module | undefined;

/**
 * Makes every later engine of this process use kernels that the host compiled.
 * @throws VoxmatchError `INVALID_OPTION` for anything but a compiled module of voxmatch
 */
export function useModule(module: WebAssembly.Module): void {
  const isModule = Object.prototype.toString.call(module) === "[object WebAssembly.Module]";
  if (!isModule || !WebAssembly.Module.exports(module).some(({ name }) => name === "scanRunsU8")) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      "Option module is not a compiled module of voxmatch's kernels. Import voxmatch/wasm/simd (or release, or scalar) as a module.",
      { option: "module" },
    );
  }
  given = module;
}

/** Compiles the kernels once for each build and process, and instantiates them on a fresh memory. */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const maximumPages = Math.min(MAXIMUM_PAGES, Math.ceil((options.maximumBytes ?? MAXIMUM_PAGES * 65_536) / 65_536));
  const ready = options.module ?? (options.build === undefined ? given : undefined);
  const module = ready ?? (await compile(options.build ?? fastestBuild()));
  const build = ready === undefined ? (options.build ?? fastestBuild()) : options.build;
  const { kernels, memory, shared } = await instantiate(module, maximumPages, build);
  return {
    build: build ?? (shared ? "release" : "simd"),
    arena: new Arena(memory, maximumPages * 65_536, kernels.fillZeros),
    kernels,
    workerPool: shared && !hasAssertions(module) && mayWait() ? await createPool(module, memory) : null,
  };
}

/** Loaded late: a page that is not isolated has no threads. */
async function createPool(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<WorkerPool> {
  const { WorkerPool } = await import("../threads/worker-pool.js");
  return new WorkerPool(module, memory);
}

/** A module with assertions has data segments, which each worker would write into memory that is in use. */
function hasAssertions(module: WebAssembly.Module): boolean {
  return WebAssembly.Module.imports(module).some(({ name }) => name === "abort");
}

/** Instantiates a module on shared memory if it asks for that. No module says so but by refusing the other kind. */
async function instantiate(module: WebAssembly.Module, maximum: number, build: BuildName | undefined) {
  const kinds = build === undefined ? [true, false] : [build === "release"];
  for (const shared of kinds) {
    const memory = new WebAssembly.Memory({ initial: 1, maximum, shared });
    try {
      // Not the loader's `instantiate`: it asks whether it was given a Response, for which Node loads all of fetch (30 ms).
      const { exports } = await WebAssembly.instantiate(module, { env: { memory, abort: makeAbort(memory) } });
      return { kernels: demangle<Record<string, unknown>>(exports) as unknown as Kernels, memory, shared };
    } catch (error) {
      if (!(error instanceof WebAssembly.LinkError) || shared === kinds.at(-1)) throw error;
    }
  }
  throw new VoxmatchError("INTERNAL", "The kernels could not be instantiated. This is a defect of voxmatch.");
}

function compile(build: BuildName): Promise<WebAssembly.Module> {
  let module = modules.get(build);
  if (module === undefined) {
    module = loadBytes(build).then((bytes) => WebAssembly.compile(bytes).catch(refused));
    modules.set(build, module);
  }
  return module;
}

/** The bytes are those of the build, so that a refusal is the host's. */
function refused(cause: unknown): never {
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new VoxmatchError(
    "COMPILE_REFUSED",
    `This host does not compile WebAssembly at run time (${reason}). In a page, add 'wasm-unsafe-eval' to script-src of the ` +
      `content security policy; elsewhere import voxmatch/wasm/simd as a module and pass it as the option module.`,
    { reason },
    { cause },
  );
}

async function loadBytes(build: BuildName): Promise<Uint8Array<ArrayBuffer>> {
  const { text } =
    build === "release"
      ? await import("../wasm/release.js")
      : build === "simd"
        ? await import("../wasm/simd.js")
        : await import("../wasm/scalar.js");
  return bytesOfText(text);
}

/** A module of 30 bytes whose one function uses a vector: it validates only where SIMD runs. */
const SIMD_PROBE = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
];

function fastestBuild(): BuildName {
  if (!WebAssembly.validate(new Uint8Array(SIMD_PROBE))) return "scalar";
  return typeof SharedArrayBuffer === "undefined" ? "simd" : "release";
}
