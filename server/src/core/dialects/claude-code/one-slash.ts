import type { Action } from '../../decide/action.ts';
import type { Finding } from '../../finding.ts';
import type { Effect } from '../../model/manifest.ts';
import type { WorkspaceFacts } from '../../workspace/workspace.ts';
import { reported } from '../findings.ts';
import type { Main } from './claude-code.ts';
import { DOCS } from './docs.ts';
import { samplePath } from './rule-forms.ts';

/**
 * Directories that stand at the root of a file system. Sources: the Filesystem Hierarchy Standard 3.0; Apple's File System
 * Programming Guide.
 */
const AT_THE_ROOT =
  /^\/(?:etc|home|root|proc|sys|usr|opt|var|tmp|dev|mnt|srv|boot|run|Users|Volumes|private|Library)\//;

const DECIDES: Readonly<Record<Effect, string>> = { allow: 'allows', ask: 'asks about', deny: 'denies' };
const MEANS: Readonly<Record<Effect, string>> = { allow: 'allow', ask: 'ask about', deny: 'block' };

/**
 * Rules such as `Read(/etc/shadow)`, which name a file of the project: an absolute path begins with two slashes. Told where
 * the project has no directory of that name, so that nobody can have meant one there.
 * https://code.claude.com/docs/en/permissions#read-and-edit
 */
export function oneSlashFindings(
  { foreign, policy }: Main,
  facts: WorkspaceFacts,
  effectOf: (action: Action) => Effect,
): readonly Finding[] {
  const base = policy.project === '' ? '' : `${policy.project}/`;
  return policy.rules.flatMap((rule): Finding[] => {
    if (rule.matcher.kind !== 'path' || rule.liveness.state !== 'live') return [];
    if (rule.layer !== 'project' && rule.layer !== 'local') return [];
    const specifier = rule.text.slice(rule.text.indexOf('(') + 1, -1).trim();
    if (!AT_THE_ROOT.test(`${specifier}/`)) return [];
    const top = specifier.split('/')[1]!;
    if (facts.files.paths.some((path) => path.startsWith(`${base}${top}/`))) return [];
    const verb = rule.matcher.tool === 'Read' ? 'read' : 'write';
    const action: Action = { verb, value: samplePath(`/${specifier}`) };
    const effect = effectOf(action);
    if (effect === rule.effect) return [];
    const right = `${rule.text.slice(0, rule.text.indexOf('(') + 1)}/${specifier})`;
    return [
      reported(
        'rule-without-effect',
        'warning',
        rule.source,
        rule.span,
        `\`${rule.text}\` in \`${rule.effect}\` is about \`${base}${specifier.slice(1)}\` here in the project, where there is no \`${top}\`: an absolute path begins with two slashes; ${foreign.title} ${DECIDES[effect]} \`${action.value}\`, which it was written to ${MEANS[rule.effect]}. Write \`${right}\``,
        {
          reference: DOCS.paths,
          witness: { role: foreign.title, steps: [{ action, expect: effect }] },
        },
      ),
    ];
  });
}
