/** An amount in the currency's smallest unit, so that no arithmetic is done on fractions. */
export interface Money {
  readonly minor: number;
  readonly currency: 'EUR' | 'USD' | 'GBP';
}

export function add(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new Error(`cannot add ${a.currency} and ${b.currency}`);
  return { minor: a.minor + b.minor, currency: a.currency };
}

export function format(money: Money): string {
  return `${(money.minor / 100).toFixed(2)} ${money.currency}`;
}
