import type { Instant } from '../decide/run-state.ts';
import type { Quantity } from './manifest.ts';

/** What the reader makes of a text, or half a sentence on what is wrong with it. */
export type Read<T> = { readonly value: T } | { readonly problem: string };

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const MOMENT =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?\s*(Z|z|[+-]\d{2}:?\d{2})?$/;

/** A moment as in RFC 3339, or a day, of which the first or the last millisecond in UTC is meant. */
export function readInstant(text: string, dayMeans: 'its start' | 'its end'): Read<Instant> {
  const day = DAY.exec(text);
  const moment = day ?? MOMENT.exec(text);
  if (!moment) {
    return {
      problem: `\`${text}\` is no date: write a day such as 2027-02-28 or a moment such as 2027-02-28T17:00:00Z`,
    };
  }
  const [year, month, date] = [Number(moment[1]), Number(moment[2]), Number(moment[3])];
  const start = Date.UTC(year, month - 1, date);
  const check = new Date(start);
  if (check.getUTCMonth() !== month - 1 || check.getUTCDate() !== date) {
    return { problem: `There is no day ${moment[1]}-${moment[2]}-${moment[3]}` };
  }
  if (day) return { value: dayMeans === 'its end' ? start + 86_400_000 - 1 : start };
  const [hour, minute, second] = [Number(moment[4]), Number(moment[5]), Number(moment[6] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return { problem: `\`${text}\` has no such time of day` };
  const zone = moment[8];
  if (zone === undefined)
    return { problem: `\`${text}\` does not say its time zone: end it with Z for UTC, or +01:00` };
  const at = start + ((hour * 60 + minute) * 60 + second) * 1000 + Number((moment[7] ?? '0').padEnd(3, '0'));
  return { value: at - zoneOffset(zone) };
}

function zoneOffset(zone: string): number {
  const parts = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!parts) return 0;
  return (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3])) * 60_000;
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 365 * 86_400_000,
};

/** `30m`, `2h`, `90d`, `1h30m`: in milliseconds. */
export function readDuration(text: string): Read<number> {
  if (!/^(?:\d{1,9}(?:\.\d{1,3})?(?:ms|s|m|h|d|w|y))+$/.test(text)) {
    const number = /^\d+$/.test(text);
    return {
      problem: `\`${text}\` ${number ? 'has no unit' : 'is no duration'}: write for example ${number ? text : 30}m, 2h or 90d`,
    };
  }
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d|w|y)/g))
    sum += Number(amount) * UNITS[unit!]!;
  return { value: sum };
}

const QUANTITY = /^(\d{1,15}(?:\.\d{1,6})?)(?:\s*([A-Za-z][A-Za-z-]*))?\s*\/\s*([a-z]+)$/;
const WINDOWS: readonly string[] = ['run', 'minute', 'hour', 'day'];

/** `20/run`, `5 USD/day`, `1000000 tokens/day`. `what` decides on the unit: an amount of money needs one. */
export function readQuantity(text: string, what: 'calls' | 'spend' | 'tokens'): Read<Quantity> {
  const example = { calls: '20/run', spend: '5 USD/day', tokens: '1000000/day' }[what];
  const match = QUANTITY.exec(text);
  if (!match) {
    const number = /^\d+(\.\d+)?$/.test(text);
    return {
      problem: `\`${text}\` ${number ? 'does not say per what' : 'is no amount'}: write for example ${number && what !== 'spend' ? `${text}/run` : example}`,
    };
  }
  const [, amount, unit, per] = match;
  if (!WINDOWS.includes(per!)) return { problem: `\`${per}\` is no window: write /run, /minute, /hour or /day` };
  if (what === 'spend' && unit === undefined)
    return { problem: `\`${text}\` does not say of what: write for example ${amount} USD/${per}` };
  if (what !== 'spend' && unit !== undefined && unit !== what)
    return { problem: `\`${unit}\` is not counted here, only ${what}: write ${amount}/${per}` };
  return { value: { amount: Number(amount), ...(unit === undefined ? {} : { unit }), per: per as Quantity['per'] } };
}

/** `3 USD` or `0.02 EUR`: an amount that was spent. */
export function readAmount(text: string): Read<{ readonly amount: number; readonly unit: string }> {
  const match = /^(\d{1,15}(?:\.\d{1,6})?)\s*([A-Za-z][A-Za-z-]*)$/.exec(text);
  if (!match) return { problem: `\`${text}\` is no amount: write for example 3 USD` };
  return { value: { amount: Number(match[1]), unit: match[2]! } };
}

/** YAML 1.2 reads `yes` and `no` as texts; everybody means booleans. */
export function readBoolean(text: string): boolean | undefined {
  if (text === 'yes' || text === 'true') return true;
  if (text === 'no' || text === 'false') return false;
  return undefined;
}
