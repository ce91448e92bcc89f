import { demangle } from "@assemblyscript/loader";
import { VoxmatchError } from "../../base/errors.js";
import { makeAbort } from "../engine/abort.js";
import { bytesOfText } from "../engine/bytes-of-text.js";
import type { BuildName, Engine } from "../engine/engine.js";
import { MAP_INSTANCES, type MapCode } from "./map-instances.js";
import type { MapKernels } from "./map-kernels.js";

/** An engine with the kernels for maps, a module on the same memory that only they load. */
export interface MapEngine extends Engine {
  readonly maps: MapKernels;
  /** Their code, for further threads; null if this thread does all passes. */
  readonly code: MapCode | null;
}

const modules = new Map<BuildName, Promise<WebAssembly.Module>>();

let given: WebAssembly.Module | undefined;

/**
 * Lets all evaluations of maps in this thread use kernels that the host compiled, where it forbids compiling (as Cloudflare Workers do).
 * `useModule` does the same for the kernels that every evaluation needs.
 *
 * @param module the compiled module `voxmatch/wasm/maps-simd` (or `maps-release`, `maps-scalar`), of the same build
 * @throws VoxmatchError `INVALID_OPTION` for anything but a compiled module of the map kernels
 */
export function useMapModule(module: WebAssembly.Module): void {
  const isModule = Object.prototype.toString.call(module) === "[object WebAssembly.Module]";
  if (!isModule || !WebAssembly.Module.exports(module).some(({ name }) => name === "measureSegments")) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      "Option module is not a compiled module of voxmatch's map kernels. Import voxmatch/wasm/maps-simd (or maps-release, " +
        "maps-scalar) as a module.",
      { option: "module" },
    );
  }
  given = module;
}

/**
 * Adds the map kernels to an engine, once.
 * @param compiled the module of the map kernels, if not the embedded one
 */
export async function withMapKernels(engine: Engine, compiled?: WebAssembly.Module): Promise<MapEngine> {
  const { memory } = engine.arena;
  const known = MAP_INSTANCES.get(memory);
  if (known !== undefined) return { ...engine, maps: known, code: null };
  const module = compiled ?? given ?? (await compile(engine.build));
  const { exports } = await WebAssembly.instantiate(module, { env: { memory, abort: makeAbort(memory) } });
  const maps = demangle<Record<string, unknown>>(exports) as unknown as MapKernels;
  MAP_INSTANCES.set(memory, maps);
  return { ...engine, maps, code: null };
}

/**
 * Lets an engine's further threads do passes over maps: puts the code of the kernels where they find it, at the top of the arena.
 * Code that the host compiled has no bytes; then they do none.
 */
export async function shareMapCode(engine: MapEngine): Promise<MapEngine> {
  if (given !== undefined || (engine.workerPool?.threads ?? 1) < 2) return engine;
  const code = await loadBytes(engine.build);
  return { ...engine, code: { at: engine.arena.copyIn(code), bytes: code.length } };
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
  const { text } =
    build === "release"
      ? await import("../wasm/maps-release.js")
      : build === "simd"
        ? await import("../wasm/maps-simd.js")
        : await import("../wasm/maps-scalar.js");
  return bytesOfText(text);
}
