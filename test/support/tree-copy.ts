import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const ROOT = join(import.meta.dirname, "..", "..");
/** Built, so not among the files of the repository. */
const BUILT = ["build", join("bindings", "wasm")];
const MAXIMUM_OUTPUT = 1 << 26;

/** A copy of the repository in which a test may change files and run commands. It shares the installed packages. */
export class TreeCopy {
  constructor(private readonly folder: string) {
    const listed = execFileSync("git", ["ls-files", "-z", "-co", "--exclude-standard"], {
      cwd: ROOT,
      encoding: "utf8",
      maxBuffer: MAXIMUM_OUTPUT,
    });
    const isCopied = (path: string) =>
      path !== "" && !path.startsWith("test/fixtures/") && existsSync(join(ROOT, path));
    for (const path of [...listed.split("\0").filter(isCopied), ...BUILT]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      cpSync(join(ROOT, path), join(folder, path), { recursive: true });
    }
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  /** Writes a new file. */
  write(path: string, text: string): void {
    if (existsSync(join(this.folder, path))) throw new Error(`${path} exists already.`);
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** Inserts lines before the only place in a file where `before` stands. */
  insert(path: string, before: string, lines: string): void {
    const parts = this.read(path).split(before);
    if (parts.length !== 2) throw new Error(`${path} has ${parts.length - 1} places with ${JSON.stringify(before)}.`);
    writeFileSync(join(this.folder, path), `${parts[0]}${lines}${before}${parts[1]}`);
  }

  /**
   * Runs a command of an installed package, or npm, in the copy. The tests' environment is kept from it.
   * @throws Error with all that it printed if it fails
   */
  async run(command: string, ...words: readonly string[]): Promise<string> {
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([key]) => !/^(VITEST|NODE_ENV|TEST$)/.test(key)),
    );
    const PATH = `${join(this.folder, "node_modules", ".bin")}:${process.env.PATH}`;
    const options = { cwd: this.folder, env: { ...env, PATH }, maxBuffer: MAXIMUM_OUTPUT };
    try {
      return (await promisify(execFile)(command, words, options)).stdout;
    } catch (error) {
      const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
      throw new Error(`${[command, ...words].join(" ")} failed:\n${stdout}${stderr}`);
    }
  }
}
