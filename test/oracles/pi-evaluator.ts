import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import type { GrammarNode } from './bash-grammar.ts';
import { importOracle, oracle } from './oracle.ts';

/**
 * The Pi permission system, which took over opencode's rules: patterns, their order, and a line's commands. opencode's own
 * evaluator is not on npm. Its sources are TypeScript, and are bundled here as they are.
 */
export const pi = oracle('@gotgenes/pi-permission-system', 'src/rule.ts');

export type PiState = 'allow' | 'ask' | 'deny';

export interface PiRule {
  readonly surface: string;
  readonly pattern: string;
  readonly action: PiState;
}

/** What is used of it, in its own words. */
export interface PiEvaluator {
  normalizeFlatConfig(permission: object): PiRule[];
  evaluate(surface: string, value: string, rules: readonly PiRule[], flavor: object): PiRule;
  collectCommands(root: GrammarNode): { text: string; context?: string; wrapperKind?: string }[];
}

export async function loadPi(): Promise<PiEvaluator> {
  const sources = path.dirname(pi.path ?? '');
  const outfile = path.resolve('out', 'oracles', 'pi.mjs');
  mkdirSync(path.dirname(outfile), { recursive: true });
  await build({
    stdin: {
      contents: `export { normalizeFlatConfig } from './normalize.ts';
        export { evaluate } from './rule.ts';
        export { collectCommands } from './access-intent/bash/command-enumeration.ts';`,
      resolveDir: sources,
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'error',
  });
  return importOracle<PiEvaluator>(outfile);
}
