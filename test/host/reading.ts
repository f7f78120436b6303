import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { codeOf, findingsOf, hoverOn, open, ours, rangeOf, uriOf } from './editor.ts';

const DANGEROUS = 'agents/roles/nightly-fixer.agent-role.yaml';

export function reading(): void {
  describe('reading a manifest', () => {
    it('finds the risks at their words, each with its code and page', async () => {
      const { document } = await open(DANGEROUS);
      const found = await findingsOf(document.uri, 'prefix-reaches-exec');
      const git = found.find((finding) => document.getText(finding.range) === 'git **');
      assert.ok(git, `a finding at “git **” among ${found.map((f) => document.getText(f.range))}`);
      assert.match(git.message, /^`git \*\*` lets nightly-fixer run any program, for example `git /);
      assert.ok(typeof git.code === 'object' && git.code.target, 'the code links to its page');
      const page = await vscode.workspace.openTextDocument(git.code.target);
      assert.match(page.getText(), /prefix-reaches-exec/);
    });

    it('finds nothing wrong with a careful role', async () => {
      await findingsOf((await open(DANGEROUS)).document.uri, 'prefix-reaches-exec');
      const { document } = await open('agents/roles/test-runner.agent-role.yaml');
      // Its symbols come from the same reading as its findings would.
      await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
      assert.deepEqual(
        ours(document.uri)
          .filter(({ severity }) => severity === 0)
          .map(codeOf),
        [],
      );
    });

    it('says in plain words what a grant allows', async () => {
      const { document } = await open(DANGEROUS);
      const hover = await hoverOn(document, 'git **');
      assert.match(hover, /nightly-fixer may run any program, unattended/);
      assert.match(hover, /commands/);
    });

    it('goes from a call to the operation that it names', async () => {
      const { document } = await open('agents/scenarios/review-pull-request.scenario.yaml');
      const at = rangeOf(document, 'github/create_review').start.translate(0, 9);
      const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        at,
      );
      const first = found[0];
      assert.ok(first, 'there is a definition');
      const uri = 'targetUri' in first ? first.targetUri : first.uri;
      assert.equal(uri.path, uriOf('agents/tools/github.tool-scope.yaml').path);
    });

    it('colours what rules say', async () => {
      const { document } = await open(DANGEROUS);
      const legend = await vscode.commands.executeCommand<vscode.SemanticTokensLegend>(
        'vscode.provideDocumentSemanticTokensLegend',
        document.uri,
      );
      const tokens = await vscode.commands.executeCommand<vscode.SemanticTokens>(
        'vscode.provideDocumentSemanticTokens',
        document.uri,
      );
      const types = new Set<string | undefined>();
      for (let i = 3; i < tokens.data.length; i += 5) types.add(legend.tokenTypes[tokens.data[i] ?? -1]);
      for (const effect of ['allowEffect', 'askEffect', 'denyEffect']) assert.ok(types.has(effect), effect);
    });
  });
}
