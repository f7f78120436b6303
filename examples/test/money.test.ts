import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, format } from '../src/money.ts';

test('adds within one currency', () => {
  assert.equal(format(add({ minor: 150, currency: 'EUR' }, { minor: 275, currency: 'EUR' })), '4.25 EUR');
});

test('refuses to add two currencies', () => {
  assert.throws(() => add({ minor: 1, currency: 'EUR' }, { minor: 1, currency: 'USD' }));
});
