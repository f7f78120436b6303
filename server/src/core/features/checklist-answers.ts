import { type AnalysisOptions, analyzeSource } from '../analysis/analyze.ts';
import { headOf } from '../analysis/catalogue-rule.ts';
import { callsOf, contextOf } from '../analysis/context.ts';
import { holds } from '../analysis/sandbox.ts';
import { effectiveAuthority } from '../authority/effective.ts';
import { gateOf } from '../authority/gate.ts';
import { REVERSIBLE } from '../authority/impact.ts';
import { exceeds } from '../authority/policy.ts';
import type { Score, ScoredWitness } from '../authority/score.ts';
import { actionToWords } from '../decide/action-json.ts';
import type { Rule, Stage } from '../model/manifest.ts';
import { exercisedBy } from '../simulate/coverage.ts';
import { simulate } from '../simulate/simulate.ts';
import type { Place } from '../source.ts';
import type { Span } from '../span.ts';
import type { ResolvedRole, Snapshot } from '../workspace/workspace.ts';
import { CAPABILITY_WORDS, EFFECT_WORDS } from './authority-words.ts';
import type { Answer } from './checklist.ts';
import { mayInWords } from './explanation-page.ts';
import { askedInWords, code, counted, dayInWords, durationInWords, listed, plain, quantityInWords } from './words.ts';

export type Ask = (role: ResolvedRole, known: Known) => Pick<Answer, 'standing' | 'words'> & Partial<Answer>;

export interface Known {
  readonly snapshot: Snapshot;
  readonly options: AnalysisOptions;
  readonly score: Score;
  readonly place: (span: Span | undefined) => readonly Place[];
}

export const QUESTIONS: readonly {
  readonly id: string;
  readonly question: string;
  readonly from: Stage;
  readonly ask: Ask;
}[] = [
  { id: 'purpose', question: 'What is it for, and who answers for it?', from: 'observe', ask: purpose },
  { id: 'authority', question: 'What can it touch?', from: 'observe', ask: authority },
  { id: 'identity', question: 'As whom does it act?', from: 'observe', ask: identity },
  { id: 'triggers', question: 'Who can set it going, and whose text does it read?', from: 'observe', ask: triggers },
  { id: 'leaving', question: 'What can leave, and where to?', from: 'observe', ask: leaving },
  { id: 'undoing', question: 'What cannot be undone?', from: 'observe', ask: undoing },
  { id: 'approval', question: 'Who approves, and on what evidence?', from: 'supervised', ask: approval },
  { id: 'record', question: 'What is recorded, and for how long?', from: 'observe', ask: record },
  { id: 'stopping', question: 'Who stops it, and how fast?', from: 'supervised', ask: stopping },
  { id: 'lapse', question: 'What lapses, and when?', from: 'supervised', ask: lapse },
  { id: 'sandbox', question: 'What holds its commands, whatever they do?', from: 'bounded', ask: sandbox },
  { id: 'budget', question: 'What may it use up?', from: 'bounded', ask: budget },
  { id: 'memory', question: 'What does it keep from one run to the next?', from: 'supervised', ask: memory },
  { id: 'ceiling', question: 'Does it stay within its boundaries?', from: 'supervised', ask: ceiling },
  { id: 'reasons', question: 'Why does it have each grant?', from: 'bounded', ask: reasons },
  { id: 'findings', question: 'Which findings are open?', from: 'supervised', ask: findings },
  { id: 'exercise', question: 'What was never exercised?', from: 'bounded', ask: exercise },
];

function purpose({ role }: ResolvedRole, { place }: Known): ReturnType<Ask> {
  const { purpose: why, owner } = role;
  const words = [why ? plain(why.value) : 'no purpose is said', owner ? `owner ${plain(owner.value)}` : 'no owner'];
  return {
    standing: why && owner ? 'answered' : why || owner ? 'short' : 'none',
    words: words.join(' · '),
    places: [...place(why?.span), ...place(owner?.span)],
  };
}

function authority(role: ResolvedRole, { snapshot, score }: Known): ReturnType<Ask> {
  const { rules, source } = role.role;
  const granting = role.rules.filter(({ effect }) => effect !== 'deny');
  if (granting.length === 0) return { standing: 'moot', words: 'nothing: no rule grants anything' };
  const effective = [...effectiveAuthority(role, contextOf(role, snapshot.now))].filter(([, ways]) => ways.length > 0);
  const first = rules.find(({ effect }) => effect !== 'deny');
  const verbs = [...new Set(granting.map(({ verb }) => verb))];
  const unknown = score.assumed.length;
  return {
    standing: unknown > 0 ? 'short' : 'answered',
    words: `${mayInWords(role, score)} It has grants to ${listed(verbs, 9)}${unknown > 0 ? `; ${counted(unknown, 'thing is', 'things are')} not known and taken for the worse` : ''}`,
    places: [{ source: first?.source ?? source, span: first?.verbSpan ?? headOf(role.role).span }],
    more: [
      ...effective.map(([capability, ways]) => ({
        words: `used together: ${CAPABILITY_WORDS[capability]}, since ${ways[0]!.words}`,
        place: placeOf(ways[0]!.grants.at(-1)?.rule),
      })),
      ...score.assumed.map((words) => ({ words: `not known: ${words}` })),
    ],
  };
}

function identity({ role }: ResolvedRole, { place }: Known): ReturnType<Ask> {
  const { identity: who } = role;
  if (!who?.account) return { standing: 'none', words: 'nothing says as whom it acts', places: place(who?.span) };
  const kind = who.credential?.value;
  const words = `as ${plain(who.account.value)}, with ${kind === undefined ? 'a credential of which nothing is said' : `a ${kind} credential`}`;
  return { standing: kind === 'short-lived' ? 'answered' : 'short', words, places: place(who.span) };
}

function triggers({ role }: ResolvedRole, { score, place }: Known): ReturnType<Ask> {
  const { exposure } = score;
  const said = role.triggers.map(
    ({ on, by }) => `${on ? plain(on.value) : 'something'}, by ${by?.value ?? 'whom is not said'}`,
  );
  const attended = role.attended;
  const there =
    attended === undefined
      ? 'whether a person is there is not said'
      : attended.value
        ? 'a person is there'
        : 'nobody is there';
  const complete = said.length > 0 && role.triggers.every(({ by }) => by) && attended !== undefined;
  return {
    standing: complete ? 'answered' : said.length > 0 || attended !== undefined ? 'short' : 'none',
    words: `${said.length > 0 ? `set going by ${listed(said)}` : 'what sets it going is not said'}; ${there}; its widest exposure: ${exposure.words}`,
    places: [...role.triggers.flatMap(({ span }) => place(span)), ...place(attended?.span)],
    more: exposure.place && exposure.grant ? [{ words: exposure.words, place: exposure.place }] : [],
  };
}

function leaving(role: ResolvedRole, { score }: Known): ReturnType<Ask> {
  const out = score.witnesses.filter(
    ({ class: kind }) => kind === 'send' || kind === 'outside' || kind === 'publication',
  );
  const listedHosts = role.rules.filter(({ verb, effect }) => verb === 'fetch' && effect !== 'deny');
  const more = [...out.map(inShort), ...sendingOperations(role), ...listedHosts.map(fetchInShort)];
  if (more.length === 0) return { standing: 'moot', words: 'nothing is known to leave' };
  const to = {
    anywhere: 'to any host',
    tools: 'to whom its tools reach',
    'listed hosts': 'to the hosts that it may fetch from',
    nowhere: 'to whom its tools reach',
  };
  return {
    standing: 'answered',
    words: to[score.vector.sink],
    places: more.flatMap(({ place }) => place ?? []).slice(0, 1),
    more,
  };
}

function sendingOperations(
  role: ResolvedRole,
): readonly { readonly words: string; readonly place: Place | undefined }[] {
  return role.rules.flatMap((rule) => {
    if (rule.effect === 'deny') return [];
    return callsOf(role, rule).flatMap(({ operation, name }) => {
      const sends = operation.sends.length > 0 || operation.does.some(({ value }) => value === 'send');
      const asked = rule.effect === 'ask' ? ', asked first' : '';
      return sends ? [{ words: `${code(name)} sends what it is given${asked}`, place: placeOf(rule) }] : [];
    });
  });
}

function fetchInShort(rule: Rule): { readonly words: string; readonly place: Place | undefined } {
  const methods = rule.methods.map(({ value }) => value);
  const how = methods.length > 0 ? `with ${listed(methods)}` : 'with any method';
  return { words: `fetches ${listed(rule.patterns.map(({ text }) => code(text)))} ${how}`, place: placeOf(rule) };
}

function undoing(_: ResolvedRole, { score }: Known): ReturnType<Ask> {
  const final = score.witnesses.filter(({ class: kind, impact }) => impact >= 3 && REVERSIBLE[kind] !== 'yes');
  if (final.length === 0) return { standing: 'moot', words: 'nothing that is known' };
  const ungated = final.filter(({ gate }) => gate === 0);
  return {
    standing: ungated.length === 0 ? 'answered' : 'short',
    words:
      ungated.length === 0
        ? `${counted(final.length, 'kind of effect', 'kinds of effect')}, each with an approval before it`
        : `${counted(ungated.length, 'kind of effect', 'kinds of effect')} with nobody asked`,
    places: placesOf(final),
    more: final.map(inShort),
  };
}

function approval(role: ResolvedRole, { score }: Known): ReturnType<Ask> {
  const asks = role.rules.filter(({ effect }) => effect === 'ask');
  const grave = score.witnesses.filter(({ impact, gate, implied }) => impact >= 3 && gate === 0 && !implied);
  if (asks.length === 0) {
    return grave.length === 0
      ? { standing: 'moot', words: 'nothing is asked, and nothing grave is allowed' }
      : {
          standing: 'none',
          words: `nobody is asked, and it may ${listed(grave.map(({ class: kind }) => EFFECT_WORDS[kind]))}`,
          more: grave.map(inShort),
        };
  }
  const weak = asks.filter((rule) => gateOf(role, rule).gate === 0 || (rule.approval?.evidence.length ?? 0) === 0);
  return {
    standing: weak.length === 0 && grave.length === 0 ? 'answered' : 'short',
    words: `${counted(asks.length, 'ask')}${weak.length > 0 ? `, ${weak.length} of them without what an approval needs` : ''}${grave.length > 0 ? `; nobody is asked before it may ${listed(grave.map(({ class: kind }) => EFFECT_WORDS[kind]))}` : ''}`,
    places: asks.map((rule) => placeOf(rule)!),
    more: asks.map((rule) => ({ words: askInWords(role, rule), place: placeOf(rule) })),
  };
}

function askInWords(role: ResolvedRole, rule: Rule): string {
  const { approval: given, verb, patterns } = rule;
  const { gate, why } = gateOf(role, rule);
  const evidence =
    given && given.evidence.length > 0
      ? `on ${listed(given.evidence.map(({ value }) => plain(value)))}`
      : 'on no evidence';
  const within = given?.within ? `, within ${durationInWords(given.within.value)}` : '';
  const what = code(`${verb} ${patterns[0]?.text ?? ''}${patterns.length > 1 ? ', …' : ''}`);
  return `${what}: ${askedInWords(given)}, ${evidence}${within}${gate === 0 ? `; holds back little: ${why}` : ''}`;
}

function record({ role }: ResolvedRole, { place }: Known): ReturnType<Ask> {
  const { trace } = role;
  if (!trace || trace.record.length === 0)
    return { standing: 'none', words: 'nothing says that anything is recorded', places: place(trace?.span) };
  const what = trace.record.map(({ value }) => value);
  const needed = ['attempts', 'decisions', 'arguments'].filter((each) => !what.includes(each));
  const parts = [
    listed(what),
    trace.retain ? `kept for ${durationInWords(trace.retain.value)}` : 'for how long is not said',
    ...(trace.redact.length > 0 ? [`without ${listed(trace.redact.map(({ value }) => code(value)))}`] : []),
    ...(trace.sink ? [`in ${code(trace.sink.value)}`] : []),
    ...(needed.length > 0 ? [`not recorded: ${listed(needed)}`] : []),
  ];
  return {
    standing: needed.length === 0 && trace.retain ? 'answered' : 'short',
    words: parts.join(' · '),
    places: place(trace.span),
  };
}

function stopping({ role }: ResolvedRole, { place }: Known): ReturnType<Ask> {
  const { revoke } = role;
  if (!revoke || revoke.by.length === 0)
    return { standing: 'none', words: 'nothing says who can stop it', places: place(revoke?.span) };
  const words = [
    listed(revoke.by.map(({ value }) => plain(value))),
    revoke.within ? `within ${durationInWords(revoke.within.value)}` : 'how fast is not said',
    revoke.how ? `by ${plain(revoke.how.value)}` : 'how is not said',
  ];
  return {
    standing: revoke.within && revoke.how ? 'answered' : 'short',
    words: words.join(' · '),
    places: place(revoke.span),
  };
}

function lapse({ role, expires, rules }: ResolvedRole, { snapshot, place }: Known): ReturnType<Ask> {
  const sooner = rules.filter(({ until }) => until !== undefined);
  const more = sooner.map((rule) => ({
    words: `${code(`${rule.verb} ${rule.patterns[0]?.text ?? ''}`)} until ${dayInWords(rule.until!.value, snapshot.now)}`,
    place: placeOf(rule),
  }));
  if (!expires) {
    return { standing: sooner.length > 0 ? 'short' : 'none', words: 'the role never lapses', more };
  }
  const past = expires.value < snapshot.now;
  return {
    standing: past ? 'short' : 'answered',
    words: `${past ? 'everything has lapsed' : 'everything'}, after ${dayInWords(expires.value, snapshot.now)}`,
    places: place(role.expires?.span),
    more,
  };
}

function sandbox(role: ResolvedRole, { place }: Known): ReturnType<Ask> {
  const { sandbox: held } = role.role;
  const runs = role.rules.filter(({ verb, effect }) => verb === 'run' && effect !== 'deny');
  if (runs.length === 0) return { standing: 'moot', words: 'it runs no commands', places: place(held?.span) };
  if (!held)
    return {
      standing: 'none',
      words: 'it runs commands, and no sandbox holds them',
      more: [{ words: 'runs commands', place: placeOf(runs[0]) }],
    };
  const side = (name: string, list: readonly { readonly value: string }[] | undefined) =>
    list === undefined
      ? `${name} is not held`
      : `${name}: ${list.length === 0 ? 'nothing' : listed(list.map(({ value }) => code(value)))}`;
  return {
    standing: holds(held) ? 'answered' : 'short',
    words: [side('reads', held.read), side('writes', held.write), side('network', held.network)].join(' · '),
    places: place(held.span),
  };
}

function budget(role: ResolvedRole, { place }: Known): ReturnType<Ask> {
  const { budget: allowed } = role.role;
  const limits = role.rules.filter(({ limit }) => limit?.calls);
  const more = limits.map((rule) => ({
    words: `${code(`${rule.verb} ${rule.patterns[0]?.text ?? ''}`)}: ${quantityInWords(rule.limit!.calls!.value)}`,
    place: placeOf(rule),
  }));
  const parts = (['calls', 'spend', 'tokens'] as const).flatMap((what) => {
    const quantity = allowed?.[what]?.value;
    return quantity ? [`${what} ${quantityInWords(quantity)}`] : [];
  });
  if (parts.length === 0)
    return { standing: limits.length > 0 ? 'short' : 'none', words: 'there is no budget over all that it does', more };
  return { standing: 'answered', words: parts.join(' · '), places: place(allowed?.span), more };
}

function memory(role: ResolvedRole, { place }: Known): ReturnType<Ask> {
  const { memory: kept } = role.role;
  const grants = role.rules.filter(({ verb, effect }) => verb === 'remember' && effect !== 'deny');
  if (!kept && grants.length === 0) return { standing: 'moot', words: 'nothing' };
  const what = kept && kept.keeps.length > 0 ? listed(kept.keeps.map(({ value }) => plain(value))) : 'what is not said';
  const words = [
    what,
    kept?.for ? `for ${durationInWords(kept.for.value)}` : 'for how long is not said',
    ...(kept && kept.shared.length > 0 ? [`shared with ${listed(kept.shared.map(({ value }) => plain(value)))}`] : []),
  ];
  return {
    standing: kept?.for && kept.keeps.length > 0 ? 'answered' : 'short',
    words: words.join(' · '),
    places: place(kept?.span),
    more: grants.map((rule) => ({ words: code(`remember ${rule.patterns[0]?.text ?? ''}`), place: placeOf(rule) })),
  };
}

function ceiling(role: ResolvedRole, { snapshot }: Known): ReturnType<Ask> {
  if (role.boundaries.length === 0) return { standing: 'moot', words: 'no boundary is over it' };
  const found = role.boundaries.map((boundary) => ({
    boundary,
    beyond: exceeds({ ...role, boundaries: [] }, boundary, { now: snapshot.now }),
  }));
  const outside = found.flatMap(({ boundary, beyond }) => beyond.map((each) => ({ boundary, ...each })));
  return {
    standing: outside.length === 0 ? 'answered' : 'short',
    words: `${listed(found.map(({ boundary }) => code(boundary.name?.value ?? '')))}: ${outside.length === 0 ? 'it stays inside' : `outside in ${counted(outside.length, 'grant')}`}`,
    places: found.map(({ boundary }) => headOf(boundary)),
    more: outside.map(({ rule, answer }) => ({
      words:
        answer.kind === 'witness'
          ? code(actionToWords(answer.action))
          : `not known: ${answer.kind === 'unknown' ? answer.why : ''}`,
      place: placeOf(rule),
    })),
  };
}

function reasons(role: ResolvedRole): ReturnType<Ask> {
  const grants = role.rules.filter(({ effect }) => effect !== 'deny');
  if (grants.length === 0) return { standing: 'moot', words: 'it has none' };
  const without = grants.filter(({ because }) => because === undefined);
  return {
    standing: without.length === 0 ? 'answered' : without.length === grants.length ? 'none' : 'short',
    words:
      without.length === 0 ? 'each says why' : `${without.length} of ${counted(grants.length, 'grant')} do not say`,
    places: without.length === 0 ? grants.flatMap((rule) => placeOf(rule) ?? []) : [],
    more: without.map((rule) => ({
      words: code(`${rule.verb} ${rule.patterns[0]?.text ?? ''}`),
      place: placeOf(rule),
    })),
  };
}

function findings(role: ResolvedRole, { snapshot, options }: Known): ReturnType<Ask> {
  const { findings: open, suppressed, hidden } = analyzeSource(snapshot, role.role.source, options);
  const grave = open.filter(({ severity }) => severity === 'error');
  const words = [
    open.length === 0 ? 'none' : `${counted(grave.length, 'error')}, ${counted(open.length - grave.length, 'other')}`,
    ...(suppressed.length > 0 ? [`${suppressed.length} accepted`] : []),
    ...(hidden > 0 ? [`${hidden} for stricter readers`] : []),
  ];
  return {
    standing: grave.length === 0 ? 'answered' : 'short',
    words: words.join(' · '),
    more: [
      ...grave.map(({ rule, message, source, span }) => ({ words: `${message} *(${rule})*`, place: { source, span } })),
      ...suppressed.map(({ finding, reason }) => ({
        words: `accepted: ${finding.rule}${reason ? `, ${plain(reason)}` : ', without a reason'}`,
        place: { source: finding.source, span: finding.span },
      })),
    ],
  };
}

function exercise(role: ResolvedRole, { snapshot }: Known): ReturnType<Ask> {
  const scenarios = snapshot.scenarios.filter(
    (each) =>
      each.role?.value === role.name ||
      each.steps.some((step) => step.kind === 'action' && step.as?.value === role.name),
  );
  if (scenarios.length === 0) {
    return { standing: 'none', words: 'everything: no scenario here runs this role' };
  }
  const runs = scenarios.map((each) => simulate(snapshot, each));
  const exercised = exercisedBy(runs);
  const missed = role.rules.filter((rule) => !exercised.has(rule));
  const failed = runs.filter((run) => run.steps.some((step) => step.failed)).length;
  return {
    standing: missed.some(({ effect }) => effect !== 'deny') || failed > 0 ? 'short' : 'answered',
    words: `${counted(scenarios.length, 'scenario')} came to ${role.rules.length - missed.length} of ${counted(role.rules.length, 'rule')}${failed > 0 ? `; ${failed} did not go as expected` : ''}`,
    places: scenarios.map((each) => headOf(each)),
    more: missed.map((rule) => ({
      words: `never: ${rule.effect} ${code(`${rule.verb} ${rule.patterns[0]?.text ?? ''}${rule.patterns.length > 1 ? ', …' : ''}`)}`,
      place: placeOf(rule),
    })),
  };
}

function inShort(witness: ScoredWitness): { readonly words: string; readonly place: Place | undefined } {
  const { class: kind, steps, grants, gate, by, implied } = witness;
  const run = steps.at(-1)?.action;
  const shown = run && !implied ? `: ${code(run.verb === 'run' ? run.value : actionToWords(run))}` : '';
  const approved =
    gate === 0 ? ', nobody asked' : gate === 1 ? ', once a person approves' : ', once two people approve';
  return {
    words: `${by ? `${code(by)} may ` : ''}${EFFECT_WORDS[kind]}${implied ? ', since it runs any program' : ''}${approved}${shown}`,
    place: grants[0] && { source: grants[0].rule.source, span: grants[0].pattern?.span ?? grants[0].rule.verbSpan },
  };
}

function placesOf(witnesses: readonly ScoredWitness[]): readonly Place[] {
  return witnesses.flatMap((each) => inShort(each).place ?? []);
}

function placeOf(rule: Rule | undefined): Place | undefined {
  return rule && { source: rule.source, span: rule.verbSpan };
}
