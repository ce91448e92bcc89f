import type { FigureOptions } from "./figure.js";

/** Paper, and what is written on it: programs that set papers know neither variables nor the colour of a page. */
const [PAPER, INK] = ["#ffffff", "#1b1d1f"];

/** Fonts of journals first, then what other systems have of the same widths. */
const FONTS = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif";

/** Characters that XML 1.0 cannot hold. */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/**
 * A drawing of a report as an SVG file by itself: XML with a size, fonts and plain colours on white, without style sheets, for
 * programs that read less than a browser does. Names that a pointer shows (cases, so maybe patients) are left out.
 *
 * @param drawing the outer HTML of one SVG element
 */
export function standaloneSvg(
  drawing: string,
  { title, description = "" }: Pick<FigureOptions, "title" | "description">,
): string {
  const end = drawing.indexOf(">");
  const root = drawing.slice(0, end);
  const attribute = (name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(root)?.[1];
  const [width, height] = [attribute("width"), attribute("height")];
  const [left, top] = (attribute("viewBox") ?? "").split(" ");
  // The style overrules the attribute, as it does on a page.
  const size = /font-size:(\d+)px/.exec(attribute("style") ?? "")?.[1] ?? attribute("font-size");
  const anchor = attribute("text-anchor") ?? "start";
  const content = drawing
    .slice(end + 1, drawing.lastIndexOf("</svg>"))
    .replace(/<(style|title|desc)[^>]*>[^<]*<\/\1>/g, "")
    .replace(/<[a-z][^>]*>/gi, plainTag)
    .replaceAll("&nbsp;", "&#160;")
    .replace(UNWRITABLE, "\ufffd");
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${width}" height="${height}" viewBox="${attribute("viewBox")}" font-family="${FONTS}" font-size="${size}" text-anchor="${anchor}" fill="${INK}" xml:space="preserve" style="white-space:pre">
<title>${escapeXml(title)}</title>${description === "" ? "" : `\n<desc>${escapeXml(description)}</desc>`}
<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${PAPER}"/>
${content}
</svg>
`;
}

/** Text of users is never in a tag, so colours can be put in. */
function plainTag(tag: string): string {
  return tag.replace(/var\([\w-]+, (#[\da-f]+)\)/g, "$1").replaceAll('"currentColor"', `"${INK}"`);
}

function escapeXml(text: string): string {
  return text.replace(UNWRITABLE, "\ufffd").replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
