import type { Described } from '../../server/src/protocol/viewer.ts';

/** What is on the screen, read from the document as it is rendered and not from what it was rendered from. */
export function describe(id: number, page: ParentNode, body: HTMLElement): Described {
  const texts = (selector: string) => [...page.querySelectorAll<HTMLElement>(selector)].filter(isShown).map(textOf);
  const rows = [...page.querySelectorAll<HTMLElement>('.scroller [role=row]')]
    .filter(isShown)
    .sort((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')));
  const selected = rows.find((row) => row.getAttribute('aria-selected') === 'true');
  return {
    type: 'described',
    id,
    title: texts('.top h1, .top .about').join(' · '),
    chips: texts('.chips > li'),
    rows: rows.map(cellsOf),
    rowCount: Math.max(0, Number(page.querySelector('[role=treegrid]')?.getAttribute('aria-rowcount') ?? 1) - 1),
    selected: selected === undefined ? [] : cellsOf(selected),
    details: texts('.details h2, .details h3, .details .entry, .details p, .details pre, .details dt, .details dd'),
    notices: texts('.bar-notice, .count, .empty h2, .empty p, .empty li').filter((text) => text !== ''),
    theme: [...body.classList].find((name) => name.startsWith('vscode-')) ?? '',
  };
}

function cellsOf(row: Element): string[] {
  return [...row.querySelectorAll('[role=gridcell]')].map(textOf);
}

function textOf(element: Element): string {
  return (element.textContent ?? '').replace(/\s+/g, ' ').trim();
}

function isShown(element: HTMLElement): boolean {
  return element.getClientRects().length > 0;
}
