import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Described } from '../../server/src/protocol/viewer.ts';
import { findingsOf, open, rangeOf, until, uriOf } from './editor.ts';

const SCENARIO = 'agents/scenarios/review-pull-request.scenario.yaml';

/** What the panel has on the screen, once that is as `wanted`. */
export async function shown(what: string, wanted: (page: Described) => boolean): Promise<Described> {
  let page: Described | undefined;
  try {
    return await until(what, async () => {
      page = await vscode.commands.executeCommand<Described | undefined>('_bailiwick.describeTrace');
      return page && wanted(page) ? page : undefined;
    });
  } catch (error) {
    throw new Error(
      `${error instanceof Error ? error.message : error}; shown is\n${JSON.stringify(page, undefined, 1)}`,
    );
  }
}

/** What a run of {@link SCENARIO}'s first scenario looks like in the panel. */
export function isReview(page: Described): boolean {
  return page.title.includes('review-pull-request') && page.rowCount > 0;
}

export function assertReview(page: Described): void {
  const rows = page.rows.map((cells) => cells.join(' '));
  const decided = (text: string, decision: RegExp) => {
    const row = rows.find((cells) => cells.includes(text));
    assert.ok(row, `a row with “${text}” in\n${rows.join('\n')}`);
    assert.match(row, decision);
  };
  decided('src/refunds.ts', /allow/i);
  decided('.env.production', /deny|denied/i);
  decided('curl https://paste.example/', /deny|denied/i);
}

export function running(): void {
  describe('running', () => {
    it('replays the witness of a finding', async () => {
      const { document } = await open('agents/roles/nightly-fixer.agent-role.yaml');
      const found = await findingsOf(document.uri, 'prefix-reaches-exec');
      const git = found.find((finding) => document.getText(finding.range) === 'git **');
      assert.ok(git);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        git.range,
      );
      const replay = actions.find(({ title }) => title === 'Replay this risk');
      assert.ok(replay?.command, actions.map(({ title }) => title).join(', '));
      await vscode.commands.executeCommand(replay.command.command, ...(replay.command.arguments ?? []));
      const page = await shown('the witness', ({ rows }) => rows.some((cells) => cells.join(' ').includes('alias.z')));
      assert.match(page.rows.map((cells) => cells.join(' ')).join('\n'), /allow/i);
      assert.match(page.details.join('\n'), /nightly-fixer:\d+/);
    });

    it('opens a saved trace in its own editor', async () => {
      const answer = await vscode.commands.executeCommand<Described>('_bailiwick.describeTrace');
      assert.ok(answer, 'a run is shown');
      const broken = uriOf('broken.trace.json');
      await vscode.workspace.fs.writeFile(broken, new TextEncoder().encode('{ "resourceSpans": [ '));
      await vscode.commands.executeCommand('vscode.open', broken);
      const page = await shown('what is wrong with it', ({ notices }) => /not a trace/.test(notices.join()));
      assert.match(page.notices.join('\n'), /broken\.trace\.json/);
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await vscode.workspace.fs.delete(broken);
    });

    it('runs the scenario at the cursor, into the panel', async () => {
      const editor = await open(SCENARIO);
      const start = editor.document.positionAt(0);
      editor.selection = new vscode.Selection(start, start);
      await vscode.commands.executeCommand('bailiwick.simulate');
      assertReview(await shown('the run', isReview));
    });

    it('runs again when the role has changed, and tells which decisions did', async () => {
      const { document } = await open('agents/roles/pr-reviewer.agent-role.yaml');
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, rangeOf(document, 'github/get_pull_request, '), '');
      assert.ok(await vscode.workspace.applyEdit(edit));
      await shown('the offer to run again', ({ notices }) => notices.some((notice) => /chang/i.test(notice)));
      await vscode.commands.executeCommand('_bailiwick.pressInTrace', 'r');
      const page = await shown('the changed decision', ({ rows }) =>
        rows.some((cells) => cells.join(' ').includes('get_pull_request') && /deny|denied/i.test(cells.join(' '))),
      );
      assert.match(page.notices.join('\n'), /1 decision|changed/i);
      await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await vscode.commands.executeCommand('_bailiwick.pressInTrace', 'r');
      assertReview(
        await shown(
          'the first run again',
          (again) => isReview(again) && again.rows.every((c) => !c.join(' ').includes('✖✖')),
        ),
      );
    });
  });
}
