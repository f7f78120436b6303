import type { Action } from '../decide/action.ts';
import { after, decide } from '../decide/decide.ts';
import type { Decision } from '../decide/decision.ts';
import { freshRun, type RunState } from '../decide/run-state.ts';
import type { Witness } from '../finding.ts';
import type { ActionStep, Effect, Scenario } from '../model/manifest.ts';
import type { ResolvedRole, Snapshot } from '../workspace/workspace.ts';
import { enforce, meetsExpectation } from './enforce.ts';
import { limitsAfter } from './limits.ts';
import { originsOf } from './provenance.ts';
import { leavingOf, nothingRead, type Readings, readBy } from './readings.ts';
import type { Run, StepResult } from './run.ts';

/**
 * Runs a scenario, step by step, from its own moment (`at`; the snapshot's, where it has none). An action takes no
 * time: the clock is moved by `wait` and by nothing else, so that what a scenario says about expiry and windows does
 * not depend on how many steps stand before it. A step whose role is missing is denied with `unresolved-role`, and
 * fails whatever it expects.
 */
export function simulate(snapshot: Snapshot, scenario: Scenario): Run {
  const began = scenario.at?.value ?? snapshot.now;
  const name = scenario.role?.value ?? '';
  const role = name === '' ? undefined : snapshot.role(name);
  const problems: string[] = [];
  if (name === '') problems.push('The scenario does not say which role runs it');
  else if (role === undefined) problems.push(`No role is called ${name}`);
  const missing = new Set<string>();

  let state = freshRun(began);
  let readings = nothingRead;
  const delegated: Delegated = new Map();
  const steps: StepResult[] = [];

  for (const step of scenario.steps) {
    const number = steps.length + 1;
    const place = { source: scenario.source, span: step.span };
    const base = { number, at: state.at, step, place, role: name, failed: false, seen: readings.seen };
    if (step.kind === 'wait') {
      steps.push({ ...base, kind: 'wait', duration: step.duration.value });
      state = { ...state, at: state.at + step.duration.value };
      continue;
    }
    if (step.kind === 'revoke') {
      state = { ...state, revoked: new Set([...state.revoked, step.target.value]) };
      steps.push({ ...base, kind: 'revoke', target: step.target.value });
      continue;
    }

    const actor = step.as?.value ?? name;
    const acting = actor === name ? role : snapshot.role(actor);
    if (acting === undefined && actor !== name && !missing.has(actor)) {
      missing.add(actor);
      problems.push(`No role is called ${actor}`);
    }
    const action = actionOf(step, acting, readings);
    state = { ...state, approval: step.approve?.value ?? 'none' };
    const decision =
      undelegated(name, actor, delegated, state) ??
      (acting === undefined ? unresolved(actor) : decide(acting, action, state));
    const approval = decision.decision === 'ask' ? state.approval : undefined;
    const enforced = enforce(decision, acting);
    const expected = step.expect?.value;
    const expectedReason = step.because?.value;
    const through = actor === name ? undefined : delegated.get(actor)?.step;

    if (acting !== undefined) state = after(acting, action, decision, state);
    const limits = acting !== undefined && enforced === 'allowed' ? limitsAfter(acting, decision, state) : [];
    if (enforced === 'allowed' && action.verb === 'delegate') delegated.set(action.value, { by: actor, step: number });
    const leaving = leavingOf(readings, acting, action);
    if (enforced === 'allowed') readings = readBy(readings, number, acting, action, step);

    steps.push({
      ...base,
      kind: 'action',
      role: actor,
      action,
      decision,
      enforced,
      seen: readings.seen,
      failed: acting === undefined ? true : !meetsExpectation(decision, enforced, expected, expectedReason),
      ...(approval === undefined ? {} : { approval }),
      ...(expected === undefined ? {} : { expected }),
      ...(expectedReason === undefined ? {} : { expectedReason }),
      ...(leaving.length === 0 ? {} : { leaving }),
      ...(limits.length === 0 ? {} : { limits }),
      ...(through === undefined ? {} : { through }),
    });
  }

  return {
    role: name,
    kind: 'simulated',
    scenario,
    title: scenario.name?.value ?? titleOf(scenario.source.uri),
    began,
    steps,
    problems,
    ...(role === undefined ? {} : { resolved: role }),
  };
}

/** Replays a witness from a fresh run at the snapshot's time. Its steps get no approvals and have to be decided exactly as they claim. */
export function replayWitness(snapshot: Snapshot, witness: Witness): Run {
  const role = snapshot.role(witness.role);
  let state: RunState = { ...freshRun(snapshot.now), approval: 'none' };
  let readings = nothingRead;
  const delegated: Delegated = new Map();
  const steps = witness.steps.map(({ action, expect, as: actor = witness.role }, index): StepResult => {
    const acting = actor === witness.role ? role : snapshot.role(actor);
    const decision =
      undelegated(witness.role, actor, delegated, state) ??
      (acting === undefined ? unresolved(actor) : decide(acting, action, state));
    const enforced = enforce(decision, acting);
    const leaving = leavingOf(readings, acting, action);
    const through = actor === witness.role ? undefined : delegated.get(actor)?.step;
    if (acting !== undefined) state = after(acting, action, decision, state);
    if (enforced === 'allowed') readings = readBy(readings, index + 1, acting, action);
    if (enforced === 'allowed' && action.verb === 'delegate')
      delegated.set(action.value, { by: actor, step: index + 1 });
    return {
      number: index + 1,
      at: state.at,
      kind: 'action',
      role: actor,
      action,
      decision,
      enforced,
      expected: expect,
      failed: acting === undefined || decision.decision !== expect,
      seen: readings.seen,
      ...(through === undefined ? {} : { through }),
      ...(decision.decision === 'ask' ? { approval: 'none' } : {}),
      ...(leaving.length === 0 ? {} : { leaving }),
    };
  });
  return {
    role: witness.role,
    kind: 'witness',
    title: `What ${witness.role} can do`,
    began: snapshot.now,
    steps,
    problems: role === undefined ? [`No role is called ${witness.role}`] : [],
    ...(role === undefined ? {} : { resolved: role }),
  };
}

/** True when every step of the witness is decided as it claims. A witness without steps proves nothing. */
export function confirms(snapshot: Snapshot, witness: Witness): boolean {
  return witness.steps.length > 0 && replayWitness(snapshot, witness).steps.every((step) => !step.failed);
}

function actionOf(step: ActionStep, role: ResolvedRole | undefined, readings: Readings): Action {
  const args = step.with?.value;
  const declared = new Map(step.origins.map(({ argument, origins }) => [argument.value, origins]));
  const origins = originsOf(args, declared, role, readings);
  const spends = step.spends?.value;
  const context = { ...(origins === undefined ? {} : { origins }), ...(spends === undefined ? {} : { spends }) };
  return {
    verb: step.verb,
    value: step.value.value,
    ...(step.method === undefined ? {} : { method: step.method.value }),
    ...(args === undefined ? {} : { with: args }),
    ...(Object.keys(context).length === 0 ? {} : { context }),
  };
}

/** For each role that work was handed to: by whom, and at which step. */
type Delegated = Map<string, { readonly by: string; readonly step: number }>;

/**
 * A delegate acts on authority that was handed to it: somebody must have delegated to it in this run, and whoever did
 * must not have been revoked since.
 */
function undelegated(principal: string, actor: string, delegated: Delegated, state: RunState): Decision | undefined {
  const passed = new Set<string>();
  for (let current = actor; current !== principal && !passed.has(current); ) {
    passed.add(current);
    const link = delegated.get(current);
    if (link === undefined) return denial('invalid-action', `no step before this one delegates to ${current}`);
    if (state.revoked.has(link.by)) return denial('revoked', `${link.by}, for which ${current} acts, has been revoked`);
    current = link.by;
  }
  return undefined;
}

function unresolved(name: string): Decision {
  return denial('unresolved-role', name === '' ? 'no role is named' : `no role is called ${name}`);
}

function denial(reason: Decision['reason'], words: string): Decision {
  const decision: Effect = 'deny';
  return { decision, reason, rules: [], obligations: [], words };
}

function titleOf(uri: string): string {
  const file = uri.slice(uri.lastIndexOf('/') + 1);
  return file.replace(/\.scenario\.(ya?ml|json)$/, '');
}
