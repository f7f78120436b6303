import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI04, atlas, cwe } from '../references.ts';
import { programOf, serverWords } from '../server-command.ts';

const SHELLS = new Set(['sh', 'bash', 'zsh', 'dash', 'ksh', 'fish', 'pwsh', 'powershell']);
const DOWNLOAD_AND_RUN =
  /\b(?:curl|wget|iwr|irm|invoke-webrequest)\b[^;]*(?:\|\s*(?:sudo\s+)?(?:\S*\/)?(?:ba|z|da|k)?sh\b|\|\s*(?:sudo\s+)?(?:python3?|node|perl|ruby|iex)\b|&&\s*(?:chmod|sh|bash|\.\/))|<\(\s*(?:curl|wget)|\$\(\s*(?:curl|wget)/i;

export const shellLaunchedServer: CatalogueRule = {
  id: 'shell-launched-server',
  family: 'tools',
  summary: "A tool's server is started through a shell, so what starts cannot be seen.",
  severity: 'warning',
  confidence: 'modelled',
  audience: 'strict',
  references: [ASI04, atlas('AML.T0010.005'), cwe(494, 'Download of Code Without Integrity Check')],
  risk: false,
  since: '0.1.0',
  foreign: true,
  checkTool(tool, report) {
    const words = tool.server ? serverWords(tool.server) : [];
    const [program, ...args] = words;
    if (!program) return;
    const line = words.map(({ value }) => value).join(' ');
    const script = args.find((_, at) => /^(-\w*c|-command|-encodedcommand)$/i.test(args[at - 1]?.value ?? ''));
    const shell = SHELLS.has(programOf(program.value)) && script !== undefined;
    const downloads = DOWNLOAD_AND_RUN.test(line);
    if (!shell && !downloads) return;
    const place = script ?? program;
    report({
      source: tool.source,
      span: place.span,
      ...(downloads ? { severity: 'error', audience: 'default' } : {}),
      message: downloads
        ? `\`${tool.name?.value ?? 'this tool'}\` starts what it has just downloaded: whoever serves that file decides what runs, each time anew`
        : `a shell starts \`${tool.name?.value ?? 'this tool'}\`: which program that is, and in which version, depends on what the shell finds`,
    });
  },
};
