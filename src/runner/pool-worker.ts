/** The program of a thread of the pool: one case at a time, on this thread's engine. */
import { parentPort } from "node:worker_threads";
import type { PlannedCase } from "../cohort/case-record.js";
import { type CaseShapes, memoryNeed } from "./case-memory.js";
import { type CaseWork, evaluateCase } from "./evaluate-case.js";
import { answerOf, type PoolAnswer } from "./pool-answer.js";
import { readCaseFiles } from "./read-case-files.js";

export interface PoolTask {
  readonly planned: PlannedCase;
  /** Bytes that the case may need. */
  readonly room: number;
}

/** A record; or, where the case has not enough room, the bytes that it needs. */
export type ThreadAnswer = PoolAnswer | { readonly need: number };

let current: CaseWork | null = null;

parentPort?.on("message", async ({ work, ...task }: PoolTask & { readonly work?: CaseWork }) => {
  current = work ?? current;
  if (current !== null) parentPort?.postMessage(await answer(task, current));
});

async function answer({ planned, room }: PoolTask, work: CaseWork): Promise<ThreadAnswer> {
  const needOf = (shapes: CaseShapes) => memoryNeed(shapes, work.options, planned.map !== undefined);
  const { bytes, shapes } = await readCaseFiles(planned, work.root, (atMost) => needOf(atMost) <= room);
  const need = needOf(shapes);
  return need > room ? { need } : answerOf(await evaluateCase(planned, work, bytes));
}
