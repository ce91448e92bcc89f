import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from "@tanstack/virtual-core";
import { useLayoutEffect, useReducer, useRef } from "preact/hooks";

/** A list that draws only its visible items. */
export interface VirtualList {
  readonly scroller: { current: HTMLDivElement | null };
  /** The items to draw, with their start and end in pixels. */
  readonly items: readonly { readonly index: number; readonly start: number; readonly end: number }[];
  /** Height of the whole list in pixels. */
  readonly height: number;
  readonly show: (index: number) => void;
}

/** @param sizeOf the height of an item in pixels */
export function useVirtual(count: number, sizeOf: (index: number) => number, header = 0): VirtualList {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const scroller = useRef<HTMLDivElement>(null);
  const asked = useRef<number | null>(null);
  const box = scroller.current;
  const options: VirtualizerOptions<HTMLDivElement, HTMLDivElement> = {
    count,
    estimateSize: sizeOf,
    getScrollElement: () => scroller.current,
    scrollToFn: elementScroll,
    observeElementRect: (instance, report) =>
      observeElementRect(instance, (rect) => {
        const wasInSight = asked.current !== null && isInSight(instance, asked.current);
        report(rect);
        // A box that becomes lower, as what is selected is described beside it, keeps the item that was asked for.
        if (wasInSight && asked.current !== null) instance.scrollToIndex(asked.current, { align: "auto" });
      }),
    observeElementOffset,
    overscan: 8,
    // A header that stays in sight covers what lies below it.
    scrollPaddingStart: header,
    // It also moves all items down, and a scroll bar below covers the last.
    scrollPaddingEnd: header + (box === null ? 0 : box.offsetHeight - box.clientHeight),
    onChange: () => redraw(0),
  };
  const list = useRef<List | null>(null);
  list.current ??= new Virtualizer(options);
  const { current } = list;
  current.setOptions(options);
  useLayoutEffect(() => current._didMount(), [current]);
  useLayoutEffect(() => current._willUpdate());
  // Other items may have other heights.
  useLayoutEffect(() => current.measure(), [current, sizeOf]);
  return {
    scroller,
    items: current.getVirtualItems(),
    height: current.getTotalSize(),
    show: (index) => {
      asked.current = index;
      current.scrollToIndex(index, { align: "auto" });
    },
  };
}

type List = Virtualizer<HTMLDivElement, HTMLDivElement>;

/** Whether an item lies whole in the box, by the height that the box had when it was last measured. */
function isInSight({ scrollElement, scrollRect, measurementsCache, options }: List, index: number): boolean {
  const item = measurementsCache[index];
  if (scrollElement === null || scrollRect === null || item === undefined) return false;
  const top = scrollElement.scrollTop;
  return item.start >= top && item.end <= top + scrollRect.height - options.scrollPaddingEnd + 1;
}
