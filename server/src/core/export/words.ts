import { quoteWord } from '../scope/command-pattern.ts';
import type { Approximation, Written } from './exported.ts';
import { commandShapes, type Part, type PathShape, pathShapes } from './shapes.ts';

export const TOO_MANY = 'the pattern stands for too many, or sets variables';

/** One command pattern as texts in which `*` is any text, blanks too, and everything else is itself. */
export function wildcardCommands(pattern: string, options: WildcardCommands): Written<string> {
  const shapes = commandShapes(pattern);
  if (shapes === undefined) return { unwritable: TOO_MANY };
  const approximations: Approximation<string>[] = [];
  for (const shape of shapes) {
    const written = wildcardCommand(shape, options);
    if (typeof written === 'string') return { unwritable: written };
    approximations.push(...written);
  }
  return { approximations };
}

export interface WildcardCommands {
  /** Characters besides `*` that are signs in the target and that nothing takes the meaning from. */
  readonly signs: string;
}

function wildcardCommand(shape: readonly Part[], { signs }: WildcardCommands): Approximation<string>[] | string {
  let texts = [''];
  let covers: 'exact' | 'more' | 'less' = 'exact';
  let why: string | undefined;
  for (const [index, part] of shape.entries()) {
    const gap = index === 0 ? '' : ' ';
    if (part.kind === 'rest') {
      const last = index === shape.length - 1;
      if (index === 0 && last) return [{ entry: '*', covers: 'exact' }];
      // In the middle no words at all is a text of its own; at the end the target's ` *` stands for none, too.
      texts =
        index === 0
          ? texts.map(() => '*')
          : last
            ? texts.map((text) => `${text} *`)
            : texts.flatMap((text) => [text, `${text} *`]);
      continue;
    }
    if (part.kind === 'literal') {
      const quoted = quoteWord(part.text);
      if (quoted.includes('*') || [...signs].some((sign) => quoted.includes(sign))) {
        return `\`${part.text}\` has a sign in it that is one in the target, too`;
      }
      if (quoted !== part.text && covers !== 'more') {
        covers = 'less';
        why = `only as \`${quoted}\`, in that spelling`;
      }
      texts = texts.map((text) => text + gap + quoted);
      continue;
    }
    covers = 'more';
    why = part.kind === 'any' ? '`*` is any number of words there' : '`*` in a word goes on over blanks there';
    const text = part.kind === 'any' ? '*' : part.texts.join('*');
    texts = texts.map((before) => before + gap + text);
  }
  const reason = why;
  return texts.map((entry) => ({ entry, covers, ...(reason === undefined ? {} : { why: reason }) }));
}

/** One path pattern in a dialect of globs with `*` within a segment and `**` for any number of segments. */
export function globPaths(
  pattern: string,
  prefix: Readonly<Partial<Record<PathShape['root'], string>>>,
  options: GlobPaths,
): Written<string> {
  const shapes = pathShapes(pattern);
  if (shapes === undefined) return { unwritable: 'the pattern stands for too many, or leads out of the workspace' };
  const approximations: Approximation<string>[] = [];
  for (const { root, parts } of shapes) {
    const start = prefix[root];
    if (start === undefined) return { unwritable: `the target knows no paths ${ROOT_WORDS[root]}` };
    const inexact = parts.some((part) => part.kind === 'open' && !part.exact);
    const last = parts.at(-1);
    // A pattern that matches a directory covers all that is under it, in the dialect of ignore files.
    const under =
      options.underDirectories &&
      (last?.kind === 'any' || (last?.kind === 'open' && !last.texts.at(-1)!.includes('.')));
    const why = inexact
      ? 'a class of characters is any text there'
      : under
        ? 'it covers what is under a directory of that name, too'
        : undefined;
    approximations.push({
      entry: start + (parts.length === 0 ? '' : parts.map((part) => globSegment(part, options.escape)).join('/')),
      covers: why === undefined ? 'exact' : 'more',
      ...(why === undefined ? {} : { why }),
    });
  }
  return { approximations };
}

export interface GlobPaths {
  readonly underDirectories: boolean;
  /** A literal text as the dialect spells it. */
  readonly escape: (text: string) => string;
}

function globSegment(part: Part, spell: (text: string) => string): string {
  if (part.kind === 'rest') return '**';
  if (part.kind === 'any') return '*';
  return part.kind === 'literal' ? spell(part.text) : part.texts.map(spell).join('*');
}

const ROOT_WORDS = { workspace: 'of the workspace', home: 'of the home directory', absolute: 'outside the workspace' };

export function backslashed(text: string): string {
  return text.replaceAll(/[*?[\]{}!#\\]/g, '\\$&');
}

/** A URL pattern that says nothing but which hosts: its domains, where `under` is any depth below one. */
export interface DomainPattern {
  readonly host: string;
  /** `exact`: this host. `one`: one label more. `any`: it and everything below. */
  readonly depth: 'exact' | 'one' | 'any';
  /** True where the pattern says more than a host: a path, a query, a port, another scheme. */
  readonly bounded: boolean;
}

/** What a URL pattern says of hosts; undefined where that is more than a name with `*.` or `**.` in front. */
export function domainOf(pattern: string): DomainPattern | undefined {
  const match = /^(?:(https|http|\*):\/\/)?((?:\*\*?\.)?)([^/:?*{}[\]]+)(:[\d*]+)?(\/\*\*)?(.*)$/s.exec(pattern);
  if (!match) return undefined;
  const [, scheme, wild, host, port, , rest] = match;
  return {
    host: host!.toLowerCase(),
    depth: wild === '' ? 'exact' : wild === '*.' ? 'one' : 'any',
    bounded: rest !== '' || port !== undefined || (scheme !== undefined && scheme !== 'https'),
  };
}

/** `github/create_review` as a server and an operation, either of which may have `*`; undefined where the pattern is another. */
export function serverAndOperation(
  pattern: string,
): { readonly server: string; readonly operation: string } | undefined {
  if (pattern === '**') return { server: '*', operation: '*' };
  const match = /^([^/{}]+)\/([^/{}]+)$/.exec(pattern);
  return match && !match[1]!.includes('**') && !match[2]!.includes('**')
    ? { server: match[1]!, operation: match[2]! }
    : undefined;
}
