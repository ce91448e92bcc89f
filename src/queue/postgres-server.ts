import { createRequire } from "node:module";
import type { JobProgress, PostgresConnectionOptions, PostgresQueueBackend } from "bullmq";
import { loadPackage } from "./load-package.js";
import { NAMESPACE, PATIENCE_MS, QUEUE, type QueueServer, workerOptions } from "./queue-server.js";

const NEEDED = ["bullmq", "pg"];

/** A PostgreSQL server that answers. @throws VoxmatchError `MISSING_PACKAGE`, or an error of the server or the network */
export async function postgresServer(address: string): Promise<Omit<QueueServer, "name" | "conceal">> {
  const { createPostgresBackend, Queue, UnrecoverableError, WaitingError, Worker } = await loadPackage(
    () => import("bullmq"),
    NEEDED,
  );
  await loadPackage(async () => createRequire(import.meta.url).resolve("pg"), NEEDED);
  const connection = {
    connectionString: address,
    schema: NAMESPACE,
    migrate: true,
    connectionTimeoutMillis: PATIENCE_MS,
  };
  const openQueue = (name = QUEUE) =>
    new Queue<string, string, string, string, string, string, PostgresQueueBackend, PostgresConnectionOptions>(
      name,
      { prefix: NAMESPACE, connection },
      createPostgresBackend,
    );
  const probe = openQueue();
  probe.on("error", () => {});
  try {
    await probe.waitUntilReady();
  } finally {
    await probe.close().catch(() => {});
  }
  return {
    openQueue,
    openWorker: (process, options, name = QUEUE) =>
      new Worker<string, string, string, PostgresQueueBackend, JobProgress, PostgresConnectionOptions>(
        name,
        process,
        { ...workerOptions(options), connection },
        createPostgresBackend,
      ),
    movedToWait: () => new WaitingError(),
    unrecoverable: (reason) => new UnrecoverableError(reason),
  };
}
