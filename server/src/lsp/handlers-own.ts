import type { ExecuteCommandParams } from 'vscode-languageserver';
import { analyzeSource } from '../core/analysis/analyze.ts';
import { actionToWords, readAction } from '../core/decide/action-json.ts';
import { exportRole } from '../core/export/export-role.ts';
import { TARGETS } from '../core/export/targets.ts';
import { agentsOf } from '../core/features/agents.ts';
import { explainFile } from '../core/features/explain.ts';
import { exportPage, importPage } from '../core/features/export-page.ts';
import { templatesAt } from '../core/features/templates.ts';
import { toolScopeFromTools } from '../core/features/tool-scope-from-tools.ts';
import type { Witness, WitnessStep } from '../core/finding.ts';
import { importFile } from '../core/import/import-policy.ts';
import type { Run } from '../core/simulate/run.ts';
import { replayWitness, simulate } from '../core/simulate/simulate.ts';
import type { Source } from '../core/source.ts';
import { readIn } from '../core/workspace/foreign.ts';
import {
  type Agents,
  COMMANDS,
  type Explain,
  type ExportChoices,
  type ExportPreview,
  type Hidden,
  type ImportFile,
  type Replay,
  type RequestOf,
  type Scenarios,
  type Simulate,
  type Templates,
  type ToolScopeFromTools,
  type TraceAnswer,
  type WitnessJson,
} from '../protocol/index.ts';
import { normalUri } from './documents.ts';
import { viewOf } from './from-lsp.ts';
import { linesOf } from './lines.ts';
import type { Session } from './session.ts';
import { toRange } from './to-lsp.ts';
import { toTrace } from './trace.ts';
import type { View } from './workspaces.ts';

type ParamsOf<R> = R extends RequestOf<infer P, unknown> ? P : never;
type ResultOf<R> = R extends RequestOf<never, infer T> ? T : R extends RequestOf<infer _, infer T> ? T : never;

export async function runScenario(session: Session, params: ParamsOf<typeof Simulate>): Promise<TraceAnswer> {
  const view = await viewOf(session, params.uri);
  if (!view) return noTrace('The file is not open and not in the workspace.');
  const manifests = view.file.sources.map((source) => readIn(view.snapshot, source).manifest);
  const scenario =
    params.index === undefined ? manifests.find((each) => each.kind === 'Scenario') : manifests[params.index];
  if (scenario?.kind !== 'Scenario') return noTrace('There is no scenario here.');
  return traced(session, view, simulate(view.snapshot, scenario));
}

export async function replay(session: Session, params: ParamsOf<typeof Replay>): Promise<TraceAnswer> {
  const view = await viewOf(session, params.uri);
  if (!view) return noTrace('The file is not open and not in the workspace.');
  const witness = readWitness(params.witness);
  if ('problem' in witness) return noTrace(witness.problem);
  return traced(session, view, replayWitness(view.snapshot, witness));
}

export async function scenarios(
  session: Session,
  params: ParamsOf<typeof Scenarios>,
): Promise<ResultOf<typeof Scenarios>> {
  const pending = session.workspaces.pending();
  if (pending) await pending;
  const of = params.uri === undefined ? undefined : session.workspaces.view(normalUri(params.uri))?.root;
  return session.workspaces.snapshots().flatMap(({ root, snapshot }) => {
    if (of !== undefined && root.uri !== of) return [];
    return [...snapshot.files].flatMap(([uri, file]) =>
      file.sources.flatMap((source, index) => {
        const { manifest } = readIn(snapshot, source);
        if (manifest.kind !== 'Scenario') return [];
        const name = manifest.name?.value ?? uri.slice(uri.lastIndexOf('/') + 1).replace(/\.scenario\.\w+$/, '');
        const { start } = toRange(file, file.starts[index]!, manifest.name?.span ?? manifest.span);
        return {
          uri: session.documents.toClient(uri),
          index,
          name,
          role: manifest.role?.value,
          line: start.line,
          steps: manifest.steps.length,
        };
      }),
    );
  });
}

/** Every agent of every open folder, with what it can do. */
export async function agents(session: Session): Promise<ResultOf<typeof Agents>> {
  const pending = session.workspaces.pending();
  if (pending) await pending;
  return session.workspaces.snapshots().flatMap(({ snapshot }) =>
    agentsOf(snapshot).flatMap(({ name, kind, place, cells }) => {
      const { uri } = place.source;
      const file = session.workspaces.view(uri)?.file;
      if (!file) return [];
      const { start } = toRange(file, file.starts[file.sources.indexOf(place.source)] ?? 0, place.span);
      return [
        { name, kind, uri: session.documents.toClient(uri), line: start.line, character: start.character, cells },
      ];
    }),
  );
}

export function templates(session: Session): ResultOf<typeof Templates> {
  return templatesAt(session.ports.clock());
}

export function toolScope(
  _session: Session,
  params: ParamsOf<typeof ToolScopeFromTools>,
): ResultOf<typeof ToolScopeFromTools> {
  return toolScopeFromTools(params.text, params.name);
}

export async function explain(session: Session, params: ParamsOf<typeof Explain>): Promise<ResultOf<typeof Explain>> {
  const view = await viewOf(session, params.uri);
  if (!view) return { markdown: 'The file is not open and not in the workspace.' };
  const offset = params.line === undefined ? undefined : linesOf(view.file.document).starts[params.line];
  return { markdown: explainFile(view.snapshot, view.file, view.options, offset) };
}

/** A file of another tool as manifests, each agent by itself. */
export async function imported(
  session: Session,
  params: ParamsOf<typeof ImportFile>,
): Promise<ResultOf<typeof ImportFile>> {
  const view = await viewOf(session, params.uri);
  const file = view?.snapshot.foreign.files.find(({ source }) => source.uri === normalUri(params.uri));
  if (!view || !file) return [];
  return importFile(view.snapshot, file.source, file.path).map((each) => ({
    title: each.principal ?? each.name,
    fileName: each.fileName,
    text: each.text,
    report: importPage(each),
    changed: each.rows.filter(({ fidelity }) => fidelity !== 'exact').length,
  }));
}

/** What can be exported, and to what. */
export async function exportChoices(
  session: Session,
  params: ParamsOf<typeof ExportChoices>,
): Promise<ResultOf<typeof ExportChoices>> {
  const pending = session.workspaces.pending();
  if (pending) await pending;
  const only = params.uri === undefined ? undefined : normalUri(params.uri);
  const roles = session.workspaces
    .snapshots()
    .flatMap(({ snapshot }) =>
      [...snapshot.roles.values()].flatMap(({ name, source }) =>
        name && (only === undefined || source.uri === only)
          ? [{ name: name.value, uri: session.documents.toClient(source.uri) }]
          : [],
      ),
    );
  return { roles, targets: TARGETS.map(({ id, title }) => ({ id, title })) };
}

/** The same export as the command line's, as pages and texts to look at. */
export async function exportPreview(
  session: Session,
  params: ParamsOf<typeof ExportPreview>,
): Promise<ResultOf<typeof ExportPreview>> {
  const view = await viewOf(session, params.uri);
  const role = view?.snapshot.role(params.role);
  const target = TARGETS.find(({ id }) => id === params.target);
  if (!role || !target || role.role.foreign) {
    return {
      files: [],
      report: '',
      failing: [],
      problem: `There is no role ${params.role} to write for ${params.target}.`,
    };
  }
  const exported = exportRole(role, target, { now: session.ports.clock(), accept: new Set(params.accept) });
  return {
    files: exported.files,
    report: exportPage(role.name, target.title, exported),
    failing: exported.rows.filter(({ fails }) => fails).map(({ name, why }) => ({ name, why })),
  };
}

/** How many findings of a file nobody hears of at the level that is set. */
export async function hidden(session: Session, params: ParamsOf<typeof Hidden>): Promise<ResultOf<typeof Hidden>> {
  const view = await viewOf(session, params.uri);
  if (!view) return { hidden: 0 };
  // Worked out part by part, with room for other messages, and remembered.
  await session.findings.ofFile(normalUri(params.uri), view);
  const each = view.file.sources.map((source) => analyzeSource(view.snapshot, source, view.options).hidden);
  return { hidden: each.reduce((sum, count) => sum + count, 0) };
}

/** Commands, for editors that have no panel to show a run in: the run in a few lines. */
export async function execute(session: Session, params: ExecuteCommandParams): Promise<null> {
  const [uri, second, third] = (params.arguments ?? []) as unknown[];
  const view = typeof uri === 'string' ? await viewOf(session, uri) : undefined;
  if (!view) return null;
  if (params.command === COMMANDS.replayWitness) {
    const witness = readWitness(third as WitnessJson);
    session.show('problem' in witness ? witness.problem : runInWords(replayWitness(view.snapshot, witness)));
  } else if (params.command === COMMANDS.runScenario) {
    const index =
      typeof second === 'number' ? second : view.file.sources.findIndex((source) => isScenario(view, source));
    const manifest = view.file.sources[index] && readIn(view.snapshot, view.file.sources[index]).manifest;
    session.show(
      manifest?.kind === 'Scenario' ? runInWords(simulate(view.snapshot, manifest)) : 'There is no scenario here.',
    );
  }
  return null;
}

function isScenario(view: View, source: Source): boolean {
  return readIn(view.snapshot, source).manifest.kind === 'Scenario';
}

function runInWords(run: Run): string {
  const lines = run.steps.flatMap((step) => {
    if (!step.action || !step.decision) return [];
    const failed = step.failed && step.expected ? ` (expected ${step.expected})` : '';
    const decided = `${step.decision.decision.toUpperCase()}${failed}: ${step.decision.words}`;
    return `${step.number}. ${actionToWords(step.action)} → ${decided}`;
  });
  return [run.title, ...run.problems, ...lines].join('\n');
}

function traced(session: Session, view: View, run: Run): TraceAnswer {
  return {
    trace: toTrace(session, view, run),
    title: run.title,
    problems: run.problems,
    failed: run.steps.some((step) => step.failed),
  };
}

/** What is answered where running failed. */
export const NOTHING_RUN: TraceAnswer = noTrace('The run failed; the output channel says why.');

function noTrace(problem: string): TraceAnswer {
  return { title: '', problems: [problem], failed: false };
}

/** A witness that came back from the client; it may have been written by anybody. */
export function readWitness(json: WitnessJson | undefined): Witness | { readonly problem: string } {
  if (typeof json?.role !== 'string' || !Array.isArray(json.steps)) return { problem: 'The witness cannot be read.' };
  const steps: WitnessStep[] = [];
  for (const step of json.steps) {
    const read = readAction(step?.action);
    if ('problem' in read) return read;
    const expect = step.expect === 'ask' || step.expect === 'deny' ? step.expect : 'allow';
    steps.push({ action: read.action, expect });
  }
  return { role: json.role, steps };
}
