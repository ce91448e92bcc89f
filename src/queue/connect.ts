import { isVoxmatchError, VoxmatchError } from "../../base/errors.js";
import { parseAddress } from "./address.js";
import { reasonOf } from "./connection-errors.js";
import { postgresServer } from "./postgres-server.js";
import type { QueueServer } from "./queue-server.js";
import { redisServer } from "./redis-server.js";

type Server = (address: string) => Promise<Omit<QueueServer, "name" | "conceal">>;

const SERVERS: Readonly<Record<string, Server>> = {
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
  const parsed = parseAddress(address);
  const serverAt = SERVERS[parsed?.protocol ?? ""];
  if (parsed === null || serverAt === undefined) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      "The address of a queue must begin with redis://, rediss:// or postgres://, as in redis://localhost:6379 or " +
        "postgres://user@localhost/database. Signs of a password that mean something in an address are written as %40 for @, %2F for /.",
      { option: "queue" },
    );
  }
  const { name, conceal } = parsed;
  try {
    return { name, conceal, ...(await serverAt(address)) };
  } catch (cause) {
    if (isVoxmatchError(cause)) throw cause;
    throw new VoxmatchError(
      "QUEUE_ACCESS",
      `The queue at ${name} cannot be used: ${conceal(reasonOf(cause))}. Is the server there, and are name and password right?`,
      { queue: name },
    );
  }
}
