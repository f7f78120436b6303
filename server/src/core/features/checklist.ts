import type { AnalysisOptions } from '../analysis/analyze.ts';
import { type Score, scoreOf } from '../authority/score.ts';
import type { Stage } from '../model/manifest.ts';
import type { Place } from '../source.ts';
import type { ResolvedRole, Snapshot } from '../workspace/workspace.ts';
import { type Known, QUESTIONS } from './checklist-answers.ts';

export const STAGES: readonly Stage[] = ['observe', 'supervised', 'bounded', 'autonomous'];

/** `short`: there is an answer, and it is not enough. `none`: nothing answers it. `moot`: there is nothing to ask. */
export type Standing = 'answered' | 'short' | 'none' | 'moot';

/** One question of a deployment review, answered from the manifest and what is known about it. */
export interface Answer {
  /** Stable: `identity`, `approval`. */
  readonly id: string;
  readonly question: string;
  /** The stage from which on a role has to answer it. */
  readonly from: Stage;
  readonly standing: Standing;
  /** What is known, in Markdown. */
  readonly words: string;
  /** Where it stands. Empty where nothing answers it. */
  readonly places: readonly Place[];
  /** Details, each with its place. */
  readonly more: readonly { readonly words: string; readonly place?: Place | undefined }[];
}

export interface Checklist {
  readonly role: ResolvedRole;
  /** Absent where the role does not say: then it is held to the last stage, since nothing holds it to less. */
  readonly stage: Stage | undefined;
  readonly score: Score;
  readonly answers: readonly Answer[];
  /** Required at the role's stage, and not answered or not enough. */
  readonly missing: readonly Answer[];
  /** The stage after it with what would still be missing there; undefined at the last one. */
  readonly next?: { readonly stage: Stage; readonly missing: readonly Answer[] };
}

/** The deployment review of a role, answered as far as anything here answers it. */
export function checklistOf(snapshot: Snapshot, role: ResolvedRole, options: AnalysisOptions): Checklist {
  const { source, stage: said } = role.role;
  const score = scoreOf(role, snapshot.now);
  const known: Known = {
    snapshot,
    options,
    score,
    place: (span) => (span ? [{ source, span }] : []),
  };
  const answers = QUESTIONS.map(
    ({ ask, ...question }): Answer => ({ places: [], more: [], ...ask(role, known), ...question }),
  );
  const stage = said?.value;
  const missingAt = (at: Stage) =>
    answers.filter(
      ({ from, standing }) =>
        STAGES.indexOf(from) <= STAGES.indexOf(at) && (standing === 'none' || standing === 'short'),
    );
  const held = stage ?? 'autonomous';
  const next = STAGES[STAGES.indexOf(held) + 1];
  return {
    role,
    stage,
    score,
    answers,
    missing: missingAt(held),
    ...(next ? { next: { stage: next, missing: missingAt(next) } } : {}),
  };
}

/** How many of the questions that a stage requires are answered. */
export function requiredAt({ answers }: Checklist, stage: Stage): readonly Answer[] {
  return answers.filter(({ from }) => STAGES.indexOf(from) <= STAGES.indexOf(stage));
}
