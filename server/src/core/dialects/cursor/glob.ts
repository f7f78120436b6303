import { matchesStarsAndMarks } from '../stars.ts';

/**
 * Whether something is in a pattern: `maybe` where the documentation leaves it open, so that a deny holds it and an allow
 * does not give it.
 */
export type Match = 'yes' | 'maybe' | 'no';

/**
 * A word or the arguments of a command. `*` alone is documented as any arguments, and whether a star among other text goes
 * on over a slash, as no star of a path does, is not. https://cursor.com/docs/cli/reference/permissions#shell-commands
 */
export function matchWords(pattern: string, text: string): Match {
  if (!matchesStarsAndMarks(pattern, text)) return 'no';
  if (!text.includes('/') || /^\*+$/.test(pattern) || !/[*?]/.test(pattern)) return 'yes';
  return matchPath(pattern, text) === 'no' ? 'maybe' : 'yes';
}

/**
 * A path in a glob: `*` and `?` within one segment, `**` any number of segments. Whether a leading star is also for names
 * that begin with a dot is not documented; `**` is for "any file".
 */
export function matchPath(pattern: string, path: string): Match {
  const wanted = pattern.split('/');
  // Files under a directory are not the directory.
  if (wanted.length > 1 && wanted.at(-1) === '**') wanted.push(ANY_NAME);
  const given = path.split('/');
  let reached = new Map<number, Match>([[0, 'yes']]);
  const add = (to: Map<number, Match>, at: number, match: Match) => {
    // Where several ways lead to one place, the certain one counts.
    for (let index = at; ; index++) {
      if (to.get(index) !== 'yes') to.set(index, match);
      if (wanted[index] !== '**') break;
    }
  };
  const first = new Map<number, Match>();
  add(first, 0, 'yes');
  reached = first;
  for (const segment of given) {
    const next = new Map<number, Match>();
    for (const [at, match] of reached) {
      const part = wanted[at];
      if (part === undefined) continue;
      if (part === '**') add(next, at, match);
      else if (part === ANY_NAME || matchesStarsAndMarks(part, segment)) {
        add(next, at + 1, segment.startsWith('.') && /^[*?]/.test(part) ? 'maybe' : match);
      }
    }
    reached = next;
    if (reached.size === 0) return 'no';
  }
  return reached.get(wanted.length) ?? 'no';
}

/** No segment of a path holds a slash, so that this is none that somebody wrote. */
const ANY_NAME = '/';

/** The surer of several answers. */
export function surest(matches: readonly Match[]): Match {
  return matches.includes('yes') ? 'yes' : matches.includes('maybe') ? 'maybe' : 'no';
}
