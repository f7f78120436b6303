import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { bailiwick, inDirectory } from './support.ts';

const WORKSPACE = `//- bailiwick.yaml
audience: default
//- src/app.ts
//- roles/reader.agent-role.yaml
kind: AgentRole
version: 1
name: reader
owner: team
expires: 2027-01-31
attended: yes
allow:
  - read: ["src/**"]
ask:
  - run: ["make *"]
    approval: { from: [owners], evidence: [diff], within: 30m }
deny:
  - id: no-env
    read: ["**/.env"]
---
kind: AgentRole
version: 1
name: other
extends: [reader]
//- scenarios/ok.scenario.yaml
kind: Scenario
version: 1
name: ok
role: reader
at: 2026-12-01T00:00:00Z
steps:
  - read: src/app.ts
    expect: allow
  - run: make all
    approve: granted
    expect: allow
//- scenarios/bad.scenario.yaml
kind: Scenario
version: 1
name: bad
role: reader
at: 2026-12-01T00:00:00Z
steps:
  - read: package.json
    expect: allow
  - wait: 62d
  - read: src/app.ts
    expect: allow
`;

type Json = Record<string, unknown>;

function lines(text: string): Json[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('decide', () => {
  test('answers one line each, in order, and goes on after a bad one', () =>
    inDirectory(WORKSPACE, async (cwd) => {
      const stdin = '{"read":"src/a"}\r\n\n{"read":"src/.env"}\nnonsense\n{"fly":"away"}\n{"run":"make all"}';
      const { out, code } = await bailiwick(['decide', 'roles', '--role', 'reader', '--stdin'], { cwd, stdin });
      assert.equal(code, 2);
      const answers = lines(out);
      assert.deepEqual(
        answers.map((each) => each.decision ?? each.line),
        ['allow', 'deny', 4, 5, 'ask'],
      );
      assert.deepEqual((answers[1]!.rules as Json[])[0], {
        file: 'roles/reader.agent-role.yaml',
        line: 13,
        column: 3,
        text: 'read **/.env',
        effect: 'deny',
        owner: 'reader',
        id: 'no-env',
      });
      assert.equal(
        ((answers[4]!.obligations as Json[]) ?? []).some((each) => each.kind === 'approval'),
        true,
      );
    }));

  test('lines may come in any pieces', () =>
    inDirectory(WORKSPACE, async (cwd) => {
      const bytes = new TextEncoder().encode('{"read":"src/é"}\n{"read":"x"}\n');
      const pieces = [...bytes].map((byte) => Uint8Array.of(byte));
      const { out } = await bailiwick(['decide', 'roles', '--role', 'reader', '--stdin'], { cwd, stdin: pieces });
      assert.deepEqual(
        lines(out).map((each) => each.decision),
        ['allow', 'deny'],
      );
    }));

  test('a line without end is answered, not kept', () =>
    inDirectory(WORKSPACE, async (cwd) => {
      const long = new Uint8Array(512 * 1024).fill(0x61);
      const stdin = [long, long, long, long, new TextEncoder().encode('\n{"read":"src/a"}\n')];
      const { out, code } = await bailiwick(['decide', 'roles', '--role', 'reader', '--stdin'], { cwd, stdin });
      assert.equal(code, 2);
      assert.deepEqual(
        lines(out).map((each) => each.decision ?? each.error),
        ['the line is too long for an action', 'allow'],
      );
    }));

  test('is about the moment that it is given', () =>
    inDirectory(WORKSPACE, async (cwd) => {
      const at = async (time: string) => {
        const argv = ['decide', 'roles', '--role', 'reader', '--at', time, '--action', '{"read":"src/a"}'];
        return lines((await bailiwick(argv, { cwd })).out)[0]!.reason;
      };
      assert.equal(await at('2027-01-31T23:59:59Z'), 'granted');
      assert.equal(await at('2027-02-01'), 'expired');
    }));

  test('names the nearest miss', () =>
    inDirectory(WORKSPACE, async (cwd) => {
      const argv = ['decide', 'roles', '--role', 'reader', '--action', '{"read":"docs/a"}'];
      const { nearest, rules } = lines((await bailiwick(argv, { cwd })).out)[0]!;
      assert.deepEqual(rules, []);
      const { line, pattern, constraint, actual } = nearest as Json;
      assert.deepEqual(
        { line, pattern, constraint, actual },
        { line: 8, pattern: 'src/**', constraint: 'path', actual: 'docs/a' },
      );
    }));

  test('asks which role, where there are several', () =>
    inDirectory(WORKSPACE, async (cwd) => {
      const action = ['--action', '{"read":"a"}'];
      const several = await bailiwick(['decide', 'roles/reader.agent-role.yaml', ...action], { cwd });
      assert.equal(several.code, 2);
      assert.match(
        several.err,
        /2 roles in roles\/reader\.agent-role\.yaml; say which with --role\nRoles there: other, reader/,
      );
      const none = await bailiwick(['decide', 'scenarios', '--role', 'x', ...action], { cwd });
      assert.match(none.err, /no role "x" in scenarios/);
      const elsewhere = await bailiwick(['decide', 'scenarios', '--role', 'other', ...action], { cwd });
      assert.equal(elsewhere.code, 0);
    }));

  test('as text, takes a command line apart', () =>
    inDirectory(WORKSPACE, async (cwd) => {
      const argv = [
        'decide',
        'roles',
        '--role',
        'reader',
        '--format',
        'text',
        '--action',
        '{"run":"make all && cat .env"}',
      ];
      const { out } = await bailiwick(argv, { cwd });
      assert.match(out, /^DENY {2}run make all && cat \.env\n/);
      assert.match(out, /\n {8}make all {2,}ask /);
      assert.match(out, /\n {8}read \.env {2,}deny {3}roles\/reader\.agent-role\.yaml:13/);
    }));
});

describe('simulate', () => {
  test('exits by what was expected', () =>
    inDirectory(WORKSPACE, async (cwd) => {
      assert.equal((await bailiwick(['simulate', 'scenarios/ok.scenario.yaml'], { cwd })).code, 0);
      const { code, out } = await bailiwick(['simulate', 'scenarios'], { cwd });
      assert.equal(code, 1);
      assert.match(out, /^FAIL {2}bad {2}as reader · scenarios\/bad\.scenario\.yaml:1$/m);
      assert.match(
        out,
        /expected allow, got deny \(no-matching-rule, blocked\)\n {8}no rule; nearest: read src\/\*\* /,
      );
      assert.match(out, /expected allow, got deny \(expired, blocked\)/);
      assert.match(out, /^2 scenarios, 1 failed; 5 steps, 4 expectations, 2 not met\.$/m);
    }));

  test('writes the same trace for the same runs', () =>
    inDirectory(WORKSPACE, async (cwd) => {
      const trace = async (name: string) => {
        assert.equal((await bailiwick(['simulate', 'scenarios/ok.scenario.yaml', '--trace', name], { cwd })).code, 0);
        return readFileSync(path.join(cwd, name), 'utf8');
      };
      const first = await trace('a.trace.json');
      assert.equal(first, await trace('b.trace.json'));
      const spans = JSON.parse(first).resourceSpans[0].scopeSpans[0].spans;
      assert(spans.some((span: { name: string }) => span.name.startsWith('invoke_agent')));
      const failed = await bailiwick(['simulate', 'scenarios', '--trace', 'no/such/place.json'], { cwd });
      assert.equal(failed.code, 2);
      assert.match(failed.err, /cannot write the trace to no\/such\/place\.json: ENOENT/);
    }));

  test('tells which rules no run came to', () =>
    inDirectory(WORKSPACE, async (cwd) => {
      const { out } = await bailiwick(['simulate', 'scenarios/ok.scenario.yaml', '--coverage'], { cwd });
      assert.match(out, /reader {2}2 of 3\n {6}never {2}deny read \*\*\/\.env {2}roles\/reader\.agent-role\.yaml:13/);
    }));
});

describe('check', () => {
  const BROKEN = `//- agents/a.agent-role.yaml
kind: AgentRole
version: 1
name: a
owenr: team
//- elsewhere/b.agent-role.yaml
kind: AgentRole
version: 1
name: b
allow: 3
`;

  test('checks what is asked for, and exits by --fail-on', () =>
    inDirectory(BROKEN, async (cwd) => {
      const { out, code } = await bailiwick(['check', 'agents', '--format', 'json'], { cwd });
      assert.equal(code, 1);
      const { findings, files } = JSON.parse(out);
      assert.equal(files, 1);
      assert(findings.every((each: { file: string }) => each.file === 'agents/a.agent-role.yaml'));
      const unknown = findings.find((each: { rule: string }) => each.rule === 'unknown-key');
      assert.deepEqual(unknown.range, { start: { line: 4, column: 1 }, end: { line: 4, column: 6 } });
      assert.equal((await bailiwick(['check', 'agents', '--fail-on', 'none'], { cwd })).code, 0);
      const both = JSON.parse((await bailiwick(['check', 'agents', 'elsewhere', '--format', 'json'], { cwd })).out);
      assert.equal(both.files, 2);
    }));

  test('takes the settings of the nearest bailiwick.yaml, also above what was given', () =>
    inDirectory(`${BROKEN}//- bailiwick.yaml\nrules: { unknown-key: off }\n`, async (cwd) => {
      const { out } = await bailiwick(['check', 'agents', '--format', 'json'], { cwd });
      assert(!JSON.parse(out).findings.some((each: { rule: string }) => each.rule === 'unknown-key'));
    }));

  test('colours on a terminal, unless it is told not to', () =>
    inDirectory(BROKEN, async (cwd) => {
      const coloured = async (argv: string[], around = {}) =>
        (await bailiwick(['check', 'agents', ...argv], { cwd, ...around })).out.includes('\u001b[');
      assert.equal(await coloured([]), false);
      assert.equal(await coloured([], { terminal: true }), true);
      assert.equal(await coloured([], { terminal: true, env: { NO_COLOR: '1' } }), false);
      assert.equal(await coloured(['--no-color'], { terminal: true }), false);
      assert.equal(await coloured(['--color']), true);
    }));

  test('says that there is nothing to check', () =>
    inDirectory({ 'a.txt': '' }, async (cwd) => {
      const { code, out, err } = await bailiwick(['check'], { cwd });
      assert.equal(code, 0);
      assert.match(out, /^Nothing found in 0 files/);
      assert.match(err, /no manifests there/);
    }));

  test('leaves files alone that are no manifests', () =>
    inDirectory({ 'package.json': '{' }, async (cwd) => {
      const { code, err } = await bailiwick(['check', 'package.json'], { cwd });
      assert.equal(code, 0);
      assert.match(err, /package\.json is no manifest by its name/);
    }));
});

describe('explain', () => {
  test('tells what the grant on a line allows', () =>
    inDirectory(WORKSPACE, async (cwd) => {
      const { out, code } = await bailiwick(['explain', 'roles/reader.agent-role.yaml:8'], { cwd });
      assert.equal(code, 0);
      assert.match(out, /may read `src\/\*\*`/);
      assert.doesNotMatch(out, /make/);
      assert.match((await bailiwick(['explain', 'roles/reader.agent-role.yaml'], { cwd })).out, /make \*/);
    }));

  test('says what is not there', () =>
    inDirectory(WORKSPACE, async (cwd) => {
      assert.match((await bailiwick(['explain', 'roles/reader.agent-role.yaml:900'], { cwd })).err, /has no line 900/);
      assert.match((await bailiwick(['explain', 'src/app.ts'], { cwd })).err, /there is no manifest in src\/app\.ts/);
      assert.match((await bailiwick(['explain', 'unknown-kye'], { cwd })).err, /did you mean unknown-key\?/);
    }));

  test("prints a rule's page", async () => {
    const { out, code } = await bailiwick(['explain', 'no-budget']);
    assert.equal(code, 0);
    assert.match(out, /^# no-budget\n/);
    assert.match((await bailiwick(['explain', 'unknown-key'])).out, /^# unknown-key\n/);
  });
});
