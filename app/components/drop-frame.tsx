import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { say } from "../state/notices.js";
import type { Box } from "../state/picked.js";
import { takeDrop } from "../state/take-drop.js";

const isOver = signal(false);

/** Takes drops anywhere on the page; without it a browser leaves the page for the file. */
export function DropFrame() {
  useEffect(() => {
    let depth = 0;
    const enter = (event: DragEvent) => {
      event.preventDefault();
      depth++;
      isOver.value = true;
      mark(event);
    };
    const over = (event: DragEvent) => {
      event.preventDefault();
      mark(event);
    };
    const leave = () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) isOver.value = false;
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      depth = 0;
      isOver.value = false;
      mark(null);
      if (event.dataTransfer === null) return;
      takeDrop(event.dataTransfer, boxAt(event)).catch((error: unknown) => {
        say(`The dropped files could not be read: ${error instanceof Error ? error.message : String(error)}.`);
      });
    };
    const listeners = { dragenter: enter, dragover: over, dragleave: leave, drop } as const;
    for (const [name, listener] of Object.entries(listeners))
      document.addEventListener(name, listener as EventListener);
    return () => {
      for (const [name, listener] of Object.entries(listeners))
        document.removeEventListener(name, listener as EventListener);
    };
  }, []);
  if (!isOver.value) return null;
  return <div class="drop-frame" aria-hidden="true" />;
}

function boxAt({ target }: Event): Box | null {
  const box = target instanceof Element ? target.closest<HTMLElement>("[data-box]")?.dataset.box : undefined;
  return box === "reference" || box === "prediction" || box === "anatomy" ? box : null;
}

/** The box that is aimed at stands out. */
function mark(event: DragEvent | null): void {
  const box = event === null ? null : boxAt(event);
  for (const element of document.querySelectorAll<HTMLElement>("[data-box]"))
    element.classList.toggle("aimed", element.dataset.box === box);
}
