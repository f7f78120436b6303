import type { RunHeader } from '../../../server/src/protocol/trace-columns.ts';
import type { State } from '../model/state.ts';
import { el, icon, shown } from './dom.ts';
import { moment } from './words.ts';

/** Title, when and what was run, and the counts as chips. */
export function header(state: State): HTMLElement {
  const { table, view } = state;
  const runs = table?.columns.runs ?? [];
  const first = runs[0];
  const title = runs.length === 1 && first ? first.role || first.title : (view?.title ?? 'Trace');
  return el(
    'header',
    { class: 'top' },
    el('h1', {}, shown(title)),
    el('p', { class: 'about' }, ...(first ? aboutWords(runs, view?.file) : [])),
    el('ul', { class: 'chips', 'aria-label': 'Results' }, ...(first ? chips(runs) : [])),
  );
}

function aboutWords(runs: readonly RunHeader[], file: string | undefined): string[] {
  const [run] = runs;
  if (run === undefined) return [];
  const name = file ?? (runs.length > 1 ? undefined : run.title);
  const when = { simulated: 'simulated at', witness: 'replayed at', recorded: 'recorded from' }[run.kind];
  const digest = run.roleDigest?.replace(/^sha256:/, '');
  const words = [
    name === undefined ? undefined : shown(name),
    runs.length > 1 ? `${runs.length} runs` : `${when} ${moment(run.began)}`,
    runs.length === 1 && digest ? `role ${digest.slice(0, 4)}…${digest.slice(-2)}` : undefined,
  ];
  return [words.filter(Boolean).join(' · ')];
}

function chips(runs: readonly RunHeader[]): HTMLElement[] {
  const sum = { allowed: 0, asked: 0, denied: 0, failed: 0 };
  for (const { counts } of runs) {
    sum.allowed += counts.allowed;
    sum.asked += counts.asked;
    sum.denied += counts.denied;
    sum.failed += counts.failed;
  }
  const list = [
    el('li', { class: 'chip allow' }, icon('allow'), `${count(sum.allowed)} allowed`),
    el('li', { class: 'chip ask' }, icon('ask'), `${count(sum.asked)} asked`),
    el('li', { class: 'chip deny' }, icon('deny'), `${count(sum.denied)} denied`),
  ];
  if (sum.failed > 0) {
    const words = `${count(sum.failed)} ${sum.failed === 1 ? 'expectation' : 'expectations'} failed`;
    list.push(el('li', { class: 'chip failed' }, icon('failed'), words));
  }
  return list;
}

export function count(value: number): string {
  return value.toLocaleString('en');
}
