type Library = typeof import("h5wasm");
type Module = Awaited<Library["ready"]>;

const checked = new WeakSet<Module>();

/**
 * Waits for h5wasm, and makes it notice what fails. Its errors are thrown, not printed. Reads drop their status, and would give
 * whatever lies in memory for a chunk that is cut or does not decompress.
 * @returns the module, which knows more than the library's classes
 */
export async function readyToRead({ ready }: Library): Promise<Module> {
  const module = await ready;
  if (checked.has(module)) return module;
  checked.add(module);
  module.activate_throwing_error_handler();
  const read = module.get_dataset_data;
  module.get_dataset_data = (...given) => {
    const status = read(...given);
    if (status < 0) throw new Error("a part of it is cut, or does not decompress");
    return status;
  };
  return module;
}
