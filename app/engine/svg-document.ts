/**
 * A document that figures are drawn into where there is none, as in a worker: as much of it as Observable Plot asks for. It is
 * written as linkedom writes its own, with which the command line draws, so that both make the same bytes.
 */

const SVG = "http://www.w3.org/2000/svg";

class SmallNode {
  readonly childNodes: SmallNode[] = [];
  parentNode: SmallNode | null = null;
  constructor(readonly ownerDocument: SmallDocument) {}

  get firstChild(): SmallNode | null {
    return this.childNodes[0] ?? null;
  }
  get lastChild(): SmallNode | null {
    return this.childNodes.at(-1) ?? null;
  }
  get nextSibling(): SmallNode | null {
    const siblings = this.parentNode?.childNodes ?? [];
    return siblings[siblings.indexOf(this) + 1] ?? null;
  }
  get textContent(): string {
    return this.childNodes.map((child) => child.textContent).join("");
  }
  set textContent(text: string) {
    for (const child of this.childNodes) child.parentNode = null;
    this.childNodes.length = 0;
    if (text !== "") this.appendChild(new SmallText(this.ownerDocument, text));
  }
  appendChild<Child extends SmallNode>(child: Child): Child {
    return this.insertBefore(child, null);
  }
  insertBefore<Child extends SmallNode>(child: Child, before: SmallNode | null): Child {
    child.remove();
    const at = before === null ? this.childNodes.length : this.childNodes.indexOf(before);
    this.childNodes.splice(at, 0, child);
    child.parentNode = this;
    return child;
  }
  removeChild<Child extends SmallNode>(child: Child): Child {
    child.remove();
    return child;
  }
  append(...children: readonly (SmallNode | string)[]): void {
    for (const child of children)
      this.appendChild(typeof child === "string" ? new SmallText(this.ownerDocument, child) : child);
  }
  remove(): void {
    const siblings = this.parentNode?.childNodes;
    siblings?.splice(siblings.indexOf(this), 1);
    this.parentNode = null;
  }
}

class SmallText extends SmallNode {
  readonly nodeType = 3;
  constructor(
    document: SmallDocument,
    public data: string,
  ) {
    super(document);
  }
  override get textContent(): string {
    return this.data;
  }
  override set textContent(text: string) {
    this.data = text;
  }
  get outerHTML(): string {
    return escaped(this.data);
  }
}

class SmallElement extends SmallNode {
  readonly nodeType = 1;
  readonly #attributes = new Map<string, string>();
  /** Declarations of the attribute `style`, by name. */
  readonly style = styleThat((text) => this.#attributes.set("style", text));
  constructor(
    document: SmallDocument,
    readonly namespaceURI: string,
    readonly tagName: string,
  ) {
    super(document);
  }

  get localName(): string {
    return this.tagName;
  }
  get children(): SmallElement[] {
    return this.childNodes.filter((child) => child instanceof SmallElement);
  }
  getAttribute(name: string): string | null {
    return this.#attributes.get(name) ?? null;
  }
  hasAttribute(name: string): boolean {
    return this.#attributes.has(name);
  }
  setAttribute(name: string, value: unknown): void {
    this.#attributes.set(name, String(value));
  }
  setAttributeNS(_space: string, name: string, value: unknown): void {
    this.setAttribute(name, value);
  }
  removeAttribute(name: string): void {
    this.#attributes.delete(name);
  }
  /** @param selector of an attribute, as in `[aria-label]` */
  querySelectorAll(selector: string): SmallElement[] {
    const name = /^\[([\w-]+)\]$/.exec(selector)?.[1];
    if (name === undefined) throw new Error(`This document finds elements by an attribute only, not by ${selector}.`);
    return this.children.flatMap((child) => [
      ...(child.hasAttribute(name) ? [child] : []),
      ...child.querySelectorAll(selector),
    ]);
  }
  get outerHTML(): string {
    const attributes = Array.from(this.#attributes, ([name, value]) => ` ${name}="${value.replaceAll('"', "&quot;")}"`);
    // linkedom puts the newest first.
    const head = `<${this.tagName}${attributes.reverse().join("")}`;
    if (this.childNodes.length === 0 && this.namespaceURI === SVG) return `${head} />`;
    const content = this.childNodes.map((child) => (child as SmallElement | SmallText).outerHTML);
    return `${head}>${content.join("")}</${this.tagName}>`;
  }
}

/** Declarations, which are set by name or, in camel case, as properties. */
function styleThat(write: (text: string) => void) {
  const declarations = new Map<string, string>();
  const setProperty = (name: string, value: string): void => {
    declarations.set(name, value);
    write(Array.from(declarations, ([key, each]) => `${key}:${each}`).join(";"));
  };
  const getPropertyValue = (name: string): string => declarations.get(name) ?? "";
  return new Proxy(
    { setProperty, getPropertyValue },
    {
      set: (_, key, value) => {
        setProperty(
          String(key).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
          String(value),
        );
        return true;
      },
    },
  );
}

export class SmallDocument {
  readonly documentElement = new SmallElement(this, SVG, "svg");
  /** Node type by which libraries recognise a document. */
  readonly nodeType = 9;

  createElementNS(space: string, name: string): SmallElement {
    return new SmallElement(this, space, name);
  }
  createElement(name: string): SmallElement {
    return new SmallElement(this, "http://www.w3.org/1999/xhtml", name);
  }
  createTextNode(text: string): SmallText {
    return new SmallText(this, text);
  }
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\u00a0", "&nbsp;");
}
