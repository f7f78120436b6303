import { analyzeSource } from '../analysis/analyze.ts';
import type { Action } from '../decide/action.ts';
import { actionToWords } from '../decide/action-json.ts';
import { decide } from '../decide/decide.ts';
import { freshRun } from '../decide/run-state.ts';
import type { Enforcer, ForeignPolicy, ForeignRule } from '../dialects/dialect.ts';
import type { Finding } from '../finding.ts';
import type { Effect, Rule, Verb } from '../model/manifest.ts';
import type { Source } from '../source.ts';
import { contains } from '../span.ts';
import { readForeign } from '../workspace/foreign.ts';
import { presenceInWords } from '../workspace/presence.ts';
import type { FileIndex, ResolvedRole, Snapshot } from '../workspace/workspace.ts';
import type { Hover, HoverOptions } from './hover.ts';
import { code, counted, listed, plain } from './words.ts';

/** More files and commands than this are not asked about for one hover. */
const MOST_ASKED = 2_000;

/** What there is to say about the rule of another tool's file at an offset. */
export function foreignHoverAt(
  snapshot: Snapshot,
  source: Source,
  offset: number,
  options: HoverOptions,
): Hover | undefined {
  const found = foreignRuleAt(snapshot, source, offset);
  if (!found) return undefined;
  return { span: found.rule.span, markdown: foreignRuleWords(snapshot, found.role, found.rule, options) };
}

/** The rule of another tool's file at an offset, and the first principal that has it. */
export function foreignRuleAt(
  snapshot: Snapshot,
  source: Source,
  offset: number,
): { readonly role: ResolvedRole; readonly rule: ForeignRule } | undefined {
  for (const role of snapshot.foreign.principals) {
    const rule = role.role.foreign!.rules.find((each) => each.source === source && contains(each.span, offset));
    if (rule) return { role, rule };
  }
  return undefined;
}

/** What a rule of another tool's file comes to: its effect or why it has none, its risks, what it is about, who holds it. */
export function foreignRuleWords(
  snapshot: Snapshot,
  role: ResolvedRole,
  rule: ForeignRule,
  options: HoverOptions,
): string {
  const policy = role.role.foreign!;
  const findings = analyzeSource(snapshot, rule.source, options.options).findings.filter(
    (each) => each.span.start >= rule.span.start && each.span.end <= rule.span.end && each.severity !== 'info',
  );
  const parts = [
    `**${headline(policy, rule, findings)}**`,
    [...deadWords(rule), ...reasons(findings, role.facts.files), ...matches(role, rule)].join('  \n'),
    `${ENFORCED[rule.enforcer](policy.dialect.title)} · as documented for version ${policy.dialect.version}`,
    options.base ? sinceBase(snapshot, role, rule, options.base) : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

const MAY: Readonly<Record<Effect, string>> = { allow: 'may', ask: 'asks before', deny: 'may never' };

function headline(policy: ForeignPolicy, rule: ForeignRule, findings: readonly Finding[]): string {
  const who = plain(policy.title);
  if (rule.liveness.state === 'unknown') return `What ${code(rule.text)} does is not documented.`;
  if (rule.liveness.state !== 'live') return `${code(rule.text)} does nothing.`;
  const risk = findings.find((each) => each.witness?.steps.some((step) => step.achieves));
  if (rule.effect === 'allow' && risk) {
    const achieves = risk.witness!.steps.findLast((step) => step.achieves)!.achieves!;
    return `${who}, through ${code(rule.text)}: ${plain(achieves)}, with nobody asked.`;
  }
  return `${who} ${MAY[rule.effect]} ${code(rule.text)}.`;
}

function deadWords({ liveness }: ForeignRule): string[] {
  if (liveness.state === 'live') return [];
  const { why, reference } = liveness;
  return [`${plain(why)}${reference?.url ? ` ([${plain(reference.name)}](${reference.url}))` : ''}`];
}

function reasons(findings: readonly Finding[], files: FileIndex): string[] {
  return findings.slice(0, 3).map((finding) => {
    const shown = finding.witness?.steps.every(({ action }) => finding.message.includes(action.value)) ?? true;
    const run = finding.witness?.steps
      .map(({ action }) => code(actionToWords(action)) + presenceInWords(files, action))
      .join(', then ');
    const word = finding.severity === 'error' ? '**risk**' : 'risk';
    return `${word}: ${finding.message}${shown ? '' : `: ${run}`} *(${finding.rule}, ${finding.confidence})*`;
  });
}

const ENFORCED: Readonly<Record<Enforcer, (title: string) => string>> = {
  os: () => 'held by the operating system',
  engine: (title) => `held by ${title} itself`,
  'prompt-only': () => 'a person is asked, and may say yes',
  steering: () => 'words that a model is asked to heed: nothing holds it',
  none: () => 'nobody holds it',
};

/** Files and commands of the workspace in whose decisions the rule has a part. */
function matches(role: ResolvedRole, rule: ForeignRule): string[] {
  const verbs = new Set(rule.outlines.map(({ verb }) => verb));
  const decidedBy = (verb: Verb, values: readonly string[]) =>
    values.slice(0, MOST_ASKED).filter((value) => isDecidedBy(role, rule, { verb, value }));
  const lines: string[] = [];
  const { paths } = role.facts.files;
  const verb = (['write', 'read'] as const).find((each) => verbs.has(each));
  if (verb && paths.length > 0 && paths.length <= MOST_ASKED) {
    const files = decidedBy(verb, paths);
    lines.push(`decides on ${files.length} of ${counted(paths.length, 'file')} here${examples(files)}`);
  }
  const commands = [...new Set(role.facts.commands.map(({ command }) => command))];
  if (verbs.has('run') && commands.length > 0) {
    const decided = decidedBy('run', commands);
    lines.push(
      `decides on ${decided.length} of ${counted(commands.length, 'command')} seen in scripts${examples(decided)}`,
    );
  }
  return lines;
}

function isDecidedBy(role: ResolvedRole, rule: ForeignRule, action: Action): boolean {
  return decide(role, action, freshRun(0)).rules.some((each) => each.foreign === rule);
}

function examples(values: readonly string[]): string {
  if (values.length === 0) return '';
  return `: ${values.slice(0, 3).map(code).join(', ')}${values.length > 3 ? ', …' : ''}`;
}

/** What has become of the rule since the base of the change under review. */
function sinceBase(
  snapshot: Snapshot,
  role: ResolvedRole,
  rule: ForeignRule,
  base: { readonly text: string; readonly label: string },
): string {
  const since = `*${plain(base.label)}:*`;
  const before = principalBefore(snapshot, role, rule.source, base.text);
  if (!before) return `${since} ${plain(role.name)} is new`;
  const same = before.role.foreign!.rules.filter((each) => each.text === rule.text);
  const words: string[] = [];
  if (same.length === 0) words.push('new');
  else if (!same.some((each) => each.effect === rule.effect)) {
    words.push(`before it was in ${listed([...new Set(same.map(({ effect }) => code(effect)))])}`);
  }
  const change = CHANGES[rule.effect];
  const example = candidates(role, rule).find(
    (action) =>
      isDecidedBy(role, rule, action) &&
      change.newly(
        decide(before, action, freshRun(snapshot.now)).decision,
        decide(role, action, freshRun(snapshot.now)).decision,
      ),
  );
  if (example) words.push(`newly ${change.words}, for example: ${code(actionToWords(example))}`);
  return words.length > 0 ? `${since} ${words.join('; ')}` : '';
}

const RANK = { deny: 0, ask: 1, allow: 2 } as const;
const CHANGES: Readonly<Record<Effect, { readonly words: string; newly(before: Effect, after: Effect): boolean }>> = {
  allow: { words: 'allowed without asking', newly: (before, after) => RANK[after] > RANK[before] },
  ask: { words: 'asked', newly: (before, after) => after === 'ask' && before !== 'ask' },
  deny: { words: 'denied', newly: (before, after) => after === 'deny' && before !== 'deny' },
};

/** The same principal as the base's text makes it; everything else is as it is now. */
function principalBefore(
  snapshot: Snapshot,
  role: ResolvedRole,
  source: Source,
  text: string,
): ResolvedRole | undefined {
  const then: Source = { uri: source.uri, text };
  const files = snapshot.foreign.files.map((file) => (file.source === source ? { ...file, source: then } : file));
  return readForeign(files, snapshot.facts, new Map()).principal(role.name);
}

/** Actions that a rule is likely to be about. */
function candidates(role: ResolvedRole, rule: ForeignRule): readonly Action[] {
  const outlines = role.rules.filter((each) => each.foreign === rule);
  return outlines.flatMap((outline: Rule) => {
    const { verb } = outline;
    const known =
      verb === 'run'
        ? role.facts.commands.map(({ command }) => command)
        : verb === 'read' || verb === 'write' || verb === 'delete'
          ? role.facts.files.paths.slice(0, MOST_ASKED)
          : [];
    const filled = outline.patterns.flatMap(({ text }) => [
      text.replace(/\s*\*\*$/, '').replaceAll('*', 'x'),
      text.replace(/\*+/g, 'x'),
    ]);
    return [...known, ...filled].filter((value) => value !== '').map((value): Action => ({ verb, value }));
  });
}
