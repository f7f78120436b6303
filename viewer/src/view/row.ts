import type { TraceDecision } from '../../../server/src/protocol/trace.ts';
import type { RunHeader } from '../../../server/src/protocol/trace-columns.ts';
import type { Lane } from '../model/lane.ts';
import { HEADING, type Row } from '../model/rows.ts';
import type { Table } from '../model/table.ts';
import { type Child, el, icon, setAttributes, shown } from './dom.ts';
import { count } from './header.ts';
import { link, rowId } from './links.ts';
import { attempted, decidedBy, expectedWords, moment, outcomeWords, spoken, type Verdict, verdictOf } from './words.ts';

export interface RowParts {
  readonly row: Row;
  readonly index: number;
  readonly table: Table;
  readonly run: RunHeader;
  readonly lane: Lane | undefined;
  readonly selected: boolean;
  readonly unfolded: boolean;
  /** The trace has several runs, whose headings are the first level. */
  readonly several: boolean;
}

/** One row with its cells and with what a screen reader says. */
export function rowElement(of: RowParts): HTMLElement {
  if (of.row.part === HEADING) return headingRow(of);
  return of.row.part < 0 ? stepRow(of) : partRow(of);
}

function frame(of: RowParts, level: number, label: string, className: string, ...cells: Child[]): HTMLElement {
  const made = el(
    'div',
    { class: `row ${className}${of.selected ? ' selected' : ''}`, role: 'row', id: rowId(of.row) },
    ...cells,
  );
  made.dataset.index = String(of.index);
  setAttributes(made, {
    'aria-rowindex': of.index + 2,
    'aria-level': level,
    'aria-selected': String(of.selected),
    'aria-label': label,
  });
  return made;
}

function stepRow(of: RowParts): HTMLElement {
  const { table, row, unfolded } = of;
  const step = table.details(row.step);
  const verdict = verdictOf(step.decision, step.kind);
  const { verb, value, more } = attempted(step);
  const foldable = table.columns.parts[row.step]! > 1;
  const change = table.changes.get(row.step);
  const outcome = outcomeWords(step);
  const made = frame(
    of,
    (of.several ? 2 : 1) + step.depth,
    spoken(step) + (change ? `, changed: was ${change.from.decision}` : ''),
    `step${step.failed ? ' failed' : ''}${change ? ` changed ${change.kind}` : ''}`,
    cell('number', String(step.number)),
    cell('decision', ...verdictCell(verdict)),
    cell(
      'attempted',
      ...indent(step.depth),
      foldable && foldMark(unfolded),
      step.depth > 0 && el('span', { class: 'verb' }, `${shown(step.role)} ›`),
      verb !== '' && el('span', { class: 'verb' }, verb),
      value !== '' && el('code', {}, shown(value)),
      step.failed && el('span', { class: 'expected' }, expectedWords(step)),
      change && el('span', { class: 'was' }, `was ${change.from.decision}`),
      outcome !== undefined && el('span', { class: 'quiet outcome' }, shown(outcome)),
      more !== '' && el('span', { class: 'quiet arguments' }, shown(more)),
    ),
    cell('decided', ...decidedCell(step.decision)),
    laneCell(of, verdict),
  );
  if (foldable) setAttributes(made, { 'aria-expanded': String(unfolded) });
  return made;
}

function partRow(of: RowParts): HTMLElement {
  const step = of.table.details(of.row.step);
  const part = step.decision?.parts?.[of.row.part];
  const verdict = verdictOf(part?.decision);
  const text = part === undefined ? '' : part.verb === 'run' ? part.text : `${part.verb} ${part.value}`;
  const by = decidedBy(part?.decision);
  return frame(
    of,
    (of.several ? 3 : 2) + step.depth,
    `Part of step ${step.number}, ${verdict.word}, ${shown(text, 160)}${by.text ? `, ${by.text}` : ''}`,
    'part',
    cell('number'),
    cell('decision', ...verdictCell(verdict)),
    cell(
      'attempted',
      ...indent(step.depth + 1),
      part !== undefined && part.verb !== 'run' && el('span', { class: 'verb' }, part.verb),
      el('code', {}, shown(part === undefined ? '' : part.verb === 'run' ? part.text : part.value)),
    ),
    cell('decided', ...decidedCell(part?.decision)),
    cell('lane'),
  );
}

function headingRow(of: RowParts): HTMLElement {
  const { run } = of;
  const { allowed, asked, denied, failed } = run.counts;
  const words = `${count(allowed)} allowed · ${count(asked)} asked · ${count(denied)} denied${failed > 0 ? ` · ${count(failed)} failed` : ''}`;
  const made = frame(
    of,
    1,
    `Run ${shown(run.title)} of ${shown(run.role)}, ${words}`,
    `heading${failed > 0 ? ' failed' : ''}`,
    cell('number'),
    cell(
      'decision',
      foldMark(of.unfolded),
      failed > 0 ? el('span', { class: 'expected' }, icon('failed'), 'Failed') : 'Run',
    ),
    cell(
      'attempted',
      el('strong', { class: 'verb' }, shown(run.title, 80)),
      el('span', { class: 'quiet' }, `${shown(run.role, 80)} · ${moment(run.began)} · ${words}`),
    ),
  );
  setAttributes(made, { 'aria-expanded': String(of.unfolded) });
  return made;
}

function cell(name: string, ...children: Child[]): HTMLElement {
  return el('div', { class: name, role: 'gridcell' }, ...children);
}

export function verdictCell(verdict: Verdict): Child[] {
  return [el('span', { class: `verdict ${verdict.tone}` }, icon(verdict.shape), verdict.word)];
}

function decidedCell(decision: TraceDecision | undefined): Child[] {
  const { text, place, more } = decidedBy(decision);
  if (text === '') return [];
  const colon = text.lastIndexOf(' :');
  const body =
    place === undefined
      ? [el('span', { class: 'quiet' }, shown(text, 80))]
      : colon > 0
        ? [el('span', { class: 'quiet' }, text.slice(0, colon + 1)), link(text.slice(colon + 1), place)]
        : [link(shown(text, 80), place)];
  return [...body, more !== undefined && el('span', { class: 'quiet' }, ` ${more}`)];
}

function foldMark(unfolded: boolean): HTMLElement {
  return el('span', { class: `fold${unfolded ? ' open' : ''}`, 'aria-hidden': 'true' }, icon('fold'));
}

/** Indentation is an element for each level, since the page's policy allows no style attributes. */
function indent(depth: number): Child[] {
  return Array.from({ length: Math.min(depth, 8) }, () => el('span', { class: 'indent' }));
}

function laneCell({ row, lane, run, table }: RowParts, verdict: Verdict): HTMLElement {
  const made = cell('lane');
  if (lane === undefined) return made;
  const { from, to } = lane.bar(row.step);
  const bar = el('span', { class: `bar ${verdict.tone}${verdict.shape === 'wait' ? ' wait' : ''}` });
  bar.style.left = `${from * 100}%`;
  bar.style.width = `${(to - from) * 100}%`;
  made.append(bar);
  for (const revocation of run.revocations.slice(0, 8)) {
    if (revocation.index > row.step) break;
    const line = el('span', { class: 'revoked' });
    line.style.left = `${lane.bar(revocation.index).from * 100}%`;
    made.append(line);
  }
  if (table.columns.kind[row.step] === 1) made.classList.add('marks');
  return made;
}
