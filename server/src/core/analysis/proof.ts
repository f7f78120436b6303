import { after, decide } from '../decide/decide.ts';
import { freshRun, type RunState } from '../decide/run-state.ts';
import type { Finding } from '../finding.ts';
import type { Rule } from '../model/manifest.ts';
import { type Presence, presenceOf } from '../workspace/presence.ts';
import type { ResolvedRole, Snapshot } from '../workspace/workspace.ts';
import { contextOf } from './context.ts';
import type { CommandEntry } from './data/commands/entry.ts';

/** What stands behind a witness, for those who want to check it. */
export interface Proof {
  /** For each step the rule that decides it; undefined where none does. */
  readonly decidedBy: readonly (Rule | undefined)[];
  /** For each step whether the file that it touches is there; undefined for a step that touches none. */
  readonly files: readonly (Presence | undefined)[];
  /** What is known of the commands in it. */
  readonly commands: readonly CommandEntry[];
}

/** The proof of a finding that has a witness; undefined for any other. */
export function proofOf(snapshot: Snapshot, finding: Finding): Proof | undefined {
  const { witness } = finding;
  const role = witness && roleOf(snapshot, finding, witness.role);
  if (!witness || !role) return undefined;
  let state: RunState = { ...freshRun(snapshot.now), approval: 'none' };
  const decidedBy = witness.steps.map(({ action }) => {
    const decision = decide(role, action, state);
    state = after(role, action, decision, state);
    return decision.rules[0];
  });
  const lines = new Set(witness.steps.flatMap(({ action }) => (action.verb === 'run' ? [action.value] : [])));
  const context = contextOf(role, snapshot.now);
  const reached = lines.size === 0 ? [] : [...context.reached, ...context.inherited];
  const commands = reached.filter(({ line }) => lines.has(line)).map(({ entry }) => entry);
  const files = witness.steps.map(({ action }) => presenceOf(snapshot.facts.files, action));
  return { decidedBy, files, commands: [...new Set(commands)] };
}

function roleOf(snapshot: Snapshot, { source }: Finding, name: string): ResolvedRole | undefined {
  const own = snapshot.sources.find((read) => read.source === source)?.manifest;
  return own?.kind === 'AgentRole' && (own.name?.value ?? '') === name ? snapshot.resolve(own) : snapshot.role(name);
}
