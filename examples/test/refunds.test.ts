import assert from 'node:assert/strict';
import { test } from 'node:test';
import { charge } from '../src/charges.ts';
import { refund } from '../src/refunds.ts';

test('refunds no more than was charged', () => {
  const { id } = charge({ customer: 'cus_1', amount: { minor: 500, currency: 'EUR' } });
  refund({ charge: id, amount: { minor: 300, currency: 'EUR' } });
  assert.throws(() => refund({ charge: id, amount: { minor: 300, currency: 'EUR' } }), /only 200 left/);
});
