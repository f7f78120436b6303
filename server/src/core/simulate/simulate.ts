import type { Witness } from '../finding.ts';
import type { Scenario } from '../model/manifest.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import type { Run } from './run.ts';

export function simulate(snapshot: Snapshot, scenario: Scenario): Run {
  throw new Error(`stub ${snapshot.now} ${scenario.kind}`);
}

/** Replays a witness from a fresh run at the snapshot's time. */
export function replayWitness(snapshot: Snapshot, witness: Witness): Run {
  throw new Error(`stub ${snapshot.now} ${witness.role}`);
}

/** True when every step of the witness is decided as it claims. */
export function confirms(snapshot: Snapshot, witness: Witness): boolean {
  return replayWitness(snapshot, witness).steps.every((step) => !step.failed);
}
