import type { CatalogueRule } from '../catalogue-rule.ts';
import { cwe, ZERO_TRUST } from '../references.ts';

const LOCAL = /^\w+:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])([:/]|$)/;
const CREDENTIAL = /token|key|secret|password|authorization|bearer|oauth|credential/i;

export const serverWithoutCredential: CatalogueRule = {
  id: 'server-without-credential',
  family: 'tools',
  summary: 'A server that is reached over the network asks nobody who they are.',
  severity: 'info',
  confidence: 'heuristic',
  audience: 'strict',
  references: [cwe(306, 'Missing Authentication for Critical Function'), ZERO_TRUST],
  risk: false,
  since: '0.1.0',
  checkTool(tool, report) {
    const url = tool.server?.url;
    if (!url || LOCAL.test(url.value) || tool.credentials.length > 0) return;
    const acts = tool.operations.some(({ does, returns }) =>
      [...does, ...returns].some(({ value }) => !['read', 'public', 'untrusted'].includes(value)),
    );
    const named = [...(tool.server?.env ?? []).map(({ key }) => key), ...(tool.server?.args ?? [])];
    if (!acts || named.some(({ value }) => CREDENTIAL.test(value))) return;
    report({
      source: tool.source,
      span: url.span,
      message: `no credential is named for \`${tool.name?.value ?? 'this tool'}\`: either anybody who reaches it may use it, or the one that it takes is missing here and cannot be revoked by its name`,
    });
  },
};
