import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI03, atlas, cwe } from '../references.ts';
import { programOf, serverWords } from '../server-command.ts';

export const environmentPassedThrough: CatalogueRule = {
  id: 'environment-passed-through',
  family: 'secrets',
  summary: 'A server is given a whole environment, with whatever credentials are in it.',
  severity: 'warning',
  confidence: 'modelled',
  audience: 'default',
  references: [
    atlas('AML.T0098'),
    cwe(526, 'Cleartext Storage of Sensitive Information in an Environment Variable'),
    ASI03,
  ],
  risk: false,
  since: '0.1.0',
  foreign: true,
  checkTool(tool, report) {
    const { server } = tool;
    if (!server) return;
    const words = [...(server.command ? [server.command] : []), ...server.args];
    const program = programOf(serverWords(server)[0]?.value ?? '');
    const found =
      server.env.map(({ key }) => key).find(({ value }) => /^\*+$/.test(value)) ??
      words.find(({ value }, at) => {
        const before = words[at - 1]?.value ?? '';
        if (/^--env-file=./.test(value) || before === '--env-file') return true;
        if (/^(-E|--preserve-env)$/.test(value)) return programOf(words[0]!.value) === 'sudo';
        // Deno hands over what is listed; without a list, all of it.
        return program === 'deno' && /^(--allow-env|-A|--allow-all)$/.test(value);
      });
    if (!found) return;
    report({
      source: tool.source,
      span: found.span,
      message: `\`${tool.name?.value ?? 'this tool'}\` gets every variable that is there (\`${found.value}\`), credentials of other tools as well: list those that it needs under \`env\``,
    });
  },
};
