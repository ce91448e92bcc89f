/**
 * The kernels' signatures in TypeScript, from the declarations that the compiler writes (`asc --bindings raw`).
 *
 * An address (`usize`) becomes a `Pointer`, everything else stays as it is declared.
 * @param {string} declarations
 * @param {string} name what the interface is called
 */
export function kernelTypes(declarations, name = "Kernels") {
  const kernels = [
    ...declarations.matchAll(/\/\*\*\s*\n((?:\s*\*.*\n)*?)\s*\*\/\s*\n\s*export function (\w+)\((.*)\): (\w+);/g),
  ];
  const counted = declarations.match(/export function /g)?.length ?? 0;
  if (kernels.length !== counted || counted === 0) {
    throw new Error(
      `${kernels.length} of ${counted} declared kernels were understood: has asc changed its declarations?`,
    );
  }
  return `// Generated from the compiled kernels by scripts/build-wasm.mjs.

/** An address in the engine's linear memory. One above 2 GiB comes back negative; \`>>> 0\` makes it unsigned. */
export type Pointer = number;

/** The kernels, as the module exports them. Each is described where it is written. */
export interface ${name} {
${kernels.map(([, comment, name, parameters, result]) => member(comment, name, parameters, result)).join("\n")}
}
`;
}

function member(comment, name, parameters, result) {
  const [, file] = /\* (assembly\/.*)\/\w+\n/.exec(`${comment}\n`) ?? [];
  const pointers = new Set([...comment.matchAll(/@param (\w+) `usize`/g)].map(([, parameter]) => parameter));
  const typed = parameters.replace(/(\w+)(\??): number/g, (whole, parameter, optional) =>
    pointers.has(parameter) ? `${parameter}${optional}: Pointer` : whole,
  );
  const returned = /@returns `usize`/.test(comment) ? "Pointer" : result;
  return `  /** ${file}.ts */\n  ${name}(${typed}): ${returned};`;
}
