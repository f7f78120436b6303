import assert from 'node:assert/strict';
import { test } from 'node:test';
import { advanceAnalysis } from '../../server/src/core/analysis/analyze.ts';
import { createHost } from '../../server/src/core/workspace/host.ts';
import { createFindings } from '../../server/src/lsp/findings.ts';
import { Outdated } from '../../server/src/lsp/guard.ts';
import type { Ports } from '../../server/src/lsp/ports.ts';
import type { View } from '../../server/src/lsp/workspaces.ts';
import { TEST_NOW, uriOf } from '../support/workspace.ts';

const URI = uriOf('a.agent-role.yaml');
const OPTIONS = { audience: 'audit', rules: {} } as const;

/** A role that takes longer to analyse than anybody should wait for. */
const LONG = `kind: AgentRole
version: 1
name: long
allow:
${Array.from({ length: 450 }, (_, index) => `  - run: ["npm run part-${index} **"]\n`).join('')}`;

function viewOf(text: string): View {
  const host = createHost();
  host.set({ uri: URI, text });
  const snapshot = host.snapshot(TEST_NOW);
  return { root: undefined, snapshot, file: snapshot.files.get(URI)!, options: OPTIONS };
}

/** Asks for the findings of a file whose text changes (or not) at the first pause; says how often there was a pause. */
async function checkAsked(view: View, changesTo: View | undefined) {
  let current = view;
  let pauses = 0;
  const ports: Pick<Ports, 'pause' | 'patience'> = {
    patience: 0,
    async pause() {
      pauses++;
      if (changesTo) current = changesTo;
    },
  };
  const findings = createFindings({
    ports: ports as Ports,
    viewOf: () => current,
    onFailure: (error) => assert.ifError(error),
  });
  const outcome = await findings.ofFile(URI, view, () => {}).catch((error: unknown) => error);
  return { outcome, pauses };
}

test('what is worked out about a text that has changed meanwhile is given up at the next pause', async () => {
  const view = viewOf(LONG);
  const { outcome, pauses } = await checkAsked(view, viewOf(`${LONG}# more\n`));
  assert(outcome instanceof Outdated, 'no answer is about the text as it was');
  assert.equal(pauses, 1);
  assert(advanceAnalysis(view.snapshot, view.file.sources[0]!, OPTIONS), 'the rest was not worked out');
});

test('there is room for other messages while a long role is analysed, and then nothing is left to do', async () => {
  const view = viewOf(LONG);
  const { outcome, pauses } = await checkAsked(view, undefined);
  assert(Array.isArray(outcome) && outcome.length > 0);
  assert(pauses > 1, `${pauses} pauses`);
  assert.equal(advanceAnalysis(view.snapshot, view.file.sources[0]!, OPTIONS), false);
});
