import type { Argument, Condition } from '../model/manifest.ts';
import { boundsOf, UNBOUNDED, type ValueTest, valueWitness } from './argument-values.ts';

/** Is there a value, within the bounds of the tool's own schema where they are given, that passes all tests of a condition? */
export function canHold({ tests }: Condition, argument?: Argument): 'yes' | 'no' | 'unknown' {
  // Nothing is from two places that exclude each other: of several lists of origins one has to be in all.
  const origins = tests.flatMap((test) => (test.kind === 'from' ? [test.origins] : []));
  const [first, ...rest] = origins;
  if (first !== undefined && !first.some((origin) => rest.every((other) => other.includes(origin)))) return 'no';
  const all = tests.filter((test): test is ValueTest => test.kind !== 'from');
  const bounds = argument ? boundsOf(argument.schema, argument.span) : UNBOUNDED;
  const { kind } = valueWitness({ bounds, all, grants: [], denies: [] });
  return kind === 'value' ? 'yes' : kind === 'empty' ? 'no' : 'unknown';
}
