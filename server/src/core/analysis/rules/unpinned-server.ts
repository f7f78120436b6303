import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI04, atlas } from '../references.ts';
import { programOf, serverWords } from '../server-command.ts';

/** Programs that fetch and run a package, and how many words of theirs come before its name. */
const RUNNERS: Readonly<Record<string, RegExp>> = {
  npx: /^@?[^@]+@\d+\.\d+\.\d+/,
  bunx: /^@?[^@]+@\d+\.\d+\.\d+/,
  'pnpm dlx': /^@?[^@]+@\d+\.\d+\.\d+/,
  'yarn dlx': /^@?[^@]+@\d+\.\d+\.\d+/,
  'npm exec': /^@?[^@]+@\d+\.\d+\.\d+/,
  uvx: /(==|@)\d+\.\d+/,
  'uv tool run': /(==|@)\d+\.\d+/,
  'pipx run': /(==|@)\d+\.\d+/,
  'docker run': /@sha256:[0-9a-f]{64}$/,
  'podman run': /@sha256:[0-9a-f]{64}$/,
  'go run': /@v\d+\.\d+\.\d+/,
};

/** Options that take the next word. */
const WITH_VALUE = new Set([
  '-e',
  '--env',
  '-v',
  '--volume',
  '--mount',
  '--name',
  '--network',
  '-p',
  '--python',
  '--with',
  '--from',
  '-w',
  '--env-file',
  '--registry',
]);

export const unpinnedServer: CatalogueRule = {
  id: 'unpinned-server',
  family: 'tools',
  summary: "A tool's server is started from whatever version its publisher has uploaded by then.",
  severity: 'warning',
  confidence: 'modelled',
  audience: 'default',
  references: [ASI04, atlas('AML.T0109'), atlas('AML.T0010.005')],
  risk: false,
  since: '0.1.0',
  foreign: true,
  checkTool(tool, report) {
    const [command, ...args] = tool.server ? serverWords(tool.server) : [];
    if (!command) return;
    const line = [programOf(command.value), ...args.map(({ value }) => value)].join(' ');
    const runner = Object.keys(RUNNERS).find((each) => line === each || line.startsWith(`${each} `));
    if (runner === undefined) return;
    const pinned = RUNNERS[runner]!;
    const rest = args.slice(runner.split(' ').length - 1);
    for (let at = 0; at < rest.length; at++) {
      const word = rest[at]!;
      const from = word.value === '--from' || word.value === '--package' || word.value === '-p';
      if (from && rest[at + 1] && !runner.startsWith('docker')) {
        at++;
      } else if (word.value.startsWith('-')) {
        if (WITH_VALUE.has(word.value)) at++;
        continue;
      }
      const name = rest[at]!;
      if (pinned.test(name.value) || /^[.~/]/.test(name.value)) return;
      report({
        source: tool.source,
        span: name.span,
        message: `\`${name.value}\` is whatever its publisher has uploaded by the time it starts: what was reviewed is not what runs`,
      });
      return;
    }
  },
};
