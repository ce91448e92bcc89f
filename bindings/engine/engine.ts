import { demangle } from "@assemblyscript/loader";
import { mayWait } from "../threads/start-worker.js";
import { Crew } from "../threads/worker-pool.js";
import { makeAbort } from "./abort.js";
import { Arena, MAXIMUM_PAGES } from "./arena.js";
import type { Kernels } from "./kernels.js";

/**
 * The kernels as compiled: `release` (SIMD and threads, on shared memory), `simd` (the same on memory of its own, for pages
 * that are not isolated), `scalar` (neither, where there is no SIMD), `debug` (assertions and names, for tests).
 */
export type BuildName = "release" | "simd" | "scalar" | "debug";

/** Kernels on a memory of their own. One engine serves one evaluation at a time. */
export interface Engine {
  readonly build: BuildName;
  readonly arena: Arena;
  readonly kernels: Kernels;
  /** Further threads on the same memory; null where there can be none. */
  readonly crew: Crew | null;
}

export interface EngineOptions {
  /** Which build; by default the fastest that runs here. */
  readonly build?: BuildName;
  /** The most that the memory may grow to, in bytes; by default 4 GiB. */
  readonly maximumBytes?: number;
}

const modules = new Map<BuildName, Promise<WebAssembly.Module>>();

/** Compiles the kernels once for each build and process, and instantiates them on a fresh memory. */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const build = options.build ?? fastestBuild();
  const maximumPages = Math.min(MAXIMUM_PAGES, Math.ceil((options.maximumBytes ?? MAXIMUM_PAGES * 65_536) / 65_536));
  const module = await compile(build);
  const shared = build === "release" || build === "debug";
  const memory = new WebAssembly.Memory({ initial: 1, maximum: maximumPages, shared });
  // Not the loader's `instantiate`: it asks whether it was given a Response, for which Node loads all of fetch (30 ms).
  const instance = await WebAssembly.instantiate(module, { env: { memory, abort: makeAbort(memory) } });
  const kernels = demangle<Record<string, unknown>>(instance.exports) as unknown as Kernels;
  return {
    build,
    arena: new Arena(memory, maximumPages * 65_536, kernels.fillZeros),
    kernels,
    // The debug build has data segments, which each worker would write into memory that is in use.
    crew: build === "release" && mayWait() ? new Crew(module, memory) : null,
  };
}

function compile(build: BuildName): Promise<WebAssembly.Module> {
  let module = modules.get(build);
  if (module === undefined) {
    module = loadBytes(build).then((bytes) => WebAssembly.compile(bytes));
    modules.set(build, module);
  }
  return module;
}

async function loadBytes(build: BuildName): Promise<Uint8Array<ArrayBuffer>> {
  const { base64 } =
    build === "release"
      ? await import("../wasm/release.js")
      : build === "simd"
        ? await import("../wasm/simd.js")
        : build === "scalar"
          ? await import("../wasm/scalar.js")
          : await import("../wasm/debug.js");
  return decodeBase64(base64);
}

/** Node's own decoder takes 0.3 ms for the release build, a loop in a process that has just begun 3. */
function decodeBase64(base64: string): Uint8Array<ArrayBuffer> {
  if (typeof Buffer !== "undefined") return new Uint8Array(Buffer.from(base64, "base64"));
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** A module of 30 bytes whose one function uses a vector: it validates only where SIMD runs. */
const SIMD_PROBE = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
];

function fastestBuild(): BuildName {
  if (!WebAssembly.validate(new Uint8Array(SIMD_PROBE))) return "scalar";
  return typeof SharedArrayBuffer === "undefined" ? "simd" : "release";
}
