import type { Change, TraceDecision, TraceNearest, TracePart, TraceRule } from '../../../server/src/protocol/trace.ts';
import { limitName, type RunHeader, type StepDetails } from '../../../server/src/protocol/trace-columns.ts';
import { HEADING, rowAt } from '../model/rows.ts';
import { type State, selectedIndex } from '../model/state.ts';
import { runOf } from '../model/table.ts';
import { type Child, el, icon, shown } from './dom.ts';
import { link } from './links.ts';
import { verdictCell } from './row.ts';
import { segmentsOf } from './segments.ts';
import {
  attempted,
  leftWords,
  moment,
  obligationWords,
  outcomeWords,
  ruleName,
  type Verdict,
  verdictOf,
} from './words.ts';

const LONG = 20_000;

/** Everything about the selected step: why, what came close, what had been seen and what would have left. */
export function details(state: State): readonly HTMLElement[] {
  const { table } = state;
  const row = rowAt(state.rows, selectedIndex(state));
  if (table === undefined || row === undefined) return [];
  const run = runOf(table.columns, row.step)!;
  if (row.part === HEADING) return runDetails(run);
  const step = table.details(row.step);
  const part = row.part < 0 ? undefined : step.decision?.parts?.[row.part];
  return (part === undefined ? stepDetails(step, run, table.changes.get(row.step)) : partDetails(step, part)).filter(
    (each) => each !== undefined,
  );
}

function stepDetails(
  step: StepDetails,
  run: RunHeader,
  change: Change | undefined,
): readonly (HTMLElement | undefined)[] {
  const { decision } = step;
  const verb = step.kind === 'action' ? (step.verb ?? 'call') : step.kind;
  return [
    title(verdictOf(decision, step.kind), `Step ${step.number} · ${verb}`),
    whatWasAttempted(step),
    expectation(step),
    change === undefined ? undefined : changed(change),
    decision === undefined ? notJudged(step) : why(step, decision),
    nearest(decision),
    ...obligations(step, decision),
    origins(step),
    seen(step, run),
    leaving(step),
    evidence(step, run),
  ];
}

function partDetails(step: StepDetails, part: TracePart): readonly (HTMLElement | undefined)[] {
  return [
    title(verdictOf(part.decision), `Step ${step.number} · part · ${part.verb}`),
    el('pre', { class: 'card code' }, shown(part.verb === 'run' ? part.text : part.value, LONG)),
    section('Why', ...whyRows(part.decision, part)),
    nearest(part.decision),
    section('In the line', el('pre', { class: 'card code' }, ...line(step.value, step.decision?.parts ?? []))),
  ];
}

function runDetails(run: RunHeader): readonly HTMLElement[] {
  const rows: [string, string][] = [
    ['role', run.role],
    ['began', moment(run.began)],
    ['trace id', run.traceId],
  ];
  if (run.roleDigest !== undefined) rows.push(['role digest', run.roleDigest]);
  const problems = run.problems.map((problem) => entry('failed', shown(problem, 400)));
  return [
    el('h2', {}, shown(run.title)),
    ...(problems.length > 0 ? [section('Not as written', ...problems)] : []),
    section('Evidence', pairs(rows)),
  ];
}

function title(verdict: Verdict, words: string): HTMLElement {
  return el('h2', {}, ...verdictCell(verdict), ` ${words}`);
}

function section(heading: string, ...children: Child[]): HTMLElement {
  return el('section', {}, el('h3', {}, heading), ...children);
}

function whatWasAttempted(step: StepDetails): HTMLElement | undefined {
  if (step.kind === 'wait') return el('p', {}, `${attempted(step).more} pass.`);
  if (step.kind === 'revoke') return el('p', {}, el('code', {}, shown(step.value)), ' is revoked from here on.');
  const parts = step.decision?.parts ?? [];
  const value = step.verb === 'run' ? line(step.value, parts) : [shown(attempted(step).value, LONG)];
  const args = step.with === undefined ? [] : ['\n', shownLines(JSON.stringify(step.with, null, 2))];
  return el('pre', { class: 'card code', tabindex: 0, 'aria-label': 'What was attempted' }, ...value, ...args);
}

/** The line with what was decided on each stretch of it: denied ones are underlined as well as coloured. */
function line(text: string, parts: readonly TracePart[]): Child[] {
  return segmentsOf(text, parts).map((segment) =>
    segment.decision === undefined || segment.decision === 'allow'
      ? shown(segment.text, LONG)
      : el('span', { class: `segment ${segment.decision}` }, shown(segment.text, LONG)),
  );
}

function shownLines(text: string): string {
  return text
    .slice(0, LONG)
    .split('\n')
    .map((each) => shown(each, LONG))
    .join('\n');
}

function expectation(step: StepDetails): HTMLElement | undefined {
  if (step.expected === undefined && step.expectedReason === undefined) {
    return step.failed ? el('div', { class: 'card mismatch' }, 'This step could not be run as written.') : undefined;
  }
  if (!step.failed) return undefined;
  const rows: [string, string][] = [];
  if (step.expected !== undefined)
    rows.push(['expected', step.expected], ['came', step.decision?.decision ?? 'nothing']);
  if (step.expectedReason !== undefined)
    rows.push(['expected reason', step.expectedReason], ['reason', step.decision?.reason ?? 'none']);
  return el('div', { class: 'card mismatch' }, el('p', {}, icon('failed'), 'Expectation failed'), pairs(rows));
}

function changed({ kind, from, to }: Change): HTMLElement {
  const words = {
    widening: 'More is allowed than in the last run',
    narrowing: 'Less is allowed than in the last run',
    other: 'The reason is another one',
  };
  return section(
    'Changed since last run',
    el('p', { class: `change ${kind}` }, words[kind]),
    pairs([
      ['before', `${from.decision}: ${from.words}`],
      ['now', `${to.decision}: ${to.words}`],
    ]),
  );
}

function notJudged(step: StepDetails): HTMLElement | undefined {
  return step.kind === 'action'
    ? section('Why', el('p', { class: 'quiet' }, 'The trace holds no decision on this call.'))
    : undefined;
}

function why(step: StepDetails, decision: TraceDecision): HTMLElement {
  const parts = decision.parts ?? [];
  const rows = parts.length > 1 ? parts.flatMap((part) => whyRows(part.decision, part)) : whyRows(decision);
  const outcome = outcomeWords(step);
  return section('Why', ...rows, outcome !== undefined && entry('ask', shown(outcome)));
}

/** A line for each determining rule; where there is none, the sentence that says why. */
function whyRows(decision: TraceDecision, part?: TracePart): HTMLElement[] {
  const subject =
    part === undefined
      ? undefined
      : el('code', {}, shown(part.verb === 'run' ? part.text : `${part.verb} ${part.value}`, 120));
  if (decision.rules.length === 0) {
    return [entry(decision.decision, subject, subject ? ': ' : '', sentence(decision, part !== undefined))];
  }
  const rows = decision.rules.map((rule) => ruleEntry(rule, subject?.cloneNode(true) as HTMLElement | undefined));
  const said = decision.reason === 'granted' || decision.reason === 'denied-by-rule';
  return said ? rows : [...rows, entry(decision.decision, shown(decision.words, 400))];
}

function sentence(decision: TraceDecision, short: boolean): string {
  if (short && decision.reason === 'no-matching-rule') return 'nothing allows it';
  return shown(decision.words || decision.reason, 400);
}

const EFFECT_WORDS = { allow: 'granted by', ask: 'asks, by', deny: 'denied by' } as const;

function ruleEntry(rule: TraceRule, subject: HTMLElement | undefined): HTMLElement {
  const words = [subject, subject ? ' ' : '', `${EFFECT_WORDS[rule.effect]} `, el('code', {}, shown(rule.text, 200))];
  return entry(rule.effect, ...words, rule.place && el('span', { class: 'right' }, link(ruleName(rule), rule.place)));
}

function entry(tone: 'allow' | 'ask' | 'deny' | 'failed' | 'plain', ...children: Child[]): HTMLElement {
  const right = children.filter((child) => child instanceof HTMLElement && child.classList.contains('right'));
  const rest = children.filter((child) => !right.includes(child));
  const mark = el(
    'span',
    { class: `mark ${tone}` },
    ...(tone === 'plain' ? [el('span', { class: 'dot' })] : [icon(tone)]),
  );
  const spoken =
    tone === 'plain'
      ? undefined
      : el('span', { class: 'spoken' }, { allow: 'allow: ', ask: 'ask: ', deny: 'deny: ', failed: '' }[tone]);
  return el('div', { class: 'entry' }, mark, el('span', { class: 'words' }, spoken, ...rest), ...right);
}

function nearest(decision: TraceDecision | undefined): HTMLElement | undefined {
  const all = [...(decision?.parts ?? []).map((part) => part.decision.nearest), decision?.nearest];
  const misses = [
    ...new Map(all.flatMap((each) => (each ? [[JSON.stringify(each), each] as const] : []))).values(),
  ].slice(0, 3);
  if (misses.length === 0) return undefined;
  return section(
    misses.length > 1 ? 'Nearest misses' : 'Nearest miss',
    ...misses.map((miss) => {
      const { rule } = miss;
      const verb = rule.text.split(' ', 1)[0];
      return el(
        'div',
        { class: 'card' },
        el(
          'div',
          { class: 'entry' },
          el('code', { class: 'words' }, `${rule.effect} ${verb} ${shown(miss.pattern, 200)}`),
          rule.place && el('span', { class: 'right' }, link(ruleName(rule), rule.place)),
        ),
        pairs([...missWords(miss), ['expected', shown(miss.expected, 400)]]),
      );
    }),
  );
}

/** What was looked at and what it was; in a sentence where the sentence says more. */
function missWords({ constraint, actual, words }: TraceNearest): [string, string][] {
  const plain = words === `${constraint} is ${actual}`;
  return [[constraint, shown(actual, 400)], ...(plain ? [] : [['why', shown(words, 400)] as [string, string]])];
}

function obligations(step: StepDetails, decision: TraceDecision | undefined): (HTMLElement | undefined)[] {
  const all = decision?.obligations ?? [];
  const approvals = all.flatMap((each) => (each.kind === 'approval' ? obligationWords(each) : []));
  const limits = step.limits.filter((each) => each.used !== undefined && each.of !== undefined);
  const records = all.filter((each) => each.kind === 'record').flatMap(obligationWords);
  const answered = step.approval === 'granted' || step.approval === 'refused' ? [`answer: ${step.approval}`] : [];
  return [
    approvals.length === 0
      ? undefined
      : section('Approval', ...[...approvals, ...answered].map((words) => entry('plain', shown(words)))),
    limits.length === 0
      ? undefined
      : section(
          'Limits',
          pairs(limits.map((each) => [limitName(each), leftWords(each.used!, each.of!, each.unit, each.per ?? 'run')])),
        ),
    records.length === 0
      ? undefined
      : section('To be recorded', ...records.map((words) => entry('plain', shown(words)))),
  ];
}

const ORIGINS: Readonly<Record<string, string>> = {
  user: 'named by the person',
  role: 'written in the manifest',
  trusted: 'from a trusted result',
  untrusted: 'found in untrusted text',
};

function origins(step: StepDetails): HTMLElement | undefined {
  const list = Object.entries(step.origins ?? {});
  if (list.length === 0) return undefined;
  return section(
    'Where values came from',
    pairs(list.map(([name, from]) => [name, from.map((each) => ORIGINS[each] ?? each).join(', ')])),
  );
}

const LABELS: Readonly<Record<string, string>> = {
  untrusted: 'written by anyone',
  secret: 'secret',
  personal: 'personal data',
  workspace: '',
};

function seen(step: StepDetails, run: RunHeader): HTMLElement | undefined {
  if (step.kind !== 'action') return undefined;
  const before = gathered(run.seen.filter((each) => each.step < step.number));
  if (before.length === 0) return undefined;
  const listed = before.slice(0, 12);
  const more = before.length - listed.length;
  return section(
    'What it had seen',
    ...listed.map(({ from, labels, step: by, weight }) =>
      el(
        'div',
        { class: 'entry' },
        el('span', { class: `mark ${['deny', 'ask', 'plain'][weight]}` }, el('span', { class: 'dot' })),
        el(
          'span',
          { class: 'words' },
          el('code', {}, shown(from, 200)),
          `  ${labels.map((label) => shown(LABELS[label] ?? label)).join(', ')}`.trimEnd(),
        ),
        el('span', { class: 'right quiet' }, `step ${by}`),
      ),
    ),
    more > 0 && el('p', { class: 'quiet' }, `and ${more} more`),
  );
}

/** What was seen, each source once with all of its labels: the confidential first, then the untrusted, newest first. */
function gathered(seen: RunHeader['seen']) {
  const sources = new Map<string, { from: string; step: number; labels: string[]; weight: number }>();
  for (const { label, from, step } of [...seen].reverse()) {
    const weight = label === 'secret' || label === 'personal' ? 0 : label === 'untrusted' ? 1 : 2;
    const known = sources.get(from);
    if (known === undefined) sources.set(from, { from, step, labels: [label], weight });
    else {
      known.labels.unshift(label);
      known.weight = Math.min(weight, known.weight);
    }
  }
  return [...sources.values()].sort((a, b) => a.weight - b.weight);
}

function leaving(step: StepDetails): HTMLElement | undefined {
  if (step.leaving.length === 0) return undefined;
  return section(
    step.enforced === 'allowed' ? 'What could have left' : 'What would have left',
    ...step.leaving
      .slice(0, 20)
      .map((each) =>
        entry(
          'failed',
          el('code', {}, shown(each.from, 200)),
          ' to ',
          el('code', {}, shown(each.to, 200)),
          el('span', { class: 'leaves' }, `  ${LABELS[each.label] || shown(each.label)} → outside`),
        ),
      ),
  );
}

const FILE_WORDS = {
  there: 'is there',
  absent: 'is not there yet',
  unknown: 'was not looked for: it lies outside of what is listed',
};

function evidence(step: StepDetails, run: RunHeader): HTMLElement {
  const rows: [string, string, Child?][] = [['time', moment(step.at)]];
  if (step.place !== undefined)
    rows.push(['step', '', link(`${fileOf(step.place.uri)}:${step.place.range.start.line}`, step.place)]);
  if (step.decision !== undefined) rows.push(['reason', step.decision.reason]);
  if (step.file !== undefined) rows.push(['file', FILE_WORDS[step.file]]);
  if (step.requestDigest !== undefined) rows.push(['request', step.requestDigest]);
  rows.push(['trace id', `${run.traceId} / ${step.spanId}`]);
  if (run.roleDigest !== undefined) rows.push(['role digest', run.roleDigest]);
  return section('Evidence', pairs(rows));
}

function fileOf(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function pairs(rows: readonly (readonly [string, string, Child?])[]): HTMLElement {
  return el(
    'dl',
    {},
    ...rows.flatMap(([name, value, child]) => [
      el('dt', {}, shown(name, 60)),
      el('dd', {}, child ?? shown(value, 400)),
    ]),
  );
}
