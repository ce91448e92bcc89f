/** Evaluating cohorts by workers that take cases from a queue, on Redis or PostgreSQL. Needs BullMQ, which is installed apart. */

export type { RecordedCase } from "../runner/case-failure.js";
export { type ServeQueueOptions, serveQueue } from "./serve-queue.js";
export { type SubmitCohortOptions, submitCohort } from "./submit-cohort.js";
