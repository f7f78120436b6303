import type { Manifest, Rule, Step } from '../model/manifest.ts';
import { matchesName } from '../scope/name.ts';
import type { Source } from '../source.ts';
import { contains, type Located, type Span } from '../span.ts';
import type { ReadSource, Snapshot } from '../workspace/workspace.ts';

/** What has a name that other places use. An operation's name includes its tool's: `github/create_review`. */
export type NameKind = 'role' | 'tool' | 'operation' | 'rule' | 'credential';

/** One place where a name is written. */
export interface Mention {
  readonly kind: NameKind;
  readonly name: string;
  readonly source: Source;
  /** Of the name as it stands there; for an operation in `github/create_review` only what follows the slash. */
  readonly span: Span;
  readonly declares: boolean;
  /** Of all that is declared, where it declares. */
  readonly whole?: Span;
  /** Where a pattern with `*` names several. */
  readonly pattern?: boolean;
}

const mentions = new WeakMap<ReadSource, readonly Mention[]>();

/** Every mention of a name in one manifest, in the order of the text. Memoised. */
export function mentionsOf(read: ReadSource): readonly Mention[] {
  let found = mentions.get(read);
  if (!found) {
    found = read.manifest.kind === 'unknown' ? [] : collect(read.manifest, read.source);
    mentions.set(read, found);
  }
  return found;
}

/** The mention that an offset stands on. */
export function mentionAt(read: ReadSource, offset: number): Mention | undefined {
  const here = mentionsOf(read).filter((each) => contains(each.span, offset));
  // Between a tool and its operation the slash belongs to both; the operation says more.
  return here.find((each) => each.kind === 'operation') ?? here[0];
}

/** Everything in the workspace that mentions the same name. Patterns with `*` count where they match it. */
export function sameName(snapshot: Snapshot, mention: Mention): Mention[] {
  return snapshot.sources.flatMap((read) => mentionsOf(read).filter((each) => isSame(each, mention)));
}

function isSame(each: Mention, mention: Mention): boolean {
  if (each.kind !== mention.kind) return false;
  if (each.name === mention.name) return true;
  if (each.pattern && !mention.pattern) return matchesName([{ text: each.name, negated: false }], mention.name);
  if (mention.pattern && !each.pattern) return matchesName([{ text: mention.name, negated: false }], each.name);
  return false;
}

function collect(manifest: Manifest, source: Source): Mention[] {
  const found: Mention[] = [];
  const add = (kind: NameKind, located: Located<string> | undefined, more: Partial<Mention> = {}) => {
    if (!located || located.value === '') return;
    const pattern = /[*?[{]/.test(located.value);
    const own = {
      kind,
      name: located.value,
      source,
      span: located.span,
      declares: false,
      ...(pattern ? { pattern } : {}),
    };
    found.push({ ...own, ...more });
  };
  const declared = { declares: true, whole: manifest.span };
  switch (manifest.kind) {
    case 'AgentRole':
      add('role', manifest.name, declared);
      for (const each of manifest.extends) add('role', each);
      for (const each of manifest.memory?.shared ?? []) add('role', each);
      for (const rule of manifest.rules) collectRule(rule, source, add);
      break;
    case 'Boundary':
      for (const each of manifest.appliesTo) add('role', each);
      for (const rule of manifest.rules) collectRule(rule, source, add);
      break;
    case 'ToolScope': {
      add('tool', manifest.name, declared);
      for (const each of manifest.credentials) add('credential', each, { declares: true, whole: each.span });
      const tool = manifest.name?.value ?? '';
      for (const operation of manifest.operations) {
        add('operation', operation.name, {
          name: `${tool}/${operation.name.value}`,
          declares: true,
          whole: operation.span,
        });
      }
      break;
    }
    case 'Scenario':
      add('role', manifest.role);
      for (const step of manifest.steps) collectStep(step, source, add);
  }
  return found.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

type Add = (kind: NameKind, located: Located<string> | undefined, more?: Partial<Mention>) => void;

function collectRule(rule: Rule, source: Source, add: Add): void {
  add('rule', rule.id, { declares: true, whole: rule.span });
  for (const pattern of rule.patterns) {
    const located = { value: pattern.text, span: pattern.span };
    // A pattern's span may include its `!`; the name stands at its end.
    const start = source.text.startsWith(pattern.text, pattern.span.start)
      ? pattern.span.start
      : pattern.span.end - pattern.text.length;
    const own = { value: pattern.text, span: { start: Math.max(start, pattern.span.start), end: pattern.span.end } };
    if (rule.verb === 'call') collectCall(own, add);
    else if (rule.verb === 'delegate') add('role', own);
    else if (rule.verb === 'use') add('credential', located);
  }
}

function collectStep(step: Step, _source: Source, add: Add): void {
  if (step.kind === 'revoke') {
    // Which of these it is, the workspace decides: the kinds share one list of names that can be taken away.
    for (const kind of ['role', 'tool', 'credential', 'rule'] as const) add(kind, step.target);
    return;
  }
  if (step.kind !== 'action') return;
  add('role', step.as);
  if (step.verb === 'call') collectCall(step.value, add);
  else if (step.verb === 'delegate') add('role', step.value);
  else if (step.verb === 'use') add('credential', step.value);
}

/** `github/create_review` mentions a tool and an operation of it. */
function collectCall(called: Located<string>, add: Add): void {
  const slash = called.value.indexOf('/');
  if (slash < 0) return;
  const { start, end } = called.span;
  // Escapes and folded lines have other offsets than their text; then the whole stands for both.
  const exact = end - start === called.value.length;
  const tool = { value: called.value.slice(0, slash), span: exact ? { start, end: start + slash } : called.span };
  add('tool', tool);
  add('operation', { value: called.value, span: exact ? { start: start + slash + 1, end } : called.span });
}
