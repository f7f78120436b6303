import * as vscode from 'vscode';
import {
  COMMANDS,
  Explain,
  Replay,
  Scenarios,
  Simulate,
  Templates,
  ToolScopeFromTools,
  type TraceAnswer,
  type WitnessJson,
} from '../../server/src/protocol/requests.ts';
import type { Server } from './start.ts';
import { openTraceFile, showTrace } from './trace-panel.ts';

/** Every command of the extension in one table. */
export function registerCommands(context: vscode.ExtensionContext, server: Server): void {
  const commands: Record<string, (...given: never[]) => unknown> = {
    'bailiwick.simulate': (uri?: vscode.Uri) => simulate(context, server, uri),
    [COMMANDS.runScenario]: (uri: string, index: number) => runScenario(context, server, uri, index),
    [COMMANDS.replayWitness]: (uri: string, rule: string, witness: WitnessJson) =>
      replay(context, server, uri, rule, witness),
    [COMMANDS.showReferences]: (
      uri: string,
      position: { line: number; character: number },
      locations: { uri: string; range: { start: vscode.Position; end: vscode.Position } }[],
    ) => showReferences(uri, position, locations),
    'bailiwick.explain': () => explain(server),
    'bailiwick.newAgentRole': () => newFromTemplate(server, 'AgentRole'),
    'bailiwick.newToolScope': () => newFromTemplate(server, 'ToolScope'),
    'bailiwick.openTrace': () => openTrace(context),
    'bailiwick.showOutput': () => server.client.outputChannel.show(true),
  };
  for (const [id, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(id, run as (...given: unknown[]) => unknown));
  }
}

/** Runs the scenario of the active editor; without one, asks which. */
async function simulate(context: vscode.ExtensionContext, server: Server, uri?: vscode.Uri): Promise<void> {
  const here = uri ?? vscode.window.activeTextEditor?.document.uri;
  const scenarios = await server.ask(Scenarios, here ? { uri: here.toString() } : {});
  const inFile = scenarios.filter((entry) => entry.uri === here?.toString());
  const candidates = inFile.length > 0 ? inFile : scenarios;
  if (candidates.length === 0) {
    void vscode.window.showInformationMessage('There is no scenario here yet: a file that ends in .scenario.yaml.');
    return;
  }
  const chosen =
    candidates.length === 1
      ? candidates[0]
      : (
          await vscode.window.showQuickPick(
            candidates.map((entry) => ({
              label: entry.name,
              description: entry.role ?? '',
              detail: `${vscode.workspace.asRelativePath(vscode.Uri.parse(entry.uri))} · ${entry.steps} steps`,
              entry,
            })),
            { placeHolder: 'Which scenario?' },
          )
        )?.entry;
  if (chosen) await runScenario(context, server, chosen.uri, chosen.index);
}

async function runScenario(context: vscode.ExtensionContext, server: Server, uri: string, index: number) {
  const run = () => server.ask(Simulate, { uri, index });
  await show(context, await run(), run);
}

async function replay(
  context: vscode.ExtensionContext,
  server: Server,
  uri: string,
  _rule: string,
  witness: WitnessJson,
): Promise<void> {
  const run = () => server.ask(Replay, { uri, witness });
  await show(context, await run(), run);
}

async function show(context: vscode.ExtensionContext, answer: TraceAnswer, rerun: () => Promise<TraceAnswer>) {
  if (answer.trace === undefined) {
    void vscode.window.showErrorMessage(`${answer.title}: ${answer.problems.join(' ')}`);
    return;
  }
  showTrace(context, { title: answer.title, trace: answer.trace, rerun: async () => (await rerun()).trace });
}

async function showReferences(
  uri: string,
  position: { line: number; character: number },
  locations: {
    uri: string;
    range: { start: { line: number; character: number }; end: { line: number; character: number } };
  }[],
): Promise<void> {
  const at = (place: { line: number; character: number }) => new vscode.Position(place.line, place.character);
  await vscode.commands.executeCommand(
    'editor.action.showReferences',
    vscode.Uri.parse(uri),
    at(position),
    locations.map(
      (location) =>
        new vscode.Location(
          vscode.Uri.parse(location.uri),
          new vscode.Range(at(location.range.start), at(location.range.end)),
        ),
    ),
  );
}

async function explain(server: Server): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const { markdown } = await server.ask(Explain, {
    uri: editor.document.uri.toString(),
    line: editor.selection.active.line + 1,
  });
  const page = await vscode.workspace.openTextDocument({ language: 'markdown', content: markdown });
  await vscode.commands.executeCommand('markdown.showPreviewToSide', page.uri);
}

/** Opens a new, unsaved file from a template: nothing is written until the person saves it. */
async function newFromTemplate(server: Server, kind: 'AgentRole' | 'ToolScope'): Promise<void> {
  const templates = (await server.ask(Templates, {})).filter((template) => template.kind === kind);
  const fromTools = { label: 'From a saved MCP tools/list…', description: 'a JSON file', template: undefined };
  const chosen = await vscode.window.showQuickPick(
    [
      ...templates.map((template) => ({ label: template.label, description: template.description, template })),
      ...(kind === 'ToolScope' ? [fromTools] : []),
    ],
    { placeHolder: kind === 'AgentRole' ? 'What will the agent do?' : 'What is the tool?' },
  );
  if (!chosen) return;
  const text = chosen.template?.text ?? (await toolScopeFromTools(server));
  if (text === undefined) return;
  const document = await vscode.workspace.openTextDocument({ language: 'bailiwick', content: text });
  await vscode.window.showTextDocument(document);
}

async function toolScopeFromTools(server: Server): Promise<string | undefined> {
  const [file] = (await vscode.window.showOpenDialog({ filters: { 'MCP tools/list': ['json'] } })) ?? [];
  if (!file) return undefined;
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  const answer = await server.ask(ToolScopeFromTools, { text });
  if ('problem' in answer) {
    void vscode.window.showErrorMessage(answer.problem);
    return undefined;
  }
  return answer.text;
}

async function openTrace(context: vscode.ExtensionContext): Promise<void> {
  const [file] = (await vscode.window.showOpenDialog({ filters: { Traces: ['json', 'jsonl'] } })) ?? [];
  if (file) await openTraceFile(context, file);
}
