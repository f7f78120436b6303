/** What a person can do in the list. The page and its tests both speak of these, never of keys. */
export type Command =
  | { readonly kind: 'move'; readonly by: number }
  | { readonly kind: 'page'; readonly by: number }
  | { readonly kind: 'first' | 'last' | 'fold' | 'unfold' | 'open' | 'search' | 'clear' | 'changed' | 'rerun' }
  | { readonly kind: 'denial'; readonly by: 1 | -1 };

export interface Key {
  readonly key: string;
  readonly ctrlKey?: boolean;
  readonly metaKey?: boolean;
  readonly altKey?: boolean;
}

/** The command of a key that is pressed in the list. Keys with a modifier are left to the editor. */
export function commandOf(pressed: Key): Command | undefined {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return undefined;
  return COMMANDS[pressed.key];
}

const COMMANDS: Readonly<Record<string, Command>> = {
  ArrowDown: { kind: 'move', by: 1 },
  ArrowUp: { kind: 'move', by: -1 },
  PageDown: { kind: 'page', by: 1 },
  PageUp: { kind: 'page', by: -1 },
  Home: { kind: 'first' },
  End: { kind: 'last' },
  ArrowLeft: { kind: 'fold' },
  ArrowRight: { kind: 'unfold' },
  Enter: { kind: 'open' },
  '/': { kind: 'search' },
  Escape: { kind: 'clear' },
  n: { kind: 'denial', by: 1 },
  p: { kind: 'denial', by: -1 },
  c: { kind: 'changed' },
  r: { kind: 'rerun' },
};

/** What the foot of the page shows, in this order. */
export const KEYS_SHOWN: readonly { readonly keys: readonly string[]; readonly words: string }[] = [
  { keys: ['↑', '↓'], words: 'step' },
  { keys: ['←', '→'], words: 'fold' },
  { keys: ['n', 'p'], words: 'next, previous denial' },
  { keys: ['Enter'], words: 'open rule' },
  { keys: ['/'], words: 'search' },
  { keys: ['c'], words: 'changed' },
  { keys: ['r'], words: 're-run' },
  { keys: ['Esc'], words: 'clear' },
];
