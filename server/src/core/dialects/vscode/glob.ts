/**
 * Globs of VS Code: `*` and `?` within a name, `**` over directories, `{a,b}`, `[a-z]`, `[!a]`; the whole path from the
 * workspace folder has to match, upper and lower case apart. Matched without going back over what was tried, so that it
 * takes at most as many steps as the pattern has signs times the path has characters. Source: `glob.ts` of VS Code 1.139.1.
 */
export function matchesGlob(pattern: string, path: string): boolean {
  return expandBraces(pattern.trim()).some((each) => matchesPlain(each, path));
}

const MOST_ALTERNATIVES = 500;

/** Every way to choose from the braces; a brace that is not closed stands for itself. */
function expandBraces(pattern: string): readonly string[] {
  let all = [pattern];
  for (let done = false; !done; ) {
    done = true;
    const next: string[] = [];
    for (const each of all) {
      const brace = firstBrace(each);
      if (!brace) {
        next.push(each);
        continue;
      }
      done = false;
      for (const choice of brace.choices) next.push(each.slice(0, brace.start) + choice + each.slice(brace.end));
    }
    if (next.length > MOST_ALTERNATIVES) return all;
    all = next;
  }
  return all;
}

function firstBrace(pattern: string): { start: number; end: number; choices: readonly string[] } | undefined {
  for (let start = pattern.indexOf('{'); start >= 0; start = pattern.indexOf('{', start + 1)) {
    let depth = 0;
    let from = start + 1;
    const choices: string[] = [];
    for (let at = start; at < pattern.length; at++) {
      if (pattern[at] === '{') depth++;
      else if (pattern[at] === '}' && --depth === 0) {
        choices.push(pattern.slice(from, at));
        return { start, end: at + 1, choices };
      } else if (pattern[at] === ',' && depth === 1) {
        choices.push(pattern.slice(from, at));
        from = at + 1;
      }
    }
  }
  return undefined;
}

function matchesPlain(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  // For each number of names that are taken: can the pattern so far take them?
  let reached: boolean[] = new Array(given.length + 1).fill(false);
  reached[0] = true;
  for (const segment of wanted) {
    const next: boolean[] = new Array(given.length + 1).fill(false);
    for (let count = 0; count <= given.length; count++) {
      if (!reached[count]) continue;
      if (segment === '**') {
        for (let to = count; to <= given.length; to++) next[to] = true;
        break;
      }
      if (count < given.length && matchesName(segment, given[count]!)) next[count + 1] = true;
    }
    reached = next;
  }
  return reached[given.length]!;
}

function matchesName(pattern: string, name: string): boolean {
  const parts = pattern.match(/\[!?\^?[^\]]+\]|[\s\S]/g) ?? [];
  let reached = new Set([0]);
  for (const part of parts) {
    const next = new Set<number>();
    for (const at of reached) {
      if (part === '*') for (let to = at; to <= name.length; to++) next.add(to);
      else if (at < name.length && takes(part, name[at]!)) next.add(at + 1);
    }
    reached = next;
  }
  return reached.has(name.length);
}

function takes(part: string, character: string): boolean {
  if (part === '?') return true;
  if (part.length === 1) return part === character;
  const negated = part[1] === '!' || part[1] === '^';
  const inner = part.slice(negated ? 2 : 1, -1);
  let found = false;
  for (let at = 0; at < inner.length; at++) {
    if (inner[at + 1] === '-' && at + 2 < inner.length) {
      found ||= character >= inner[at]! && character <= inner[at + 2]!;
      at += 2;
    } else found ||= inner[at] === character;
  }
  return found !== negated;
}
