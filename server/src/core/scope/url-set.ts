import { writeAddress } from './address.ts';
import { type Automaton, automaton } from './automaton.ts';
import { type Charset, charset, union, without } from './charset.ts';
import { choice, EMPTY_TEXT, type Expression, literal, optional, plus, sequence, set, star } from './expression.ts';
import { ADDRESS_MARK } from './host.ts';
import { PART_END, urlPattern } from './url-pattern.ts';
import { DEFAULT_PORTS } from './url-read.ts';

const DIGIT = charset(['0', '9']);
const HEXADECIMAL = charset(['0', '9'], ['a', 'f']);
const LABEL = charset('-_', ['a', 'z'], ['0', '9']);
const END = literal(PART_END);

/** Every URL in its one spelling, as automata spell it: scheme, host, port, then path and query. */
export function everyUrl(): Automaton {
  const scheme = sequence(set(charset(['a', 'z'])), star(set(charset('+.-', ['a', 'z'], ['0', '9']))));
  return automaton(sequence(scheme, END, everyHost(), END, everyPort(), END, everyPath(), everyQuery()))!;
}

/** Names whose last label is no number, because that is read as an address, and addresses. */
function everyHost(): Expression {
  const any = star(set(LABEL));
  const beyondDigits = sequence(set(without(LABEL, DIGIT)), any);
  const last = choice([
    beyondDigits,
    sequence(set(charset(['1', '9'])), star(set(DIGIT)), beyondDigits),
    sequence(
      literal('0'),
      choice([
        sequence(plus(set(DIGIT)), beyondDigits),
        sequence(set(without(LABEL, union(DIGIT, charset('x')))), any),
        sequence(literal('x'), star(set(HEXADECIMAL)), set(without(LABEL, HEXADECIMAL)), any),
      ]),
    ),
  ]);
  const hexadecimal = (count: number) => Array.from({ length: count }, () => set(HEXADECIMAL));
  return choice([
    sequence(star(sequence(plus(set(LABEL)), literal('.'))), last),
    sequence(literal(ADDRESS_MARK[4]), ...hexadecimal(8)),
    sequence(literal(ADDRESS_MARK[6]), ...hexadecimal(32)),
  ]);
}

/** 0 to 65535. */
function everyPort(): Expression {
  const upTo = (last: string) => set(charset(['0', last]));
  const any = set(DIGIT);
  const maybe = optional(any);
  return choice([
    literal('0'),
    sequence(set(charset(['1', '9'])), maybe, maybe, maybe),
    sequence(set(charset(['1', '5'])), any, any, any, any),
    sequence(literal('6'), upTo('4'), any, any, any),
    sequence(literal('65'), upTo('4'), any, any),
    sequence(literal('655'), upTo('2'), any),
    sequence(literal('6553'), upTo('5')),
  ]);
}

/** What stands in a path or a query unencoded; see `encoded` in url-read.ts. */
const IN_PATH: Charset = charset("._~!$&'()*+,;=:@|^[]-", ['a', 'z'], ['A', 'Z'], ['0', '9']);
const IN_QUERY: Charset = charset('._~!$&()*+,;=:@/?|^[]{}`-', ['a', 'z'], ['A', 'Z'], ['0', '9']);

/** `%` and two capital digits, for characters that have to be encoded. */
function percentEncoded(): Expression {
  const upper = charset(['0', '9'], ['A', 'F']);
  return sequence(
    literal('%'),
    choice([
      sequence(set(charset('01', ['8', '9'], ['A', 'F'])), set(upper)),
      sequence(literal('2'), set(without(upper, charset('DE')))),
      sequence(literal('3'), set(charset(['A', 'F']))),
      sequence(set(charset('46')), literal('0')),
      sequence(literal('5'), set(charset(['B', 'E']))),
      sequence(literal('7'), set(charset('BCDF'))),
    ]),
  );
}

/** Segments, empty ones too, but neither `.` nor `..`. */
function everyPath(): Expression {
  const one = (characters: Charset) => choice([set(characters), percentEncoded()]);
  const any = star(one(IN_PATH));
  const beyondDot = sequence(one(without(IN_PATH, charset('.'))), any);
  const segment = choice([
    EMPTY_TEXT,
    beyondDot,
    sequence(literal('.'), choice([beyondDot, sequence(literal('.'), plus(one(IN_PATH)))])),
  ]);
  return plus(sequence(literal('/'), segment));
}

function everyQuery(): Expression {
  return optional(sequence(literal('?'), star(choice([set(IN_QUERY), percentEncoded()]))));
}

export function decodeUrl(text: string): string {
  const [scheme = '', host = '', port = '', tail = ''] = text.split(PART_END);
  const version = host.startsWith(ADDRESS_MARK[4]) ? 4 : host.startsWith(ADDRESS_MARK[6]) ? 6 : undefined;
  const name = version === undefined ? host : writeAddress({ version, value: BigInt(`0x${host.slice(1)}`) });
  return `${scheme}://${name}${Number(port) === DEFAULT_PORTS[scheme] ? '' : `:${port}`}${tail}`;
}

const PATHS = ['x', 'main', ''];
const HOSTS = ['example.com', 'api.example.com', 'localhost', 'example'];

/** URLs that the pattern is likely to match. */
export function* urlTemplates(pattern: string): Iterable<string> {
  const { scheme, host, port, path, query } = urlPattern(pattern);
  const fill = (text: string, part: string) =>
    text
      .replaceAll(/\*+/g, part)
      .replaceAll(/\{([^{},]*)[^{}]*\}/g, '$1')
      .replaceAll(/\\(.)/g, '$1');
  for (const name of HOSTS) {
    const label = name.split('.').at(-2) ?? name;
    const written = /^\*+$/.test(host.text)
      ? name
      : fill(host.text.replace(/^\*\*\./, name === HOSTS[0] ? '' : 'api.'), label).replace(
          /^([\d.]+)\.\d+\/\d+$/,
          '$1.1',
        );
    const site = `${/^\*+$/.test(scheme.text) ? 'https' : fill(scheme.text, 'https')}://${written}`;
    const at = port === undefined ? '' : `:${port.text === '*' ? '8080' : port.text}`;
    for (const segment of PATHS) {
      const filledPath = path.text === '' ? `/${segment}` : fill(path.text, segment);
      yield site + at + filledPath + fill(query.text, 'x');
      if (query.text === '') yield `${site}${at}${filledPath}?q=x`;
    }
  }
}
