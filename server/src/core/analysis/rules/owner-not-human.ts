import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI03, ASI10, atlas } from '../references.ts';

/** Names that systems give to accounts of programs. */
const BOT = /\[bot\]$|(?:^|[-_])bot$|^(?:bot|sa|svc|service-account)[-_]/i;

export const ownerNotHuman: CatalogueRule = {
  id: 'owner-not-human',
  family: 'identity',
  summary: 'The owner of a role or tool is an agent.',
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'default',
  references: [ASI03, ASI10, atlas('AML.M0027')],
  risk: false,
  since: '0.1.0',
  checkWorkspace(snapshot, report) {
    for (const { source, manifest } of snapshot.sources) {
      if (manifest.kind === 'unknown' || !manifest.owner) continue;
      const { value, span } = manifest.owner;
      const role = snapshot.roles.get(value);
      if (!role && !BOT.test(value)) continue;
      report({
        source,
        span,
        ...(role ? {} : { audience: 'strict' }),
        message: role
          ? `\`${value}\` is a role of an agent: no person answers for \`${manifest.name?.value ?? ''}\`, and nobody can be asked`
          : `\`${value}\` is called like a program: name the people who answer for \`${manifest.name?.value ?? ''}\``,
        related: role?.name ? [{ source: role.source, span: role.name.span, message: 'the role' }] : [],
      });
    }
  },
};
