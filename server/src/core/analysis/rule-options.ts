import type { Audience, Severity } from '../finding.ts';
import { readDuration } from '../model/values.ts';

/** A constant of a rule that a workspace may set otherwise. */
export type RuleOption =
  /** In milliseconds; written `90d`. */
  | { readonly kind: 'duration'; readonly default: number; readonly help: string }
  | { readonly kind: 'number'; readonly default: number; readonly help: string }
  /** Words that are added to those that the rule knows. */
  | { readonly kind: 'list'; readonly default: readonly string[]; readonly help: string };

export type OptionValue = number | readonly string[];

/** What a workspace, or a person, says about one rule. What is absent is as the rule has it. */
export interface RuleSetting {
  readonly severity?: Severity | 'off';
  readonly audience?: Audience;
  /** Only options that the rule declares, with values of their kind. */
  readonly options?: Readonly<Record<string, OptionValue>>;
}

/** The constants of a rule as they are set, by name. A name that the rule does not declare is a mistake of ours and throws. */
export interface RuleOptions {
  /** A duration in milliseconds, or a number. */
  number(name: string): number;
  list(name: string): readonly string[];
}

interface Configurable {
  readonly id: string;
  readonly options?: Readonly<Record<string, RuleOption>>;
}

export function optionsOf(rule: Configurable, setting: RuleSetting | undefined): RuleOptions {
  const set = (name: string) => setting?.options?.[name] ?? rule.options?.[name]?.default;
  return {
    number(name) {
      const value = set(name);
      if (typeof value !== 'number') throw new Error(`${rule.id} has no number ${name}`);
      return value;
    },
    list(name) {
      const value = set(name);
      if (typeof value !== 'object') throw new Error(`${rule.id} has no list ${name}`);
      return value;
    },
  };
}

/** A key of a rule's setting as it was written, with where that was. */
export interface GivenKey<Place> {
  readonly key: string;
  readonly keyAt: Place;
  readonly value: unknown;
  readonly valueAt: Place;
}

export type Complain<Place> = (at: Place, rule: 'unknown-key' | 'unknown-value' | 'bad-value', message: string) => void;

export const LEVELS: readonly (Severity | 'off')[] = ['off', 'info', 'warning', 'error'];
export const AUDIENCES: readonly Audience[] = ['default', 'strict', 'audit'];

/**
 * A rule's setting out of its keys: `severity`, `audience`, and the rule's own options. What cannot be used is complained
 * about and has no effect.
 */
export function readRuleSetting<Place>(
  rule: Configurable | undefined,
  given: readonly GivenKey<Place>[],
  complain: Complain<Place>,
): RuleSetting {
  let severity: RuleSetting['severity'];
  let audience: RuleSetting['audience'];
  const options: Record<string, OptionValue> = {};
  for (const { key, keyAt, value, valueAt } of given) {
    if (key === 'severity') {
      severity = LEVELS.find((each) => each === value);
      if (severity === undefined) complain(valueAt, 'unknown-value', `A severity is one of ${LEVELS.join(', ')}`);
    } else if (key === 'audience') {
      audience = AUDIENCES.find((each) => each === value);
      if (audience === undefined) complain(valueAt, 'unknown-value', `An audience is one of ${AUDIENCES.join(', ')}`);
    } else {
      const option = rule?.options?.[key];
      if (!option) {
        const known = ['severity', 'audience', ...Object.keys(rule?.options ?? {})].map((each) => `\`${each}\``);
        complain(keyAt, 'unknown-key', `\`${key}\` is no setting of this rule; there are ${known.join(', ')}`);
        continue;
      }
      const read = readOption(option, value);
      if ('problem' in read) complain(valueAt, 'bad-value', read.problem);
      else options[key] = read.value;
    }
  }
  return {
    ...(severity === undefined ? {} : { severity }),
    ...(audience === undefined ? {} : { audience }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
  };
}

function readOption(
  option: RuleOption,
  value: unknown,
): { readonly value: OptionValue } | { readonly problem: string } {
  switch (option.kind) {
    case 'duration':
      return readDuration(String(value));
    case 'number': {
      const number = typeof value === 'number' ? value : Number(value === '' ? Number.NaN : value);
      return Number.isFinite(number) && number >= 0
        ? { value: number }
        : { problem: `\`${String(value)}\` is no number of zero or more` };
    }
    default: {
      const words = Array.isArray(value) ? value : [value];
      return words.every((each) => typeof each === 'string')
        ? { value: words as string[] }
        : { problem: 'This is a list of words' };
    }
  }
}
