import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type DefaultTheme, defineConfig } from "vitepress";
import api from "../pages/api/typedoc-sidebar.json" with { type: "json" };

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const DOCS = join(ROOT, "site", "pages");

const EXPLANATIONS = ["matching", "statistics", "heatmaps", "report", "cohorts", "distributed", "architecture"];

/** The pages of a folder, by their titles, but for some. */
function pagesOf(folder: string, except: readonly string[] = []): DefaultTheme.SidebarItem[] {
  const names = readdirSync(join(DOCS, folder)).flatMap((file) => /(.+)\.md$/.exec(file)?.slice(1) ?? []);
  return names.filter((name) => !except.includes(name)).map((name) => pageOf(join(folder, name)));
}

function pageOf(path: string): DefaultTheme.SidebarItem {
  const [, title] = /^# (.+)$/m.exec(readFileSync(join(DOCS, `${path}.md`), "utf8")) ?? [];
  if (title === undefined) throw new Error(`docs/${path}.md has no title.`);
  return { text: title.replace(/^Coming from /, ""), link: `/${path}` };
}

/** Links from documents to other files of the repository, which the site holds as files. */
function linkToFile(href: string): string {
  const [path] = /(?<=^(\.\.\/)+)(examples\/.+|python\/.+|CITATION\.cff)/.exec(href) ?? [];
  if (path === undefined) return href;
  if (!existsSync(join(ROOT, path))) throw new Error(`A document links to ${path}, which does not exist.`);
  return `/${path}`;
}

export default defineConfig({
  title: "voxmatch",
  description: "Evaluates predicted against reference volumes, instance by instance.",
  srcDir: "pages",
  outDir: join(ROOT, "build", "site"),
  cacheDir: join(ROOT, "build", "site-cache"),
  cleanUrls: true,
  lastUpdated: false,
  // These files are no pages; linkToFile has seen that they exist.
  ignoreDeadLinks: [/^\/(examples|python)\//, /^\/CITATION\.cff$/],
  markdown: {
    // Documents write sets as {m ≥ t}, which are no attributes.
    attrs: { disable: true },
    config(md) {
      md.core.ruler.push("files", ({ tokens }) => {
        for (const { children } of tokens) {
          for (const token of children ?? []) {
            const href = token.attrGet("href");
            if (href !== null) token.attrSet("href", linkToFile(href));
          }
        }
      });
    },
  },
  themeConfig: {
    search: { provider: "local" },
    outline: "deep",
    nav: [
      { text: "Tutorial", link: "/tutorial" },
      { text: "Guides", link: "/guides/strategy-and-threshold" },
      { text: "Reference", link: "/configuration" },
      { text: "API", link: "/api/" },
    ],
    sidebar: {
      "/api/": api,
      "/": [
        { text: "Start", items: [pageOf("tutorial")] },
        { text: "Guides", items: pagesOf("guides") },
        { text: "Coming from", items: pagesOf("coming-from"), collapsed: true },
        { text: "Explanations", items: EXPLANATIONS.map(pageOf) },
        {
          text: "Reference",
          items: [...pagesOf("", ["index", "tutorial", ...EXPLANATIONS]), { text: "API", link: "/api/" }],
        },
      ],
    },
  },
});
