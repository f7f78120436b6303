import { matchesStarsAndMarks } from '../stars.ts';

/**
 * opencode's one pattern language, for the names of permissions, commands, paths, URLs and agents alike: `*` is any text,
 * `/` and line ends included, `?` is one UTF-16 unit, everything else is itself, and the whole text has to match. A pattern
 * that ends in ` *` also matches what stands before that blank. Backslashes are slashes on both sides. Case counts (not on
 * Windows, which is not modelled). Source: `Wildcard.match` in opencode 1.18.33; opencode.ai/v1/docs/permissions,
 * "Wildcards"; opencode.ai/v2/docs/permissions, "Matching and order".
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  return compiledWildcard(pattern)(slashed(text));
}

/** Backslashes are slashes to opencode. */
export function slashed(text: string): string {
  return text.includes('\\') ? text.replaceAll('\\', '/') : text;
}

/** The same, for one pattern and many texts whose backslashes are slashes already. */
export function compiledWildcard(pattern: string): (text: string) => boolean {
  const wanted = slashed(pattern);
  const open = wanted.search(/[*?]/);
  if (open < 0) return (text) => text === wanted;
  const isTail = open === wanted.length - 1 && wanted[open] === '*';
  if (wanted.endsWith(' *')) {
    const bare = wanted.slice(0, -2);
    const head = wanted.slice(0, open);
    if (isTail) return (text) => text.startsWith(head) || text === bare;
    return (text) => matchesStarsAndMarks(wanted, text) || matchesStarsAndMarks(bare, text);
  }
  const head = wanted.slice(0, open);
  if (isTail) return (text) => text.startsWith(head);
  return (text) => text.startsWith(head) && matchesStarsAndMarks(wanted, text);
}

/** Whether each text that one pattern matches is matched by the other too. Exact: both are regular, and small. */
export function isInside(inner: string, outer: string): boolean {
  if (inner === outer || outer === '*') return true;
  const open = outer.search(/[*?\\]/);
  if (open < 0) return false;
  const isTail = open === outer.length - 1 && outer[open] === '*';
  const isOptional = isTail && outer[open - 1] === ' ';
  const head = outer.slice(0, isOptional ? open - 1 : open);
  if (!inner.startsWith(head) && !inner.includes('\\')) return false;
  // One star at the end: what begins like it is in it.
  if (isTail && !inner.includes('\\')) return !isOptional || inner === head || inner[head.length] === ' ';
  // Two texts of the one that are not in the other settle most of what is left.
  if (!matchesWildcard(outer, inner.replace(/\*+/g, '')) || !matchesWildcard(outer, inner.replace(/\*+/g, OTHER)))
    return false;
  return forms(inner).every((form) => isWhollyInside(form, forms(outer)));
}

/** ` *` at the end stands for two patterns without that rule. */
function forms(pattern: string): readonly string[] {
  const text = pattern.replaceAll('\\', '/').replace(/\*+/g, '*');
  return text.endsWith(' *') ? [text, text.slice(0, -2)] : [text];
}

/** A unit that occurs in no pattern: it stands for all that none of them names. */
const OTHER = '\u0000';

/**
 * Walks both sides by sets of positions: for each text that the one may read, can the others still match? The sets that
 * are met are few, for stars only ever add positions; a pair that would take too many is answered no, which says less.
 */
function isWhollyInside(inner: string, outers: readonly string[]): boolean {
  const letters = new Set([...inner, ...outers.join('')].filter((each) => each !== '*' && each !== '?'));
  letters.add(OTHER);
  const first = [closed(inner, [0]), outers.map((outer) => closed(outer, [0]))] as const;
  const seen = new Set<string>();
  const queue: (readonly [readonly number[], readonly (readonly number[])[]])[] = [first];
  while (queue.length > 0) {
    const [mine, theirs] = queue.pop()!;
    if (mine.includes(inner.length) && !theirs.some((set, index) => set.includes(outers[index]!.length))) return false;
    for (const letter of letters) {
      const next = stepped(inner, mine, letter);
      if (next.length === 0) continue;
      const after = theirs.map((set, index) => stepped(outers[index]!, set, letter));
      const key = `${next.join()};${after.map((set) => set.join()).join(';')}`;
      if (seen.has(key)) continue;
      if (seen.size >= MOST_PAIRS) return false;
      seen.add(key);
      queue.push([next, after]);
    }
  }
  return true;
}

const MOST_PAIRS = 4000;

function closed(pattern: string, positions: readonly number[]): readonly number[] {
  const all = new Set<number>();
  for (let at of positions) {
    all.add(at);
    while (pattern[at] === '*') all.add(++at);
  }
  return [...all].sort((a, b) => a - b);
}

function stepped(pattern: string, positions: readonly number[], letter: string): readonly number[] {
  const next: number[] = [];
  for (const at of positions) {
    const wanted = pattern[at];
    if (wanted === '*') next.push(at);
    else if (wanted !== undefined && (wanted === '?' || wanted === letter)) next.push(at + 1);
  }
  return next.length === 0 ? next : closed(pattern, next);
}
