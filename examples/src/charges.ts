import { post } from './ledger.ts';
import type { Money } from './money.ts';

export interface Charge {
  readonly id: string;
  readonly customer: string;
  readonly amount: Money;
}

let next = 1;

export function charge(body: unknown): Charge {
  const { customer, amount } = body as { customer: string; amount: Money };
  if (!Number.isInteger(amount.minor) || amount.minor <= 0) throw new Error('amount must be a positive integer');
  const created = { id: `ch_${next++}`, customer, amount };
  post({ account: customer, amount, reference: created.id });
  return created;
}
