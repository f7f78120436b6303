import { actionToJson } from '../../core/decide/action-json.ts';
import type { Decision, Obligation } from '../../core/decide/decision.ts';
import type { Rule } from '../../core/model/manifest.ts';
import type { Locate } from './located.ts';

/** One decision as `decide` prints it. Keys stay; additions are free. */
export function decisionToJson(decision: Decision, locate: Locate): Record<string, unknown> {
  const { nearest, obligations, parts, foreign } = decision;
  return {
    decision: decision.decision,
    reason: decision.reason,
    words: decision.words,
    rules: decision.rules.map((rule) => ruleToJson(rule, locate)),
    ...(nearest
      ? {
          nearest: {
            ...ruleToJson(nearest.rule, locate),
            pattern: nearest.pattern,
            constraint: nearest.constraint,
            expected: nearest.expected,
            actual: nearest.actual,
            words: nearest.words,
          },
        }
      : {}),
    ...(obligations.length > 0 ? { obligations: obligations.map((each) => obligationToJson(each, locate)) } : {}),
    ...(foreign
      ? {
          enforcer: foreign.enforcer,
          documented: foreign.documented,
          dialect: foreign.dialect,
          version: foreign.version,
          ...(foreign.call ? { call: foreign.call } : {}),
          near: foreign.near.map(({ rule, why }) => ({ ...ruleToJson(rule, locate), why })),
        }
      : {}),
    ...(parts && parts.length > 0
      ? {
          parts: parts.map((part) => ({
            text: part.text,
            action: actionToJson(part.action),
            ...decisionToJson(part.decision, locate),
          })),
        }
      : {}),
  };
}

export function ruleToJson(rule: Rule, locate: Locate): Record<string, unknown> {
  const at = locate(rule);
  return {
    ...(at ? { file: at.file, line: at.range.start.line, column: at.range.start.column } : {}),
    text: ruleText(rule),
    effect: rule.effect,
    owner: rule.owner,
    ...(rule.id ? { id: rule.id.value } : {}),
  };
}

/** A rule on one line: its verb and patterns. */
export function ruleText(rule: Rule): string {
  if (rule.foreign) return rule.foreign.text;
  return `${rule.verb} ${rule.patterns.map((pattern) => (pattern.negated ? `!${pattern.text}` : pattern.text)).join(', ')}`;
}

function obligationToJson(obligation: Obligation, locate: Locate): Record<string, unknown> {
  switch (obligation.kind) {
    case 'approval': {
      const { approval } = obligation;
      return {
        kind: 'approval',
        rule: ruleToJson(obligation.rule, locate),
        ...(approval
          ? {
              from: approval.from.map((each) => each.value),
              evidence: approval.evidence.map((each) => each.value),
              binds: approval.binds.map((each) => each.value),
              count: approval.count?.value ?? 1,
              ...(approval.within ? { within: approval.within.value } : {}),
            }
          : {}),
      };
    }
    case 'limit':
      return { ...obligation, rule: ruleToJson(obligation.rule, locate) };
    default:
      return { ...obligation };
  }
}
