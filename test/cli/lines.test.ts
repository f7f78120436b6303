import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { LineMap } from '../../server/src/cli/lines.ts';

describe('lines and columns', () => {
  test('count from 1, over every kind of line break', () => {
    const map = new LineMap('a\nbc\r\nd\re');
    assert.deepEqual(
      [0, 2, 3, 6, 8, 9].map((offset) => {
        const { line, column } = map.position(offset);
        return `${line}:${column}`;
      }),
      ['1:1', '2:1', '2:2', '3:1', '4:1', '4:2'],
    );
    assert.deepEqual(
      [1, 2, 3, 4, 5].map((line) => map.text(line)),
      ['a', 'bc', 'd', 'e', ''],
    );
  });

  test('every offset is in the line that it is said to be in', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r', '€') }), fc.nat(40), (text, at) => {
        const offset = Math.min(at, text.length);
        const map = new LineMap(text);
        const { line, column } = map.position(offset);
        const [start] = map.bounds(line)!;
        assert.equal(start + column - 1, offset);
      }),
    );
  });
});
