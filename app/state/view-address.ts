/**
 * The view, as the address holds it after the options: `view.case=sample&view.tab=errors&view.instance=ungrouped/reference/3`.
 * The address names no files.
 */
import type { Side } from "../../src/index.js";
import type { InstanceId } from "../engine/protocol.js";
import { COLOURINGS, type Colouring, LAYOUTS, type Layout, TABS, type Tab } from "./view-words.js";

export interface View {
  /** The pair that is part of the page. */
  readonly isSample: boolean;
  readonly tab: Tab;
  readonly group: string | null;
  readonly instance: InstanceId | null;
  readonly layout: Layout;
  readonly colouring: Colouring;
  /** Where the crosshair is, in mm; null: where it was at first. */
  readonly place: readonly number[] | null;
  /** The right side of a patient at the left of the picture. */
  readonly isRadiological: boolean;
}

const FIRST_VIEW: View = {
  isSample: false,
  tab: "instances",
  group: null,
  instance: null,
  layout: "all",
  colouring: "status",
  place: null,
  isRadiological: false,
};

const PREFIX = "view.";

/** The parts of an address that are options, and those that are the view. */
export function partsOf(hash: string): { readonly options: string; readonly view: string } {
  const parts = hash.replace(/^#/, "").split("&").filter(Boolean);
  const isView = (part: string) => part.startsWith(PREFIX);
  return { options: parts.filter((part) => !isView(part)).join("&"), view: parts.filter(isView).join("&") };
}

/** Only what differs from the first view. */
export function encodeView(view: View): string {
  const { isSample, tab, group, instance, layout, colouring, place, isRadiological } = view;
  const words: readonly (readonly [string, string | null])[] = [
    ["case", isSample ? "sample" : null],
    ["tab", tab === FIRST_VIEW.tab ? null : tab],
    ["group", instance === null ? group : null],
    ["instance", instance === null ? null : [instance.group, instance.side, instance.label].join("/")],
    ["planes", layout === FIRST_VIEW.layout ? null : layout],
    ["colours", colouring === FIRST_VIEW.colouring ? null : colouring],
    ["mm", place === null ? null : place.map((each) => Number(each.toFixed(1))).join(",")],
    ["convention", isRadiological ? "radiological" : null],
  ];
  return words
    .flatMap(([key, word]) =>
      word === null ? [] : [`${PREFIX}${key}=${encodeURIComponent(word).replace(/%(2C|2F)/g, decodeURIComponent)}`],
    )
    .join("&");
}

/** The view that an address holds; parts that are not understood keep their defaults. */
export function decodeView(text: string): View {
  const words = new Map(
    text
      .split("&")
      .filter(Boolean)
      .map((part): [string, string] => {
        const at = part.indexOf("=");
        return at < 0 ? [part.slice(PREFIX.length), ""] : [part.slice(PREFIX.length, at), decoded(part.slice(at + 1))];
      }),
  );
  const oneOf = <Word extends string>(key: string, all: readonly Word[], usual: Word): Word =>
    all.find((word) => word === words.get(key)) ?? usual;
  const place = words.get("mm")?.split(",").map(Number);
  return {
    isSample: words.get("case") === "sample",
    tab: oneOf("tab", TABS, FIRST_VIEW.tab),
    group: words.get("group") ?? null,
    instance: instanceIn(words.get("instance")),
    layout: oneOf("planes", LAYOUTS, FIRST_VIEW.layout),
    colouring: oneOf("colours", COLOURINGS, FIRST_VIEW.colouring),
    place: place?.length === 3 && place.every(Number.isFinite) ? place : null,
    isRadiological: words.get("convention") === "radiological",
  };
}

/** The name of a group may hold slashes. */
function instanceIn(word: string | undefined): InstanceId | null {
  const found = /^(.*)\/(reference|prediction)\/(\d+)$/.exec(word ?? "");
  return found === null ? null : { group: found[1], side: found[2] as Side, label: Number(found[3]) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
