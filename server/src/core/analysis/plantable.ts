import type { RoleContext } from './catalogue-rule.ts';
import { commonWord } from './command-template.ts';

/** As many places as a person would look at. */
const MOST = 4;

const memo = new WeakMap<RoleContext, Map<string, readonly string[]>>();

/**
 * Files with this end that the role may write with nobody asked, those first that a command's pattern names; existing
 * ones before others.
 */
export function plantablePaths(context: RoleContext, end: string, pattern: readonly string[] = []): readonly string[] {
  const open = writable(context, end);
  const named = pattern
    .slice(1)
    .filter((word) => !word.startsWith('-') && word !== '*' && word !== '**')
    .flatMap((word) => namedBy(word, end, open))
    .filter((path) => context.allows({ verb: 'write', value: path }));
  return [...new Set([...named, ...open])].slice(0, MOST + named.length);
}

/** What a word of a pattern can be that ends so: itself, or with something for its stars. */
function namedBy(word: string, end: string, open: readonly string[]): readonly string[] {
  const fits = open.filter((path) => commonWord(word, path) !== undefined);
  if (fits.length > 0) return fits;
  const sample = word.replaceAll(/\*+/g, 'x').replace(/^\.\//, '');
  if (!/^[\w@~/][\w@./~-]*$/.test(sample)) return [];
  if (sample.endsWith(end)) return [sample];
  return word.endsWith('*') ? [sample + end] : [];
}

function writable(context: RoleContext, end: string): readonly string[] {
  let byEnd = memo.get(context);
  if (!byEnd) {
    byEnd = new Map();
    memo.set(context, byEnd);
  }
  let known = byEnd.get(end);
  if (!known) {
    known = find(context, end);
    byEnd.set(end, known);
  }
  return known;
}

function find(context: RoleContext, end: string): readonly string[] {
  const texts = context.inForce.flatMap((rule) =>
    rule.verb === 'write' && rule.effect === 'allow'
      ? rule.patterns.flatMap(({ text, negated }) => (negated ? [] : [text]))
      : [],
  );
  if (texts.length === 0) return [];
  const samples = texts.flatMap((text) => sampleEnding(text, end));
  return [...new Set(samples)].filter((value) => context.allows({ verb: 'write', value })).slice(0, MOST);
}

/** Paths of a pattern that end so: `src/x.js` for `src/**`. */
function sampleEnding(text: string, end: string): readonly string[] {
  return expanded(text).flatMap((each) => {
    const name = each.slice(each.lastIndexOf('/') + 1);
    const directory = each
      .slice(0, each.length - name.length)
      .replaceAll('**/', '')
      .replaceAll(/\*+/g, 'x');
    if (!name.includes('*')) return each.endsWith(end) ? [directory + name] : [];
    if (/^\*+$/.test(name)) return [`${directory}x${end}`];
    const sample = directory + name.replaceAll(/\*+/g, 'x');
    if (sample.endsWith(end)) return [sample];
    return name.endsWith('*') ? [sample + end] : [];
  });
}

/** Braces are alternatives; the first few do. */
function expanded(text: string): readonly string[] {
  const braces = /\{([^{}]*,[^{}]*)\}/.exec(text);
  if (!braces) return [text];
  const [whole, inner] = braces;
  return inner!
    .split(',')
    .slice(0, 8)
    .flatMap((part) => expanded(text.slice(0, braces.index) + part + text.slice(braces.index + whole.length)));
}
