import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import type { Action, Json } from '../../server/src/core/decide/action.ts';
import { readAction } from '../../server/src/core/decide/action-json.ts';
import { after, decide } from '../../server/src/core/decide/decide.ts';
import type { Decision } from '../../server/src/core/decide/decision.ts';
import { freshRun, type RunState } from '../../server/src/core/decide/run-state.ts';
import type { Effect, Rule } from '../../server/src/core/model/manifest.ts';
import type { ResolvedRole } from '../../server/src/core/workspace/workspace.ts';
import { TEST_NOW, workspaceOf } from '../support/workspace.ts';

/**
 * The decision tables beside this file are the definition of what rules mean. A table has manifests and cases; a case
 * is an action and what is decided about it:
 *
 *   action      in the JSON that `bailiwick decide` takes, or a text such as `read src/app.ts` for actions without more
 *   decision    allow, ask or deny
 *   reason      the reason code
 *   rules       the determining rules, each as `effect verb pattern, pattern`
 *   nearest     the nearest miss: `pattern: words`
 *   words       the whole sentence
 *   parts       of a command line, in the order in which they run: `decision: verb value`
 *   unparsed    a part of the reason why a line is not understood
 *   at          the moment; the table's own where a case has none
 *   role        the role that acts; the table's first where a case has none
 *   state       revoked: [names], approval: granted | refused | none, after: [actions that the run has taken before]
 */
interface Table {
  readonly about: string;
  readonly at?: string;
  readonly manifests: string | Readonly<Record<string, string>>;
  readonly cases: readonly Case[];
}

interface Case {
  readonly action: string | Readonly<Record<string, Json>>;
  readonly decision: Effect;
  readonly reason?: string;
  readonly rules?: readonly string[];
  readonly nearest?: string | null;
  readonly words?: string;
  readonly parts?: readonly string[];
  readonly unparsed?: string;
  readonly obligations?: readonly string[];
  readonly at?: string;
  readonly role?: string;
  readonly state?: {
    readonly revoked?: readonly string[];
    readonly approval?: 'granted' | 'refused' | 'none';
    readonly after?: readonly (Case['action'] | { readonly wait: string })[];
  };
}

const KEYS = new Set(
  'action decision reason rules nearest words parts unparsed obligations at role state because'.split(' '),
);

const directory = 'test/decide';

for (const file of readdirSync(directory).filter((name) => name.endsWith('.yaml'))) {
  const tables = readTables(readFileSync(`${directory}/${file}`, 'utf8'));
  describe(file, () => {
    for (const table of tables) {
      describe(table.about, () => {
        const { snapshot } = workspaceOf(
          typeof table.manifests === 'string' ? { 'a.agent-role.yaml': table.manifests } : table.manifests,
          { now: timeOf(table.at) },
        );
        const problems = snapshot.sources
          .flatMap((source) => source.findings)
          .filter((each) => each.severity === 'error');
        test('its manifests have no errors', () =>
          assert.deepEqual(
            problems.map((each) => each.message),
            [],
          ));
        for (const row of table.cases) {
          test(titleOf(row), () => checkCase(snapshot, table, row));
        }
      });
    }
  });
}

function checkCase(snapshot: ReturnType<typeof workspaceOf>['snapshot'], table: Table, row: Case): void {
  assert.deepEqual(
    Object.keys(row).filter((key) => !KEYS.has(key)),
    [],
    'unknown keys in the case',
  );
  const role = snapshot.role(row.role ?? [...snapshot.roles.keys()][0] ?? '');
  assert(role, 'the table has no such role');
  const state = stateOf(role, row, timeOf(row.at ?? table.at));
  const decision = decide(role, actionOf(row.action), state);
  const expected = Object.fromEntries(
    Object.entries({
      decision: row.decision,
      reason: row.reason,
      rules: row.rules && [...row.rules].sort(),
      nearest: row.nearest,
      words: row.words,
      parts: row.parts,
      obligations: row.obligations,
    }).filter(([, value]) => value !== undefined),
  );
  const shown = show(decision);
  const actual = Object.fromEntries(Object.entries(shown).filter(([key]) => key in expected));
  assert.deepEqual(actual, expected, `${titleOf(row)}\n${JSON.stringify(shown, undefined, 2)}`);
  if (row.unparsed !== undefined) {
    assert.equal(decision.reason, 'unparsed-command', JSON.stringify(shown));
    assert(decision.words.includes(row.unparsed), `"${decision.words}" should say "${row.unparsed}"`);
  }
}

function show(decision: Decision): Record<string, unknown> {
  return {
    decision: decision.decision,
    reason: decision.reason,
    rules: decision.rules.map(ruleText).sort(),
    nearest: decision.nearest ? `${decision.nearest.pattern}: ${decision.nearest.words}` : null,
    words: decision.words,
    parts: decision.parts?.map((part) => `${part.decision.decision}: ${part.action.verb} ${part.action.value}`),
    obligations: decision.obligations.map((each) =>
      each.kind === 'limit' || each.kind === 'budget'
        ? `${each.kind} ${each.used} of ${each.of} per ${each.per}`
        : each.kind === 'record'
          ? `record ${each.what.join(', ')}`
          : 'approval',
    ),
  };
}

function ruleText(rule: Rule): string {
  const patterns = rule.patterns.map((pattern) => (pattern.negated ? `!${pattern.text}` : pattern.text));
  return `${rule.effect} ${rule.verb} ${patterns.join(', ')}`;
}

function actionOf(written: Case['action']): Action {
  const space = typeof written === 'string' ? written.indexOf(' ') : 0;
  const json = typeof written === 'string' ? { [written.slice(0, space)]: written.slice(space + 1) } : written;
  const read = readAction(json);
  assert('action' in read, `not an action: ${JSON.stringify(json)}: ${'problem' in read ? read.problem : ''}`);
  return read.action;
}

function stateOf(role: ResolvedRole, row: Case, at: number): RunState {
  const steps = row.state?.after ?? [];
  const waits = steps.reduce<number>((sum, step) => sum + waitOf(step), 0);
  let state: RunState = { ...freshRun(at - waits), revoked: new Set(row.state?.revoked) };
  for (const step of steps) {
    const wait = waitOf(step);
    if (wait > 0) {
      state = { ...state, at: state.at + wait };
      continue;
    }
    const action = actionOf(step as Case['action']);
    const asked = { ...state, approval: 'granted' } as const;
    state = after(role, action, decide(role, action, asked), state);
  }
  return row.state?.approval ? { ...state, approval: row.state.approval } : state;
}

function waitOf(step: unknown): number {
  const text = typeof step === 'object' && step !== null && 'wait' in step ? String(step.wait) : '';
  const unit = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[text.slice(-1)] ?? 0;
  return unit === 0 ? 0 : Number.parseInt(text, 10) * unit;
}

function readTables(text: string): readonly Table[] {
  const read = parse(text) as Table | readonly Table[];
  return Array.isArray(read) ? read : [read as Table];
}

function timeOf(at: string | undefined): number {
  return at === undefined ? TEST_NOW : Date.parse(at);
}

function titleOf(row: Case): string {
  const action = typeof row.action === 'string' ? row.action : JSON.stringify(row.action);
  const state = row.state ? ` ${JSON.stringify(row.state)}` : '';
  return `${row.role ? `${row.role}: ` : ''}${action}${row.at ? ` at ${row.at}` : ''}${state} → ${row.decision}`;
}
