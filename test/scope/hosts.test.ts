import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { domainToASCII, domainToUnicode } from 'node:url';
import fc from 'fast-check';
import { nearAddress } from '../../server/src/core/analysis/data/hosts.ts';
import { lookalikeOf, mixedWords } from '../../server/src/core/analysis/lookalike.ts';
import { readIpv4, readIpv6 } from '../../server/src/core/scope/address.ts';
import { unicodeHost } from '../../server/src/core/scope/punycode.ts';
import '../support/seed.ts';

describe('hosts in punycode', () => {
  test('are read as Node reads them', () => {
    const letter = fc.constantFrom(...'abcxyz019-äöüßéñøłжприветкитайαβγ日本語한국어'.split(''));
    fc.assert(
      fc.property(fc.array(letter, { minLength: 1, maxLength: 12 }), (letters) => {
        const ascii = domainToASCII(`${letters.join('')}.example`);
        fc.pre(ascii !== '');
        assert.equal(unicodeHost(ascii), domainToUnicode(ascii));
      }),
      { numRuns: 2_000 },
    );
  });

  for (const host of ['xn--', 'xn--a-', 'xn--99999999', 'xn--ls8h=.example', 'xn--\u00e4', '*.xn--*.example']) {
    test(`what is none stays as it is: ${host}`, () => assert.doesNotThrow(() => unicodeHost(host)));
  }
});

describe('letters that look alike', () => {
  test('are seen, and what they look like', () => {
    assert.equal(lookalikeOf('gіthub.com')?.text, 'github.com');
    assert.equal(lookalikeOf('аррӏе.com')?.text, 'apple.com');
    assert.equal(lookalikeOf('github.com'), undefined);
    assert.equal(lookalikeOf('müller.example'), undefined);
    assert.equal(lookalikeOf('пример.example'), undefined);
  });

  test('a word in one script is no mixed one', () => {
    assert.deepEqual(mixedWords('оса роза github team-ops'), []);
    assert.deepEqual(mixedWords('the delete_repо tool'), [{ start: 4, word: 'delete_repо' }]);
  });
});

describe('addresses near by', () => {
  const near = (text: string) => {
    const address = text.includes(':') ? readIpv6(text) : readIpv4(text);
    return address === undefined || address === 'invalid' ? undefined : nearAddress(address)?.plain;
  };
  const PLAIN: Readonly<Record<string, string | undefined>> = {
    '169.254.169.254': '169.254.169.254',
    '2852039166': '169.254.169.254',
    '0xa9fea9fe': '169.254.169.254',
    '0251.0376.0251.0376': '169.254.169.254',
    '127.1': '127.0.0.1',
    '10.1': '10.0.0.1',
    '::ffff:169.254.169.254': '169.254.169.254',
    '::169.254.169.254': '169.254.169.254',
    '64:ff9b::a9fe:a9fe': '169.254.169.254',
    '2002:a9fe:a9fe::': '169.254.169.254',
    '::ffff:0:a9fe:a9fe': '169.254.169.254',
    '::1': '[::1]',
    'fe80::1': '[fe80::1]',
    'fd00:ec2::254': '[fd00:ec2::254]',
    '93.184.216.34': undefined,
    '2606:2800::1': undefined,
    '64:ff9b::5db8:d822': undefined,
  };
  for (const [text, plain] of Object.entries(PLAIN)) test(text, () => assert.equal(near(text), plain));
});
