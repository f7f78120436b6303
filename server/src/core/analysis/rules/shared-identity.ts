import type { AgentRole } from '../../model/manifest.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI03 } from '../references.ts';
import { listWords } from '../words.ts';

export const sharedIdentity: CatalogueRule = {
  id: 'shared-identity',
  family: 'identity',
  summary:
    'Two roles act as the same account, so each can do what the other may, and the trace cannot tell them apart.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'default',
  references: [ASI03],
  risk: false,
  since: '0.1.0',
  checkWorkspace(snapshot, report) {
    const byAccount = new Map<string, AgentRole[]>();
    for (const { manifest } of snapshot.sources) {
      const account = manifest.kind === 'AgentRole' ? manifest.identity?.account?.value : undefined;
      if (manifest.kind !== 'AgentRole' || account === undefined || account === '') continue;
      byAccount.set(account, [...(byAccount.get(account) ?? []), manifest]);
    }
    for (const [account, roles] of byAccount) {
      if (new Set(roles.map(({ name }) => name?.value)).size < 2) continue;
      // One finding for all who share it, at the last: the others are named beside it.
      const role = roles.at(-1)!;
      const others = roles.filter((each) => each.name?.value !== role.name?.value);
      report({
        source: role.source,
        span: role.identity!.account!.span,
        message: `${listWords(others.map(({ name }) => `\`${name?.value ?? ''}\``))} ${others.length === 1 ? 'acts' : 'act'} as \`${account}\` too: elsewhere nobody can tell them apart, and one can do what the other may`,
        related: others.map((other) => ({
          source: other.source,
          span: other.identity!.account!.span,
          message: 'the same account',
        })),
      });
    }
  },
};
