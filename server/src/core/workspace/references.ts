import type { AgentRole, Boundary, Manifest, Rule, Scenario, ToolScope } from '../model/manifest.ts';
import type { Place, Source } from '../source.ts';
import { contains, type Located, type Span } from '../span.ts';
import type { ReadSource, Snapshot } from './workspace.ts';

/** What has a name that other places refer to. An operation's name is `tool/operation`. */
export type NameKind = 'role' | 'tool' | 'operation' | 'credential' | 'rule';

/** One place where a name is written. */
export interface NameUse extends Place {
  readonly kind: NameKind;
  /** In full, also where only a part of it stands at the span: `github/create_review` where the span is `create_review`. */
  readonly name: string;
  readonly isDefinition: boolean;
  /** Why it stands there. */
  readonly as:
    | 'definition'
    | 'extends'
    | 'delegate'
    | 'call'
    | 'use'
    | 'role'
    | 'as'
    | 'revoke'
    | 'applies-to'
    | 'shared';
  /** Contains `*`, and so stands for any number of names. */
  readonly isPattern: boolean;
  /** A `revoke` step names something without saying of which kind; it stands once for each kind that it could be. */
  readonly isGuess: boolean;
  readonly manifest: Manifest;
  /** The rule that the name stands in, if any. */
  readonly rule?: Rule;
}

/** Everything in a workspace that has a name, and everywhere that the name is used. */
export interface References {
  readonly all: readonly NameUse[];
  /** Definitions in the order of sources; more than one where a name is taken twice. */
  definitions(kind: NameKind, name: string): readonly NameUse[];
  /** Uses, without definitions and without patterns. */
  uses(kind: NameKind, name: string): readonly NameUse[];
  /** The names that are defined, each once. */
  names(kind: NameKind): Iterable<string>;
  /** What name stands at an offset. Of two that are nested the shorter: the operation rather than the tool. */
  at(source: Source, offset: number): NameUse | undefined;
}

const ofSnapshot = new WeakMap<Snapshot, References>();

/** Memoised by snapshot, and what each manifest adds by manifest. */
export function referencesOf(snapshot: Snapshot): References {
  let references = ofSnapshot.get(snapshot);
  if (!references) {
    references = collect(snapshot.sources);
    ofSnapshot.set(snapshot, references);
  }
  return references;
}

function collect(sources: readonly ReadSource[]): References {
  const definitions = new Map<string, NameUse[]>();
  const uses = new Map<string, NameUse[]>();
  const bySource = new Map<Source, NameUse[]>();
  const all: NameUse[] = [];
  const guesses: NameUse[] = [];
  const add = (use: NameUse) => {
    all.push(use);
    append(bySource, use.source, use);
    if (use.isDefinition) append(definitions, keyOf(use.kind, use.name), use);
    else if (!use.isPattern) append(uses, keyOf(use.kind, use.name), use);
  };
  for (const { manifest } of sources) {
    if (manifest.kind === 'unknown') continue;
    for (const use of usesIn(manifest)) {
      if (use.isGuess) guesses.push(use);
      else add(use);
    }
  }
  // What is revoked is whatever of that name there is.
  for (const use of guesses) if (definitions.has(keyOf(use.kind, use.name))) add(use);
  return {
    all,
    definitions: (kind, name) => definitions.get(keyOf(kind, name)) ?? [],
    uses: (kind, name) => uses.get(keyOf(kind, name)) ?? [],
    *names(kind) {
      for (const [key, [first]] of definitions) if (key.startsWith(`${kind}:`)) yield first!.name;
    },
    at(source, offset) {
      let best: NameUse | undefined;
      for (const use of bySource.get(source) ?? []) {
        if (contains(use.span, offset) && (!best || lengthOf(use.span) < lengthOf(best.span))) best = use;
      }
      return best;
    },
  };
}

const keyOf = (kind: NameKind, name: string) => `${kind}:${name}`;
const lengthOf = (span: Span) => span.end - span.start;

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

const ofManifest = new WeakMap<Manifest, readonly NameUse[]>();

/** Every name in one manifest. A `revoke` target comes once for each kind, as a guess. */
export function usesIn(manifest: Manifest): readonly NameUse[] {
  let uses = ofManifest.get(manifest);
  if (!uses) {
    const collected: NameUse[] = [];
    const add: Add = (kind, as, { value, span }, more) => {
      const { source } = manifest;
      const isPattern = value.includes('*');
      const isDefinition = as === 'definition';
      collected.push({
        kind,
        as,
        name: value,
        source,
        span,
        isDefinition,
        isPattern,
        isGuess: false,
        manifest,
        ...more,
      });
    };
    addManifest(manifest, add);
    uses = collected;
    ofManifest.set(manifest, uses);
  }
  return uses;
}

type Add = (kind: NameKind, as: NameUse['as'], name: Located<string>, more?: Partial<NameUse>) => void;

function addManifest(manifest: Manifest, add: Add): void {
  if (manifest.kind === 'AgentRole') addRole(manifest, add);
  else if (manifest.kind === 'ToolScope') addTool(manifest, add);
  else if (manifest.kind === 'Scenario') addScenario(manifest, add);
  else addBoundary(manifest, add);
}

function addRole(role: AgentRole, add: Add): void {
  if (role.name) add('role', 'definition', role.name);
  for (const name of role.extends) add('role', 'extends', name);
  for (const name of role.memory?.shared ?? []) add('role', 'shared', name);
  addRules(role.rules, add);
}

function addBoundary(boundary: Boundary, add: Add): void {
  for (const { value, span } of boundary.appliesTo) {
    const negated = value.startsWith('!');
    add(
      'role',
      'applies-to',
      negated ? { value: value.slice(1), span: { start: span.start + 1, end: span.end } } : { value, span },
    );
  }
  addRules(boundary.rules, add);
}

function addTool(tool: ToolScope, add: Add): void {
  if (tool.name) add('tool', 'definition', tool.name);
  for (const name of tool.credentials) add('credential', 'definition', name);
  const toolName = tool.name?.value ?? '';
  for (const { name } of tool.operations)
    add('operation', 'definition', { value: `${toolName}/${name.value}`, span: name.span });
}

function addScenario(scenario: Scenario, add: Add): void {
  if (scenario.role) add('role', 'role', scenario.role);
  for (const step of scenario.steps) {
    if (step.kind === 'revoke') {
      for (const kind of ['role', 'tool', 'credential', 'rule'] as const)
        add(kind, 'revoke', step.target, { isGuess: true });
    } else if (step.kind === 'action') {
      if (step.as) add('role', 'as', step.as);
      if (step.verb === 'call') addCall(scenario.source, step.value, add);
      if (step.verb === 'delegate') add('role', 'delegate', step.value);
      if (step.verb === 'use') add('credential', 'use', step.value);
    }
  }
}

function addRules(rules: readonly Rule[], add: Add): void {
  for (const rule of rules) {
    if (rule.id) add('rule', 'definition', rule.id, { rule });
    if (rule.verb !== 'call' && rule.verb !== 'delegate' && rule.verb !== 'use') continue;
    for (const { text, negated, span } of rule.patterns) {
      const name = { value: text, span: negated ? { start: span.start + 1, end: span.end } : span };
      if (rule.verb === 'call') addCall(rule.source, name, add, rule);
      else add(rule.verb === 'delegate' ? 'role' : 'credential', rule.verb, name, { rule });
    }
  }
}

/** `github/create_review` names a tool and an operation, each at its own part of the text. */
function addCall(source: Source, { value, span }: Located<string>, add: Add, rule?: Rule): void {
  const more = rule ? { rule } : {};
  const slash = value.indexOf('/');
  if (slash < 0) {
    add('tool', 'call', { value, span }, more);
    return;
  }
  const tool = value.slice(0, slash);
  // A text with escapes is not the same length in the source, and can only be pointed at as a whole.
  const plain = source.text.slice(span.start, span.end) === value;
  const toolSpan = plain ? { start: span.start, end: span.start + slash } : span;
  const operationSpan = plain ? { start: span.start + slash + 1, end: span.end } : span;
  add('tool', 'call', { value: tool, span: toolSpan }, more);
  add('operation', 'call', { value, span: operationSpan }, more);
}
