import { readRange } from './address.ts';
import { automaton } from './automaton.ts';
import { type Charset, charset, complement } from './charset.ts';
import { choice, type Expression, literal, optional, plus, sequence, sequenceOf, set, star } from './expression.ts';
import { globExpression, type PatternProblem, type Piece, readGlob } from './glob.ts';
import { hostPattern } from './host.ts';
import { type Matcher, matcher } from './matcher.ts';
import { remembered } from './memo.ts';
import { DEFAULT_PORTS, encoded } from './url-read.ts';

/** Between the parts of a URL inside automata. */
export const PART_END = '\u0000';

const SIGNS = { one: false, classes: false };
const SEGMENT_CHARACTERS: Charset = complement(charset(`/?${PART_END}`));
const PATH_CHARACTERS: Charset = complement(charset(`?${PART_END}`));
const QUERY_CHARACTERS: Charset = complement(charset(PART_END));

const SLASH = literal('/');
const SEGMENT = plus(set(SEGMENT_CHARACTERS));
const ANY_PATH = star(set(PATH_CHARACTERS));
export const ANY_QUERY = optional(sequence(literal('?'), star(set(QUERY_CHARACTERS))));
const NO_QUERY = optional(literal('?'));
const ANY_PORT = plus(set(charset(['0', '9'])));

/** One part of a URL pattern: what it says, in the pattern's own words, and which texts have it. */
export interface UrlPatternPart {
  readonly text: string;
  readonly expression: Expression;
  readonly matches: Matcher;
}

export interface UrlPattern {
  readonly scheme: UrlPatternPart;
  readonly host: UrlPatternPart;
  /** Undefined: the default port of the URL's scheme. */
  readonly port: UrlPatternPart | undefined;
  readonly path: UrlPatternPart;
  readonly query: UrlPatternPart;
  /** A pattern without `?` leaves the query open. */
  readonly openQuery: boolean;
  readonly expression: Expression;
  readonly problem: PatternProblem | undefined;
}

/** A pattern taken apart, compiled once per text. Never fails: what is malformed is matched as it is written, and the first problem is told. */
export const urlPattern = remembered((text: string): UrlPattern => {
  let problem: PatternProblem | undefined = overallProblem(text);
  const complain = (found: PatternProblem | undefined, from: number) => {
    if (found !== undefined) problem ??= { message: found.message, start: found.start + from, end: found.end + from };
  };

  const start = /^([A-Za-z*{][^:/]*):\/\//.exec(text);
  const range = start === null && readRange(text) !== undefined;
  const from = start === null ? 0 : start[0].length;
  const rest = text.slice(from);
  const end = range ? -1 : rest.search(/[/?]/);
  const authority = end === -1 ? rest : rest.slice(0, end);
  const tail = end === -1 ? undefined : rest.slice(end);
  const portFound = range ? null : /:(\d+|\*)$/.exec(authority);
  const hostText = portFound === null ? authority : authority.slice(0, portFound.index);
  const question = tail?.indexOf('?') ?? -1;
  const pathText = tail === undefined || question === 0 ? undefined : question === -1 ? tail : tail.slice(0, question);
  const queryText = tail === undefined || question === -1 ? undefined : tail.slice(question + 1);

  const schemeText = start?.[1]?.toLowerCase() ?? 'https';
  const scheme = part(
    schemeText,
    schemeText === '*' ? KNOWN_SCHEMES : globOf(schemeText, SEGMENT_CHARACTERS, complain, 0),
  );
  const host = hostPattern(hostText);
  complain(host.problem, from);
  const port =
    portFound === null
      ? undefined
      : part(portFound[1]!, portFound[1] === '*' ? ANY_PORT : literal(String(Number(portFound[1]))));
  if (port !== undefined && Number(port.text) > 65535) {
    complain({ message: `there is no port ${port.text}`, start: portFound!.index, end: authority.length }, from);
  }
  const path = part(
    pathText ?? '',
    pathText === undefined ? ANY_PATH : pathExpression(pathText, complain, from + authority.length),
  );
  const query = part(
    queryText === undefined ? '' : `?${queryText}`,
    queryText === undefined
      ? ANY_QUERY
      : queryText === ''
        ? NO_QUERY
        : sequence(
            literal('?'),
            globOf(encoded(queryText, false), QUERY_CHARACTERS, complain, text.length - queryText.length),
          ),
  );
  const expression = sequence(
    ...(port === undefined
      ? defaultPorts(schemeText, scheme, host.expression)
      : [scheme.expression, END, host.expression, END, port.expression]),
    END,
    path.expression,
    query.expression,
  );
  return {
    scheme,
    host: { text: hostText, expression: host.expression, matches: host.matches },
    port,
    path,
    query,
    openQuery: queryText === undefined,
    expression,
    problem,
  };
});

const END = literal(PART_END);
const KNOWN_SCHEMES = choice(Object.keys(DEFAULT_PORTS).map(literal));

/** Scheme, host and port where the port follows from the scheme. */
function defaultPorts(text: string, scheme: UrlPatternPart, host: Expression): Expression[] {
  const schemes = Object.entries(DEFAULT_PORTS).filter(([name]) => scheme.matches(name));
  const known = schemes.length === 0 ? ([[text, 0]] as [string, number][]) : schemes;
  return [choice(known.map(([name, port]) => sequence(literal(name), END, host, END, literal(String(port)))))];
}

function part(text: string, expression: Expression): UrlPatternPart {
  const compiled = automaton(expression);
  if (compiled !== undefined) return { text, expression, matches: matcher(compiled) };
  return { text, expression: literal(text), matches: (value, prefix = '') => prefix + value === text };
}

type Complain = (problem: PatternProblem | undefined, from: number) => void;

function globOf(text: string, within: Charset, complain: Complain, from: number): Expression {
  const { pieces, problem } = readGlob(text, SIGNS);
  complain(problem, from);
  return globExpression(pieces, within);
}

/** `*` is text within a segment, and as a whole segment one that is not empty; `**` any number of segments, and at the end anything that is under. */
function pathExpression(text: string, complain: Complain, from: number): Expression {
  const { pieces, problem } = readGlob(encodedPattern(text), SIGNS);
  complain(problem, from);
  const dots = /(?<=\/)\.\.?(?=\/|$)/.exec(text);
  if (dots !== null)
    complain(
      {
        message: 'a path has no `.` or `..` segment when it is matched',
        start: dots.index,
        end: dots.index + dots[0].length,
      },
      from,
    );
  const inside = /[^/*]\*\*|\*\*[^/*]|\*\*\*/.exec(text);
  if (inside !== null) {
    const message = '`**` stands for whole segments only and is `*` here';
    complain({ message, start: inside.index, end: inside.index + inside[0].length }, from);
  }
  const segments: Piece[][] = [[]];
  for (const piece of pieces.slice(1)) {
    if (piece.kind === 'character' && piece.character === '/') segments.push([]);
    else segments.at(-1)!.push(piece);
  }
  const parts: Expression[] = [SLASH];
  segments.forEach((segment, index) => {
    const last = index === segments.length - 1;
    const open = segment.length > 0 && segment.every((piece) => piece.kind === 'any');
    if (open && segment.length > 1) {
      const before = segments[index - 1];
      if (before !== undefined && before.length > 1 && before.every((piece) => piece.kind === 'any')) {
        if (last) parts.push(ANY_PATH);
        return;
      }
      parts.push(last ? ANY_PATH : star(sequence(star(set(SEGMENT_CHARACTERS)), SLASH)));
      return;
    }
    parts.push(open ? SEGMENT : globExpression(segment, SEGMENT_CHARACTERS));
    if (!last) parts.push(SLASH);
  });
  return sequenceOf(parts);
}

/** The literal parts as URLs spell them; the signs of the pattern stay. */
function encodedPattern(text: string): string {
  return text
    .split(/(\\.|[*{},])/s)
    .map((piece, index) => (index % 2 === 1 ? piece : encoded(piece, true)))
    .join('');
}

function overallProblem(text: string): PatternProblem | undefined {
  if (text === '') return { message: 'the pattern is empty', start: 0, end: 0 };
  const blank = /\s/.exec(text);
  if (blank !== null) return { message: 'a URL has no blank in it', start: blank.index, end: blank.index + 1 };
  const hash = text.indexOf('#');
  if (hash !== -1) return { message: 'what follows `#` is never sent; leave it out', start: hash, end: text.length };
  const start = /^([A-Za-z*{][^:/]*):\/\//.exec(text)?.[0].length ?? 0;
  const authority = /^[^/?]*/.exec(text.slice(start))![0];
  const at = authority.indexOf('@');
  if (at !== -1) {
    return {
      message: 'a URL with a user or password before the host is never allowed; leave it out',
      start,
      end: start + at + 1,
    };
  }
  if (text.startsWith('/')) return { message: 'a URL pattern begins with a host or with `https://`', start: 0, end: 1 };
  if (/^(https?|wss?|ftp):(?!\/\/)/i.test(text))
    return { message: 'write `://` after the scheme', start: 0, end: text.indexOf(':') + 1 };
  return undefined;
}
