import * as vscode from 'vscode';
import {
  COMMANDS,
  Replay,
  type ScenarioEntry,
  Scenarios,
  Simulate,
  Templates,
  ToolScopeFromTools,
  type TraceAnswer,
  type WitnessJson,
} from '../../server/src/protocol/index.ts';
import { registerAgentsView } from './agents-view.ts';
import { createExplanation } from './explanation.ts';
import { createExport } from './export-preview.ts';
import { createImport } from './import.ts';
import { type NewFile, openUnsaved } from './new-file.ts';
import { createPages } from './pages.ts';
import type { Server } from './start.ts';
import { openTraceFile, showTrace } from './trace-panel.ts';

/** Every command of the extension in one table. */
export function registerCommands(context: vscode.ExtensionContext, server: Server): void {
  const pages = createPages(context);
  const exporting = createExport(context, server, pages);
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
    'bailiwick.importFile': createImport(server, pages),
    'bailiwick.exportRole': exporting.preview,
    'bailiwick.writeExport': exporting.write,
    'bailiwick.explain': createExplanation(server, pages),
    'bailiwick.refreshAgents': registerAgentsView(context, server),
    'bailiwick.newAgentRole': () => newFromTemplate(server, 'AgentRole'),
    'bailiwick.newToolScope': () => newFromTemplate(server, 'ToolScope'),
    'bailiwick.openTrace': () => openTrace(context),
    'bailiwick.showOutput': () => server.output.show(true),
  };
  for (const [id, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(id, run as (...given: unknown[]) => unknown));
  }
}

/** Runs the scenario at the cursor, or the only one of the file; without one, asks which. */
async function simulate(context: vscode.ExtensionContext, server: Server, uri?: vscode.Uri): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const here = (uri ?? editor?.document.uri)?.toString();
  const scenarios = await server.ask(Scenarios, here ? { uri: here } : {});
  const inFile = scenarios.filter((entry) => entry.uri === here);
  const line = editor?.document.uri.toString() === here ? (editor?.selection.active.line ?? 0) + 1 : 1;
  const chosen =
    inFile.findLast((entry) => entry.line <= line) ?? inFile[0] ?? (await pickScenario(scenarios, 'Which scenario?'));
  if (chosen) await runScenario(context, server, chosen.uri, chosen.index);
}

async function pickScenario(scenarios: readonly ScenarioEntry[], question: string): Promise<ScenarioEntry | undefined> {
  if (scenarios.length === 0) {
    void vscode.window.showInformationMessage('There is no scenario here yet: a file that ends in .scenario.yaml.');
    return undefined;
  }
  const items = scenarios.map((entry) => ({
    label: entry.name,
    description: entry.role ?? '',
    detail: `${vscode.workspace.asRelativePath(vscode.Uri.parse(entry.uri))} · ${entry.steps} steps`,
    entry,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: question }))?.entry;
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

/** Opens a new, unsaved file from a template: nothing is written until the person saves it. */
async function newFromTemplate(server: Server, kind: 'AgentRole' | 'ToolScope'): Promise<void> {
  const templates = (await server.ask(Templates, {})).filter((template) => template.kind === kind);
  const items: (vscode.QuickPickItem & { make: () => Promise<NewFile | undefined> })[] = templates.map((template) => ({
    label: template.label,
    description: template.description,
    make: async () => template,
  }));
  if (kind === 'ToolScope') {
    const make = () => toolScopeFromTools(server);
    items.push({ label: 'From a saved MCP tools/list…', description: 'a JSON file', make });
  }
  const placeHolder = kind === 'AgentRole' ? 'What will the agent do?' : 'What is the tool?';
  const made = await (await vscode.window.showQuickPick(items, { placeHolder }))?.make();
  if (made) await openUnsaved(made);
}

async function toolScopeFromTools(server: Server): Promise<NewFile | undefined> {
  const [file] = (await vscode.window.showOpenDialog({ filters: { 'MCP tools/list': ['json'] } })) ?? [];
  if (!file) return undefined;
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  const answer = await server.ask(ToolScopeFromTools, { text });
  if (!('problem' in answer)) return answer;
  void vscode.window.showErrorMessage(answer.problem);
  return undefined;
}

async function openTrace(context: vscode.ExtensionContext): Promise<void> {
  const [file] = (await vscode.window.showOpenDialog({ filters: { Traces: ['json', 'jsonl'] } })) ?? [];
  if (file) await openTraceFile(context, file);
}
