import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Action, Json } from '../../server/src/core/decide/action.ts';
import { decide } from '../../server/src/core/decide/decide.ts';
import { freshRun } from '../../server/src/core/decide/run-state.ts';
import { BUILT_IN_RULES } from '../../server/src/core/dialects/gemini/builtins.ts';
import { callsFor } from '../../server/src/core/dialects/gemini/calls.ts';
import { Engine } from '../../server/src/core/dialects/gemini/decide.ts';
import { refusedPath } from '../../server/src/core/dialects/gemini/file-access.ts';
import { engineRulesOf } from '../../server/src/core/dialects/gemini/lower.ts';
import { readPolicyFile } from '../../server/src/core/dialects/gemini/policy-file.ts';
import type { Mode } from '../../server/src/core/dialects/gemini/rule.ts';
import { edgeActions } from '../../server/src/core/export/compare.ts';
import { exportRole } from '../../server/src/core/export/export-role.ts';
import { GEMINI } from '../../server/src/core/export/gemini.ts';
import { ROLES, roles, roleText } from '../export/roles.ts';
import { roleOf, TEST_NOW } from '../support/workspace.ts';
import { gemini, geminiEngine, startedEngine } from './gemini-engine.ts';

/** What our reading decides, against Gemini CLI's own loader and policy engine. */
const RUNS = Number(process.env.BAILIWICK_ORACLE_RUNS ?? 1);
const EFFECTS = { allow: 'allow', ask_user: 'ask', deny: 'deny' } as const;

interface Call {
  readonly name: string;
  readonly args: { readonly [key: string]: Json };
  readonly annotations?: Readonly<Record<string, Json>>;
  readonly subagent?: string;
}

const MODES: readonly Mode[] = ['default', 'autoEdit', 'yolo', 'plan'];
const one = fc.constantFrom;
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

const toolName = one(
  ...['run_shell_command', 'run_shell_command', 'run_shell_command', 'write_file', 'replace', 'read_file', 'web_fetch'],
  ...[
    '*',
    'mcp_*',
    'mcp_git_*',
    'mcp_my_srv_*',
    'mcp_*_get',
    'mcp_git_get',
    'get',
    'search_file_content',
    'grep_search',
  ],
  ...['invoke_agent', 'helper', 'read_*', 'ask_user', 'mcp_my_srv_get', 'git__get', 'update_thing', ''],
);
const prefix = one(
  'git',
  'git status',
  'git ',
  'ls',
  'rm',
  'rm -rf',
  'npm run',
  'echo',
  '',
  'bash',
  'bash -c',
  'A=1',
  'cat "a',
  '[',
);
const regex = one(
  ...[
    'git (status|log)',
    'rm.*',
    '^rm',
    'ls$',
    '.*',
    'npm\\\\b',
    '(a+)+',
    'git(?! push)',
    '[',
    'echo [^;&|]*"',
    'git',
    '',
  ],
);
const argsPattern = one(
  ...[
    '"command":"git',
    '"file_path":"src/',
    '\\\\x00"file_path":"src/[^"]*"\\\\x00',
    '^\\\\{',
    '"agent_name":"helper"',
    '(x*)*',
  ],
  ...['"command": "git', 'src', 'a{2}b', '"n":\\\\d+', '}$', '\\\\bls\\\\b'],
);
const quote = (text: string) => JSON.stringify(text.replaceAll('\\\\', '\\'));

const lines = fc
  .record({
    toolName: fc.oneof(
      { weight: 8, arbitrary: toolName.map(quote) },
      { weight: 1, arbitrary: one('["run_shell_command", "write_file"]', '["replace"]', '[]', '3') },
    ),
    mcpName: maybe(fc.oneof({ weight: 3, arbitrary: one('"git"', '"my_srv"', '"*"') }, one('""'))),
    subagent: maybe(one('"helper"', '"other"')),
    commandPrefix: maybe(
      fc.oneof(
        { weight: 5, arbitrary: prefix.map(quote) },
        fc.array(prefix, { maxLength: 3 }).map((all) => `[${all.map(quote).join(', ')}]`),
      ),
    ),
    commandRegex: maybe(regex.map(quote)),
    argsPattern: maybe(argsPattern.map(quote)),
    decision: fc.oneof({ weight: 60, arbitrary: one('"allow"', '"deny"', '"ask_user"') }, one('"ask"', 'true')),
    priority: fc.oneof(
      { weight: 60, arbitrary: one('1', '10', '100', '100', '500', '950', '999', '0', '0x10', '1_0') },
      one('1000', '-1', '1.0', '1.5', '"1"'),
    ),
    modes: maybe(
      fc.oneof(
        { weight: 20, arbitrary: one('["default"]', '["yolo"]', '["plan", "default"]', '[]', '["autoEdit"]') },
        one('["auto_edit"]', '"yolo"', '["yolo", 1]'),
      ),
    ),
    interactive: maybe(fc.oneof({ weight: 20, arbitrary: one('true', 'false') }, one('"yes"'))),
    toolAnnotations: maybe(one('{ readOnlyHint = true }', '{}', '{ readOnlyHint = false, x = 1 }', '{ x = [1] }')),
    allowRedirection: maybe(one('true', 'false')),
    allow_redirection: maybe(one('true')),
    denyMessage: maybe(one('"no"')),
    extra: maybe(one('1')),
  })
  .map((rule) => {
    // Most rules say something about few things.
    const keys = Object.entries(rule).filter(([, value]) => value !== undefined);
    return ['[[rule]]', ...keys.map(([key, value]) => `${key} = ${value}`)].join('\n');
  });
const sparse = fc
  .record({
    tool: one(
      '"run_shell_command"',
      '"*"',
      '"write_file"',
      '"mcp_git_*"',
      '["write_file", "replace"]',
      '"invoke_agent"',
      '"helper"',
    ),
    about: fc.oneof(
      prefix.map((text) => `commandPrefix = ${quote(text)}`),
      regex.map((text) => `commandRegex = ${quote(text)}`),
      argsPattern.map((text) => `argsPattern = ${quote(text)}`),
      one('', '', 'mcpName = "git"', 'modes = ["yolo", "default"]', 'interactive = true', 'allowRedirection = true'),
    ),
    decision: one('"allow"', '"allow"', '"deny"', '"ask_user"'),
    priority: one(1, 100, 200, 999),
  })
  .map(({ tool, about, decision, priority }) =>
    ['[[rule]]', `toolName = ${tool}`, about, `decision = ${decision}`, `priority = ${priority}`]
      .filter(Boolean)
      .join('\n'),
  );
const files = fc
  .array(
    fc
      .array(fc.oneof({ weight: 6, arbitrary: sparse }, { weight: 1, arbitrary: lines }), {
        minLength: 1,
        maxLength: 5,
      })
      .map((rules) => `${rules.join('\n\n')}\n`),
    { maxLength: 2 },
  )
  .map((texts) => Object.fromEntries(texts.map((text, index) => [`${'ab'[index]}.toml`, text])));

const simple = one(
  ...[
    'git status',
    'git push origin',
    'ls',
    'ls -la src',
    'rm x',
    'rm -rf x',
    'npm run build',
    'echo hi',
    'gitk',
    'git',
    'cat ../x',
  ],
  ...[
    'cat /etc/passwd',
    'find . -name x',
    'find . -delete',
    'sudo rm -f x',
    'git -c a=b log',
    'git branch -d x',
    'git branch -a',
    'ln -s a b',
  ],
  ...[
    'A=1 ls',
    'A=1',
    'export A=1',
    '[ -f x ]',
    '[[ -f x ]]',
    'cd src',
    'cd',
    'sed -n 1,3p x',
    'base64 -o y x',
    'grep -f ../x y',
    'ls # x',
  ],
  ...[
    'bash -c "git push"',
    "sh -c 'rm -rf x'",
    'bash -c "ls; rm x"',
    'bash -lc "ls"',
    '/bin/bash -c "git status && ls"',
    'bash -c "echo \\"a\\" $X"',
  ],
  ...[
    'echo "git status"',
    "echo 'a b'",
    'echo $(git push)',
    'echo `ls`',
    '(ls)',
    '{ ls; }',
    'if ls; then rm x; fi',
    'for a in b; do ls; done',
  ],
  ...[
    'diff <(ls) <(ls)',
    'cat <<< x',
    'cat "a',
    'echo ${x@P}',
    'subshell x',
    'unset A',
    'tail --lines=../x y',
    'head -n 3 x',
    'echo a*',
    '"ls" -l',
    '',
    ' ',
    ' ls ',
  ],
);
const command = fc.oneof(
  { weight: 3, arbitrary: simple },
  fc.tuple(simple, one(' && ', ' || ', '; ', ' | ', ' & ', '\n'), simple).map((parts) => parts.join('')),
  fc.tuple(simple, one(' > out', ' >> out', ' 2>&1', ' < in', ' 2> /dev/null')).map((parts) => parts.join('')),
  fc.tuple(simple, one(' && '), simple, one(' > out')).map((parts) => parts.join('')),
  fc.tuple(one('bash -c ', 'zsh -c '), simple).map(([shell, inner]) => `${shell}'${inner}'`),
);
const file = one(
  'src/a.ts',
  'package.json',
  'src/../Makefile',
  'a.md',
  'plans/x.md',
  './plans/x.md',
  '/tmp/.gemini/tmp/a/b/plans/x.md',
  'src/x.mk',
  'Dockerfile.dev',
  'package.json/',
  '.mk',
);
const call: fc.Arbitrary<Call> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(command, maybe(one('src', '..', '/tmp', '.', 'a/../..'))).map(([text, dir]) => ({
      name: 'run_shell_command',
      args: { command: text, ...(dir === undefined ? {} : { dir_path: dir }) },
    })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        one('write_file', 'replace', 'read_file', 'update_thing'),
        file,
        maybe(one('aab', 'src', 'x "command":"git y')),
      )
      .map(([name, file_path, content]) => ({
        name,
        args: { ...(content === undefined ? {} : { content }), file_path },
      })),
  },
  fc
    .tuple(
      one('mcp_git_get', 'mcp_git_save', 'mcp_my_srv_get', 'mcp__x', 'mcp_x', 'mcp_git_'),
      maybe(one<Readonly<Record<string, Json>>>({}, { readOnlyHint: true }, { readOnlyHint: false, x: 1 })),
    )
    .map(([name, annotations]) => ({
      name,
      args: { n: 3, a: { b: [1, null, 'x'], a: true } },
      annotations: annotations ?? {},
    })),
  one('helper', 'codebase_investigator', 'other').map((agent_name) => ({
    name: 'invoke_agent',
    args: { agent_name, prompt: 'x' },
  })),
  one(
    'grep_search',
    'search_file_content',
    'ask_user',
    'enter_plan_mode',
    'exit_plan_mode',
    'web_fetch',
    'discovered_tool_x',
    'unknown',
    'glob',
  ).map((name) => ({ name, args: {} })),
  one('src', '/tmp', '../x').map((path) => ({
    name: 'run_shell_command',
    args: { command: 'git status', additional_permissions: { fileSystem: { read: [path] } } },
  })),
  one('helper').map((subagent) => ({ name: 'write_file', args: { file_path: 'src/x' }, subagent })),
);

describe('Gemini CLI: policies', { skip: gemini.skip }, () => {
  let compared = 0;
  let doubtful = 0;

  async function check(
    texts: Readonly<Record<string, string>>,
    calls: readonly Call[],
    mode: Mode,
    interactive: boolean,
  ) {
    const ours = Object.entries(texts).map(([name, text]) => readPolicyFile({ uri: `file:///${name}`, text }));
    const rules = ours.flatMap((each) => each.rules.flatMap((rule) => engineRulesOf(rule, 4)));
    const refused = rules.some((rule) => rule.toolName === '' || rule.mcpName === '' || rule.subagent === '');
    if (refused) {
      await assert.rejects(startedEngine(texts, {}, mode, interactive), Object.values(texts).join('\n---\n'));
      return;
    }
    const errors = (await geminiEngine(texts)).errors as { errorType: string; fileName?: string }[];
    for (const [index, name] of Object.keys(texts).entries()) {
      const dropped = errors.some(
        (each) => each.fileName === name && ['toml_parse', 'schema_validation'].includes(each.errorType),
      );
      assert.equal(
        ours[index]!.dropped !== undefined,
        dropped,
        `${JSON.stringify(errors)}\n${ours[index]!.dropped?.why}\n${texts[name]}`,
      );
    }
    const engine = await startedEngine(texts, {}, mode, interactive);
    const mine = new Engine([...rules, ...BUILT_IN_RULES], []);
    for (const { name, args, annotations, subagent } of calls) {
      const theirs = EFFECTS[(await engine.check({ name, args }, undefined, annotations, subagent)).decision];
      const verdict = mine.decide(
        { tool: name, input: args },
        { mode, interactive, ...(annotations ? { annotations } : {}), ...(subagent === undefined ? {} : { subagent }) },
      );
      compared++;
      if (verdict.doubt !== undefined) {
        doubtful++;
        continue;
      }
      assert.equal(
        verdict.effect,
        theirs,
        `${mode} ${interactive} ${name} ${JSON.stringify(args)}\n${Object.values(texts).join('\n---\n')}`,
      );
    }
  }

  test('generated policies and calls', async () => {
    await fc.assert(
      fc.asyncProperty(
        files,
        fc.array(call, { minLength: 1, maxLength: 12 }),
        one(...MODES, 'default'),
        fc.boolean(),
        check,
      ),
      { numRuns: 1_000 * RUNS },
    );
    console.log(`compared with Gemini CLI: ${compared} decisions, ${doubtful} of them not certain`);
    assert(doubtful < compared / 10, `${doubtful} of ${compared} are not certain`);
  });
});

/** An action, and the same written so that a comparison of texts may miss it. */
function disguised(action: Action): readonly Action[] {
  const { verb, value } = action;
  const last = value.lastIndexOf(' ') + 1;
  const others =
    verb === 'run'
      ? [
          `${value.slice(0, last)}"${value.slice(last)}"`,
          value.replace(' ', '  '),
          value.replace(/(\w)(\w*)$/, '\\$1$2'),
        ]
      : verb === 'read' || verb === 'write'
        ? [
            `./${value}`,
            value.replace('/', '//'),
            value.replace('/', '/./'),
            `a/../${value}`,
            value.replace('/', '/../'),
          ]
        : [];
  return [action, ...others.map((each) => ({ verb, value: each }))];
}

/** What was exported, given to Gemini CLI itself: it permits nothing that the role does not. */
describe('export to Gemini CLI', { skip: gemini.skip }, () => {
  let compared = 0;

  async function check(text: string): Promise<void> {
    const role = roleOf({ 'a.agent-role.yaml': text });
    const exported = exportRole(role, GEMINI, { now: TEST_NOW, accept: new Set() });
    const policies = exported.files[0]!.text;
    const engine = await startedEngine({ 'role.toml': policies }, {}, 'default', true);
    const told = new Set(exported.rows.flatMap(({ fails, name }) => (fails ? [name.split(' ')[1]] : [])));
    for (const action of edgeActions(role).flatMap(disguised)) {
      // No tool has an empty name, or one with a slash.
      if (action.verb === 'call' && !/^[^/]+\/[^/]+$/.test(action.value)) continue;
      const mine = decide(role, action, freshRun(TEST_NOW)).decision;
      for (const { tool, input } of callsFor(action)) {
        const theirs = EFFECTS[(await engine.check({ name: tool, args: input }, undefined)).decision];
        compared++;
        if (refusedPath({ tool, input }, []) !== undefined || told.has(action.verb)) continue;
        // What a redirection writes, no rule can name: a person is asked.
        if (theirs === 'ask' && /[<>]/.test(action.value)) continue;
        const where = `${action.verb} ${action.value}: the role would ${mine}, Gemini CLI ${theirs}\n${text}\n${policies}`;
        assert(RANK[theirs] <= RANK[mine], where);
      }
    }
  }

  const RANK = { deny: 0, ask: 1, allow: 2 } as const;

  for (const [name, rules] of Object.entries(ROLES)) test(name, () => check(roleText(rules)));

  test('generated roles', async () => {
    await fc.assert(fc.asyncProperty(roles, check), { numRuns: 100 * RUNS });
    console.log(`compared with Gemini CLI: ${compared} decisions about exported roles`);
  });
});
