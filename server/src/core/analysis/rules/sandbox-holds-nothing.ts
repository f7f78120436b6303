import type { Located } from '../../span.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI05, ZERO_TRUST } from '../references.ts';
import { holdsNoHost, holdsNoPath } from '../sandbox.ts';

export const sandboxHoldsNothing: CatalogueRule = {
  id: 'sandbox-holds-nothing',
  family: 'network',
  summary: 'A sandbox lists everything, so it holds nothing.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'default',
  references: [ASI05, ZERO_TRUST],
  risk: false,
  since: '0.1.0',
  checkRole({ role, name }, _context, report) {
    const say = (place: Located<string> | undefined, what: string) => {
      if (!place) return;
      report({
        source: role.source,
        span: place.span,
        message: `\`${place.value}\` is everything: this sandbox does not hold ${what}`,
      });
    };
    say(
      role.sandbox?.write?.find(({ value }) => holdsNoPath(value)),
      `what the commands of \`${name}\` write`,
    );
    say(
      role.sandbox?.network?.find(({ value }) => holdsNoHost(value)),
      `whom the commands of \`${name}\` reach`,
    );
  },
};
