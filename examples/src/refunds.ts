import { entries, post } from './ledger.ts';
import type { Money } from './money.ts';

/** Refunds at most what was charged and not yet refunded. */
export function refund(body: unknown): { readonly refunded: Money } {
  const { charge, amount } = body as { charge: string; amount: Money };
  const left = entries(charge).reduce((sum, entry) => sum + entry.amount.minor, 0);
  if (amount.minor > left) throw new Error(`only ${left} left to refund on ${charge}`);
  post({ account: 'refunds', amount: { ...amount, minor: -amount.minor }, reference: charge });
  return { refunded: amount };
}
