/** The API of the pure core: everything that the language server, the command line and tests of features use. */

export * from './analysis/analyze.ts';
export * from './analysis/catalogue-rule.ts';
export * from './decide/action.ts';
export * from './decide/action-json.ts';
export * from './decide/decide.ts';
export * from './decide/decision.ts';
export * from './decide/run-state.ts';
export * from './edits.ts';
export * from './finding.ts';
export * from './model/manifest.ts';
export * from './model/read.ts';
export * from './scope/question.ts';
export * from './simulate/compare.ts';
export * from './simulate/run.ts';
export * from './simulate/simulate.ts';
export type { Trace } from './simulate/trace-model.ts';
export * from './simulate/trace-model.ts';
export * from './simulate/trace-read.ts';
export * from './simulate/trace-write.ts';
export * from './source.ts';
export * from './span.ts';
export * from './syntax/node.ts';
export * from './syntax/parse.ts';
export * from './workspace/host.ts';
export * from './workspace/references.ts';
export * from './workspace/workspace.ts';
