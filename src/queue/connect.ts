import { isVoxmatchError, VoxmatchError } from "../../base/errors.js";
import { reasonOf } from "./connection-errors.js";
import { postgresServer } from "./postgres-server.js";
import type { QueueServer } from "./queue-server.js";
import { redisServer } from "./redis-server.js";

const SERVERS: Readonly<Record<string, (address: string, name: string) => Promise<QueueServer>>> = {
  "redis:": redisServer,
  "rediss:": redisServer,
  "postgres:": postgresServer,
  "postgresql:": postgresServer,
};

/**
 * Finds the server of a queue, and sees whether it answers.
 * @param address `redis://…`, `rediss://…` or `postgres://…`
 * @throws VoxmatchError `INVALID_OPTION` for other addresses, `MISSING_PACKAGE`, `QUEUE_ACCESS`
 */
export async function connect(address: string): Promise<QueueServer> {
  const url = URL.canParse(address) ? new URL(address) : null;
  const serverAt = SERVERS[url?.protocol ?? ""];
  if (url === null || serverAt === undefined) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      "The address of a queue must begin with redis://, rediss:// or postgres://, as in redis://localhost:6379 or " +
        "postgres://user:password@localhost/database.",
      { option: "queue" },
    );
  }
  if (url.password !== "") url.password = "***";
  const name = url.href;
  return serverAt(address, name).catch((cause) => {
    if (isVoxmatchError(cause)) throw cause;
    throw new VoxmatchError(
      "QUEUE_ACCESS",
      `The queue at ${name} cannot be used: ${reasonOf(cause)}. Is the server there, and are name and password right?`,
      { queue: name },
      { cause },
    );
  });
}
