import type { Instant } from '../decide/run-state.ts';
import type { Approval, Effect, Quantity, Rule, Verb } from '../model/manifest.ts';

const DAY = 86_400_000;

/** A day as people write it, with how far away it is: `2027-02-28, in 96 days`. */
export function dayInWords(at: Instant, now: Instant): string {
  const day = new Date(at).toISOString().slice(0, 10);
  const days = Math.floor(at / DAY) - Math.floor(now / DAY);
  return `${day}, ${distance(days)}`;
}

function distance(days: number): string {
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  return days > 0 ? `in ${days} days` : `${-days} days ago`;
}

const UNITS: readonly (readonly [number, string])[] = [
  [DAY, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
];

/** A duration in its largest whole unit: `90 days`, `30 minutes`. */
export function durationInWords(milliseconds: number): string {
  for (const [size, unit] of UNITS) {
    if (milliseconds >= size && milliseconds % size === 0) return counted(milliseconds / size, unit);
  }
  return `${milliseconds} ms`;
}

export function counted(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

export function quantityInWords({ amount, unit, per }: Quantity): string {
  return `${amount}${unit ? ` ${unit}` : ''} per ${per}`;
}

/** Text as Markdown code, whatever backticks are in it. */
export function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text.replace(/\s+/g, ' ')}${pad}${fence}`;
}

/** Text of a manifest inside Markdown prose: nothing in it may become a link, an image or markup. */
export function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>#|!]/g, '\\$&').replace(/\s+/g, ' ');
}

/** The items, or the first few of them and how many more there are. */
export function listed(items: readonly string[], most = 4): string {
  if (items.length <= most)
    return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
  return `${items.slice(0, most - 1).join(', ')} and ${items.length - most + 1} more`;
}

/** "may read", "may write, once a person agrees,", "may never run": what a rule's effect and verb say. */
export function ruleInWords(rule: Rule): string {
  const patterns = rule.patterns.filter((each) => !each.negated).map((each) => code(each.text));
  const without = rule.patterns.filter((each) => each.negated).map((each) => code(each.text));
  const what = listed(patterns.length > 0 ? patterns : ['nothing']);
  const except = without.length > 0 ? `, except ${listed(without)}` : '';
  const verb = rule.effect === 'deny' && rule.verb === 'write' ? 'create or change' : VERB_WORDS[rule.verb];
  return `${MAY[rule.effect]} ${verb} ${what}${except}${rule.effect === 'ask' ? `, once ${askedInWords(rule.approval)}` : ''}`;
}

const MAY: Readonly<Record<Effect, string>> = { allow: 'may', ask: 'may', deny: 'may never' };

const VERB_WORDS: Readonly<Record<Verb, string>> = {
  read: 'read',
  write: 'create and change',
  delete: 'delete',
  run: 'run',
  fetch: 'fetch',
  call: 'call',
  delegate: 'hand work to',
  use: 'use the credential',
  remember: 'keep beyond a run',
};

export function askedInWords(approval: Approval | undefined): string {
  if (!approval || approval.from.length === 0) return 'a person agrees';
  const count = approval.count && approval.count.value > 1 ? `${approval.count.value} of ` : '';
  return `${count}${listed(approval.from.map(({ value }) => plain(value)))} ${count || approval.from.length > 1 ? 'agree' : 'agrees'}`;
}
