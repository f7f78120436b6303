/** How bad, and for whom: the scale by which witnesses are ranked. */

/** 4: its own authority, or something in production that cannot be undone. 3: secrets, persistence, private data to an outsider. 2: code of the workspace runs, or something shared changes. 1: within the workspace, and undoable. */
export type Impact = 1 | 2 | 3 | 4;

/** 3: strangers can put text before the role. 2: a publisher that the team does not control. 1: another role or any member of the team. 0: its owner alone. */
export type ExposureLevel = 0 | 1 | 2 | 3;

/** 2: two people agree to exactly this. 1: one person does. 0: nobody, or an approval that holds nothing back. */
export type Gate = 0 | 1 | 2;

export const BANDS = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Band = (typeof BANDS)[number];

/** By impact, then by exposure. Both only ever raise it, which is what makes the score monotone. */
const INDEX: Readonly<Record<Impact, readonly [number, number, number, number]>> = {
  4: [2, 3, 4, 4],
  3: [1, 2, 3, 4],
  2: [1, 1, 2, 3],
  1: [0, 0, 0, 1],
};

/** The band of one witness: each approval takes it down by one. */
export function bandOf(impact: Impact, exposure: ExposureLevel, gate: Gate): Band {
  return BANDS[Math.max(0, INDEX[impact][exposure] - gate)]!;
}

/** Where a band begins. Breadth adds at most {@link MOST_BREADTH}, so that it never reaches the next. */
export const BASE: Readonly<Record<Band, number>> = { critical: 90, high: 70, medium: 40, low: 15, info: 0 };

/** For each further kind of effect in the worst band. */
export const BREADTH = 3;
export const MOST_BREADTH = 9;

/** Kinds of effect: what differs between two witnesses that a person would count as two. */
export type EffectClass =
  | 'authority'
  | 'pipeline'
  | 'program'
  | 'unknown'
  | 'destruction'
  | 'money'
  | 'publication'
  | 'elevation'
  | 'agents'
  | 'secrets'
  | 'outside'
  | 'persistence'
  | 'credential'
  | 'shared'
  | 'send'
  | 'memory'
  | 'code'
  | 'beyond'
  | 'files'
  | 'reading';

/** Whether what was done can be undone. */
export type Reversible = 'yes' | 'no' | 'unknown';

export const REVERSIBLE: Readonly<Record<EffectClass, Reversible>> = {
  authority: 'no',
  pipeline: 'no',
  program: 'no',
  unknown: 'unknown',
  destruction: 'no',
  money: 'no',
  publication: 'no',
  elevation: 'no',
  agents: 'no',
  secrets: 'no',
  outside: 'no',
  persistence: 'no',
  credential: 'unknown',
  shared: 'yes',
  send: 'no',
  memory: 'yes',
  code: 'yes',
  beyond: 'unknown',
  files: 'yes',
  reading: 'yes',
};
