import type { CaseFiles } from "./session.js";

/** The pair in `examples/`, which is part of the page. */
export async function sampleCase(): Promise<CaseFiles> {
  const [reference, prediction] = await Promise.all([
    import("../../examples/reference.nii.gz"),
    import("../../examples/prediction.nii.gz"),
  ]);
  return {
    reference: new File([reference.default], "reference.nii.gz"),
    prediction: new File([prediction.default], "prediction.nii.gz"),
    anatomy: null,
    isSample: true,
    key: null,
  };
}
