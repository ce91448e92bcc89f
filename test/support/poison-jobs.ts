import type { PlannedCase } from "../../src/cohort/case-record.js";
import type { EvaluateOptions } from "../../src/options/registry.js";
import { encodeJob, LARGEST_JOB_BYTES } from "../../src/queue/case-job.js";
import type { CaseWork } from "../../src/runner/evaluate-case.js";

/** Something in a queue that must not be done. */
export interface PoisonJob {
  readonly kind: string;
  readonly data: unknown;
  /** The expected message. */
  readonly reason: RegExp;
  /** Whether it can be read: then it becomes the record of its case. */
  readonly isDecoded: boolean;
}

export function sampleCase(id = "007"): PlannedCase {
  return { case: id, model: null, columns: { site: "01" }, reference: "ref/000.nii.gz", prediction: "pred/000.nii.gz" };
}

export function sampleWork(options: EvaluateOptions = {}, root = "/data"): CaseWork {
  return { options, root, hash: false, explore: false };
}

/** Jobs as a defect, another program or an attacker could leave them in a queue, for workers whose files lie in `root`. */
export function poisonJobs(root: string): PoisonJob[] {
  const job = (): { [field: string]: unknown; planned: Record<string, unknown> } =>
    JSON.parse(encodeJob(sampleCase(), sampleWork({}, root)));
  const planned = (fields: Record<string, unknown>) => ({ ...job(), planned: { ...job().planned, ...fields } });
  const unread = (kind: string, data: unknown, reason: RegExp): PoisonJob => ({ kind, data, reason, isDecoded: false });
  const read = (kind: string, content: object, reason: RegExp): PoisonJob => ({
    ...{ kind, data: JSON.stringify(content), reason, isDecoded: true },
  });
  return [
    unread("it is an object instead of text", job(), /it is no text/),
    unread("it is null", null, /it is no text/),
    unread("it is no JSON", '{"planned": {', /it is not JSON/),
    unread("it is a list", "[]", /it is no object/),
    unread("it is larger than any job", " ".repeat(LARGEST_JOB_BYTES + 1), /it is larger than/),
    unread(
      "it has no case",
      JSON.stringify({ ...job(), planned: undefined }),
      /other fields than this version's: planned/,
    ),
    unread(
      "it has a field of another version",
      JSON.stringify({ ...job(), priority: 1 }),
      /fields than this version's: priority/,
    ),
    unread("its case's name is a number", JSON.stringify(planned({ case: 7 })), /case is no text/),
    unread(
      "its case's name is endless",
      JSON.stringify(planned({ case: "x".repeat(9999) })),
      /case is longer than 4096/,
    ),
    unread("its columns hold numbers", JSON.stringify(planned({ columns: { site: 1 } })), /column site is no text/),
    unread("a path holds a zero byte", JSON.stringify(planned({ reference: "a\0b" })), /reference is no path/),
    unread("its root is relative", JSON.stringify({ ...job(), root: "data" }), /its root is no absolute path/),
    unread("it has an unknown option", JSON.stringify({ ...job(), options: { treshold: 1 } }), /treshold/),
    unread("hash is a word", JSON.stringify({ ...job(), hash: "yes" }), /hash and explore must be true or false/),
    read("it names an absolute path", planned({ case: "absolute", prediction: "/etc/hostname" }), /is absolute/),
    read(
      "it climbs out of the root",
      planned({ case: "climbing", prediction: "../../etc/hostname" }),
      /leads out of the root/,
    ),
  ];
}
