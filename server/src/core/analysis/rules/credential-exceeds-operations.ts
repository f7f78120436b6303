import type { Located } from '../../span.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI03, LLM06 } from '../references.ts';

/** Names of credentials that say that they do everything, or that they write. */
const WIDE =
  /(?:^|[_-])(?:ADMIN(?:ISTRATOR)?|ROOT|OWNER|MASTER|SUPERUSER|SUPER|SERVICE[_-]?ROLE|SERVICE[_-]?KEY|WRITE(?:R)?|RW|READ[_-]?WRITE|FULL[_-]?ACCESS|GOD)(?=$|[_-])/i;
const CREDENTIAL = /(?:KEY|TOKEN|SECRET|PASSWORD|PASS|PAT|CREDENTIALS?|URL|URI|DSN)$/i;
/** Users that database systems create with every right. */
const ROOT_USER = /:\/\/(postgres|root|admin|administrator|sa|sysadmin|master|system)(?::[^@/]*)?@/i;

export const credentialExceedsOperations: CatalogueRule = {
  id: 'credential-exceeds-operations',
  family: 'tools',
  summary: 'A tool that only reads holds a credential that does more.',
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'default',
  references: [LLM06, ASI03],
  risk: false,
  since: '0.1.0',
  checkTool(tool, report) {
    const { operations, server } = tool;
    const readsOnly = operations.length > 0 && operations.every(({ does }) => does.length > 0 && does.every(isRead));
    if (!readsOnly) return;
    const names = [
      ...tool.credentials.filter(({ value }) => WIDE.test(value)),
      ...(server?.env ?? []).flatMap(({ key, value }) => {
        if (ROOT_USER.test(value.value)) return [value];
        return CREDENTIAL.test(key.value) && WIDE.test(key.value) ? [key] : [];
      }),
      ...(server?.args ?? []).filter(({ value }) => ROOT_USER.test(value)),
    ];
    const [first, ...others] = names;
    if (!first) return;
    report({
      source: tool.source,
      span: first.span,
      message: `\`${tool.name?.value ?? 'this tool'}\` only reads, and ${shown(first)} says that it does more: what the server is tricked into is bounded by the credential, and not by this list`,
      related: others
        .filter(({ value }) => value !== first.value)
        .map((each) => ({ source: tool.source, span: each.span, message: `and ${shown(each)}` })),
    });
  },
};

function isRead({ value }: { readonly value: string }): boolean {
  return value === 'read';
}

function shown({ value }: Located<string>): string {
  const user = ROOT_USER.exec(value)?.[1];
  return user === undefined ? `\`${value}\`` : `the database user \`${user}\``;
}
