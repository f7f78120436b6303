import * as assert from 'node:assert/strict';
import { extension } from './editor.ts';
import { exchange } from './exchange.ts';
import { reading } from './reading.ts';
import { review } from './review.ts';
import { running } from './running.ts';
import { writing } from './writing.ts';

/** Everything but what a reload brings back. Ends with a run in the panel, for the reload to find. */
export function beforeReload(facts: string[]): void {
  it('activates quickly and does not wait for the server', async () => {
    const api = await extension();
    const ready = await api.readyMilliseconds;
    facts.push(`activate(): ${api.activationMilliseconds.toFixed(1)} ms, server ready after ${ready.toFixed(0)} ms`);
    assert.ok(api.activationMilliseconds < ready, 'activate() returned after the server was ready');
  });
  reading();
  review();
  writing();
  exchange();
  running();
}
