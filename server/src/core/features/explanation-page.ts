import { headOf } from '../analysis/catalogue-rule.ts';
import type { Derivation } from '../authority/derivation.ts';
import type { Narrowing } from '../authority/narrowing.ts';
import type { Excess } from '../authority/policy.ts';
import type { Grant } from '../authority/reach.ts';
import { type Score, type ScoredWitness, vectorText } from '../authority/score.ts';
import type { VainDeny } from '../authority/vain-denies.ts';
import { actionToWords } from '../decide/action-json.ts';
import type { WitnessStep } from '../finding.ts';
import type { Effect, Rule } from '../model/manifest.ts';
import type { Place } from '../source.ts';
import { presenceInWords } from '../workspace/presence.ts';
import type { FileIndex, ResolvedRole, Snapshot } from '../workspace/workspace.ts';
import { CAPABILITY_WORDS, circumstances, EFFECT_WORDS, headline } from './authority-words.ts';
import { operationWords } from './completion-values.ts';
import {
  type BoundaryExplanation,
  type Explanation,
  type GrantExplanation,
  type OperationUse,
  type RoleExplanation,
  type ScenarioExplanation,
  strongestOf,
  type ToolExplanation,
} from './explanation.ts';
import { limitsInWords, matchesInWords, usersInWords } from './grant-facts.ts';
import { proofs, reservations } from './hover-grant.ts';
import type { Page, Row, Section } from './page.ts';
import {
  askedInWords,
  code,
  counted,
  dayInWords,
  durationInWords,
  listed,
  plain,
  quantityInWords,
  ruleInWords,
} from './words.ts';

/** More ways to one thing than these are counted. */
const MOST_WAYS = 3;

export function pageOf(snapshot: Snapshot, explanation: Explanation): Page {
  switch (explanation.kind) {
    case 'role':
      return rolePage(snapshot, explanation);
    case 'grant':
      return grantPage(snapshot, explanation);
    case 'tool':
      return toolPage(explanation);
    case 'boundary':
      return boundaryPage(explanation);
    case 'scenario':
      return scenarioPage(explanation);
  }
}

function rolePage(snapshot: Snapshot, explained: RoleExplanation): Page {
  const { role, score } = explained;
  const { role: manifest } = role;
  return {
    title: plain(role.name === '' ? 'a role without a name' : role.name),
    place: headOf(manifest),
    lead: [
      `**${mayInWords(role, score)}**`,
      ...(manifest.purpose ? [plain(manifest.purpose.value)] : []),
      ...(manifest.foreign ? [] : [factsInWords(snapshot, role)]),
      `**${score.band} ${score.value}** ${code(vectorText(score.vector))} · ${score.exposure.words}`,
    ],
    sections: [
      section('The strongest witnesses', [
        ...explained.strongest.map((each) => witnessRow(each, snapshot.facts.files)),
        ...narrowingRows(explained.narrowings),
      ]),
      section(
        'What the grants amount to',
        explained.effective.map(({ capability, ways }) => ({
          words: CAPABILITY_WORDS[capability],
          place: placeOfGrant(ways[0]!.grants.at(-1)),
          more: waysInWords(ways),
        })),
      ),
      // Another tool's rules are told in its own words.
      ...(manifest.foreign ? [] : (['allow', 'ask', 'deny'] as const)).map((effect) =>
        rulesSection(snapshot, explained, effect),
      ),
      section(
        'Denied in vain',
        explained.vain.filter(({ kind }) => kind === 'side-door').map((each) => vainRow(each, snapshot.facts.files)),
      ),
      section('Denied, and not granted anyway', notGrantedRows(explained.vain)),
      section(
        'Beyond a boundary',
        explained.beyond.map((each) => excessRow(each, each.boundary.name?.value)),
      ),
      section(
        'Not known, and taken for the worse',
        score.assumed.map((words) => ({ words })),
      ),
    ].filter(({ rows }) => rows.length > 0),
  };
}

/** The worst that the role can bring about, in one sentence. */
export function mayInWords(role: ResolvedRole, score: Score): string {
  const who = plain(role.name === '' ? 'This role' : role.name);
  const strongest = strongestOf(score);
  const told = strongest.length > 0 ? strongest : score.witnesses.slice(0, 3);
  if (told.length === 0) return `${who} may do nothing.`;
  const phrases = told.map(({ class: kind, gate }) => `${EFFECT_WORDS[kind]}${gate > 0 ? ' once approved' : ''}`);
  return `${who} may ${listed(phrases)}${circumstances(role.role)}.`;
}

function factsInWords(snapshot: Snapshot, { role, expires, lineage }: ResolvedRole): string {
  const { owner, stage, identity } = role;
  const extended = lineage.slice(1).map((each) => plain(each.name?.value ?? 'a role without a name'));
  return [
    owner ? `owner ${plain(owner.value)}` : 'no owner',
    stage ? `stage ${stage.value}` : 'no stage',
    ...(identity?.account ? [`acts as ${plain(identity.account.value)}`] : []),
    expires ? `lapses after ${dayInWords(expires.value, snapshot.now)}` : 'never lapses',
    ...(extended.length > 0 ? [`extends ${listed(extended)}`] : []),
  ].join(' · ');
}

function witnessRow(witness: ScoredWitness, files: FileIndex): Row {
  const { band, class: kind, steps, grants, assumed, by, gate } = witness;
  return {
    words: `**${band}** ${by ? `${code(by)}, to which it hands work, may ` : 'may '}${EFFECT_WORDS[kind]}${gate > 0 ? `, once ${gate > 1 ? 'two people approve' : 'a person approves'}` : ''}`,
    place: placeOfGrant(grants[0]),
    more: [...stepsInWords(steps, files), ...(assumed ? [`taken for the worse: ${assumed}`] : [])],
  };
}

const DECIDED: Readonly<Record<Effect, string>> = { allow: 'allowed', ask: 'asked first', deny: 'denied' };

export function stepsInWords(steps: readonly WitnessStep[], files: FileIndex): string[] {
  return steps.map(({ action, expect, achieves, as }) => {
    const words = action.verb === 'run' ? action.value : actionToWords(action);
    const who = as === undefined ? '' : ` to ${plain(as)}`;
    const there = presenceInWords(files, action);
    return `${code(words)} ${DECIDED[expect]}${who}${achieves ? `: ${achieves}` : ''}${there}`;
  });
}

function narrowingRows(narrowings: readonly Narrowing[]): Row[] {
  return narrowings.map(({ remove, to, smallest }) => {
    const grants = remove.map(({ rule, pattern }) =>
      code(rule.foreign?.text ?? `${rule.verb} ${pattern?.text ?? rule.patterns[0]?.text ?? ''}`),
    );
    const fewest = smallest ? '' : ' (perhaps not the fewest)';
    return {
      words: `without ${listed(grants, 6)} it is **${to.band} ${to.value}**${fewest}`,
      place: remove.length === 1 ? placeOfGrant(remove[0]) : undefined,
    };
  });
}

function waysInWords(ways: readonly Derivation[]): string[] {
  const shown = ways.slice(0, MOST_WAYS).map(({ steps, words }) => {
    const runs = steps.map(
      ({ action, as }) =>
        `${code(action.verb === 'run' ? action.value : actionToWords(action))}${as === undefined ? '' : ` by ${plain(as)}`}`,
    );
    return `${words}: ${runs.join(', then ')}`;
  });
  const more = ways.length - MOST_WAYS;
  return more > 0 ? [...shown, `and ${counted(more, 'more way', 'more ways')}`] : shown;
}

const TITLES: Readonly<Record<Effect, string>> = { allow: 'Allowed', ask: 'Asked first', deny: 'Denied' };

function rulesSection(snapshot: Snapshot, { role, rules, asks }: RoleExplanation, effect: Effect): Section {
  const rows = rules
    .filter((rule) => rule.effect === effect)
    .map((rule): Row => {
      const from = rule.source === role.role.source ? '' : ` *from ${plain(rule.owner)}*`;
      const gate = asks.find((each) => each.rule === rule);
      return {
        words: `${ruleText(rule)}${from}`,
        place: { source: rule.source, span: rule.verbSpan },
        more: [
          ...conditionsInWords(snapshot, rule),
          ...(effect === 'allow' ? matchesInWords(role, rule, snapshot.now) : []),
          ...(gate && gate.gate === 0 ? [`holds back little: ${gate.why}`] : []),
          ...(gate && gate.gate > 0 ? [gate.why] : []),
        ],
      };
    });
  return section(TITLES[effect], rows);
}

/** "read `src/**`, `docs/**`, except `docs/private/**`": as the role is the subject of the whole page. */
function ruleText(rule: Rule): string {
  const of = (negated: boolean) =>
    rule.patterns.filter((each) => each.negated === negated).map(({ text }) => code(text));
  const except = of(true);
  return `${rule.verb} ${listed(of(false), 8)}${except.length > 0 ? `, except ${listed(except)}` : ''}`;
}

function conditionsInWords(snapshot: Snapshot, { where, limit, until, approval, effect, methods }: Rule): string[] {
  const parts = [
    ...(effect === 'ask'
      ? [
          `once ${askedInWords(approval)}${approval?.within ? `, within ${durationInWords(approval.within.value)}` : ''}${approval && approval.evidence.length > 0 ? `, on ${listed(approval.evidence.map(({ value }) => plain(value)))}` : ''}`,
        ]
      : []),
    ...(methods.length > 0 ? [`with ${listed(methods.map(({ value }) => value))}`] : []),
    ...(where.length > 0
      ? [`where ${listed(where.map(({ argument }) => code(argument.value)))} ${where.length > 1 ? 'fit' : 'fits'}`]
      : []),
    ...(limit?.calls ? [`at most ${quantityInWords(limit.calls.value)}`] : []),
    ...(until ? [`until ${dayInWords(until.value, snapshot.now)}`] : []),
  ];
  return parts.length > 0 ? [parts.join(' · ')] : [];
}

function vainRow(vain: VainDeny, files: FileIndex): Row {
  return {
    words: `${vain.rule.verb} ${code(vain.pattern.text)}: ${vain.words}`,
    place: { source: vain.rule.source, span: vain.pattern.span },
    more: vain.steps.length > 2 ? stepsInWords(vain.steps.slice(1), files) : [],
  };
}

function notGrantedRows(vain: readonly VainDeny[]): Row[] {
  const byRule = new Map<Rule, VainDeny[]>();
  for (const each of vain) {
    if (each.kind !== 'nothing-to-deny') continue;
    byRule.set(each.rule, [...(byRule.get(each.rule) ?? []), each]);
  }
  return [...byRule].map(([rule, denies]) => ({
    words: `${rule.verb} ${listed(
      denies.map(({ pattern }) => code(pattern.text)),
      8,
    )}`,
    place: { source: rule.source, span: rule.verbSpan },
  }));
}

function excessRow({ rule, answer }: Excess, boundary: string | undefined): Row {
  const over = boundary === undefined ? '' : `${code(boundary)}: `;
  return {
    words:
      answer.kind === 'witness'
        ? `${over}${code(actionToWords(answer.action))} is outside`
        : `${over}whether ${code(`${rule.verb} ${rule.patterns[0]?.text ?? ''}`)} stays inside is not known: ${answer.kind === 'unknown' ? answer.why : ''}`,
    place: { source: rule.source, span: rule.verbSpan },
  };
}

function grantPage(snapshot: Snapshot, explained: GrantExplanation): Page {
  const { read, role, rule, pattern, effects, heirs, gate } = explained;
  const { manifest } = read;
  if (manifest.kind !== 'AgentRole' && manifest.kind !== 'Boundary') return { title: '', lead: [], sections: [] };
  const shown = pattern ? { ...rule, patterns: [pattern, ...rule.patterns.filter(({ negated }) => negated)] } : rule;
  const inherited = rule.source !== manifest.source;
  return {
    title: `${rule.effect} ${ruleText(shown)}`,
    place: { source: rule.source, span: pattern?.span ?? rule.verbSpan },
    lead: [
      headline(manifest, shown, effects.alone),
      ...(inherited ? [`inherited from ${plain(rule.owner)}`] : []),
      ...(role
        ? [...proofs(role, rule, effects, snapshot.now), ...reservations(role, rule, pattern, snapshot.now)]
        : []),
      ...(gate && gate.gate > 0 ? [gate.why] : []),
      ...(role ? matchesInWords(role, shown, snapshot.now) : []),
      ...limitsInWords(snapshot, manifest, rule),
      ...(role && !inherited ? [usersInWords(snapshot, role)].filter((words) => words !== '') : []),
    ],
    sections: [
      section(
        'What it lets the role do',
        effects.alone
          .filter(({ implied, class: kind }) => !implied && kind !== 'reading' && kind !== 'files')
          .map(({ class: kind, steps, assumed }) => ({
            words: EFFECT_WORDS[kind],
            more: [
              ...stepsInWords(steps, snapshot.facts.files),
              ...(assumed ? [`taken for the worse: ${assumed}`] : []),
            ],
          })),
      ),
      section(
        'Together with other grants',
        effects.together
          .filter(({ derived }) => !derived)
          .map(({ capability, words, steps, grants }) => ({
            words: `${CAPABILITY_WORDS[capability]}: ${words}`,
            place: placeOfGrant(grants.find((each) => each.rule !== rule)),
            more: stepsInWords(steps, snapshot.facts.files),
          })),
      ),
      section(
        'Roles that inherit it',
        heirs.map((heir) => ({
          words: headline(heir.role.role, shown, heir.effects.alone),
          place: headOf(heir.role.role),
        })),
      ),
    ].filter(({ rows }) => rows.length > 0),
  };
}

function toolPage({ tool, operations }: ToolExplanation): Page {
  const name = plain(tool.name?.value ?? 'a tool without a name');
  const used = new Set(operations.flatMap(({ users }) => users.map(({ role }) => role.name)));
  return {
    title: name,
    place: headOf(tool),
    lead: [
      ...(tool.purpose ? [plain(tool.purpose.value)] : []),
      [
        tool.owner ? `owner ${plain(tool.owner.value)}` : 'no owner',
        ...(tool.credentials.length > 0 ? [`holds ${listed(tool.credentials.map(({ value }) => code(value)))}`] : []),
        used.size > 0 ? `used by ${listed([...used].map(plain))}` : 'no role may use it',
      ].join(' · '),
    ],
    sections: [
      section(
        'Who may use what',
        operations.map(({ name: full, operation, users }) => ({
          words: `${code(full)} ${operationWords(operation).split('\n')[0] ?? ''}`.trim(),
          place: { source: tool.source, span: operation.name.span },
          more: users.length > 0 ? users.map(useInWords) : ['no role'],
        })),
      ),
    ],
  };
}

function useInWords({ role, how, grant, action }: OperationUse): string {
  const who = plain(role.name);
  if (how === 'unknown') return `${who}: whether it may is not known`;
  const asked = how === 'asked' ? `, once ${askedInWords(grant?.rule.approval)}` : '';
  const conditions = grant && grant.rule.where.length > 0 ? ', within conditions' : '';
  return `${who}${asked}${conditions}${action?.with ? `: ${code(actionToWords(action))}` : ''}`;
}

function boundaryPage({ boundary, roles }: BoundaryExplanation): Page {
  return {
    title: plain(boundary.name?.value ?? 'a boundary without a name'),
    place: headOf(boundary),
    lead: [
      ...(boundary.purpose ? [plain(boundary.purpose.value)] : []),
      roles.length > 0
        ? `over ${listed(
            roles.map(({ role }) => plain(role.name)),
            8,
          )}`
        : 'over no role',
    ],
    sections: [
      section(
        'What it lets them do at most',
        boundary.rules.map((rule) => ({
          words: ruleInWords(rule),
          place: { source: rule.source, span: rule.verbSpan },
        })),
      ),
      ...roles.map(({ role, beyond }) =>
        section(
          `${plain(role.name)}: ${beyond.length === 0 ? 'inside' : 'outside'}`,
          beyond.map((each) => excessRow(each, undefined)),
        ),
      ),
    ],
  };
}

function scenarioPage({ scenario, run }: ScenarioExplanation): Page {
  const failed = run.steps.filter((step) => step.failed).length;
  return {
    title: plain(scenario.name?.value ?? `a run of ${run.role}`),
    place: headOf(scenario),
    lead: [
      `${counted(run.steps.length, 'step')} of ${plain(run.role)}, ${failed === 0 ? 'each decided as expected' : `${failed} decided otherwise than expected`}`,
    ],
    sections: [
      section(
        'Steps',
        run.steps.map((step) => ({
          words:
            step.kind === 'wait'
              ? `wait ${durationInWords(step.duration ?? 0)}`
              : step.kind === 'revoke'
                ? `revoke ${code(step.target ?? '')}`
                : `${step.action ? code(actionToWords(step.action)) : ''} **${step.decision?.decision ?? ''}**${step.failed ? ', not as expected' : ''}`,
          place: step.place,
        })),
      ),
    ],
  };
}

function section(title: string, rows: readonly Row[]): Section {
  return { title, rows };
}

function placeOfGrant(grant: Grant | undefined): Place | undefined {
  return grant && { source: grant.rule.source, span: grant.pattern?.span ?? grant.rule.verbSpan };
}
