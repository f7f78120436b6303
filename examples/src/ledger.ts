import type { Money } from './money.ts';

export interface Entry {
  readonly account: string;
  readonly amount: Money;
  readonly reference: string;
}

const journal: Entry[] = [];

export function post(entry: Entry): void {
  journal.push(Object.freeze(entry));
}

export function entries(reference: string): readonly Entry[] {
  return journal.filter((entry) => entry.reference === reference);
}
