import { pathToFileURL } from "node:url";

/** Plot carries the projections of the globe, which no figure has. Functions that give nothing take their place. */
export const WITHOUT_GEOGRAPHY = {
  name: "without geography",
  setup({ onLoad }) {
    onLoad({ filter: /d3-geo[\\/].*index\.js$|d3-geo\.mjs$/ }, async ({ path }) => {
      const names = Object.keys(await import(pathToFileURL(path).href));
      return { contents: names.map((name) => `export const ${name} = () => undefined;`).join("\n"), loader: "js" };
    });
  },
};
