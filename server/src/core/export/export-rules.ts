import { domainOf } from '../authority/region.ts';
import type { Effect, Pattern, Rule, Verb } from '../model/manifest.ts';
import { VERBS } from '../model/manifest.ts';
import type { Scope } from '../scope/question.ts';
import { witness } from '../scope/witness.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import type { Approximation, ExportOptions, ExportRow, Fidelity, Placed, Writer, Written } from './exported.ts';

export interface ExportedRules<T> {
  readonly placed: readonly Placed<T>[];
  readonly rows: readonly ExportRow[];
}

/**
 * Writes every rule of a role in a target's words, so that nothing is lost in silence: an allow is written only where
 * the target's words cover no more than it, a deny also where they cover more. A grant that meets a deny which the
 * target cannot hold is left out, so that the deny holds by the target's fallback.
 */
export function exportRules<T>(role: ResolvedRole, writer: Writer<T>, options: ExportOptions): ExportedRules<T> {
  const placed: Placed<T>[] = [];
  const rows: ExportRow[] = [];
  const inForce = role.rules.filter((rule) => rule.until === undefined || rule.until.value >= options.now);
  const unheld: { readonly rule: Rule; readonly pattern: Pattern }[] = [];

  const put = (row: Omit<ExportRow, 'fails' | 'written'>, entries: readonly T[], as: Effect, verb: Verb) => {
    for (const entry of entries) placed.push({ effect: as, verb, entry });
    const lost = row.fidelity === 'wider' || (row.fidelity === 'dropped' && row.rule?.effect === 'deny');
    rows.push({ ...row, written: entries.map(writer.text), fails: lost && !options.accept.has(row.name) });
  };

  for (const rule of inForce.filter(({ effect }) => effect === 'deny')) {
    for (const pattern of positives(rule)) {
      const name = nameOf(rule, pattern);
      const loose = [
        ...(rule.where.length > 0 && !writer.conditions ? ['its `where` is left out'] : []),
        ...(!writer.exceptions && isExcepted(rule, pattern) ? ['its exceptions are left out'] : []),
        ...(rule.methods.length > 0 && !writer.conditions ? ['it holds for every method'] : []),
      ];
      const written = writer.write(rule.verb, pattern.text, 'deny', rule);
      const less = !('unwritable' in written) && written.approximations.some(({ covers }) => covers === 'less');
      if ('unwritable' in written || less) unheld.push({ rule, pattern });
      if ('unwritable' in written) {
        put(heldByFallback(name, rule, pattern, written.unwritable, writer), [], 'deny', rule.verb);
        continue;
      }
      const why = [...loose, ...reasonsOf(written)].join('; ');
      const base = less
        ? heldByFallback(name, rule, pattern, why, writer).fidelity
        : fidelityOf(written, loose, 'narrower');
      const fidelity = base === 'exact' || base === 'narrower' ? (writer.denies ? base : 'prompt-only') : base;
      const says = writer.denies ? why : ['the target asks where it should deny', ...(why ? [why] : [])].join('; ');
      put({ name, rule, pattern, fidelity, why: says }, entriesOf(written), 'deny', rule.verb);
    }
  }

  for (const effect of ['ask', 'allow'] as const) {
    for (const rule of inForce.filter((each) => each.effect === effect)) {
      const excepted = exceptionsAsDenies(rule, writer, inForce);
      for (const entry of excepted.entries) placed.push({ effect: 'deny', verb: rule.verb, entry });
      for (const pattern of positives(rule)) {
        exportGrant(rule, pattern, excepted.why, excepted.narrows);
      }
    }
  }

  function exportGrant(
    rule: Rule,
    pattern: Pattern,
    exceptions: string | undefined,
    narrows: string | undefined,
  ): void {
    const { effect, verb } = rule;
    const name = nameOf(rule, pattern);
    const fallback = writer.fallback(verb);
    const instead =
      fallback.effect === 'deny' ? 'it is denied' : fallback.effect === 'ask' ? 'it is asked' : 'it is allowed';
    const accepted = options.accept.has(name);
    if (!writer.effects.has(effect)) {
      const same = fallback.effect === effect;
      // What is left to the fallback is held only where no allow is written that meets it.
      if (effect === 'ask') unheld.push({ rule, pattern });
      put(
        {
          name,
          rule,
          pattern,
          fidelity: same ? 'exact' : 'narrower',
          why: same ? `left to the target, which asks: ${fallback.why}` : `the target has no ${effect}; ${instead}`,
        },
        [],
        effect,
        verb,
      );
      return;
    }
    // Where the target denies by itself, a deny that it cannot say is held only if nothing about it is asked, either.
    const clash = unheld.find(
      (held) =>
        (effect === 'allow' || (held.rule.effect === 'deny' && fallback.effect === 'deny')) &&
        held.rule.verb === verb &&
        meets(verb, scopeOf(rule, pattern), scopeOf(held.rule, held.pattern)),
    );
    if (clash && !accepted) {
      if (effect === 'ask') unheld.push({ rule, pattern });
      put(
        {
          name,
          rule,
          pattern,
          fidelity: 'narrower',
          why: `left out, since the target cannot hold \`${clash.rule.effect} ${verb} ${clash.pattern.text}\`; ${instead}`,
        },
        [],
        effect,
        verb,
      );
      return;
    }
    const written = writer.write(verb, pattern.text, effect, rule);
    if (
      effect === 'ask' &&
      ('unwritable' in written || written.approximations.some(({ covers }) => covers === 'less'))
    ) {
      unheld.push({ rule, pattern });
    }
    if ('unwritable' in written) {
      put({ name, rule, pattern, fidelity: 'dropped', why: `${written.unwritable}; ${instead}` }, [], effect, verb);
      return;
    }
    const loose = [
      ...(rule.where.length > 0 && !writer.conditions ? ['its `where` cannot be said'] : []),
      ...(exceptions === undefined ? [] : [exceptions]),
    ];
    const more = loose.length > 0 || written.approximations.some(({ covers }) => covers === 'more');
    const why = [...loose, ...reasonsOf(written)].join('; ');
    if (!more) {
      if (narrows !== undefined) {
        const words = [why, narrows].filter((each) => each !== '').join('; ');
        put({ name, rule, pattern, fidelity: 'narrower', why: words }, entriesOf(written), effect, verb);
        return;
      }
      put({ name, rule, pattern, fidelity: fidelityOf(written, [], 'wider'), why }, entriesOf(written), effect, verb);
      return;
    }
    const narrow = written.approximations.filter(({ covers }) => covers !== 'more');
    if (effect === 'ask') {
      // Where the target would deny, an ask that reaches further would put a person in the place of a deny.
      if (fallback.effect !== 'deny' || accepted) {
        put(
          { name, rule, pattern, fidelity: 'prompt-only', why: `asks for more than the role: ${why}` },
          entriesOf(written),
          effect,
          verb,
        );
        return;
      }
      unheld.push({ rule, pattern });
    }
    if (accepted) {
      put({ name, rule, pattern, fidelity: 'wider', why }, entriesOf(written), effect, verb);
      return;
    }
    const kept = loose.length > 0 ? [] : narrow;
    put(
      {
        name,
        rule,
        pattern,
        fidelity: kept.length > 0 ? 'narrower' : 'dropped',
        why: `would be wider: ${why}; ${instead}`,
      },
      kept.map(({ entry }) => entry),
      effect,
      verb,
    );
  }

  rows.push(...fallbackRows(inForce, writer, options), ...conditionRows(role, inForce));
  return { placed, rows };
}

function positives(rule: Rule): readonly Pattern[] {
  return rule.patterns.filter(({ negated }) => !negated);
}

function nameOf(rule: Rule, pattern: Pattern): string {
  return `${rule.effect} ${rule.verb} ${pattern.text}`;
}

function entriesOf<T>(written: { readonly approximations: readonly Approximation<T>[] }): readonly T[] {
  return written.approximations.map(({ entry }) => entry);
}

function reasonsOf<T>(written: Written<T>): readonly string[] {
  if ('unwritable' in written) return [written.unwritable];
  return [...new Set(written.approximations.flatMap(({ why }) => (why === undefined ? [] : [why])))];
}

function fidelityOf<T>(
  written: { readonly approximations: readonly Approximation<T>[] },
  loose: readonly string[],
  more: Fidelity,
): Fidelity {
  if (loose.length > 0 || written.approximations.some(({ covers }) => covers === 'more')) return more;
  return written.approximations.some(({ covers }) => covers !== 'exact') ? 'narrower' : 'exact';
}

/** A deny that cannot be written holds all the same where nothing that is written meets it, as strongly as the fallback does. */
function heldByFallback<T>(
  name: string,
  rule: Rule,
  pattern: Pattern,
  why: string,
  writer: Writer<T>,
): Omit<ExportRow, 'fails' | 'written'> {
  const fallback = writer.fallback(rule.verb);
  if (fallback.effect === 'allow') return { name, rule, pattern, fidelity: 'dropped', why: `${why}; ${fallback.why}` };
  if (fallback.effect === 'deny') {
    return {
      name,
      rule,
      pattern,
      fidelity: 'exact',
      why: `${why}; no grant that meets it is written, and what is not granted is denied`,
    };
  }
  return {
    name,
    rule,
    pattern,
    fidelity: 'prompt-only',
    why: `${why}; no grant that meets it is written, and what is not granted is asked`,
  };
}

/** Does an exception of the rule take anything out of this pattern? */
function isExcepted(rule: Rule, pattern: Pattern): boolean {
  return rule.patterns.some(
    (each) => each.negated && meets(rule.verb, [{ text: each.text, negated: false }], [pattern]),
  );
}

/** A rule's pattern with what the rule takes out. */
function scopeOf(rule: Rule, pattern: Pattern): Scope {
  return [pattern, ...rule.patterns.filter(({ negated }) => negated)];
}

/** Unknown counts as meeting: what cannot be told apart is not granted. */
function meets(verb: Verb, a: Scope, b: Scope): boolean {
  return witness(domainOf(verb), { all: [a, b], none: [], plain: true, budget: 20_000 }).kind !== 'empty';
}

/** What a grant takes out of itself is denied instead, where no other grant gives it. */
function exceptionsAsDenies<T>(
  rule: Rule,
  writer: Writer<T>,
  inForce: readonly Rule[],
): { readonly entries: readonly T[]; readonly why?: string; readonly narrows?: string } {
  const negated = writer.exceptions ? [] : rule.patterns.filter((pattern) => pattern.negated);
  if (negated.length === 0) return { entries: [] };
  const others = inForce.filter((each) => each !== rule && each.verb === rule.verb && each.effect !== 'deny');
  const entries: T[] = [];
  let narrows: string | undefined;
  for (const pattern of negated) {
    const scope: Scope = [{ text: pattern.text, negated: false }];
    const given = others.some((other) => meets(rule.verb, other.patterns, scope));
    const written = given || !writer.denies ? undefined : writer.write(rule.verb, pattern.text, 'deny', rule);
    if (
      written === undefined ||
      'unwritable' in written ||
      written.approximations.some(({ covers }) => covers === 'less')
    ) {
      return { entries: [], why: `its exception \`!${pattern.text}\` cannot be said` };
    }
    if (written.approximations.some(({ covers }) => covers === 'more'))
      narrows = `its exception \`!${pattern.text}\` takes out more`;
    entries.push(...entriesOf(written));
  }
  return { entries, ...(narrows === undefined ? {} : { narrows }) };
}

const EVERYTHING: Readonly<Partial<Record<Verb, Scope>>> = {
  read: [{ text: '**', negated: false }],
  write: [{ text: '**', negated: false }],
  run: [{ text: '**', negated: false }],
  fetch: [{ text: '*://**', negated: false }],
  call: [{ text: '**', negated: false }],
};

/** Where the target does not deny what nothing grants, that is a loss of its own. */
function fallbackRows<T>(inForce: readonly Rule[], writer: Writer<T>, options: ExportOptions): ExportRow[] {
  return VERBS.flatMap((verb): ExportRow[] => {
    const all = EVERYTHING[verb];
    const { effect, why } = writer.fallback(verb);
    if (all === undefined || effect === 'deny') return [];
    const name = `default ${verb}`;
    const grants = inForce.filter((rule) => rule.verb === verb && rule.effect !== 'deny' && rule.where.length === 0);
    const covered =
      witness(domainOf(verb), { all: [all], none: grants.map((rule) => rule.patterns), plain: true, budget: 20_000 })
        .kind === 'empty';
    if (covered) return [];
    const wider = effect === 'allow';
    return [
      {
        name,
        fidelity: wider ? 'wider' : 'prompt-only',
        why: `what the role does not grant is ${wider ? 'allowed' : 'asked'}: ${why}`,
        written: [],
        fails: wider && !options.accept.has(name),
      },
    ];
  });
}

/** What holds beside the scope of rules, and what no list of patterns can say. */
function conditionRows(role: ResolvedRole, inForce: readonly Rule[]): ExportRow[] {
  const { role: manifest } = role;
  const row = (name: string, why: string): ExportRow => ({
    name: `condition ${name}`,
    fidelity: 'dropped',
    why,
    written: [],
    fails: false,
  });
  const with_ = (key: 'limit' | 'until' | 'approval') => inForce.filter((rule) => rule[key] !== undefined).length;
  const rules = (count: number) => (count === 1 ? 'one rule' : `${count} rules`);
  return [
    ...(role.expires ? [row('expires', 'the files have no end; remove them, or export again, by then')] : []),
    ...(with_('until') > 0 ? [row('until', `${rules(with_('until'))} would lapse by itself`)] : []),
    ...(with_('limit') > 0 ? [row('limit', `nothing counts the uses of ${rules(with_('limit'))}`)] : []),
    ...(with_('approval') > 0
      ? [row('approval', `who approves ${rules(with_('approval'))}, and on what evidence, is not said`)]
      : []),
    ...(manifest.budget ? [row('budget', 'nothing counts what is used')] : []),
    ...(manifest.revoke ? [row('revoke', 'who takes the files back, and how fast, is not said')] : []),
    ...(manifest.trace ? [row('trace', 'what is recorded is for the runtime to say')] : []),
  ];
}
