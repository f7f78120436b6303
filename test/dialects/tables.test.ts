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
 *     call         `{Tool: {input}}`, or `{Bash: command}` and the like for tools with one usual word; or `Tool: command`
 *     action       an action in our own verbs
 *     mode         the mode; the one in force where there is none
 *     decision     allow, ask or deny
 *     rules        the texts of the rules that decide
 *     documented   false where the documentation leaves it open; true where there is none
 *     enforcer     who holds it, where that is asked
 *     near         the texts of rules that came close
 *     words        a part of the sentence
 *     parts        of a command line: `decision: text`
 *     principal    whose policy decides, where it is not the table's
 *     because      for the reader
 *     source       the page that says so
 *   dead      every rule that does nothing, where the table lists them: `rule` (its text), `state`, a part of `why`, `instead`
 *   findings  what reading finds, where the table lists it: `rule-id: part of the message`
 */
interface Table {
  readonly about: string;
  readonly source?: string;
  readonly files: Readonly<Record<string, unknown>>;
  readonly paths?: readonly string[];
  readonly principal?: string;
  readonly cases?: readonly Row[];
  readonly dead?: readonly Dead[];
  readonly findings?: readonly string[];
}

interface Dead {
  readonly rule: string;
  readonly state: string;
  readonly why?: string;
  readonly instead?: string;
}

interface Row {
  readonly call?: string | Readonly<Record<string, string | ToolCall['input']>>;
  readonly action?: unknown;
  readonly mode?: string;
  readonly decision: Effect;
  readonly rules?: readonly string[];
  readonly documented?: boolean;
  readonly enforcer?: string;
  readonly near?: readonly string[];
  readonly source?: string;
  readonly words?: string;
  readonly parts?: readonly string[];
  readonly principal?: string;
  readonly because?: string;
}

const KEYS = new Set(
  'call action mode decision rules documented enforcer near source words parts principal because'.split(' '),
);

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
  bash: 'command',
  shell: 'command',
  read: 'filePath',
  edit: 'filePath',
  write: 'filePath',
  webfetch: 'url',
  task: 'subagent_type',
  subagent: 'subagent_type',
  Shell: 'command',
  'web-fetch': 'url',
  run_in_terminal: 'command',
  create_file: 'filePath',
  replace_string_in_file: 'filePath',
};

for (const { id, title } of DIALECTS) {
  const directory = `test/dialects/${id}`;
  const names = existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith('.yaml')) : [];
  for (const name of names) {
    describe(`${title}: ${name}`, () => {
      for (const table of parse(readFileSync(`${directory}/${name}`, 'utf8')) as readonly Table[]) {
        describe(table.about, () => {
          const snapshot = snapshotOf(table);
          const roleFor = (principal: string | undefined) =>
            principal === undefined ? snapshot.foreign.principals[0] : snapshot.foreign.principal(principal);
          for (const row of table.cases ?? []) {
            test(titleOf(row), () => checkRow(table, roleFor(row.principal ?? table.principal), row));
          }
          if (table.dead) test('rules that do nothing', () => checkDead(snapshot, table.dead ?? []));
          if (table.findings) test('what reading finds', () => checkFindings(snapshot, table.findings ?? []));
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
    ...(row.parts ? { parts: decision.parts?.map((part) => `${part.decision.decision}: ${part.text}`) } : {}),
  };
  const expected = {
    decision: row.decision,
    documented: row.documented ?? true,
    ...(row.rules ? { rules: row.rules } : {}),
    ...(row.enforcer ? { enforcer: row.enforcer } : {}),
    ...(row.near ? { near: row.near } : {}),
    ...(row.parts ? { parts: row.parts } : {}),
  };
  assert.deepEqual(actual, expected, `${decision.words}\n${JSON.stringify(actual, undefined, 2)}`);
  if (row.words !== undefined) assert(decision.words.includes(row.words), decision.words);
}

function checkDead(snapshot: Snapshot, dead: readonly Dead[]): void {
  const rules = new Set(snapshot.foreign.principals.flatMap((role) => role.role.foreign?.rules ?? []));
  const found = [...rules].flatMap(({ text, liveness }) =>
    liveness.state === 'live'
      ? []
      : [{ rule: text, state: liveness.state, why: liveness.why, instead: liveness.instead }],
  );
  const shown = JSON.stringify(found, undefined, 2);
  assert.equal(found.length, dead.length, shown);
  for (const { rule, state, why, instead } of dead) {
    const same = found.find((each) => each.rule === rule && each.state === state);
    assert(same, `${rule}: ${state}\n${shown}`);
    if (why !== undefined) assert(same.why.includes(why), shown);
    if (instead !== undefined) assert.equal(same.instead, instead);
  }
}

function checkFindings(snapshot: Snapshot, wanted: readonly string[]): void {
  const found = snapshot.foreign.files.flatMap(({ source }) => snapshot.foreign.findingsOf(source));
  const lines = found.map(({ rule, message }) => `${rule}: ${message}`);
  assert.equal(lines.length, wanted.length, lines.join('\n'));
  for (const each of wanted) {
    const colon = each.indexOf(': ');
    const [rule, part] = [each.slice(0, colon), each.slice(colon + 2)];
    assert(
      lines.some((line) => line.startsWith(`${rule}: `) && line.includes(part)),
      `${each}\n${lines.join('\n')}`,
    );
  }
}

function actionOf(json: unknown) {
  const read = readAction(json);
  if ('problem' in read) throw new Error(read.problem);
  return read.action;
}

function callOf(call: NonNullable<Row['call']>): ToolCall {
  const colon = typeof call === 'string' ? call.indexOf(': ') : 0;
  const [tool, input] =
    typeof call === 'string' ? [call.slice(0, colon), call.slice(colon + 2)] : Object.entries(call)[0]!;
  if (typeof input === 'object') return { tool, input };
  return { tool, input: { [WORD[tool] ?? 'input']: input } };
}
