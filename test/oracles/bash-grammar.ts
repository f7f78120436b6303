import path from 'node:path';
import { importOracle, oracle } from './oracle.ts';

/** The grammar of GNU Bash by which several tools take command lines apart: tree-sitter-bash, in WebAssembly. */
const grammar = oracle('tree-sitter-bash', 'tree-sitter-bash.wasm');
const runtime = oracle('web-tree-sitter', 'tree-sitter.js');
export const bashGrammar = grammar.skip === false ? runtime : grammar;

/** What is used of the runtime. */
export interface GrammarNode {
  readonly type: string;
  readonly text: string;
  readonly isNamed: boolean;
  readonly hasError: boolean;
  readonly startIndex: number;
  readonly children: readonly (GrammarNode | null)[];
  readonly namedChildren: readonly (GrammarNode | null)[];
}

interface Runtime {
  readonly Parser: {
    init(options: object): Promise<void>;
    new (): { setLanguage(language: unknown): void; parse(text: string): { rootNode: GrammarNode; delete(): void } };
  };
  readonly Language: { load(file: string): Promise<unknown> };
}

/** A function from a script to the root of its tree, which is gone when the next one is asked for. */
export async function loadBashGrammar(): Promise<(script: string) => GrammarNode> {
  const { Parser, Language } = await importOracle<Runtime>(runtime.path ?? '');
  await Parser.init({ locateFile: (file: string) => path.join(path.dirname(runtime.path ?? ''), file) });
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar.path ?? ''));
  let last: { delete(): void } | undefined;
  return (script) => {
    last?.delete();
    const tree = parser.parse(script);
    last = tree;
    return tree.rootNode;
  };
}
