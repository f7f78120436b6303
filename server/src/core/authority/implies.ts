import type { Approval } from '../model/manifest.ts';

/** Does whoever has this approval have the other one as well? */
export function implies(approval: Approval | undefined, other: Approval | undefined): boolean {
  if (other === undefined) return true;
  if (approval === undefined) return false;
  const names = (list: Approval['from']) => list.map(({ value }) => value);
  const includes = (mine: Approval['from'], theirs: Approval['from']) =>
    names(theirs).every((each) => names(mine).includes(each));
  return (
    // Fewer may approve: everybody who may approve here may approve there. Nobody named is anybody.
    (other.from.length === 0 || (approval.from.length > 0 && includes(other.from, approval.from))) &&
    includes(approval.evidence, other.evidence) &&
    includes(approval.binds, other.binds) &&
    (approval.count?.value ?? 1) >= (other.count?.value ?? 1) &&
    (approval.within?.value ?? Number.POSITIVE_INFINITY) <= (other.within?.value ?? Number.POSITIVE_INFINITY) &&
    (approval.otherwise?.value ?? 'deny') === (other.otherwise?.value ?? 'deny')
  );
}
