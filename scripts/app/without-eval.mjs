import { readFileSync } from "node:fs";

/**
 * The decoders of blosc, LZ4 and zstd come from embind: they write the functions that call their kernels as text, and evaluate it.
 * The page's policy forbids that. Here the same functions are closures.
 */
export const WITHOUT_EVAL = {
  name: "without eval",
  setup({ onLoad }) {
    onLoad({ filter: /numcodecs[\\/]dist[\\/](?:blosc|lz4|zstd)\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const contents = text.replace("var b = Function;", "return makeInvoker(a);");
      if (contents === text)
        throw new Error(`${path} evaluates no text where it did: look how its functions are made now.`);
      return { contents: `${makeInvoker}\n${contents}`, loader: "js" };
    });
  },
};

/** Put into the decoders as its text. `names`: of the parameters, and the text of the body behind them. */
function makeInvoker(names) {
  const body = names[names.length - 1];
  return (...values) => {
    const named = (name) => values[names.indexOf(name)];
    const types = values.filter((_, i) => /^argType\d+$/.test(names[i]));
    return (...given) => {
      if (given.length !== types.length)
        named("throwBindingError")(`called with ${given.length} arguments, expected ${types.length}`);
      const destructors = body.includes("var destructors") ? [] : null;
      const wired = types.map((type, i) => type.toWireType(destructors, given[i]));
      const found = named("invoker")(named("fn"), ...wired);
      if (destructors !== null) named("runDestructors")(destructors);
      else for (const [i, each] of wired.entries()) named(`arg${i}Wired_dtor`)?.(each);
      return body.includes("var ret =") ? named("retType").fromWireType(found) : undefined;
    };
  };
}
