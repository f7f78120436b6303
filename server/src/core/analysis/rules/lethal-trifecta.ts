import type { Derivation } from '../../authority/derivation.ts';
import { ownAuthority } from '../../authority/effective.ts';
import { type CatalogueRule, headOf } from '../catalogue-rule.ts';
import { ASI01, atlas, TRIFECTA } from '../references.ts';
import { nameIn, step, witnessOf } from '../words.ts';

export const lethalTrifecta: CatalogueRule = {
  id: 'lethal-trifecta',
  family: 'flow',
  summary:
    'Strangers can talk to the role, it reads private data, and it can send to the outside, with nobody asked in between.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [TRIFECTA, ASI01, atlas('AML.T0086'), atlas('AML.M0030')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  coversInManifest: ['rule-of-two'],
  checkRole(role, context, report) {
    const { exposure } = context;
    if (exposure.level === 'inside') return;
    const authority = ownAuthority(role, context);
    const read = authority.get('read')?.[0];
    const send = authority.get('send')?.find((way) => way.steps.length <= 2) ?? authority.get('send')?.[0];
    if (!read || !send) return;
    // Where it reads and sends only because it runs anything, that is the cause, and said by untrusted-to-exec.
    const runsAnything = authority.has('run') && !context.held;
    const isByRunning = ({ derived, steps }: Derivation) =>
      derived || steps.every(({ action }) => action.verb === 'run');
    if (runsAnything && isByRunning(read) && isByRunning(send)) return;
    const steps = [
      ...(exposure.action ? [step(exposure.action, 'reads what a stranger wrote')] : []),
      ...read.steps,
      ...send.steps,
    ];
    const places = [...read.grants, ...send.grants].map(({ rule, pattern }) => context.placeOf(rule, pattern));
    const head = headOf(role.role);
    report({
      ...(exposure.place?.source === role.role.source ? exposure.place : head),
      message: `${exposure.words}, ${read.words}, and ${send.words}: a stranger's text can make ${nameIn(role)} send private data out`,
      related: [
        { ...(places[0] ?? head), message: read.words },
        { ...(places.at(-1) ?? head), message: send.words },
      ],
      witness: witnessOf(role, steps.slice(0, 5)),
    });
  },
};
