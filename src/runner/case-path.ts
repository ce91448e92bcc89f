import { resolve } from "node:path";
import { isAddress } from "../io/source/address.js";

/** Where a file of a case lies: at an address, or on a path from the folder that paths of cases are relative to. */
export function casePath(root: string, path: string): string {
  return isAddress(path) ? path : resolve(root, path);
}
