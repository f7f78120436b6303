import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyEdits, type ParseError, parse } from 'jsonc-parser';
import { removeJson } from '../../server/src/core/dialects/json/edits.ts';

/** What is left of a text without what stands at a path. */
function removed(text: string, path: (string | number)[]): string {
  const edits = removeJson({ uri: 'file:///w/a.json', text }, path);
  assert(edits, 'nothing stands there');
  return applyEdits(
    text,
    edits.map(({ span, newText }) => ({ offset: span.start, length: span.end - span.start, content: newText })),
  );
}

test('an item goes with its comma and with the line that it had to itself', () => {
  const checkRemoved = (text: string, path: (string | number)[], left: string) =>
    assert.equal(removed(text, path), left);
  checkRemoved('["a","b"]', [1], '["a"]');
  checkRemoved('["a","b"]', [0], '["b"]');
  checkRemoved('[ "a", "b" ]', [1], '[ "a" ]');
  checkRemoved('["a", "b", "c"]', [1], '["a", "c"]');
  checkRemoved('["a"]', [0], '[]');
  checkRemoved('[\n  "a",\n  "b"\n]', [1], '[\n  "a"\n]');
  checkRemoved('[\n  "a",\n  "b",\n]', [1], '[\n  "a",\n]');
  checkRemoved('[\r\n  "a",\r\n  "b"\r\n]', [0], '[\r\n  "b"\r\n]');
  checkRemoved('{"a": 1, "b": [2]}', ['b'], '{"a": 1}');
  checkRemoved('{"a": {"b": 1}}', ['a', 'b'], '{"a": {}}');
  assert.equal(removeJson({ uri: 'file:///w/a.json', text: '["a"]' }, [1]), undefined);
  assert.equal(removeJson({ uri: 'file:///w/a.json', text: '["a"' }, ['b', 1]), undefined);
});

test('comments stay', () => {
  assert.equal(removed('[\n  "a", // first\n  "b" // second\n]', [1]), '[\n  "a" // first\n   // second\n]');
  assert.equal(removed('["a" /* x */, "b"]', [0]), '[ /* x */ "b"]');
});

test('whatever is between them, one is gone, the others are there and so is every comment', () => {
  const between = fc.array(fc.constantFrom(' ', '\n', '\r\n', '\t', '/* c */', '// c\n'), { maxLength: 4 });
  const items = fc.array(
    fc.record({ value: fc.constantFrom('"x, y"', '1', '{"k": [1, 2]}', '[]'), before: between, after: between }),
    {
      minLength: 1,
      maxLength: 5,
    },
  );
  fc.assert(
    fc.property(items, fc.nat(), fc.boolean(), fc.boolean(), (list, pick, trailing, isObject) => {
      const parts = list.map(
        ({ value, before, after }, index) =>
          `${before.join('')}${isObject ? `"k${index}": ` : ''}${value}${after.join('')}`,
      );
      const text = `${isObject ? '{' : '['}${parts.join(',')}${trailing ? ',' : ''}${isObject ? '}' : ']'}`;
      const index = pick % list.length;
      const left = removed(text, [isObject ? `k${index}` : index]);
      const errors: ParseError[] = [];
      const now = parse(left, errors, { allowTrailingComma: true });
      assert.deepEqual(errors, []);
      const all = parse(text, [], { allowTrailingComma: true });
      if (isObject) delete all[`k${index}`];
      else all.splice(index, 1);
      assert.deepEqual(now, all);
      const comments = (each: string) => each.split('c').length;
      assert.equal(comments(left), comments(text));
    }),
  );
});
