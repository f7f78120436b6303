import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bailiwick, inDirectory } from './support.ts';

const HEAD = 'kind: AgentRole\nversion: 1\nname: fixer\npurpose: Mends what is broken in payments.\nowner: payments\n';
const PRINTS = `${HEAD}stage: autonomous\nallow:\n  - run: ["git **", "make **"]\n  - read: ["**"]\n`;

/** Rule and fingerprint of everything that is found in a manifest. */
async function printsOf(text: string, file = 'a.agent-role.yaml'): Promise<string[]> {
  let prints: string[] = [];
  await inDirectory({ [file]: text }, async (cwd) => {
    const { out } = await bailiwick(['check', '--format', 'json', '--audience', 'audit'], { cwd });
    const { findings } = JSON.parse(out) as { findings: { rule: string; fingerprint: string }[] };
    prints = findings.map(({ rule, fingerprint }) => `${rule} ${fingerprint}`).sort();
  });
  assert(prints.length >= 4);
  return prints;
}

const SAME: Readonly<Record<string, string>> = {
  'lines are moved': `# A comment.\n\n${PRINTS}`,
  'lists are written in blocks': PRINTS.replace('["git **", "make **"]', '\n      - git **\n      - "make **"'),
  'rules change places': `${HEAD}stage: autonomous\nallow:\n  - read: ["**"]\n  - run: ["make **", "git **"]\n`,
  'quotes and blanks change': PRINTS.replace('"git **"', "'git  **'"),
  'lines end in CRLF': PRINTS.replaceAll('\n', '\r\n'),
};
for (const [change, text] of Object.entries(SAME)) {
  test(`fingerprints stay where ${change}`, async () => assert.deepEqual(await printsOf(text), await printsOf(PRINTS)));
}

test('fingerprints stay where the file is renamed', async () => {
  assert.deepEqual(await printsOf(PRINTS, 'elsewhere/b.agent-role.yaml'), await printsOf(PRINTS));
});

test('fingerprints differ for another role, and for another grant', async () => {
  const before = new Set(await printsOf(PRINTS));
  const other = await printsOf(PRINTS.replace('name: fixer', 'name: mender'));
  assert(other.every((each) => !before.has(each)));
  const wider = await printsOf(PRINTS.replace('"make **"', '"npm **"'));
  assert(wider.some((each) => !before.has(each)) && wider.some((each) => before.has(each)));
});
