import { remembered } from '../../scope/memo.ts';
import { isWordUnit, parseRegex, type RegexNode, Unreadable } from './syntax.ts';

/** An expression of another tool's file, ready to be looked for in a text. */
export interface RegexSearch {
  /** Why JavaScript refuses the expression. */
  readonly invalid?: string;
  /** Why it is not known what the expression finds. */
  readonly unknown?: string;
  /**
   * Whether `new RegExp(source).test(text)`; undefined where that is not known, or is not found out within a bounded number
   * of steps. Each state of the expression is tried at each place of the text once, so that no expression can hang.
   */
  finds(text: string): boolean | undefined;
}

/** Reads an expression without flags. Total. */
export const regexSearch: (source: string) => RegexSearch = remembered((source) => {
  const invalid = refusalOf(source);
  if (invalid !== undefined) return { invalid, finds: () => undefined };
  try {
    const program = compiled(parseRegex(source));
    return { finds: (text) => found(program, text) };
  } catch (error) {
    if (error instanceof Unreadable) return { unknown: error.message, finds: () => undefined };
    throw error;
  }
});

/** Compiling an expression matches nothing yet, so the engine at hand may say whether it is one. */
function refusalOf(source: string): string | undefined {
  try {
    new RegExp(source);
    return undefined;
  } catch (error) {
    return String(error).replace(/^.*: (?=[^:]*$)/, '');
  }
}

type Step =
  | { readonly kind: 'set'; readonly has: (unit: number) => boolean; readonly back: boolean }
  | { readonly kind: 'split'; readonly to: readonly number[] }
  | { readonly kind: 'look'; readonly to: number; readonly negated: boolean }
  | { readonly kind: 'assert'; readonly what: '^' | '$' | 'b' | 'B' }
  | { readonly kind: 'end' };

/** Counts are written out, so that an expression of a few characters may have many steps. */
const MOST_STEPS = 5_000;
/** States times places that are remembered for one search: some megabytes, and a fraction of a second. */
const MOST_TRIED = 20_000_000;

/** The steps of an expression; it begins at the first, and each goes on with the next. */
function compiled(root: RegexNode): readonly Step[] {
  const steps: Step[] = [];
  const put = (step: Step): number => {
    if (steps.length >= MOST_STEPS) throw new Unreadable('it is too large');
    return steps.push(step) - 1;
  };
  let written = 0;
  const write = (node: RegexNode, back: boolean): void => {
    // What is repeated may have no steps at all.
    if (++written > 4 * MOST_STEPS) throw new Unreadable('it is too large');
    switch (node.kind) {
      case 'set':
        put({ kind: 'set', has: node.has, back });
        return;
      case 'assert':
        put(node);
        return;
      case 'sequence':
        for (const part of back ? [...node.parts].reverse() : node.parts) write(part, back);
        return;
      case 'choice': {
        const ends: number[] = [];
        const start = put({ kind: 'split', to: [] });
        const starts: number[] = [];
        for (const part of node.parts) {
          starts.push(steps.length);
          write(part, back);
          ends.push(put({ kind: 'split', to: [] }));
        }
        steps[start] = { kind: 'split', to: starts };
        for (const end of ends) steps[end] = { kind: 'split', to: [steps.length] };
        return;
      }
      case 'look': {
        const at = put({ kind: 'end' });
        const over = put({ kind: 'split', to: [] });
        const to = steps.length;
        write(node.of, node.behind);
        put({ kind: 'end' });
        steps[at] = { kind: 'look', to, negated: node.negated };
        steps[over] = { kind: 'split', to: [steps.length] };
        return;
      }
      case 'repeat': {
        for (let count = 0; count < node.least; count++) write(node.of, back);
        if (node.most === Number.POSITIVE_INFINITY) {
          const start = put({ kind: 'split', to: [] });
          write(node.of, back);
          put({ kind: 'split', to: [start] });
          steps[start] = { kind: 'split', to: [start + 1, steps.length] };
          return;
        }
        const splits: number[] = [];
        for (let count = node.least; count < node.most; count++) {
          splits.push(put({ kind: 'split', to: [] }));
          write(node.of, back);
        }
        for (const split of splits) steps[split] = { kind: 'split', to: [split + 1, steps.length] };
      }
    }
  };
  write(root, false);
  put({ kind: 'end' });
  return steps;
}

function found(steps: readonly Step[], text: string): boolean | undefined {
  const width = text.length + 1;
  if (steps.length * width > MOST_TRIED) return undefined;
  const tried = new Uint8Array(Math.ceil((steps.length * width) / 8));
  const isNew = (bit: number): boolean => {
    if (tried[bit >> 3]! & (1 << (bit & 7))) return false;
    tried[bit >> 3]! |= 1 << (bit & 7);
    return true;
  };
  const budget = { left: MOST_TRIED };
  for (let start = 0; start <= text.length; start++) {
    const reached = reaches(steps, text, 0, start, isNew, budget);
    if (reached !== false) return reached;
  }
  return false;
}

/**
 * Whether the end is reached from a step at a place; undefined where that takes too long. What was tried before without
 * success is not tried again.
 */
function reaches(
  steps: readonly Step[],
  text: string,
  from: number,
  start: number,
  isNew: (bit: number) => boolean,
  budget: { left: number },
): boolean | undefined {
  const width = text.length + 1;
  const stack: number[] = [from, start];
  while (stack.length > 0) {
    let at = stack.pop()!;
    let step = stack.pop()!;
    while (isNew(step * width + at)) {
      if (--budget.left < 0) return undefined;
      const now = steps[step]!;
      if (now.kind === 'end') return true;
      if (now.kind === 'set') {
        const place = now.back ? at - 1 : at;
        if (place < 0 || place >= text.length || !now.has(text.charCodeAt(place))) break;
        at += now.back ? -1 : 1;
        step++;
      } else if (now.kind === 'assert') {
        if (!holds(now.what, text, at)) break;
        step++;
      } else if (now.kind === 'look') {
        // What is tried inside may have succeeded, and is tried anew at another place.
        const inside = new Set<number>();
        const found = reaches(steps, text, now.to, at, (bit) => inside.size < inside.add(bit).size, budget);
        if (found === undefined) return undefined;
        if (found === now.negated) break;
        step++;
      } else {
        for (let i = now.to.length - 1; i > 0; i--) stack.push(now.to[i]!, at);
        step = now.to[0]!;
      }
    }
  }
  return false;
}

function holds(what: '^' | '$' | 'b' | 'B', text: string, at: number): boolean {
  if (what === '^') return at === 0;
  if (what === '$') return at === text.length;
  const before = at > 0 && isWordUnit(text.charCodeAt(at - 1));
  const after = at < text.length && isWordUnit(text.charCodeAt(at));
  return (before !== after) === (what === 'b');
}
