import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { analyzeFile } from '../../server/src/core/analysis/analyze.ts';
import { templatesAt } from '../../server/src/core/features/templates.ts';
import { toolScopeFromTools } from '../../server/src/core/features/tool-scope-from-tools.ts';
import { simulate } from '../../server/src/core/simulate/simulate.ts';
import { TEST_NOW, uriOf, workspaceOf } from '../support/workspace.ts';
import { OPTIONS } from './at.ts';

const TEMPLATES = templatesAt(TEST_NOW);

/** Asserts that a file, in a workspace with the others, has nothing that anybody would be told about. */
function checkClean(files: Readonly<Record<string, string>>, path: string): void {
  const { snapshot } = workspaceOf(files, { paths: ['src/app.ts', 'test/a.test.ts', 'package.json', 'README.md'] });
  const { findings } = analyzeFile(snapshot, uriOf(path), OPTIONS);
  assert.deepEqual(
    findings.map(({ rule, message }) => `${rule}: ${message}`),
    [],
  );
}

for (const template of TEMPLATES.filter(({ kind }) => kind !== 'Scenario')) {
  test(`the template "${template.label}" is read without errors and has no risks`, () => {
    checkClean({ [template.fileName]: template.text }, template.fileName);
  });
}

test('the scenario of the templates runs as it says, with the reviewer', () => {
  const files = Object.fromEntries(TEMPLATES.map(({ fileName, text }) => [fileName, text]));
  checkClean(files, 'first-run.scenario.yaml');
  const { snapshot } = workspaceOf(files);
  const run = simulate(snapshot, snapshot.scenarios[0]!);
  assert.deepEqual(
    run.steps.filter((step) => step.failed).map((step) => `${step.number} ${step.decision?.words}`),
    [],
  );
});

test('a template lapses a quarter after it was taken', () => {
  for (const { kind, text } of TEMPLATES) if (kind === 'AgentRole') assert.match(text, /^expires: 2027-02-22$/m);
});

interface Tool {
  readonly name: string;
  readonly [key: string]: unknown;
}

function scopeOf(...tools: readonly Tool[]) {
  const made = toolScopeFromTools(JSON.stringify({ jsonrpc: '2.0', id: 1, result: { tools } }), 'made');
  assert('text' in made, 'problem' in made ? made.problem : '');
  const { snapshot } = workspaceOf({ 'made.tool-scope.yaml': made.text });
  const scope = snapshot.tools.get('made');
  assert(scope);
  const { findings } = analyzeFile(snapshot, uriOf('made.tool-scope.yaml'), OPTIONS);
  const errors = findings
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, message }) => `${rule}: ${message}`);
  assert.deepEqual(errors, [], made.text);
  return { text: made.text, scope };
}

/** What an operation is said to do: `write sends network, irreversible`. */
function checkOperation(
  tool: Tool,
  expected: { does: string; returns: string; sends: string; questions: number },
): void {
  const { text, scope } = scopeOf(tool);
  const operation = scope.operations[0]!;
  const words = (list: readonly { value: string }[]) => list.map(({ value }) => value).join(' ');
  const own = text.slice(text.indexOf('operations:'));
  assert.deepEqual(
    {
      does: words(operation.does),
      returns: words(operation.returns),
      sends: words(operation.sends),
      questions: own.split('# ?').length - 1,
    },
    expected,
  );
}

test('a tool without hints is taken for the worst, with questions', () => {
  checkOperation({ name: 'x' }, { does: 'destroy', returns: 'untrusted', sends: 'network', questions: 3 });
});

test('hints are taken at their word, and what they do not say stays a question', () => {
  checkOperation(
    { name: 'x', annotations: { readOnlyHint: true, openWorldHint: false } },
    { does: 'read', returns: 'internal', sends: '', questions: 1 },
  );
  checkOperation(
    { name: 'x', annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: true } },
    { does: 'write', returns: 'untrusted', sends: 'network', questions: 2 },
  );
  checkOperation(
    { name: 'x', annotations: { destructiveHint: true, openWorldHint: false } },
    { does: 'destroy', returns: 'internal', sends: '', questions: 1 },
  );
});

test('arguments keep their bounds and lose their prose', () => {
  const { scope } = scopeOf({
    name: 'search',
    inputSchema: {
      type: 'object',
      properties: {
        query: { type: 'string', maxLength: 200, description: 'What to "look" for: #all', default: 'x' },
        limit: { type: 'integer', minimum: 1 },
        'odd key': { anyOf: [{ type: 'string' }, { type: 'null' }] },
      },
      required: ['query'],
    },
  });
  const [query, limit] = scope.operations[0]!.arguments;
  assert.equal(query?.required, true);
  assert.equal(query?.schema.maxLength, 200);
  assert.equal(query?.schema.description, undefined);
  assert.equal(limit?.required, false);
});

test('the list that the examples were made from', () => {
  const made = toolScopeFromTools(readFileSync('examples/agents/mcp/ticketing.tools.json', 'utf8'), 'ticketing');
  assert('text' in made);
  const { snapshot } = workspaceOf({ 'ticketing.tool-scope.yaml': made.text });
  assert.deepEqual(
    snapshot.tools.get('ticketing')?.operations.map(({ name, does }) => `${name.value} ${does[0]?.value}`),
    ['get_ticket read', 'search_tickets read', 'reply write', 'close_ticket write'],
  );
});

test('names and descriptions of a hostile server stay text', () => {
  const { scope } = scopeOf(
    { name: 'a: [b', description: 'x\ny: "z" # no\n---\nkind: AgentRole' },
    { name: '__proto__', annotations: { readOnlyHint: true } },
    { name: 'yes', inputSchema: { properties: { '"': { type: 'string', pattern: '"\n' }, on: {} } } },
  );
  assert.deepEqual(
    scope.operations.map(({ name }) => name.value),
    ['a: [b', '__proto__', 'yes'],
  );
});

test('what is no list of tools is said to be none', () => {
  const problem = (text: string) => {
    const made = toolScopeFromTools(text);
    return 'problem' in made ? made.problem : undefined;
  };
  assert.match(problem('{')!, /not JSON/);
  assert.match(problem('{"result":{}}')!, /no list of tools/);
  assert.match(problem('[]')!, /has a name/);
  assert.match(problem('[{"title":"x"}, 3]')!, /has a name/);
  assert.equal(problem('[{"name":"x"}]'), undefined);
  assert.equal(problem('{"tools":[{"name":"x"}]}'), undefined);
});
