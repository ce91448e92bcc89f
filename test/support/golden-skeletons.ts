import { readdirSync, readFileSync } from "node:fs";
import type { SkeletonMethod } from "../../bindings/skeletons/skeletonize.js";
import { GOLDEN_ROOT } from "./golden.js";
import type { MaskShape } from "./masks.js";

export interface GoldenSkeleton {
  readonly name: string;
  readonly shape: MaskShape;
  readonly mask: Uint8Array;
  readonly results: readonly { readonly method: SkeletonMethod; readonly skeleton: Uint8Array }[];
}

interface GoldenFile {
  readonly name: string;
  readonly shape: MaskShape;
  readonly input: string;
  readonly results: readonly { readonly method: "lee" | "zhang"; readonly file: string }[];
}

/** scikit-image's skeletons. */
export function readGoldenSkeletons(): GoldenSkeleton[] {
  const folder = `${GOLDEN_ROOT}/skeleton`;
  const bytes = (file: string): Uint8Array => new Uint8Array(readFileSync(`${folder}/${file}`));
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => {
      const golden = JSON.parse(readFileSync(`${folder}/${file}`, "utf8")) as GoldenFile;
      return {
        name: golden.name,
        shape: golden.shape,
        mask: bytes(golden.input),
        results: golden.results.map((result) => ({
          method: result.method === "zhang" ? "zhang-suen" : "lee",
          skeleton: bytes(result.file),
        })),
      };
    });
}
