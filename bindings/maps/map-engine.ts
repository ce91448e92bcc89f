import { demangle } from "@assemblyscript/loader";
import { VoxmatchError } from "../../base/errors.js";
import { makeAbort } from "../engine/abort.js";
import { bytesOfText } from "../engine/bytes-of-text.js";
import type { BuildName, Engine } from "../engine/engine.js";
import type { MapKernels } from "./map-kernels.js";

/** An engine with the kernels for maps, a module on the same memory that only they load. */
export interface MapEngine extends Engine {
  readonly maps: MapKernels;
}

const modules = new Map<BuildName, Promise<WebAssembly.Module>>();
const instances = new WeakMap<WebAssembly.Memory, MapKernels>();

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
  const known = instances.get(memory);
  if (known !== undefined) return { ...engine, maps: known };
  const module = compiled ?? given ?? (await compile(engine.build));
  const { exports } = await WebAssembly.instantiate(module, { env: { memory, abort: makeAbort(memory) } });
  const maps = demangle<Record<string, unknown>>(exports) as unknown as MapKernels;
  instances.set(memory, maps);
  return { ...engine, maps };
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
