import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { descriptor } from '../../server/src/cli/report/sarif.ts';
import { RULES } from '../../server/src/core/analysis/rules/index.ts';
import { READER_RULES } from '../../server/src/core/syntax/problem.ts';
import { readPage } from '../support/rule-page.ts';

const TABLE = readFileSync('docs/rules.md', 'utf8');
const pageOf = (id: string) => readFileSync(`server/src/core/analysis/rules/${id}.md`, 'utf8');

/**
 * Rules that everybody hears of although no run proves what they say: the manifest says it itself, in words that leave
 * no doubt. Every other heuristic is for those who ask for it.
 */
const PLAIN = new Set([
  'approval-by-anyone',
  'approval-by-self',
  'approval-fails-open',
  'ask-unattended',
  'boundary-unproven',
  'credential-exceeds-operations',
  'expired-authority',
  'literal-credential',
  'missing-owner',
  'no-budget',
  'observe-stage-acts',
  'operation-mislabelled',
  'owner-not-human',
  'personal-credential',
  'poisoned-description',
  'revocation-by-agent',
  'rule-undocumented',
  'secrets-logged',
  'spend-without-budget',
  'supervised-unattended',
]);

describe('the catalogue', () => {
  test('has a hundred and ten rules or more, each with an id of its own', () => {
    assert(RULES.length >= 110, `${RULES.length}`);
    assert.equal(new Set(RULES.map(({ id }) => id)).size, RULES.length);
    for (const { id } of RULES) {
      assert.match(id, /^[a-z]+(-[a-z]+)*$/);
      assert(!Object.hasOwn(READER_RULES, id), `${id} is an id of reading, too`);
    }
  });

  test('covers rules that there are, and no two rules cover each other, not even through others', () => {
    const covers = new Map(RULES.map((rule) => [rule.id, [...(rule.covers ?? []), ...(rule.coversInManifest ?? [])]]));
    for (const [id, others] of covers) for (const other of others) assert(covers.has(other), `${id} covers ${other}`);
    const visit = (id: string, path: readonly string[]): void => {
      assert(!path.includes(id), `${[...path, id].join(' covers ')}`);
      for (const other of covers.get(id) ?? []) visit(other, [...path, id]);
    };
    for (const id of covers.keys()) visit(id, []);
  });

  test('tells everybody only what is proved, modelled, or said in plain words', () => {
    for (const { id, confidence, audience, risk } of RULES) {
      if (risk) assert.notEqual(confidence, 'heuristic', `${id} claims a risk, and no run has to prove it`);
      if (confidence === 'heuristic' && audience === 'default') {
        assert(
          PLAIN.has(id),
          `${id} is heuristic: make it strict, or name it in PLAIN if it only repeats the manifest`,
        );
      }
    }
    for (const id of PLAIN)
      assert(
        RULES.some((rule) => rule.id === id && rule.confidence === 'heuristic'),
        id,
      );
  });
});

for (const rule of RULES) {
  test(`${rule.id}: code, page, table and SARIF agree`, () => {
    const page = readPage(pageOf(rule.id));
    const { id, severity, audience, confidence, summary, family } = rule;

    const row = `| [${id}](../server/src/core/analysis/rules/${id}.md) | ${severity} | ${audience} | ${confidence} | ${summary} |`;
    assert(TABLE.includes(row), 'docs/rules.md has another row');
    assert.match(summary, /^[A-Z].*\.$/);

    // Every entry of a public catalogue has its year, and is on the page.
    for (const { name, url } of rule.references) {
      assert.match(name, /\b(?:19|20)\d\d\b/, `${name} has no year`);
      assert(url === undefined || (URL.canParse(url) && url.startsWith('https://')), `${name} has no address`);
      if (name.startsWith('CVE-')) assert.match(name, /^CVE-20\d\d-\d{4,}$/);
    }
    assert.equal(new Set(rule.references.map(({ name }) => name)).size, rule.references.length);
    const listed = page.sections.get('References') ?? '';
    for (const { name, url } of rule.references) {
      const line = url === undefined ? `- ${name}` : `- [${name}](${url})`;
      assert(listed.split('\n').includes(line), `not on the page: ${line}`);
    }

    // What can be set is on the page, by name, with what it is when nothing is set.
    const options = Object.entries(rule.options ?? {});
    const settings = page.sections.get('Settings') ?? '';
    assert.equal(settings !== '', options.length > 0, 'a section Settings');
    for (const [name, { help }] of options) assert(settings.includes(`- \`${name}\`: ${help}`), `no setting ${name}`);

    const sarif = descriptor(id, rule, severity, pageOf(id)) as {
      shortDescription: { text: string };
      help: { text: string; markdown: string };
      helpUri: string;
      properties: { tags: readonly string[]; precision: string; references: readonly string[] };
    };
    assert.equal(sarif.shortDescription.text, summary);
    assert.equal(sarif.help.markdown, pageOf(id));
    assert(sarif.help.text.startsWith(page.summary));
    assert(sarif.helpUri.endsWith(`/${id}.md`));
    assert.deepEqual(sarif.properties.tags, ['security', family, audience]);
    assert.deepEqual(
      sarif.properties.references,
      rule.references.map(({ name }) => name),
    );
  });
}
