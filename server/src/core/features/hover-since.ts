import type { AgentRole, Boundary, Effect, Rule, Verb } from '../model/manifest.ts';
import { readManifest } from '../model/read.ts';
import { commandWitness } from '../scope/command.ts';
import { nameWitness } from '../scope/name.ts';
import { pathWitness } from '../scope/path.ts';
import type { Answer, Question, Scope } from '../scope/question.ts';
import { urlWitness } from '../scope/url.ts';
import { splitSources } from '../syntax/parse.ts';
import type { ReadSource, Snapshot } from '../workspace/workspace.ts';
import { code, listed, plain } from './words.ts';

/** What has become of a rule since the base of the change under review; empty where nothing has. */
export function sinceBase(
  snapshot: Snapshot,
  { manifest, source }: ReadSource,
  rule: Rule,
  base: { readonly text: string; readonly label: string },
): string {
  if (manifest.kind !== 'AgentRole' && manifest.kind !== 'Boundary') return '';
  const since = `*${plain(base.label)}:*`;
  const before = manifestBefore(source.uri, base.text, manifest);
  if (!before) return `${since} the ${manifest.kind === 'AgentRole' ? 'role' : 'boundary'} is new`;
  const then = scopesOf(before.rules, rule.verb, rule.effect);
  const now = scopesOf(manifest.rules, rule.verb, rule.effect);
  const prefer = preferred(snapshot, rule.verb);
  const gained = ask(rule.verb, { all: [scopeOf(rule)], none: then, prefer });
  const counterpart = counterpartOf(rule, before.rules);
  const lost = counterpart ? ask(rule.verb, { all: [scopeOf(counterpart)], none: now, prefer }) : undefined;
  const was = counterpart && textOf(counterpart) !== textOf(rule) ? `before it was ${textOf(counterpart)}` : '';
  const words = [
    ...(counterpart || gained.kind === 'empty' ? [] : ['new']),
    ...(was ? [was] : []),
    ...gainedWords(gained, rule.effect),
    ...(lost?.kind === 'witness' ? [`no longer ${PAST[rule.effect]}, for example: ${code(lost.value)}`] : []),
    ...conditionWords(counterpart, rule),
  ];
  return words.length > 0 ? `${since} ${words.join('; ')}` : '';
}

const PAST: Readonly<Record<Effect, string>> = {
  allow: 'allowed without asking',
  ask: 'possible by asking',
  deny: 'denied',
};

function gainedWords(gained: Answer, effect: Effect): string[] {
  if (gained.kind === 'witness') return [`newly ${PAST[effect]}, for example: ${code(gained.value)}`];
  if (gained.kind === 'unknown') return [`whether it reaches further than before is not known: ${gained.why}`];
  return [];
}

/** The version of the manifest in the base's text: of the same kind and name. */
function manifestBefore(uri: string, text: string, manifest: AgentRole | Boundary): AgentRole | Boundary | undefined {
  const file = splitSources({ uri, text });
  const same = file.sources
    .map((source) => readManifest(source).manifest)
    .filter((each): each is AgentRole | Boundary => each.kind === manifest.kind);
  const named = same.find((each) => each.name?.value === manifest.name?.value);
  // A file with one role has the same role before and after, also where it was renamed.
  return named ?? (same.length === 1 && file.sources.length === 1 ? same[0] : undefined);
}

/** The rule of the base that this one was: by id, else the one that shares most patterns, else the only one of its kind. */
function counterpartOf(rule: Rule, before: readonly Rule[]): Rule | undefined {
  const alike = before.filter((each) => each.verb === rule.verb && each.effect === rule.effect);
  const byId = rule.id && alike.find((each) => each.id?.value === rule.id!.value);
  if (byId) return byId;
  const texts = new Set(rule.patterns.map(({ text }) => text));
  const shared = (each: Rule) => each.patterns.filter(({ text }) => texts.has(text)).length;
  const best = [...alike].sort((a, b) => shared(b) - shared(a))[0];
  return best && (shared(best) > 0 || alike.length === 1) ? best : undefined;
}

function conditionWords(before: Rule | undefined, rule: Rule): string[] {
  if (!before) return [];
  const had = (each: Rule) =>
    [
      each.limit ? 'a limit' : '',
      each.until ? 'an end' : '',
      each.approval ? 'an approval' : '',
      ...each.where.map(({ argument }) => `a condition on ${code(argument.value)}`),
      each.methods.length > 0 ? 'a list of methods' : '',
    ].filter((words) => words !== '');
  const now = new Set(had(rule));
  const dropped = had(before).filter((words) => !now.has(words));
  return dropped.length > 0 ? [`without ${listed(dropped)}, which it had`] : [];
}

function textOf(rule: Rule): string {
  return listed(
    rule.patterns.map((each) => code((each.negated ? '!' : '') + each.text)),
    5,
  );
}

/** A grant that asks is no gain where the same was allowed without asking. */
function scopesOf(rules: readonly Rule[], verb: Verb, effect: Effect): Scope[] {
  return rules
    .filter((each) => each.verb === verb && (each.effect === effect || (effect === 'ask' && each.effect === 'allow')))
    .map(scopeOf);
}

function scopeOf(rule: Rule): Scope {
  return rule.patterns.map(({ text, negated }) => ({ text, negated }));
}

function preferred(snapshot: Snapshot, verb: Verb): readonly string[] {
  if (verb === 'run') return snapshot.facts.commands.map(({ command }) => command);
  if (verb === 'read' || verb === 'write' || verb === 'delete') return snapshot.facts.files.paths;
  return [];
}

function ask(verb: Verb, question: Question): Answer {
  switch (verb) {
    case 'read':
    case 'write':
    case 'delete':
      return pathWitness(question);
    case 'run':
      return commandWitness(question);
    case 'fetch':
      return urlWitness(question);
    default:
      return nameWitness(question);
  }
}
