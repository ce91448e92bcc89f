/**
 * Node's own modules, or null in a page.
 *
 * `process.getBuiltinModule` rather than `import("node:fs")`: no bundler sees an import that it would have to resolve
 * for a page, and nothing is loaded before a path or a compressed file asks for it.
 */
export function nodeModules(): NodeModules | null {
  if (typeof process === "undefined" || typeof process.getBuiltinModule !== "function") return null;
  return {
    fs: () => process.getBuiltinModule("node:fs/promises"),
    url: () => process.getBuiltinModule("node:url"),
    crypto: () => process.getBuiltinModule("node:crypto"),
    os: () => process.getBuiltinModule("node:os"),
  };
}

/** The modules of Node that reading uses, each loaded when it is asked for. */
export interface NodeModules {
  fs(): typeof import("node:fs/promises");
  url(): typeof import("node:url");
  crypto(): typeof import("node:crypto");
  os(): typeof import("node:os");
}
