import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { findingsOf, hoverOn, open, until, uriOf } from './editor.ts';

const SETTINGS = '.claude/settings.json';
const TEXT = `{
  "permissions": {
    "allow": ["Bash(git *)", "Glob(src/**)"],
    "deny": ["Bash(git push *)"]
  }
}
`;
const ROLE = 'agents/roles/test-runner.agent-role.yaml';

export function exchange(): void {
  describe('permission files of other tools', () => {
    before(() => vscode.workspace.fs.writeFile(uriOf(SETTINGS), new TextEncoder().encode(TEXT)));
    after(async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.workspace.fs.delete(uriOf('.claude'), { recursive: true });
    });

    it('reads one in place, with findings and hovers', async () => {
      const { document } = await open(SETTINGS);
      const [risk] = await findingsOf(document.uri, 'prefix-reaches-exec');
      assert.equal(document.getText(risk?.range), 'Bash(git *)');
      assert.equal((await findingsOf(document.uri, 'rule-without-effect')).length, 1);
      assert.match(await hoverOn(document, 'Bash(git *)'), /runs any program/);
    });

    it('writes it as an agent role, into a document that is not saved', async () => {
      const { document } = await open(SETTINGS);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        new vscode.Range(2, 15, 2, 15),
        vscode.CodeActionKind.RefactorRewrite.value,
      );
      const command = actions.find(({ title }) => title === 'Write this as an agent role')?.command;
      assert.ok(command, actions.map(({ title }) => title).join(', '));
      await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
      const made = await until('the role', () => {
        const active = vscode.window.activeTextEditor?.document;
        return active?.isUntitled && active.getText() !== '' ? active : undefined;
      });
      assert.equal(made.languageId, 'bailiwick');
      assert.match(made.getText(), /^ {6}- "git \*\*" {2}# Bash\(git \*\)$/m);
      assert.equal((await findingsOf(made.uri, 'unanswered-question')).length, 1);
      await assert.rejects(async () => vscode.workspace.fs.stat(vscode.Uri.file(made.uri.path)));
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    });

    it('shows what an export would write beside what is there, and writes nothing', async () => {
      await open(ROLE);
      await vscode.commands.executeCommand('bailiwick.exportRole', uriOf(ROLE), {
        role: 'test-runner',
        target: 'claude-code',
      });
      const diff = await until('the diff', () =>
        vscode.window.tabGroups.all
          .flatMap(({ tabs }) => tabs.map(({ input }) => input))
          .find((input) => input instanceof vscode.TabInputTextDiff && input.modified.scheme === 'bailiwick-page'),
      );
      assert.ok(diff instanceof vscode.TabInputTextDiff);
      assert.equal(diff.original.path, uriOf(SETTINGS).path);
      const shown = await vscode.workspace.openTextDocument(diff.modified);
      assert.match(JSON.parse(shown.getText()).permissions.defaultMode, /default|dontAsk/);
      await until(
        'the report',
        () =>
          vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => /test-runner/.test(label))) ||
          undefined,
      );
      assert.equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(uriOf(SETTINGS))), TEXT);
    });
  });
}
