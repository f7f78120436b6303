import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bailiwick, inDirectory } from './support.ts';

const FILES = `
//- roles/a.agent-role.yaml
kind: AgentRole
version: 1
name: narrow
owner: team
allow:
  - read: ["src/**"]
  - run: ["npm test"]
ask:
  - write: ["src/**"]
//- roles/b.agent-role.yaml
kind: AgentRole
version: 1
name: wide
owner: team
allow:
  - run: ["git **"]
//- .claude/settings.json
{ "permissions": { "allow": ["Bash(make *)"] } }
//- src/app.ts
x
`;

/** What stands in a column of the table for an agent. */
async function check(agent: string, column: string, words: string | RegExp): Promise<void> {
  await inDirectory(FILES, async (cwd) => {
    const { code, out } = await bailiwick(['check', '--agents', '--format', 'json'], { cwd });
    assert.equal(code, 0);
    const rows: Record<string, { words: string }>[] = JSON.parse(out).agents;
    const row = rows.find(({ name }) => (name as unknown as string) === agent);
    assert(row, `${agent} among ${rows.map(({ name }) => name)}`);
    const found = row[column]!.words;
    if (typeof words === 'string') assert.equal(found, words);
    else assert.match(found, words);
  });
}

test('a narrow role is told by its lines', async () => {
  await check('narrow', 'runs', 'npm test');
  await check('narrow', 'reads', /^1 file of \d+$/);
  await check('narrow', 'writes', 'nothing');
  await check('narrow', 'asks first', '1 thing');
});

test('a wide one by what it comes to', () => check('wide', 'runs', 'any program'));

test("other tools' agents stand in the same table", () => check('Claude Code', 'runs', 'any program'));

test('as text it is one table, and says how where it is more than the lines say', async () => {
  await inDirectory(FILES, async (cwd) => {
    const { out } = await bailiwick(['check', '--agents'], { cwd });
    assert.match(out, /^agent +from +runs +reads +writes +sends to +own permissions +asks first\n/);
    assert.match(out, /roles\/b\.agent-role\.yaml:3 {2}wide runs: `git \*\*` runs any program/);
  });
});
