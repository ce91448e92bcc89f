/**
 * Copies the documents into pages/, from where their compiled pages find this folder's packages; and into pages/public/ the files
 * that they link to.
 */
import { cpSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

rmSync(here("pages"), { recursive: true, force: true });
cpSync(here("../docs"), here("pages"), { recursive: true, filter: (path) => !path.endsWith("source") });
for (const path of ["docs/figures", "examples", "python/notebooks", "CITATION.cff"]) {
  cpSync(here(`../${path}`), here(`pages/public/${path.replace("docs/", "")}`), { recursive: true });
}
