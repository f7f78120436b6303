import type { Does } from '../../model/manifest.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI02, atlas } from '../references.ts';

/** Verbs at the beginning of an operation's name that say what it does. Those without doubt are told to everybody. */
const VERBS: readonly { readonly does: Does; readonly sure: boolean; readonly words: readonly string[] }[] = [
  { does: 'destroy', sure: true, words: ['delete', 'destroy', 'drop', 'purge', 'wipe', 'truncate', 'erase'] },
  { does: 'send', sure: true, words: ['send', 'email', 'publish', 'broadcast', 'tweet'] },
  { does: 'spend', sure: true, words: ['pay', 'refund', 'charge', 'purchase', 'buy', 'withdraw'] },
  { does: 'destroy', sure: false, words: ['remove', 'terminate', 'revoke', 'reset', 'unpublish'] },
  { does: 'send', sure: false, words: ['post', 'notify', 'share', 'forward', 'reply', 'invite'] },
  { does: 'spend', sure: false, words: ['transfer', 'order', 'book', 'subscribe'] },
  { does: 'execute', sure: false, words: ['execute', 'exec', 'eval', 'invoke', 'deploy', 'restart', 'trigger'] },
  {
    does: 'write',
    sure: false,
    words: [
      'create',
      'update',
      'write',
      'set',
      'insert',
      'add',
      'edit',
      'merge',
      'move',
      'rename',
      'upload',
      'put',
      'patch',
      'assign',
      'close',
      'cancel',
      'approve',
      'upsert',
      'mark',
    ],
  },
];

export const operationMislabelled: CatalogueRule = {
  id: 'operation-mislabelled',
  family: 'tools',
  summary: 'An operation is said to read, and its name says that it does more.',
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'default',
  references: [ASI02, atlas('AML.M0028')],
  risk: false,
  since: '0.1.0',
  checkTool(tool, report) {
    const prefix = tool.name?.value.toLowerCase();
    for (const { name, does } of tool.operations) {
      if (does.length === 0 || does.some(({ value }) => value !== 'read')) continue;
      const words = name.value
        .replace(/([a-z])([A-Z])/g, '$1_$2')
        .toLowerCase()
        .split(/[^a-z]+/)
        .filter((word) => word !== '');
      const verb = words[0] === prefix ? words[1] : words[0];
      const meant = VERBS.find((each) => each.words.includes(verb ?? ''));
      if (!meant) continue;
      report({
        source: tool.source,
        span: does[0]!.span,
        ...(meant.sure ? {} : { audience: 'strict' }),
        message: `\`${name.value}\` is said to \`read\`, and its name says \`${meant.does}\`: every risk is judged by what is said here`,
        related: [{ source: tool.source, span: name.span, message: `its name begins with \`${verb}\`` }],
      });
    }
  },
};
