import type { TracePlace } from '../../../server/src/protocol/trace.ts';
import type { Row } from '../model/rows.ts';
import { el } from './dom.ts';

/** Where the links on the page lead. */
const places = new WeakMap<Element, TracePlace>();

/** Text that leads to a place in a manifest. No anchor: the list keeps the focus, and Enter follows the row's link. */
export function link(text: string, place: TracePlace): HTMLElement {
  const file = place.uri.slice(place.uri.lastIndexOf('/') + 1);
  const made = el('span', { class: 'place', title: `${file}:${place.range.start.line}` }, text);
  places.set(made, place);
  return made;
}

export function placeOf(element: Element): TracePlace | undefined {
  return places.get(element);
}

/** The id by which the list names its active row. */
export function rowId(row: Row): string {
  return `row-${row.step}-${row.part}`;
}
