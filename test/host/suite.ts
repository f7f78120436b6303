import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { codeOf, extension, findingsOf, hoverOn, open, ours } from './editor.ts';

const DANGEROUS = 'agents/roles/nightly-fixer.agent-role.yaml';

export function beforeReload(facts: string[]): void {
  describe('activation', () => {
    it('is quick and does not wait for the server', async () => {
      const api = await extension();
      facts.push(
        `activate(): ${api.activationMilliseconds.toFixed(1)} ms; server ready after ${(await api.readyMilliseconds).toFixed(0)} ms`,
      );
      assert.ok(api.activationMilliseconds < 20, `activate() took ${api.activationMilliseconds} ms`);
    });
  });

  describe('findings', () => {
    it('are at the words that they are about', async () => {
      const { document } = await open(DANGEROUS);
      await findingsOf(document.uri, 'prefix-reaches-exec');
      for (const d of ours(document.uri)) console.log('\u2063', codeOf(d), document.getText(d.range), d.message);
      console.log('\u2063', await hoverOn(document, 'git **'));
    });
  });
}
