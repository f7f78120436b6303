import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uriOf } from '../support/workspace.ts';
import { PULLING, PUSHED, withClient } from './client.ts';

const ROLE = `kind: AgentRole
version: 1
name: tester
owner: team-a
expires: 2027-02-28
allow:
  - run: ["git **"]
`;

test('a role with a risk is diagnosed with its code, its page and its data', async () => {
  await withClient({ 'a.agent-role.yaml': ROLE }, {}, async (client) => {
    await client.open('a.agent-role.yaml');
    const found = await client.pull('a.agent-role.yaml');
    console.log(JSON.stringify(found, null, 1).slice(0, 3000));
    console.log(
      JSON.stringify(
        await client.ask('textDocument/hover', {
          textDocument: { uri: uriOf('a.agent-role.yaml') },
          position: { line: 6, character: 13 },
        }),
        null,
        1,
      ),
    );
    console.log(client.errors);
  });
});
