import type { Action } from '../../decide/action.ts';
import type { Located } from '../../span.ts';
import { denyPaths } from '../by-path.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { contextOf } from '../context.ts';
import { ASI04, ASI05, atlas } from '../references.ts';
import { programOf, serverWords } from '../server-command.ts';
import { nameIn, step, witnessOf } from '../words.ts';

export const serverCodeWritable: CatalogueRule = {
  id: 'server-code-writable',
  family: 'tools',
  summary: "A grant lets the role change the code of a tool's server.",
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [ASI05, ASI04, atlas('AML.T0081')],
  risk: true,
  since: '0.1.0',
  checkWorkspace(snapshot, report) {
    const servers = [...snapshot.tools.values()].flatMap(({ name, source, server }) =>
      server ? codeOf(serverWords(server)).map((file) => ({ tool: name?.value ?? '', source, file })) : [],
    );
    if (servers.length === 0) return;
    for (const { manifest } of snapshot.sources) {
      if (manifest.kind !== 'AgentRole') continue;
      const role = snapshot.resolve(manifest);
      const context = contextOf(role, snapshot.now);
      const told = new Set<string>();
      for (const { tool, source, file } of servers) {
        const action: Action = { verb: 'write', value: file.value };
        const decision = context.decide(action);
        const rule = decision.rules[0];
        if (decision.decision !== 'allow' || !rule || told.has(tool)) continue;
        told.add(tool);
        report({
          ...context.placeOf(rule, context.patternFor(rule, action)),
          message: `${nameIn(role)} may write \`${file.value}\`, which is started as the server of \`${tool}\`: what it writes there runs outside its rules, with the tool's credentials`,
          related: [{ source, span: file.span, message: `the server of \`${tool}\`` }],
          witness: witnessOf(role, [step(action, `becomes the server of ${tool}`)]),
          fixes: denyPaths(role, 'write', [file.value]),
        });
      }
    }
  },
};

/** Files of the workspace that are run when the server starts: its program, or the script that an interpreter is given. */
function codeOf(words: readonly Located<string>[]): readonly Located<string>[] {
  return words.flatMap((word, at) => {
    const path = word.value.replace(/^(\.\/)+/, '').replace(/^\$\{workspaceFolder\}\//, '');
    if (path.startsWith('-') || /^[/~$]|^\.\.|:\/\/|[@=\s*]/.test(path)) return [];
    const isProgram = at === 0 && (word.value.startsWith('./') || path.includes('/'));
    const isScript = at > 0 && /\.(?:[cm]?[jt]sx?|py|rb|pl|sh|php|lua|jar|dll|exe|wasm)$/.test(path);
    const isModule = /^-m$/.test(words[at - 1]?.value ?? '') && /^python/.test(programOf(words[0]!.value));
    if (isModule) return [{ value: `${path.replaceAll('.', '/')}.py`, span: word.span }];
    return isProgram || isScript ? [{ value: path, span: word.span }] : [];
  });
}
