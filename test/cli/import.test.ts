import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { bailiwick, inDirectory } from './support.ts';

const FILES = {
  'bailiwick.yaml': '',
  '.claude/settings.json': '{"permissions": {"allow": ["Bash(npm test)"], "deny": ["Bash(curl *)"]}}',
  '.claude/agents/reviewer.md': '---\nname: reviewer\ndescription: Reviews\ntools: Read, Grep\n---\n',
};

test('the manifests go to standard output, the report beside them, and nothing is written', () =>
  inDirectory(FILES, async (cwd) => {
    const { code, out, err } = await bailiwick(['import', '.claude/settings.json'], { cwd });
    assert.equal(code, 0);
    assert.match(out, /^# From \.claude\/settings\.json/);
    assert.match(out, /^kind: AgentRole$/m);
    assert.match(err, /0 permitted beyond them/);
    assert(!existsSync(path.join(cwd, 'claude-code.agent-role.yaml')));
  }));

test('what is printed is a role that check reads without errors', () =>
  inDirectory(FILES, async (cwd) => {
    const out = 'claude-code.agent-role.yaml';
    assert.equal((await bailiwick(['import', '.claude/settings.json', '--out', out], { cwd })).code, 0);
    const checked = await bailiwick(['check', out, '--fail-on', 'error'], { cwd });
    assert.equal(checked.code, 0, checked.out);
    const decided = await bailiwick(['decide', out, '--action', '{"run":"npm test && curl x.example"}'], { cwd });
    assert.equal(JSON.parse(decided.out).decision, 'deny');
  }));

test('a file that is there is never written over', () =>
  inDirectory({ ...FILES, 'a.agent-role.yaml': 'mine\n' }, async (cwd) => {
    const { code, err } = await bailiwick(['import', '.claude/settings.json', '--out', 'a.agent-role.yaml'], { cwd });
    assert.equal(code, 2);
    assert.match(err, /is there already/);
    assert.equal(readFileSync(path.join(cwd, 'a.agent-role.yaml'), 'utf8'), 'mine\n');
  }));

test('one principal by its name, as JSON', () =>
  inDirectory(FILES, async (cwd) => {
    const argv = ['import', '.claude/agents/reviewer.md', '--principal', 'claude-code/reviewer', '--format', 'json'];
    const { code, out } = await bailiwick(argv, { cwd });
    assert.equal(code, 0);
    const { manifests } = JSON.parse(out);
    assert.deepEqual(
      manifests.map(({ principal, fileName, comparison }: Record<string, { wider: number }>) => [
        principal,
        fileName,
        comparison?.wider,
      ]),
      [['Claude Code agent reviewer', 'claude-code-reviewer.agent-role.yaml', 0]],
    );
  }));

test('no such principal, and no such file', () =>
  inDirectory({ ...FILES, 'a.txt': '' }, async (cwd) => {
    const none = await bailiwick(['import', '.claude/settings.json', '--principal', 'x'], { cwd });
    assert.equal(none.code, 2);
    assert.match(none.err, /Principals there: .*Claude Code/);
    assert.equal((await bailiwick(['import', 'a.txt'], { cwd })).code, 2);
  }));
