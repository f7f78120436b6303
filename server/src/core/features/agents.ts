import { contextOf } from '../analysis/context.ts';
import type { Capability } from '../authority/derivation.ts';
import { effectiveAuthority } from '../authority/effective.ts';
import type { Rule, Verb } from '../model/manifest.ts';
import { matchesPath } from '../scope/path.ts';
import type { Place } from '../source.ts';
import type { ResolvedRole, Snapshot } from '../workspace/workspace.ts';

/** What one agent of a repository can do, for a table with one line each. */
export interface AgentRow {
  readonly name: string;
  /** `role`, or the tool whose file it is: `Claude Code`. */
  readonly kind: string;
  readonly place: Place;
  readonly cells: readonly AgentCell[];
}

export interface AgentCell {
  readonly column: Column;
  /** A few words: "any program", "3 commands", "nothing". */
  readonly words: string;
  /** True where it is more than the lines say one by one. */
  readonly more: boolean;
  /** How, or what exactly, for those who ask. */
  readonly detail: string;
}

export const COLUMNS = ['runs', 'reads', 'writes', 'sends to', 'own permissions', 'asks first'] as const;
export type Column = (typeof COLUMNS)[number];

/** Every agent of the workspace, whichever file says what it may do: roles first, then other tools' agents, by name. */
export function agentsOf(snapshot: Snapshot): readonly AgentRow[] {
  const roles = [...snapshot.roles.values()].map((role) => snapshot.resolve(role));
  const byName = (a: ResolvedRole, b: ResolvedRole) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  return [...roles.sort(byName), ...[...snapshot.foreign.principals].sort(byName)].map((role) => rowOf(snapshot, role));
}

function rowOf(snapshot: Snapshot, role: ResolvedRole): AgentRow {
  const { source, name, span, foreign } = role.role;
  return {
    name: role.name || 'a role without a name',
    kind: foreign?.dialect.title ?? 'role',
    place: { source, span: name?.span ?? span },
    cells: [
      reached(snapshot, role, 'run', 'runs', 'any program') ?? listed(role, 'runs', ['run'], 'command'),
      reached(snapshot, role, 'read', 'reads', 'private data') ?? files(role, 'reads', 'read'),
      reached(snapshot, role, 'write', 'writes', 'any file') ?? files(role, 'writes', 'write'),
      reached(snapshot, role, 'send', 'sends to', 'anybody') ?? listed(role, 'sends to', ['fetch', 'call'], 'place'),
      reached(snapshot, role, 'authority', 'own permissions', 'changes them') ?? cell('own permissions', 'fixed'),
      asked(role),
    ],
  };
}

function cell(column: Column, words: string, detail = '', more = false): AgentCell {
  return { column, words, more, detail };
}

/** What the grants amount to together, where that is more than they say. */
function reached(
  snapshot: Snapshot,
  role: ResolvedRole,
  capability: Capability,
  column: Column,
  words: string,
): AgentCell | undefined {
  const way = effectiveAuthority(role, contextOf(role, snapshot.now)).get(capability)?.[0];
  return way && cell(column, words, way.words, true);
}

function grantsOf(role: ResolvedRole, verbs: readonly Verb[]): readonly Rule[] {
  return role.rules.filter(({ effect, verb }) => effect === 'allow' && verbs.includes(verb));
}

function listed(role: ResolvedRole, column: Column, verbs: readonly Verb[], noun: string): AgentCell {
  const texts = [
    ...new Set(
      grantsOf(role, verbs)
        .flatMap(({ patterns }) => patterns.filter(({ negated }) => !negated))
        .map(({ text }) => text),
    ),
  ];
  if (texts.length === 0) return withoutGrants(role, column, verbs);
  return cell(column, texts.length === 1 ? texts[0]! : counted(texts.length, noun), texts.join(', '));
}

/** How much of the workspace, rather than how many patterns. */
function files(role: ResolvedRole, column: Column, verb: Verb): AgentCell {
  const grants = grantsOf(role, [verb]);
  if (grants.length === 0) return withoutGrants(role, column, [verb]);
  const { paths } = role.facts.files;
  const matched = paths.filter((path) => grants.some(({ patterns }) => matchesPath(patterns, path)));
  const texts = grants.flatMap(({ patterns }) => patterns.map(({ text, negated }) => (negated ? `!${text}` : text)));
  return cell(
    column,
    paths.length === 0 ? texts[0]! : `${counted(matched.length, 'file')} of ${paths.length}`,
    texts.join(', '),
  );
}

/** Nothing that anybody does not look twice at. */
const USUAL: Readonly<Partial<Record<Verb, string>>> = { read: 'src/app.ts', write: 'src/app.ts', run: 'ls' };

/** Another tool may do by default what no rule in its files says. */
function withoutGrants({ role: { foreign } }: ResolvedRole, column: Column, verbs: readonly Verb[]): AgentCell {
  const allowed = verbs.find((verb) => {
    const value = USUAL[verb];
    const calls = value === undefined ? [] : (foreign?.callsFor({ verb, value }) ?? []);
    return calls.some((call) => foreign?.decide(call).effect === 'allow');
  });
  if (allowed === undefined || !foreign) return cell(column, 'nothing');
  return cell(column, 'its defaults', `${foreign.dialect.title} allows it by default: ${allowed} ${USUAL[allowed]}`);
}

function asked(role: ResolvedRole): AgentCell {
  const rules = role.rules.filter(({ effect }) => effect === 'ask');
  if (rules.length === 0) return cell('asks first', 'never');
  const words = rules.flatMap(({ verb, patterns }) => patterns.map(({ text }) => `${verb} ${text}`));
  return cell('asks first', counted(words.length, 'thing'), words.join(', '));
}

function counted(count: number, noun: string): string {
  const plural = noun.endsWith('s') ? `${noun}es` : `${noun}s`;
  return `${count} ${count === 1 ? noun : plural}`;
}
