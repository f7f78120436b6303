import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { readAction } from '../../server/src/core/decide/action-json.ts';
import { decide } from '../../server/src/core/decide/decide.ts';
import { decideCallOf } from '../../server/src/core/decide/decide-foreign.ts';
import { freshRun } from '../../server/src/core/decide/run-state.ts';
import type { Layer, ToolCall } from '../../server/src/core/dialects/dialect.ts';
import { DIALECTS } from '../../server/src/core/dialects/index.ts';
import type { Effect } from '../../server/src/core/model/manifest.ts';
import { createHost, factsOf } from '../../server/src/core/workspace/host.ts';
import type { ResolvedRole, Snapshot } from '../../server/src/core/workspace/workspace.ts';
import { TEST_NOW, uriOf } from '../support/workspace.ts';

/**
 * The tables in the directory of a dialect say what its tool decides, each with the documentation that says so:
 *
 *   about     what the table is about
 *   source    the page, for every row that has none of its own
 *   files     path to text, or to an object that is written as JSON; `user:PATH` and `managed:PATH` are other layers
 *   paths     further files of the workspace
 *   principal whose policy decides; the first one where there is none
 *   cases     each with
 *     call         `{Tool: {input}}`, or `{Bash: command}` and the like for tools with one usual word
 *     action       an action in our own verbs
 *     mode         the mode; the one in force where there is none
 *     decision     allow, ask or deny
 *     rules        the texts of the rules that decide
 *     documented   false where the documentation leaves it open; true where there is none
 *     enforcer     who holds it, where that is asked
 *     near         the texts of rules that came close
 *     source       the page that says so
 */
interface Table {
  readonly about: string;
  readonly source?: string;
  readonly files: Readonly<Record<string, unknown>>;
  readonly paths?: readonly string[];
  readonly principal?: string;
  readonly cases: readonly Row[];
}

interface Row {
  readonly call?: Readonly<Record<string, string | ToolCall['input']>>;
  readonly action?: unknown;
  readonly mode?: string;
  readonly decision: Effect;
  readonly rules?: readonly string[];
  readonly documented?: boolean;
  readonly enforcer?: string;
  readonly near?: readonly string[];
  readonly source?: string;
}

const KEYS = new Set(['call', 'action', 'mode', 'decision', 'rules', 'documented', 'enforcer', 'near', 'source']);

/** The usual word of a tool's input. */
const WORD: Readonly<Record<string, string>> = {
  Bash: 'command',
  PowerShell: 'command',
  Monitor: 'command',
  Read: 'file_path',
  Edit: 'file_path',
  Write: 'file_path',
  NotebookEdit: 'notebook_path',
  Grep: 'path',
  Glob: 'path',
  WebFetch: 'url',
  Agent: 'subagent_type',
  Skill: 'skill',
};

for (const { id, title } of DIALECTS) {
  const directory = `test/dialects/${id}`;
  const names = existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith('.yaml')) : [];
  for (const name of names) {
    describe(`${title}: ${name}`, () => {
      for (const table of parse(readFileSync(`${directory}/${name}`, 'utf8')) as readonly Table[]) {
        describe(table.about, () => {
          const snapshot = snapshotOf(table);
          const role = table.principal === undefined ? snapshot.foreign.principals[0] : snapshot.role(table.principal);
          for (const row of table.cases) test(titleOf(row), () => checkRow(table, role, row));
        });
      }
    });
  }
}

function snapshotOf({ files, paths = [] }: Table): Snapshot {
  const host = createHost();
  for (const [key, content] of Object.entries(files)) {
    const layered = /^(user|managed):(.*)$/.exec(key);
    const path = layered?.[2] ?? key;
    const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
    host.setForeign({ uri: uriOf(key), text }, path, layered?.[1] as Layer | undefined);
  }
  host.setFacts(factsOf([...Object.keys(files), ...paths]));
  return host.snapshot(TEST_NOW);
}

function titleOf({ call, action, mode, decision }: Row): string {
  return `${JSON.stringify(call ?? action)}${mode === undefined ? '' : ` in ${mode}`}: ${decision}`;
}

function checkRow(table: Table, role: ResolvedRole | undefined, row: Row): void {
  assert(role, 'there is no such principal');
  for (const key of Object.keys(row)) assert(KEYS.has(key), `${key} is no key of a row`);
  assert(row.source ?? table.source, 'no documentation is named');
  const state = { ...freshRun(TEST_NOW), ...(row.mode === undefined ? {} : { mode: row.mode }) };
  const decision =
    row.call === undefined
      ? decide(role, actionOf(row.action), state)
      : decideCallOf(role, role.role.foreign!, callOf(row.call), state);
  const texts = decision.rules.map((rule) => rule.foreign?.text ?? '');
  const actual = {
    decision: decision.decision,
    documented: decision.foreign?.documented,
    ...(row.rules ? { rules: texts } : {}),
    ...(row.enforcer ? { enforcer: decision.foreign?.enforcer } : {}),
    ...(row.near ? { near: decision.foreign?.near.map(({ rule }) => rule.foreign?.text) } : {}),
  };
  const expected = {
    decision: row.decision,
    documented: row.documented ?? true,
    ...(row.rules ? { rules: row.rules } : {}),
    ...(row.enforcer ? { enforcer: row.enforcer } : {}),
    ...(row.near ? { near: row.near } : {}),
  };
  assert.deepEqual(actual, expected, decision.words);
}

function actionOf(json: unknown) {
  const read = readAction(json);
  if ('problem' in read) throw new Error(read.problem);
  return read.action;
}

function callOf(call: NonNullable<Row['call']>): ToolCall {
  const [tool, input] = Object.entries(call)[0]!;
  if (typeof input === 'object') return { tool, input };
  return { tool, input: { [WORD[tool] ?? 'input']: input } };
}
