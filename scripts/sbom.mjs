/**
 * `npm run sbom`: writes `out/sbom.cdx.json`, the software bill of materials (CycloneDX) of what is published: the packages that the
 * build bundled, with the hashes of the lock file. `npm run sbom -- --all` lists those of development, too.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Names and versions of the bundled packages, as the list of their licences has them. */
export function bundledPackages(licences) {
  return [...licences.matchAll(/^(@?[\w./-]+) (\d[\w.+-]*) \(([^)\n]+)\)$/gm)].map(([, name, version, license]) => ({
    name,
    version,
    license,
  }));
}

/** The bill of materials of the bundled packages alone, out of that of all. */
export function bundledOnly(bill, bundled) {
  const names = new Set(bundled.map(({ name, version }) => `${name}@${version}`));
  const components = bill.components
    .filter(({ name, version }) => names.has(`${name}@${version}`))
    .map(({ properties, ...component }) => ({ ...component, scope: "required" }));
  const refs = new Map(components.map((component) => [component["bom-ref"], component]));
  const missing = [...names].filter((name) => !components.some((one) => `${one.name}@${one.version}` === name));
  if (missing.length > 0) throw new Error(`The lock file does not have what was bundled: ${missing.join(", ")}.`);
  const root = bill.metadata.component["bom-ref"];
  const dependencies = bill.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => refs.has(each)) }));
  return { ...bill, components, dependencies: [{ ref: root, dependsOn: [...refs.keys()] }, ...dependencies] };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const words = ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"];
  const shell = process.platform === "win32";
  const bill = JSON.parse(execFileSync("npm", words, { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 28, shell }));
  const { name, version, license } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  // npm calls the package by the folder that it lies in.
  Object.assign(bill.metadata.component, { name, version, licenses: [{ license: { id: license } }] });
  const licences = readFileSync(join(ROOT, "dist", "THIRD-PARTY-LICENSES.txt"), "utf8");
  const written = process.argv.includes("--all") ? bill : bundledOnly(bill, bundledPackages(licences));
  mkdirSync(join(ROOT, "out"), { recursive: true });
  writeFileSync(join(ROOT, "out", "sbom.cdx.json"), `${JSON.stringify(written, null, 2)}\n`);
  console.log(`out/sbom.cdx.json: ${written.components.length} packages.`);
}
