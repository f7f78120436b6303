import { type Address, readIpv4, readIpv6, readRange } from './address.ts';
import { automaton, isTooLong, NO_TEXT } from './automaton.ts';
import { type Charset, charset } from './charset.ts';
import { choice, type Expression, literal, NOTHING, plus, sequence, sequenceOf, set, star } from './expression.ts';
import { globExpression, type PatternProblem, readGlob, tooLarge } from './glob.ts';
import { type Matcher, matcher } from './matcher.ts';
import { remembered } from './memo.ts';
import { asciiHost } from './punycode.ts';
import type { Scope } from './question.ts';
import { readHost } from './url-read.ts';

/** Inside automata an address is a mark and its hexadecimal digits, so that a range of addresses is a prefix. */
export const ADDRESS_MARK = { 4: '\u0004', 6: '\u0006' } as const;

const LABEL_CHARACTERS: Charset = charset('-_', ['a', 'z'], ['0', '9']);
const HEXADECIMAL: Charset = charset(['0', '9'], ['a', 'f']);
const LABEL = plus(set(LABEL_CHARACTERS));
const DOT = literal('.');
const ANY_NAME = sequence(LABEL, star(sequence(DOT, LABEL)));
const ANY_ADDRESS = sequence(set(charset(ADDRESS_MARK[4], ADDRESS_MARK[6])), star(set(HEXADECIMAL)));

/** Every host there is: names, and addresses in the spelling of automata. */
export const ANY_HOST: Expression = choice([ANY_NAME, ANY_ADDRESS]);

const DIGITS = { 4: 8, 6: 32 } as const;

/** A normalised host as automata spell it. */
export function encodeHost(host: string): string {
  const address = host.startsWith('[') ? readIpv6(host.slice(1, -1)) : readIpv4(host);
  return address === undefined || address === 'invalid' ? host : encodeAddress(address);
}

function encodeAddress({ version, value }: Address): string {
  return ADDRESS_MARK[version] + value.toString(16).padStart(DIGITS[version], '0');
}

/** Is this host in the scope of host patterns (`example.com`, `*.example.com`, `**.example.com`, `10.0.0.0/8`)? */
export function matchesHost(scope: Scope, host: string): boolean {
  const normal = readHost(host);
  if (normal === undefined) return false;
  const encoded = encodeHost(normal);
  let found = false;
  for (const { text, negated } of scope) {
    if (!negated && found) continue;
    if (!hostPattern(text).matches(encoded)) continue;
    if (negated) return false;
    found = true;
  }
  return found;
}

/** What is wrong with a pattern for hosts alone (not URLs). */
export function hostPatternProblem(text: string): PatternProblem | undefined {
  return hostPattern(text).problem;
}

interface HostPattern {
  readonly expression: Expression;
  readonly matches: Matcher;
  readonly problem: PatternProblem | undefined;
}

/** A host pattern's language and matcher, compiled once per text. */
export const hostPattern = remembered((text: string): HostPattern => {
  if (isTooLong(text)) return { expression: NOTHING, matches: matcher(NO_TEXT), problem: tooLarge(text) };
  const { expression, problem } = hostExpression(text);
  const compiled = automaton(expression);
  if (compiled !== undefined) return { expression, matches: matcher(compiled), problem };
  const exact = literal(text);
  return {
    expression: exact,
    matches: matcher(automaton(exact) ?? NO_TEXT),
    problem: problem ?? tooLarge(text),
  };
});

function hostExpression(text: string): { expression: Expression; problem: PatternProblem | undefined } {
  if (text === '*' || text === '**') return { expression: ANY_HOST, problem: undefined };
  const range = readRange(text);
  if (range !== undefined) return rangeExpression(text, range);
  if (!/[*{}\\]/.test(text)) {
    const host = readHost(text.includes(':') && !text.startsWith('[') ? `[${text}]` : text);
    const problem = host === undefined ? { message: `\`${text}\` is no host`, start: 0, end: text.length } : undefined;
    return { expression: literal(host === undefined ? text : encodeHost(host)), problem };
  }
  const { pieces, problem } = readGlob(asciiLabels(text), { one: false, classes: false });
  const labels: (typeof pieces)[] = [[]];
  for (const piece of pieces) {
    if (piece.kind === 'character' && piece.character === '.') labels.push([]);
    else labels.at(-1)!.push(piece);
  }
  if (labels.length > 1 && labels.at(-1)!.length === 0) labels.pop();
  let trouble = problem;
  const parts: Expression[] = [];
  let needsDot = false;
  for (const label of labels) {
    const open = label.every((piece) => piece.kind === 'any');
    if (label.length === 0) trouble ??= { message: 'a label of the host is empty', start: 0, end: text.length };
    const strange = label.find((piece) => piece.kind === 'character' && !/[a-z0-9_-]/.test(piece.character));
    if (strange !== undefined) {
      trouble ??= {
        message: 'no host has this sign; write the name in punycode (`xn--…`)',
        start: strange.start,
        end: strange.start + 1,
      };
    }
    if (open && label.length > 1) {
      // Any number of labels, each with the dot that parts it from the next or, at the end, from the one before.
      parts.push(needsDot ? star(sequence(DOT, LABEL)) : star(sequence(LABEL, DOT)));
      continue;
    }
    if (needsDot) parts.push(DOT);
    parts.push(open ? LABEL : globExpression(label, LABEL_CHARACTERS));
    needsDot = true;
  }
  const inBraces = /\{[^{}]*\*\*[^{}]*\}/.exec(text);
  if (inBraces !== null) {
    const message = '`**` in braces is `*`; list the hosts one by one';
    trouble ??= { message, start: inBraces.index, end: inBraces.index + inBraces[0].length };
  }
  return { expression: sequenceOf(parts), problem: trouble };
}

/** The labels without signs of a pattern, as they are in URLs. */
function asciiLabels(text: string): string {
  return text
    .toLowerCase()
    .split('.')
    .map((label) => (/[*{},\\]/.test(label) ? label : (asciiHost(label) ?? label)))
    .join('.');
}

function rangeExpression(
  text: string,
  range: { readonly version: 4 | 6; readonly value: bigint; readonly length: number },
): { expression: Expression; problem: PatternProblem | undefined } {
  const bits = range.version === 4 ? 32 : 128;
  const free = BigInt(bits - range.length);
  const first = (range.value >> free) << free;
  const digits = first.toString(16).padStart(DIGITS[range.version], '0');
  const whole = range.length >> 2;
  const parts: Expression[] = [literal(ADDRESS_MARK[range.version] + digits.slice(0, whole))];
  if (range.length % 4 > 0) {
    const low = Number.parseInt(digits[whole]!, 16);
    const high = low + (1 << (4 - (range.length % 4))) - 1;
    parts.push(set(charset(...Array.from({ length: high - low + 1 }, (_, index) => (low + index).toString(16)))));
  }
  for (let index = Math.ceil(range.length / 4); index < DIGITS[range.version]; index++) parts.push(set(HEXADECIMAL));
  const problem =
    first === range.value
      ? undefined
      : { message: 'bits after the prefix are set; the range is that of its first bits', start: 0, end: text.length };
  return { expression: sequenceOf(parts), problem };
}
