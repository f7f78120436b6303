import { KEYS_SHOWN } from '../model/keys.ts';
import type { State } from '../model/state.ts';
import { el, icon, shown } from './dom.ts';
import { count } from './header.ts';

/** The bar between toolbar and list: manifests that have changed since, what a re-run changed, and problems of the trace. */
export function notices(state: State, rerun: () => void, showChanged: () => void): HTMLElement[] {
  const bars: HTMLElement[] = [];
  const button = (label: string, run: () => void) => {
    const made = el('button', { type: 'button' }, label);
    made.addEventListener('click', run);
    return made;
  };
  if (state.busy !== undefined) bars.push(bar('info', `${shown(state.busy)}…`));
  else if (state.stale && state.view?.canRerun) {
    bars.push(bar('info', 'The manifests have changed since this run.', button('Re-run', rerun)));
  } else if (state.stale) bars.push(bar('info', 'The manifests have changed since this run.'));
  else if (state.compared && state.table !== undefined) {
    const changes = [...state.table.changes.values()];
    const filtered = state.filter.includes('changed:');
    bars.push(
      bar('info', changeWords(changes), changes.length > 0 && !filtered ? button('Show them', showChanged) : undefined),
    );
  }
  const problems = [
    ...(state.table?.columns.runs.flatMap((run) => run.problems) ?? []),
    ...(state.table?.columns.problems.map((problem) => `${problem.message}${where(problem)}`) ?? []),
  ];
  if (problems.length > 0) {
    const more = problems.length > 1 ? ` (and ${count(problems.length - 1)} more)` : '';
    const made = bar('problem', `${shown(problems[0]!, 300)}${more}`);
    made.title = problems.slice(0, 20).join('\n');
    bars.push(made);
  }
  return bars;
}

export function changeWords(changes: readonly { readonly kind: string }[]): string {
  if (changes.length === 0) return 'Run again: every decision is as it was.';
  const of = (kind: string) => changes.filter((change) => change.kind === kind).length;
  const kinds = [
    [of('widening'), 'widening'],
    [of('narrowing'), 'narrowing'],
    [of('other'), 'with another reason'],
  ] as const;
  const listed = kinds.filter(([n]) => n > 0).map(([n, word]) => `${count(n)} ${word}`);
  return `Run again: ${count(changes.length)} ${changes.length === 1 ? 'decision' : 'decisions'} changed, ${listed.join(', ')}.`;
}

function bar(kind: 'info' | 'problem', words: string, button?: HTMLElement): HTMLElement {
  return el(
    'div',
    { class: `bar-notice ${kind}`, role: kind === 'problem' ? 'alert' : 'status' },
    kind === 'problem' && icon('failed'),
    el('span', {}, words),
    button,
  );
}

/** The page where there is nothing to list: loading, a trace that cannot be read, or one without steps. */
export function empty(state: State): HTMLElement | undefined {
  if (state.failure !== undefined) {
    const { title, message, problems } = state.failure;
    return el(
      'div',
      { class: 'empty', role: 'alert' },
      el('h2', {}, icon('failed'), shown(title)),
      el('p', {}, shown(message, 1_000)),
      problems.length > 0 &&
        el(
          'ul',
          {},
          ...problems.slice(0, 20).map((problem) => el('li', {}, `${shown(problem.message, 300)}${where(problem)}`)),
        ),
    );
  }
  if (state.table === undefined)
    return el(
      'div',
      { class: 'empty', role: 'status' },
      el('p', {}, state.busy === undefined ? 'Waiting for a run…' : `${shown(state.busy)}…`),
    );
  if (state.table.columns.count === 0) {
    return el(
      'div',
      { class: 'empty' },
      el('h2', {}, 'No steps'),
      el('p', {}, 'This run attempts nothing. Add steps to the scenario, for example:'),
      el('pre', { class: 'card code' }, 'steps:\n  - read: src/app.ts\n    expect: allow'),
    );
  }
  if (state.rows.length === 0) {
    return el('div', { class: 'empty' }, el('h2', {}, 'No step matches'), el('p', {}, 'Esc clears the filter.'));
  }
  return undefined;
}

function where(problem: { readonly path?: string; readonly line?: number; readonly column?: number }): string {
  if (problem.line !== undefined)
    return `: line ${problem.line}${problem.column === undefined ? '' : `, column ${problem.column}`}`;
  return problem.path === undefined ? '' : `: ${problem.path}`;
}

/** The keys at the foot, and what the run comes to in a line. */
export function footer(state: State): HTMLElement {
  const runnable = state.view?.canRerun === true;
  const keys = KEYS_SHOWN.filter(
    ({ keys: [first] }) => (first !== 'r' || runnable) && (first !== 'c' || state.compared),
  );
  return el(
    'footer',
    { class: 'foot' },
    el(
      'ul',
      { class: 'keys', 'aria-label': 'Keys' },
      ...keys.map(({ keys: list, words }) => el('li', {}, ...list.map((key) => el('kbd', {}, key)), ` ${words}`)),
    ),
    el('p', { class: 'sum' }, sum(state)),
  );
}

function sum(state: State): string {
  const { table } = state;
  if (table === undefined) return '';
  const { columns } = table;
  const words: string[] = [];
  const firstAsk = columns.decision.indexOf(2);
  if (columns.runs.length === 1 && firstAsk > 0) {
    const denied = columns.decision.subarray(0, firstAsk).reduce((total, each) => total + (each === 3 ? 1 : 0), 0);
    if (denied > 0) words.push(`${count(denied)} denied before any approval`);
  }
  const widened = [...table.changes.values()].filter((change) => change.kind === 'widening').length;
  if (state.compared && widened > 0) words.push(`${count(widened)} widening since the last run`);
  if (columns.otherSpans > 0) words.push(`${count(columns.otherSpans)} other spans are not shown`);
  return words.join(' · ');
}
