import { readIpv4, readIpv6, writeAddress } from './address.ts';
import { remembered } from './memo.ts';
import { asciiHost } from './punycode.ts';

/** A URL taken apart and normalised: lower-case host in punycode, IP literals in one spelling, the default port written out. */
export interface UrlParts {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly query: string | undefined;
}

export const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  ws: 80,
  wss: 443,
  ftp: 21,
  ssh: 22,
  git: 9418,
};

/**
 * Reads a URL as programs do (WHATWG URL): spellings that reach the same place become one. A URL with a user or a
 * password in it is refused, because people and programs disagree about where its host begins.
 */
export function readUrl(text: string): UrlParts | { readonly problem: string } {
  return text.length <= LONGEST_REMEMBERED ? rememberedUrl(text) : takenApart(text);
}

/** Rules put the same few addresses to every role, and each role to every pattern. */
const rememberedUrl = remembered(takenApart, 1_000);
const LONGEST_REMEMBERED = 500;

function takenApart(text: string): UrlParts | { readonly problem: string } {
  const trimmed = Array.from(text.trim())
    .filter((character) => character !== '\t' && character !== '\n' && character !== '\r')
    .join('');
  const start = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(trimmed);
  if (start === null) return { problem: 'a URL begins with a scheme, such as `https://`' };
  const scheme = start[1]!.toLowerCase();
  const special = scheme === 'http' || scheme === 'https' || scheme === 'ws' || scheme === 'wss' || scheme === 'ftp';
  const slashes = (special ? /^[/\\]+/ : /^\/\//).exec(trimmed.slice(start[0].length));
  if (slashes === null) return { problem: `\`${scheme}:\` is followed by no host` };
  const rest = trimmed.slice(start[0].length + slashes[0].length).replace(/#.*$/s, '');
  const end = rest.search(special ? /[/\\?]/ : /[/?]/);
  const authority = end === -1 ? rest : rest.slice(0, end);
  const tail = end === -1 ? '' : rest.slice(end);
  if (authority.includes('@')) return { problem: 'it has a user or password before the host' };
  const port = /:(\d*)$/.exec(authority);
  const host = readHost(port === null ? authority : authority.slice(0, port.index));
  if (host === undefined) return { problem: `\`${authority}\` is no host` };
  const number = port === null || port[1] === '' ? (DEFAULT_PORTS[scheme] ?? 0) : Number(port[1]);
  if (number > 65535) return { problem: `there is no port ${port![1]}` };
  const question = tail.indexOf('?');
  const path = question === -1 ? tail : tail.slice(0, question);
  const query = question === -1 ? undefined : tail.slice(question + 1);
  return {
    scheme,
    host,
    port: number,
    path: normaliseUrlPath(special ? path.replaceAll('\\', '/') : path),
    query: query === undefined ? undefined : encoded(query, false),
  };
}

/** A host in its one spelling; undefined where there is none. */
export function readHost(text: string): string | undefined {
  if (text.startsWith('[')) {
    const address = text.endsWith(']') ? readIpv6(text.slice(1, -1)) : undefined;
    return address === undefined ? undefined : writeAddress(address);
  }
  const decoded = percentDecoded(text);
  const ascii = decoded === undefined ? undefined : asciiHost(decoded)?.replace(/\.$/, '');
  if (ascii === undefined || !/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(ascii) || ascii.length > 253) return undefined;
  const address = readIpv4(ascii);
  if (address === 'invalid') return undefined;
  return address === undefined ? ascii : writeAddress(address);
}

/** The path without `.` and `..` segments, however they are encoded; letters, digits and `-._~` are never encoded, everything outside ASCII always. */
export function normaliseUrlPath(path: string): string {
  const segments: string[] = [];
  const given = encoded(path.startsWith('/') ? path.slice(1) : path, true).split('/');
  given.forEach((segment, index) => {
    const last = index === given.length - 1;
    if (segment === '..') segments.pop();
    if (segment !== '.' && segment !== '..') segments.push(segment);
    else if (last) segments.push('');
  });
  return `/${segments.join('/')}`;
}

/** One spelling for text of a path or a query: what need not be encoded is not, what has to be is, with capital digits. */
export function encoded(text: string, path: boolean): string {
  return text.replaceAll(/%([0-9A-Fa-f]{2})|./gsu, (all: string, hex: string | undefined) => {
    if (hex !== undefined) {
      const character = String.fromCharCode(Number.parseInt(hex, 16));
      return /[A-Za-z0-9._~-]/.test(character) ? character : all.toUpperCase();
    }
    const plain = path ? /[A-Za-z0-9._~!$&'()*+,;=:@%/|^[\]-]/ : /[A-Za-z0-9._~!$&()*+,;=:@%/?|^[\]{}`-]/;
    return plain.test(all) ? all : utf8(all.codePointAt(0)!);
  });
}

function utf8(code: number): string {
  const bytes =
    code < 0x80
      ? [code]
      : code < 0x800
        ? [0xc0 | (code >> 6), 0x80 | (code & 63)]
        : code < 0x10000
          ? [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)]
          : [0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
  return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

function percentDecoded(text: string): string | undefined {
  if (!text.includes('%')) return text;
  const decoded = text.replaceAll(/%([0-7][0-9A-Fa-f])/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return decoded.includes('%') ? undefined : decoded;
}
