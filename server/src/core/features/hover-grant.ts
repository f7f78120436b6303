import { contextOf } from '../analysis/context.ts';
import { holdWords } from '../analysis/words.ts';
import { gateOf } from '../authority/gate.ts';
import { exceeds } from '../authority/policy.ts';
import type { Reachable } from '../authority/reached-effect.ts';
import { vainDenies } from '../authority/vain-denies.ts';
import type { Action } from '../decide/action.ts';
import { actionToWords } from '../decide/action-json.ts';
import type { Pattern, Rule } from '../model/manifest.ts';
import { contains } from '../span.ts';
import type { ReadSource, ResolvedRole, Snapshot } from '../workspace/workspace.ts';
import { EFFECT_WORDS, headline, tellingEffect } from './authority-words.ts';
import { effectsOfGrant, type GrantEffects } from './grant-effects.ts';
import { limitsInWords, matchesInWords, usersInWords } from './grant-facts.ts';
import type { HoverOptions } from './hover.ts';
import { sinceBase } from './hover-since.ts';
import { code, listed } from './words.ts';

/**
 * What a rule comes to, or the one pattern of it that is pointed at: first in one line what that is, then where it comes
 * from and what of the workspace it is about, then for whom, until when, and since when. What a finding says beside it is
 * not said again.
 */
export function hoverGrant(
  snapshot: Snapshot,
  read: ReadSource,
  rule: Rule,
  offset: number,
  options: HoverOptions,
): string {
  const { manifest } = read;
  if (manifest.kind !== 'AgentRole' && manifest.kind !== 'Boundary') return '';
  const role = manifest.kind === 'AgentRole' ? snapshot.resolve(manifest) : undefined;
  const pattern = rule.patterns.find((each) => !each.negated && contains(each.span, offset));
  const shown = pattern ? onlyPattern(rule, pattern) : rule;
  const effects: GrantEffects =
    role && rule.effect !== 'deny' ? effectsOfGrant(role, rule, pattern, snapshot.now) : { alone: [], together: [] };
  const lines = [
    headline(manifest, shown, effects.alone),
    [
      ...(role ? proofs(role, rule, effects, snapshot.now) : []),
      ...(role ? reservations(role, rule, pattern, snapshot.now) : []),
      ...(role ? matchesInWords(role, shown, snapshot.now) : []),
    ].join('  \n'),
    [...limitsInWords(snapshot, manifest, rule), ...(role ? [usersInWords(snapshot, role)] : [])]
      .filter((line) => line !== '')
      .join('  \n'),
    options.base ? sinceBase(snapshot, read, rule, options.base) : '',
  ];
  return lines.filter((line) => line !== '').join('\n\n');
}

function onlyPattern(rule: Rule, pattern: Pattern): Rule {
  return { ...rule, patterns: [pattern, ...rule.patterns.filter(({ negated }) => negated)] };
}

/** The run that shows what the first line says, what follows from it, and what the grant makes possible with others. */
export function proofs(role: ResolvedRole, rule: Rule, { alone, together }: GrantEffects, now: number): string[] {
  const told = rule.effect === 'deny' ? undefined : tellingEffect(alone);
  const lines: string[] = [];
  if (told) {
    const runs = told.steps.map(({ action }) => code(inWords(action))).join(', then ');
    const held = told.class === 'program' ? ` · ${holdWords(contextOf(role, now))}` : '';
    // Of a file or an operation the first line has named it already.
    const action = told.steps.at(-1)?.action;
    if (action?.verb === 'run' || action?.verb === 'fetch') lines.push(`for example ${runs}${held}`);
  }
  const then = alone.filter((each) => each !== told && worthSaying(each, told));
  if (then.length > 0) {
    const lead = told?.class === 'program' ? 'can then' : told ? 'may also' : 'may with that';
    lines.push(`${lead} ${listed([...new Set(then.map((each) => EFFECT_WORDS[each.class]))], 5)}`);
  }
  for (const way of together.filter(({ derived }) => !derived).slice(0, 2)) {
    const [other] = way.grants.filter((grant) => grant.rule !== rule);
    const text = other?.pattern?.text ?? other?.rule.patterns[0]?.text;
    const by = other && text !== undefined ? `with ${code(`${other.rule.verb} ${text}`)}: ` : '';
    lines.push(`${by}${way.words}`);
  }
  return lines;
}

function worthSaying({ class: kind, impact, assumed }: Reachable, told: Reachable | undefined): boolean {
  return impact >= 2 && assumed === undefined && kind !== told?.class && kind !== 'code' && kind !== 'files';
}

/** A command stands for itself. */
function inWords(action: Action): string {
  return action.verb === 'run' ? action.value : actionToWords(action);
}

/** What takes from the rule: an approval that holds nothing back, a deny with a door beside it, a boundary. */
export function reservations(role: ResolvedRole, rule: Rule, pattern: Pattern | undefined, now: number): string[] {
  const lines: string[] = [];
  if (rule.effect === 'ask') {
    const { gate, why } = gateOf(role, rule);
    if (gate === 0) lines.push(`the approval holds back little: ${why}`);
  }
  if (rule.effect === 'deny') {
    const vain = vainDenies(role, now).filter(
      (each) => each.rule === rule && (pattern === undefined || each.pattern === pattern),
    );
    const [door] = vain.filter(({ kind }) => kind === 'side-door');
    if (door) lines.push(`in vain for ${code(door.steps[0]!.action.value)}: ${door.words}`);
    else if (vain.length > 0 && vain.length === rule.patterns.filter(({ negated }) => !negated).length)
      lines.push('nothing would have allowed it without this rule either');
    return lines;
  }
  for (const boundary of role.boundaries) {
    const excess = exceeds(role, boundary, { now }).find((each) => each.rule === rule);
    if (excess?.answer.kind === 'witness') {
      const name = boundary.name?.value ?? '';
      lines.push(`outside the boundary ${code(name)}: ${code(actionToWords(excess.answer.action))}`);
    }
  }
  return lines;
}
