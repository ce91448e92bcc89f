/** Hands the reader a file that was made here. */
export function download(name: string, content: string | Blob, type = "text/plain"): void {
  const url = URL.createObjectURL(typeof content === "string" ? new Blob([content], { type }) : content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads it before the next task.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
