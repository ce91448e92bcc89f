import { loadPackage } from "./load-package.js";
import { NAMESPACE, PATIENCE_MS, QUEUE, type QueueServer, workerOptions } from "./queue-server.js";

const NEEDED = ["bullmq", "ioredis"];

/** A Redis server that answers. @throws VoxmatchError `MISSING_PACKAGE`, or an error of the server or the network */
export async function redisServer(address: string): Promise<Omit<QueueServer, "name" | "conceal">> {
  const { Queue, UnrecoverableError, WaitingError, Worker } = await loadPackage(() => import("bullmq"), NEEDED);
  const { Redis } = await loadPackage(() => import("ioredis"), NEEDED);
  const probe = new Redis(address, { lazyConnect: true, connectTimeout: PATIENCE_MS, retryStrategy: () => null });
  let reason: Error | null = null;
  probe.on("error", (error: Error) => {
    reason = error;
  });
  try {
    // The error of connect says only that the connection is closed.
    await probe.connect().catch((error) => Promise.reject(reason ?? error));
    await probe.ping();
  } finally {
    // Of a client that has ended already, it would wait two seconds for the end.
    if (probe.status !== "end") probe.disconnect();
  }
  // Commands wait until a server that went away is there again.
  const connection = { url: address, maxRetriesPerRequest: null };
  // Nobody listens to events, which repeat every result.
  const streams = { events: { maxLen: 10 } };
  return {
    openQueue: (name = QUEUE) =>
      new Queue<string, string, string, string, string, string>(name, { prefix: NAMESPACE, connection, streams }),
    openWorker: (process, options, name = QUEUE) =>
      new Worker<string, string, string>(name, process, { ...workerOptions(options), connection }),
    movedToWait: () => new WaitingError(),
    unrecoverable: (reason) => new UnrecoverableError(reason),
  };
}
