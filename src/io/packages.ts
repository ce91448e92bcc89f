import { VoxmatchError } from "../../base/errors.js";

/** Packages that read formats; users install them along with voxmatch. */
interface Packages {
  readonly zarrita: typeof import("zarrita");
  readonly geotiff: typeof import("geotiff");
  readonly h5wasm: typeof import("h5wasm");
}
export type PackageName = keyof Packages;

/** How a package is loaded; a page's bundler must see the import to follow it. */
export type PackageLoaders = Readonly<Partial<Record<PackageName, () => Promise<unknown>>>>;

const given: Partial<Record<PackageName, () => Promise<unknown>>> = {};

/**
 * Tells how packages that read formats are loaded. Node finds them by itself; in a page a bundler must see the imports:
 * `usePackages({ zarrita: () => import("zarrita") })`.
 */
export function usePackages(loaders: PackageLoaders): void {
  Object.assign(given, loaders);
}

/** Where Node finds a package's build for itself, if that is another one. */
const IN_NODE: Partial<Record<PackageName, string>> = { h5wasm: "h5wasm/node" };

/**
 * Loads a package.
 * @param format whose files need it, for the message
 * @throws VoxmatchError `MISSING_PACKAGE`, which says how to install it
 */
export async function loadPackage<N extends PackageName>(name: N, format: string): Promise<Packages[N]> {
  // A name that bundlers cannot read: one that is not installed would break their users' builds.
  const path = typeof process === "undefined" ? name : (IN_NODE[name] ?? name);
  const load = given[name] ?? (() => inAnyThread(() => import(/* @vite-ignore */ /* webpackIgnore: true */ path)));
  try {
    // Safe: each name stands for its own package, as the type says.
    return (await load()) as Packages[N];
  } catch (cause) {
    throw new VoxmatchError(
      "MISSING_PACKAGE",
      `${format} is read by the package ${name}, which is not installed or cannot be loaded. Install it next to voxmatch: npm install ` +
        `${name} (in a page, give it by usePackages).`,
      { packages: [name] },
      { cause },
    );
  }
}

/** geotiff brings web-worker, which takes every thread of Node for its worker and fails, unless the thread has data. */
async function inAnyThread<T>(load: () => Promise<T>): Promise<T> {
  const threads = typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:worker_threads");
  if (threads === undefined || threads.isMainThread || threads.workerData) return load();
  const before: unknown = threads.workerData;
  Reflect.set(threads, "workerData", {});
  return load().finally(() => Reflect.set(threads, "workerData", before));
}
