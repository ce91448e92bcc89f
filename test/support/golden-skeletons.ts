import type { SkeletonMethod } from "../../bindings/skeletons/skeletonize.js";
import { goldenArrays, goldenCases } from "./golden.js";
import type { MaskShape } from "./masks.js";

export interface GoldenSkeleton {
  readonly name: string;
  readonly shape: MaskShape;
  readonly mask: Uint8Array;
  readonly results: readonly { readonly method: SkeletonMethod; readonly skeleton: Uint8Array }[];
}

interface GoldenCase {
  readonly shape: MaskShape;
  readonly input: number;
  readonly results: readonly { readonly method: "lee" | "zhang"; readonly file: number }[];
}

/** scikit-image's skeletons. */
export function readGoldenSkeletons(): GoldenSkeleton[] {
  const arrayAt = goldenArrays("skeleton");
  return goldenCases<GoldenCase>("skeleton").map(([name, { shape, input, results }]) => {
    const bytes = (at: number) =>
      new Uint8Array(
        arrayAt(
          at,
          shape.reduce((product, length) => product * length, 1),
        ),
      );
    return {
      name,
      shape,
      mask: bytes(input),
      results: results.map(({ method, file }) => ({
        method: method === "zhang" ? "zhang-suen" : "lee",
        skeleton: bytes(file),
      })),
    };
  });
}
