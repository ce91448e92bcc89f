import { VERSION } from "../../base/version.js";

/** A job as the queue keeps it. */
export interface QueuedCase {
  readonly id?: string;
  /** As `encodeJob` writes it. */
  readonly data: string;
  /** The case's record as a line, once it is finished. */
  readonly returnvalue: string | null;
  readonly failedReason: string;
  moveToWait(token?: string): Promise<unknown>;
}

/** The part of BullMQ's queue that submitting needs. */
export interface CaseQueue {
  addBulk(jobs: { name: string; data: string; opts: object }[]): Promise<unknown>;
  getRanges(types: ("waiting" | "active" | "completed" | "failed")[], start: number, end: number): Promise<string[]>;
  getJob(id: string): Promise<Omit<QueuedCase, "moveToWait"> | undefined>;
  remove(id: string): Promise<unknown>;
  getWorkersCount(): Promise<number>;
  on(event: "error", listener: (error: Error) => void): unknown;
  close(): Promise<void>;
  disconnect(): Promise<void>;
}

/** The part of BullMQ's worker that serving needs. */
export interface CaseWorker {
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "stalled", listener: (id: string) => void): unknown;
  close(force?: boolean): Promise<void>;
  disconnect(): Promise<void>;
}

export interface CaseWorkerOptions {
  /** Cases that are taken from the queue at once. */
  readonly concurrency: number;
  /** A worker that is silent for longer is taken for dead. */
  readonly lostAfterMs: number;
}

/** A server that answers, and the queue on it. */
export interface QueueServer {
  /** The address without anything that may be secret. */
  readonly name: string;
  /** A text without what is secret in the address. */
  readonly conceal: (text: string) => string;
  /** @param name of the queue; that of cases by default */
  openQueue(name?: string): CaseQueue;
  openWorker(
    process: (job: QueuedCase, token?: string) => Promise<string>,
    options: CaseWorkerOptions,
    name?: string,
  ): CaseWorker;
  /** Thrown by a processor for a job that must not be tried again. */
  unrecoverable(reason: string): Error;
  /** Thrown by a processor after it has put its job back. */
  movedToWait(): Error;
}

/** A version's own queue, so that workers of two versions can serve one server while a fleet is updated. */
export const QUEUE = `cases-${VERSION}`;
/** Where everything of voxmatch lies on a server: Redis's prefix of keys, PostgreSQL's schema. */
export const NAMESPACE = "voxmatch";
/** Milliseconds until a server that does not answer is given up, at the beginning. */
export const PATIENCE_MS = 10_000;

/** How the reason of a job begins that a worker could not read. */
export const REFUSED = "INVALID_JOB: ";

/** Retry limit after worker crashes; after one more crash the case is marked failed. */
const MOST_LOSSES = 3;

/** How BullMQ's workers are set up on either server. */
export function workerOptions({ concurrency, lostAfterMs }: CaseWorkerOptions) {
  return {
    prefix: NAMESPACE,
    concurrency,
    lockDuration: lostAfterMs,
    stalledInterval: lostAfterMs,
    maxStalledCount: MOST_LOSSES,
  };
}
