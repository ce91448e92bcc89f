/**
 * Copies the documents into pages/, from where their compiled pages find this folder's packages; and into pages/public/ the files
 * that they link to.
 */
import { cpSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

rmSync(here("pages"), { recursive: true, force: true });
cpSync(here("../docs"), here("pages"), { recursive: true, filter: (path) => !path.endsWith("source") });
cpSync(here("../docs/figures"), here("pages/public/figures"), { recursive: true });
cpSync(here("../examples"), here("pages/public/examples"), { recursive: true });
