import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { readManifest } from '../../server/src/core/model/read.ts';

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

/** The snippet as it stands in the editor before anything is typed: every placeholder has its default. */
function expanded({ body }: Snippet): string {
  return body
    .join('\n')
    .replace(/\$\{\d+\|([^,|}]+)[^}]*\}/g, '$1')
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\d+/g, '');
}

/** A part of a manifest is put where it belongs. */
function manifestOf(text: string): string {
  if (/^kind:/.test(text)) return text;
  const indented = text.replace(/^/gm, '  ');
  if (/^\s*expect:/m.test(text))
    return `kind: Scenario\nversion: 1\nname: a\nrole: r\nat: 2026-12-01T09:00:00Z\nsteps:\n${indented}\n`;
  if (text.startsWith('#')) return `kind: AgentRole\nversion: 1\nname: a ${text}\n`;
  if (text.startsWith('approval:')) {
    return `kind: AgentRole\nversion: 1\nname: a\nask:\n  - run: [x]\n    ${text}\n`;
  }
  return `kind: AgentRole\nversion: 1\nname: a\nallow:\n${indented}\n`;
}

describe('snippets', () => {
  const snippets: Record<string, Snippet> = JSON.parse(readFileSync('snippets/bailiwick.json', 'utf8'));
  for (const [title, snippet] of Object.entries(snippets)) {
    test(title, () => {
      const text = manifestOf(expanded(snippet));
      const { findings } = readManifest({ uri: 'file:///w/a.yaml', text });
      assert.deepEqual(
        findings.map((each) => `${each.message}: ${text.slice(each.span.start, each.span.end)}`),
        [],
      );
    });
  }

  test('no two have one prefix', () => {
    const prefixes = Object.values(snippets).map((each) => each.prefix);
    assert.equal(new Set(prefixes).size, prefixes.length);
  });
});
