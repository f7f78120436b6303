import { classOf } from '../analysis/data/sensitive-paths.ts';
import type { Action } from '../decide/action.ts';
import type { ActionStep, Operation } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { effectsOfAction } from './effects.ts';
import type { Leaving, Seen } from './run.ts';

/** What a run has read by some step, and the texts that came back, for the provenance of later values. Immutable. */
export interface Readings {
  readonly seen: readonly Seen[];
  readonly results: readonly { readonly text: string; readonly origin: 'trusted' | 'untrusted' }[];
}

export const nothingRead: Readings = { seen: [], results: [] };

/** More than this is not remembered, so that a run of a hundred thousand reads stays in proportion. */
const MOST_SEEN = 64;
const MOST_WORKSPACE = 24;
const MOST_TEXT = 200_000;

/** Labels of what must not get out. */
const CONFIDENTIAL: ReadonlySet<string> = new Set(['secret', 'personal']);

/** The readings after a step that was carried out. */
export function readBy(
  readings: Readings,
  number: number,
  role: ResolvedRole | undefined,
  action: Action,
  step?: ActionStep,
): Readings {
  const seen = [...readings.seen];
  const add = (label: string, from: string) => {
    if (
      seen.length < (label === 'workspace' ? MOST_WORKSPACE : MOST_SEEN) &&
      !seen.some((each) => each.label === label && each.from === from)
    ) {
      seen.push({ label, from, step: number });
    }
  };
  const declared = step?.returns.map((label) => label.value) ?? [];
  const labels = new Set(declared);
  for (const label of declared) add(label, sourceOf(action));
  for (const part of effectsOfAction(action)) {
    if (declared.length > 0 && part === action) continue;
    for (const label of labelsOf(part, role)) {
      labels.add(label);
      add(label, sourceOf(part));
    }
  }
  const text = step?.result?.value;
  const origin = labels.has('untrusted') ? 'untrusted' : labels.has('trusted') ? 'trusted' : undefined;
  const room = MOST_TEXT - readings.results.reduce((sum, each) => sum + each.text.length + 1_000, 0);
  return {
    seen: seen.length === readings.seen.length ? readings.seen : seen,
    results:
      text === undefined || origin === undefined || room <= 0
        ? readings.results
        : [...readings.results, { text: text.slice(0, room), origin }],
  };
}

/** What a step carries to the outside: everything confidential that had been read before it, or is read in the same line. */
export function leavingOf(readings: Readings, role: ResolvedRole | undefined, action: Action): readonly Leaving[] {
  const parts = effectsOfAction(action);
  const receivers = new Set(parts.flatMap((part) => receiverOf(part, role) ?? []));
  if (receivers.size === 0) return [];
  const carried = readings.seen
    .filter((each) => CONFIDENTIAL.has(each.label))
    .map(({ label, from }) => ({ label, from }));
  for (const part of parts.filter((each) => each.verb === 'read')) {
    for (const label of labelsOf(part, role)) if (CONFIDENTIAL.has(label)) carried.push({ label, from: part.value });
  }
  const found = new Map<string, Leaving>();
  for (const to of receivers)
    for (const each of carried) found.set(`${each.label} ${each.from} ${to}`, { ...each, to });
  return [...found.values()];
}

function labelsOf(action: Action, role: ResolvedRole | undefined): readonly string[] {
  if (action.verb === 'read') return [classOf(action.value)?.class === 'secret' ? 'secret' : 'workspace'];
  if (action.verb === 'fetch') return ['untrusted'];
  if (action.verb === 'call') return operationOf(action, role)?.returns.map((label) => label.value) ?? [];
  return [];
}

/** Whom an action tells something, or undefined. Every fetch does: its URL goes out, whatever the method. */
function receiverOf(action: Action, role: ResolvedRole | undefined): string | undefined {
  if (action.verb === 'fetch') return hostOf(action.value);
  if (action.verb !== 'call') return undefined;
  const operation = operationOf(action, role);
  const sends = operation?.does.some((does) => does.value === 'send') || (operation?.sends.length ?? 0) > 0;
  return sends ? action.value : undefined;
}

function operationOf(action: Action, role: ResolvedRole | undefined): Operation | undefined {
  const slash = action.value.indexOf('/');
  const tool = role?.tools.get(action.value.slice(0, slash));
  return tool?.operations.find((operation) => operation.name.value === action.value.slice(slash + 1));
}

function sourceOf(action: Action): string {
  return action.verb === 'fetch' ? hostOf(action.value) : action.value;
}

function hostOf(url: string): string {
  if (url === '') return 'an address that is not known';
  return /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/?#@]*@)?([^/?#:]+)/i.exec(url)?.[1]?.toLowerCase() ?? url;
}
