import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import type { Plugin } from "vitest/config";

/** Lets pages read the fixtures, list their folders, and read the compiled kernels; `fs.ts` asks. */
export function serveFixtures(root: string): Plugin {
  const readable = [join(root, "test", "fixtures") + sep, join(root, "build") + sep];
  return {
    name: "serve-fixtures",
    configureServer(server) {
      server.middlewares.use("/fixture-files", (request, response) => {
        const path = join(root, decodeURIComponent(request.url?.split("?")[1] ?? ""));
        try {
          if (!readable.some((folder) => path.startsWith(folder))) throw new Error("It is no fixture.");
          const isFolder = statSync(path).isDirectory();
          response.end(isFolder ? JSON.stringify(readdirSync(path)) : readFileSync(path));
        } catch (error) {
          response.statusCode = 404;
          response.end(String(error));
        }
      });
    },
  };
}
