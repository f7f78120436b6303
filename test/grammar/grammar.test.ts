import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { before, describe, test } from 'node:test';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar } from 'vscode-textmate';
import { marksOf } from '../support/markers.ts';
import { PAGES } from './pages.ts';

/** VS Code's own YAML grammar is not here; the manifests' grammar has to be right without it. */
const YAML_STUB = { scopeName: 'source.yaml', patterns: [{ match: '.+', name: 'meta.stub.yaml' }], repository: {} };

let grammar: IGrammar;

async function loadGrammar(): Promise<IGrammar> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) =>
      textmate.parseRawGrammar(
        scope === 'source.yaml'
          ? JSON.stringify(YAML_STUB)
          : readFileSync('syntaxes/bailiwick.tmLanguage.json', 'utf8'),
        'grammar.json',
      ),
  });
  return (await registry.loadGrammar('source.bailiwick'))!;
}

interface Token {
  readonly start: number;
  readonly end: number;
  readonly scopes: readonly string[];
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let state = textmate.INITIAL;
  let offset = 0;
  for (const line of text.split('\n')) {
    const result = grammar.tokenizeLine(line, state);
    for (const { startIndex, endIndex, scopes } of result.tokens) {
      tokens.push({ start: offset + startIndex, end: offset + Math.min(endIndex, line.length), scopes });
    }
    state = result.ruleStack;
    offset += line.length + 1;
  }
  return tokens;
}

/** Every character above a caret has a scope that begins as written, or none of ours where it says `none`. */
function checkScopes(text: string): void {
  const tokens = tokensOf(text);
  const marks = marksOf(text);
  assert(marks.length > 0, 'the page points at nothing');
  for (const mark of marks) {
    const under = tokens.filter((token) => token.start < mark.end && token.end > mark.start);
    for (const token of under) {
      const scopes = token.scopes.slice(1);
      const fits = mark.text === 'none' ? scopes.length === 0 : scopes.some((scope) => scope.startsWith(mark.text));
      assert(
        fits,
        `${JSON.stringify(text.slice(mark.start, mark.end))} should be ${mark.text}, is ${scopes.join(' ') || 'none'}`,
      );
    }
  }
}

describe('grammar', () => {
  before(async () => {
    grammar = await loadGrammar();
  });

  for (const [title, text] of Object.entries(PAGES)) test(title, () => checkScopes(text));

  test('ends on any line in time that a person does not notice', () => {
    for (const line of [
      '*'.repeat(20_000),
      '"'.repeat(20_000),
      'a: '.repeat(10_000),
      '{'.repeat(20_000),
      `because: ${'x '.repeat(10_000)}`,
    ]) {
      const began = performance.now();
      tokensOf(line);
      assert(performance.now() - began < 2_000, `${line.slice(0, 12)}… took ${performance.now() - began} ms`);
    }
  });
});
