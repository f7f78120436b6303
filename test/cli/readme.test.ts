import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { bailiwick } from './support.ts';

const PAGES = [
  'README.md',
  'ARCHITECTURE.md',
  'docs/command-line.md',
  'docs/manifests.md',
  'docs/score.md',
  'docs/simulation.md',
  'docs/suppressing.md',
  'docs/traces.md',
  'examples/README.md',
];

describe('README', () => {
  test('shows what the command line says', async () => {
    const page = readFileSync('README.md', 'utf8');
    const shown = [...page.matchAll(/<!-- \$ bailiwick (.*?) -->\n\n```text\n([\s\S]*?)\n```/g)];
    assert(shown.length >= 4);
    for (const [, line, text] of shown) {
      const { out } = await bailiwick(line!.split(' '));
      assert(out.includes(text!), `bailiwick ${line} no longer says\n${text}`);
    }
  });

  test('shows the role as it is', () => {
    const role = readFileSync('examples/agents/roles/nightly-fixer.agent-role.yaml', 'utf8');
    const [, shown] = /```yaml\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))!;
    for (const line of shown!.trimEnd().split('\n')) assert(role.includes(line), line);
  });
});

describe('links', () => {
  for (const page of PAGES) {
    test(page, () => {
      const text = readFileSync(page, 'utf8').replace(/```[\s\S]*?```/g, '');
      for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^https?:/.test(target!)) continue;
        const [file = '', anchor] = target!.split('#');
        const linked = file === '' ? page : path.join(path.dirname(page), file);
        assert(existsSync(linked), `${page} links to ${target}`);
        if (anchor) assert(anchorsOf(readFileSync(linked, 'utf8')).has(anchor), `${page} links to ${target}`);
      }
    });
  }
});

/** As GitHub makes them of headings. */
function anchorsOf(markdown: string): Set<string> {
  const headings = [...markdown.matchAll(/^#+ (.*)$/gm)].map((match) => match[1]!);
  return new Set(
    headings.map((each) =>
      each
        .toLowerCase()
        .replace(/[^\p{L}\p{N} -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
