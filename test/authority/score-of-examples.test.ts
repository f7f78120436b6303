import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Score, scoreOf } from '../../server/src/core/authority/score.ts';
import type { Rule } from '../../server/src/core/model/manifest.ts';
import type { ResolvedRole } from '../../server/src/core/workspace/workspace.ts';
import { benignWorkspaces, type Files, filesIn } from '../support/corpus.ts';
import { TEST_NOW, workspaceOf } from '../support/workspace.ts';

/** A change of a role's own rules, by what it may do to the score. One role for each place where it applies. */
interface Change {
  readonly words: string;
  readonly may: 'rise' | 'fall' | 'neither';
  of(rules: readonly Rule[]): Iterable<readonly Rule[]>;
}

const OPEN = { read: '**', write: '**', run: '**', fetch: '**', call: '*/*' } as Readonly<Record<string, string>>;

const CHANGES: readonly Change[] = [
  {
    words: 'a deny is taken away',
    may: 'rise',
    *of(rules) {
      for (const rule of rules) if (rule.effect === 'deny') yield rules.filter((each) => each !== rule);
    },
  },
  {
    words: 'an ask is allowed',
    may: 'rise',
    *of(rules) {
      for (const rule of rules) if (rule.effect === 'ask') yield replaced(rules, rule, { ...rule, effect: 'allow' });
    },
  },
  {
    words: 'a grant covers everything of its kind',
    may: 'rise',
    *of(rules) {
      for (const rule of rules) {
        const text = OPEN[rule.verb];
        if (rule.effect !== 'allow' || text === undefined) continue;
        const { span } = rule.patterns[0] ?? rule;
        yield replaced(rules, rule, { ...rule, patterns: [...rule.patterns, { text, negated: false, span }] });
      }
    },
  },
  {
    words: 'a grant loses its conditions',
    may: 'rise',
    *of(rules) {
      for (const rule of rules)
        if (rule.effect === 'allow' && rule.where.length + rule.methods.length > 0)
          yield replaced(rules, rule, { ...rule, where: [], methods: [] });
    },
  },
  {
    words: 'a grant is taken away',
    may: 'fall',
    *of(rules) {
      for (const rule of rules) if (rule.effect === 'allow') yield rules.filter((each) => each !== rule);
    },
  },
  {
    words: 'a grant is asked about',
    may: 'fall',
    *of(rules) {
      for (const rule of rules) if (rule.effect === 'allow') yield replaced(rules, rule, { ...rule, effect: 'ask' });
    },
  },
  {
    words: 'what a grant covers is denied',
    may: 'fall',
    *of(rules) {
      for (const rule of rules)
        if (rule.effect === 'allow') yield [...rules, { ...rule, effect: 'deny', where: [], methods: [] }];
    },
  },
  {
    words: 'rules stand in another order',
    may: 'neither',
    *of(rules) {
      yield [...rules].reverse();
    },
  },
  {
    words: 'a rule is there twice',
    may: 'neither',
    *of(rules) {
      for (const rule of rules) yield [...rules, { ...rule }];
    },
  },
];

function replaced(rules: readonly Rule[], rule: Rule, by: Rule): readonly Rule[] {
  return rules.map((each) => (each === rule ? by : each));
}

function rolesOf(files: Files): readonly ResolvedRole[] {
  const { snapshot } = workspaceOf(files);
  return snapshot.sources.flatMap(({ manifest }) =>
    manifest.kind === 'AgentRole' ? [snapshot.resolve(manifest)] : [],
  );
}

const words = ({ value, witnesses }: Score) =>
  `${value}: ${witnesses.map(({ class: kind, impact, gate }) => `${kind} ${impact}/${gate}`).join(', ')}`;

/** Every change, in every place of every role. */
function checkScores(files: Files, { words: change, may, of }: Change): number {
  let changed = 0;
  for (const role of rolesOf(files)) {
    const before = scoreOf(role, TEST_NOW);
    for (const rules of of(role.rules)) {
      const after = scoreOf({ ...role, rules }, TEST_NOW);
      changed++;
      const told = `${role.name}, when ${change}\nbefore ${words(before)}\nafter  ${words(after)}`;
      if (may !== 'fall') assert(after.value >= before.value, told);
      if (may !== 'rise') assert(after.value <= before.value, told);
    }
  }
  return changed;
}

describe('the score of real roles', () => {
  const workspaces = [...benignWorkspaces().values(), filesIn('examples')];
  for (const change of CHANGES) {
    const verdict = { rise: 'never falls', fall: 'never rises', neither: 'stays' }[change.may];
    test(`${verdict} when ${change.words}`, () => {
      const changed = workspaces.reduce((sum, files) => sum + checkScores(files, change), 0);
      assert(changed >= 5, `${changed} roles were changed`);
    });
  }
});
