import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Makes every attempt to open a file hang, as on a network disk that does not answer, until it is released: by a lease of
 * Linux (fcntl(2), F_SETLEASE), which perl can take and Node cannot.
 */
export async function holdFile(path: string): Promise<{ release(): Promise<void> }> {
  const script =
    'use Fcntl; $| = 1; $SIG{IO} = "IGNORE"; open(F, "+<", $ARGV[0]) or die $!; fcntl(F, 1024, 1) or die $!; print "held\\n"; sleep 60;';
  const child: ChildProcess = spawn("perl", ["-e", script, path], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  const [said] = await Promise.race([once(child.stdout ?? child, "data"), ended]);
  if (String(said) !== "held\n") throw new Error(`${path} could not be held.`);
  return {
    async release() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
