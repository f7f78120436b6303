/** The few ways in which this page makes elements. Text from a trace only ever becomes text nodes. */

export type Child = Node | string | undefined | false;

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number | boolean | undefined>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  for (const child of children) {
    if (child !== undefined && child !== false) element.append(child);
  }
  return element;
}

/** `true` is an empty attribute; `false` and undefined are none. */
export function setAttributes(
  element: Element,
  attributes: Readonly<Record<string, string | number | boolean | undefined>>,
): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
}

const SVG = 'http://www.w3.org/2000/svg';

const SHAPES = {
  allow: 'M2.5 8.5 6.3 12.2 13.5 4.2',
  deny: 'M3.5 3.5 12.5 12.5M12.5 3.5 3.5 12.5',
  ask: 'M8 1.8a6.2 6.2 0 1 0 .01 0ZM6 6.2a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.4M8 11.6v.2',
  revoke: 'M8 1.8a6.2 6.2 0 1 0 .01 0ZM3.7 3.7 12.3 12.3',
  wait: 'M8 1.8a6.2 6.2 0 1 0 .01 0ZM8 4.6V8l2.4 1.8',
  none: 'M4 8h8',
  fold: 'M6 3.5 10.5 8 6 12.5',
  failed: 'M8 2.2 14.4 13.6H1.6ZM8 6.4v3.4M8 11.6v.2',
} as const;

export type Shape = keyof typeof SHAPES;

/** A picture that says nothing a word beside it does not say. Drawn in the colour of the text. */
export function icon(shape: Shape): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  setAttributes(svg, { viewBox: '0 0 16 16', class: `icon ${shape}`, 'aria-hidden': 'true', focusable: 'false' });
  const path = document.createElementNS(SVG, 'path');
  setAttributes(path, { d: SHAPES[shape] });
  svg.append(path);
  return svg;
}

/**
 * Text of a trace as it may be shown: what could hide or reorder it (control characters, bidirectional overrides,
 * characters without width) is written out, and what is endless is cut.
 */
export function shown(text: string, longest = 400): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return cut.replace(HIDDEN, (char) => {
    const code = char.codePointAt(0)!;
    return code === 10 ? '⏎' : code === 9 ? '⇥' : `\\u{${code.toString(16)}}`;
  });
}

/** Control and format characters (bidirectional overrides, joiners, tags), and the separators of lines and paragraphs. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
