import { wayTo } from '../../authority/effective.ts';
import { urlsReached } from '../by-url.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { MULTI_TENANT } from '../data/hosts.ts';
import { ASI02, atlas } from '../references.ts';
import { nameIn, quoted, step, witnessOf } from '../words.ts';

export const multiTenantHost: CatalogueRule = {
  id: 'multi-tenant-host',
  family: 'network',
  summary: "A grant reaches everybody on a host that many share, and not only one's own corner of it.",
  severity: 'warning',
  confidence: 'modelled',
  audience: 'strict',
  references: [ASI02, atlas('AML.T0086')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  covers: ['methods-open'],
  checkRole(role, context, report) {
    const urls = MULTI_TENANT.map(({ url }) => url);
    for (const { rule, pattern, action } of urlsReached(context, urls)) {
      const { tenant } = MULTI_TENANT.find(({ url }) => url === action.value)!;
      const sends = rule.methods.length === 0 || rule.methods.some(({ value }) => !['GET', 'HEAD'].includes(value));
      const read = sends ? wayTo(role, context, 'read') : undefined;
      const host = /\/\/([^/:?]+)/.exec(action.value)![1]!;
      report({
        source: rule.source,
        span: pattern.span,
        ...(read ? { audience: 'default' } : {}),
        message: read
          ? `${quoted(rule, pattern)} covers \`${action.value}\`, which may belong to ${tenant}, and ${read.words}: what ${nameIn(role)} reads can be left there`
          : `${quoted(rule, pattern)} covers \`${action.value}\`, which may belong to ${tenant}: \`${host}\` alone says nothing about whose it is`,
        ...(read?.grants[0]
          ? { related: [{ ...context.placeOf(read.grants[0].rule, read.grants[0].pattern), message: read.words }] }
          : {}),
        witness: witnessOf(role, [
          ...(read?.steps ?? []),
          step(action, "reaches a stranger's corner of a shared host"),
        ]),
      });
    }
  },
};
