import { setTimeout as sleep } from "node:timers/promises";
import { VoxmatchError } from "../../base/errors.js";
import { blockCount } from "../blocks/block-grid.js";
import type { BlockPlan } from "../runner/blocks/block-plan.js";
import { missingBlocks, withBlockMapper } from "../runner/blocks/map-blocks.js";
import { connect } from "./connect.js";
import { type CaseQueue, NAMESPACE, REFUSED } from "./queue-server.js";
import { Notices } from "./worker-messages.js";

/** What a call of {@link mapQueuedBlocks} does. */
export interface MapQueuedRequest {
  /** `redis://…`, `rediss://…` or `postgres://…` */
  readonly queue: string;
  /** Shared by all processes of the plan. */
  readonly folder: string;
  /** A process that is silent for longer is taken for dead; 30,000 by default. */
  readonly lostAfterMs?: number;
  /** Called after each block of this process. */
  readonly onBlock?: (written: number) => void;
  readonly onNotice?: (message: string) => void;
}

const LOST_AFTER_MS = 30_000;
const POLL_MS = 200;

/**
 * Maps blocks of a plan as long as its queue has some. Every process with the plan may call it: each adds the blocks whose files are
 * missing, which the queue has once, and takes one after the other. Blocks of a process that dies are given to others.
 * @returns how many blocks this process wrote
 * @throws VoxmatchError as `mapBlocks`; `MISSING_PACKAGE`, `QUEUE_ACCESS`; `WORKER_LOST` for blocks that nobody could map
 */
export async function mapQueuedBlocks(plan: BlockPlan, request: MapQueuedRequest): Promise<number> {
  const { folder, lostAfterMs = LOST_AFTER_MS, onBlock, onNotice } = request;
  const server = await connect(request.queue);
  const notices = new Notices(onNotice, server.conceal);
  // The plan's hash, by which no process of another plan or version takes part.
  const name = `blocks-${plan.planHash}`;
  const queue = server.openQueue(name);
  queue.on("error", (error) => notices.trouble(server.name, error));
  let written = 0;
  try {
    await withBlockMapper(plan, folder, async (map) => {
      await addBlocks(queue, await missingBlocks(plan, folder));
      let stop: (error: unknown) => void = () => {};
      const failed = new Promise<never>((_, reject) => {
        stop = reject;
      });
      failed.catch(() => {});
      const worker = server.openWorker(
        async (job, token) => {
          const block = Number(job.data);
          if (!(Number.isInteger(block) && block >= 0 && block < blockCount(plan)))
            throw server.unrecoverable(`${REFUSED}it names no block of the plan`);
          try {
            if (await map(block)) onBlock?.(++written);
            return "";
          } catch (error) {
            // The fault may be of this machine alone: another one shall have the block.
            stop(error);
            await job.moveToWait(token);
            throw server.movedToWait();
          }
        },
        { concurrency: 1, lostAfterMs },
        name,
      );
      worker.on("error", (error) => notices.trouble(server.name, error));
      worker.on("stalled", () => notices.tell("A process was lost; its blocks are mapped again."));
      try {
        await Promise.race([failed, emptied(queue)]);
      } finally {
        await worker.close().catch(() => {});
        await worker.disconnect().catch(() => {});
      }
    });
    await checkFinished(plan, folder, queue);
  } finally {
    await queue.disconnect().catch(() => {});
  }
  return written;
}

async function addBlocks(queue: CaseQueue, blocks: readonly number[]): Promise<void> {
  // Those that failed are tried anew; a block that is in the queue already stays there once.
  for (const id of await queue.getRanges(["failed"], 0, -1)) await queue.remove(id);
  const opts = { removeOnComplete: true };
  await queue.addBulk(
    blocks.map((block) => ({ name: NAMESPACE, data: `${block}`, opts: { ...opts, jobId: `block-${block}` } })),
  );
}

/** Resolves once no block waits and none is under way. */
async function emptied(queue: CaseQueue): Promise<void> {
  while ((await queue.getRanges(["waiting", "active"], 0, -1)).length > 0) await sleep(POLL_MS);
}

async function checkFinished(plan: BlockPlan, folder: string, queue: CaseQueue): Promise<void> {
  const missing = await missingBlocks(plan, folder);
  if (missing.length === 0) return;
  const lost = await queue.getRanges(["failed"], 0, -1);
  throw new VoxmatchError(
    "WORKER_LOST",
    `${missing.length} blocks are not in ${folder}, of which ${lost.length} ended every process that took them. Is it the folder of all ` +
      "processes, and is there enough memory? Map again.",
    { reason: `${missing.length} blocks are missing` },
  );
}
