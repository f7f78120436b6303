import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readManifest } from '../../server/src/core/model/read.ts';
import { splitSources } from '../../server/src/core/syntax/parse.ts';
import { checkMarks, type Mark } from '../support/markers.ts';

/** Every finding of reading this text is where carets say, under that rule and with those words. */
function check(text: string, path = 'a.agent-role.yaml'): void {
  const file = splitSources({ uri: `file:///w/${path}`, text });
  const found = file.sources.flatMap((source, index): Mark[] =>
    readManifest(source).findings.map(({ rule, message, span }) => ({
      start: span.start + file.starts[index]!,
      end: span.end + file.starts[index]!,
      text: `${rule}: ${message}`,
    })),
  );
  checkMarks(text, found);
}

const HEAD = 'kind: AgentRole\nversion: 1\nname: a\n';

const CASES: Readonly<Record<string, string>> = {
  'a role without mistakes': `${HEAD}allow:\n  - read: ["src/**"]\n`,
  'a mistyped key': `${HEAD}stagee: observe
#<------ unknown-key: did you mean \`stage\`?`,
  'a key that is right elsewhere': `${HEAD}operations: {}
#<---------- unknown-key: it belongs into a ToolScope`,
  'a verb outside of a rule': `${HEAD}read: [x]
#<---- unknown-key: a rule stands in a list under \`allow\`, \`ask\` or \`deny\``,
  'a key without its colon yet': `${HEAD}stag
#<---- half-written: \`stag\` needs a colon and a value
owner: x`,
  'a key without its value yet': `${HEAD}allow:
#<----- half-written: \`allow\` has no value yet: a list is expected
owner: x`,
  'an item that is still empty': `${HEAD}allow:
  -
# ^ half-written: This item is still empty: a mapping is expected
  - read: [x]`,
  'a missing name': `kind: AgentRole
#     ^^^^^^^^^ missing-key: AgentRole has no \`name\`
version: 1`,
  'a missing version': `kind: AgentRole
name: a
#     ^ missing-key: write \`version: 1\``,
  'a rule without a verb': `${HEAD}allow:
  - because: x
#   ^^^^^^^ no-verb: This rule does not say what it is about: it needs one of read, write,`,
  'a rule with two verbs': `${HEAD}allow:
  - read: [x]
    write: [y]
#   ^^^^^ several-verbs: about \`read\` and \`write\` at once`,
  'a rule that is no mapping': `${HEAD}allow:
  - read
#   ^^^^ wrong-type: This item is a text, and a mapping is expected`,
  'a number where a text is expected': `${HEAD}extends: [007]
#         ^^^ wrong-type: \`007\` is read as a number, and a text is expected: put it in quotes`,
  'a text where a mapping is expected': `${HEAD}identity: sa-x
#         ^^^^ wrong-type: \`identity\` is a text, and a mapping is expected`,
  'a list where a text is expected': `kind: AgentRole
version: 1
name: [a]
#<---- wrong-type: \`name\` is a list, and a text is expected`,
  'a mistyped word': `${HEAD}stage: superviced
#      ^^^^^^^^^^ unknown-value: is none of observe, supervised, bounded, autonomous; did you mean supervised?`,
  'not yes and not no': `${HEAD}attended: perhaps
#         ^^^^^^^ unknown-value: is none of yes, no`,
  'methods without a fetch': `${HEAD}allow:
  - read: [x]
    methods: [GET]
#   ^^^^^^^ misplaced-key: \`methods\` applies to \`fetch\``,
  'a day that is none': `${HEAD}expires: 2027-02-30
#        ^^^^^^^^^^ bad-value: There is no day 2027-02-30`,
  'a date in words': `${HEAD}expires: tomorrow
#        ^^^^^^^^ bad-value: \`tomorrow\` is no date`,
  'a moment without a zone': `${HEAD}expires: 2027-02-28T10:00
#        ^^^^^^^^^^^^^^^^ bad-value: does not say its time zone`,
  'a duration without a unit': `${HEAD}revoke: { within: 5 }
#                 ^ bad-value: \`5\` has no unit: write for example 5m`,
  'a limit without a window': `${HEAD}allow:
  - run: [x]
    limit: 20
#          ^^ bad-value: \`20\` does not say per what: write for example 20/run`,
  'money without a currency': `${HEAD}budget: { spend: 3/day }
#                ^^^^^ bad-value: write for example 3 USD/day`,
  'a window that is none': `${HEAD}budget: { calls: 3/week }
#                ^^^^^^ bad-value: \`week\` is no window`,
  'a pattern that YAML takes for a tag': `${HEAD}deny:
  - read: [!**/x, y]
#          ^^^^^ unquoted-pattern: needs quotes: without them YAML reads a tag`,
  'a pattern that YAML takes for an alias': `${HEAD}deny:
  - read: [x, **/y]
#             ^^^^ unquoted-pattern: needs quotes: without them YAML reads an alias`,
  'an alias of nothing': `${HEAD}extends: *base
#        ^^^^^ unknown-alias: There is no anchor \`&base\``,
  'an empty pattern': `${HEAD}deny:
  - read: [""]
#          ^^ bad-value: This item is empty`,
  'a regular expression that is none': `${HEAD}allow:
  - call: [a/b]
    where: { x: { pattern: "(" } }
#                           ^ bad-pattern: no regular expression`,
  'a test that is none': `${HEAD}allow:
  - call: [a/b]
    where: { x: { match: y } }
#                 ^^^^^ unknown-key: did you mean \`matches\`?`,
  'the same key twice': `${HEAD}owner: a
owner: b
#<----- duplicate-key: \`owner\` stands here a second time`,
  'the same key twice in brackets': `${HEAD}identity: { account: a, account: b }
#                       ^^^^^^^ duplicate-key`,
  'a quote that is not closed': `${HEAD}purpose: "what
#        ^^^^^ syntax-error: the quote at its end is missing
owner: x`,
  'a list that is not closed': `${HEAD}allow:
  - read: [a, b
#         ^ syntax-error: This list is not closed: a ] is missing
  - run: [x]`,
  'a tab as indentation': `${HEAD}identity:
\taccount: x
#<- syntax-error: indented with spaces, never with tabs`,
  'a kind that is mistyped': `kind: AgentRol
#     ^^^^^^^^ unknown-kind: did you mean AgentRole?
version: 1
name: a`,
  'a kind from the future': `kind: AgentFleet
#     ^^^^^^^^^^ unknown-kind: is no kind of manifest that this version of Bailiwick knows
version: 1
members: []`,
  'a version from the future, and nothing else of what it may know': `kind: AgentRole
version: 2
#        ^ unknown-version: Version 2 of the language is not known here: update Bailiwick
name: a
fleet: b`,
  'a list instead of a manifest': `- a
#<--- not-a-manifest: begin with \`kind: AgentRole\`
- b`,
  'a merge conflict': `${HEAD}<<<<<<< HEAD
#<------------ merge-conflict: only its upper side is read
owner: a
=======
owner: b
>>>>>>> other
stage: observe`,
  'bytes that are no characters': `${HEAD}owner: te\ufffd\ufffdam
#        ^^ not-utf8: The file is not UTF-8 here`,
  'a character that nobody sees': `${HEAD}owner: te\0am
#        ^ control-character: (U+0000)`,
  'mistakes in one of several manifests': `${HEAD}---
kind: AgentRole
version: 1
name: b
foo: 1
#<--- unknown-key
---
${HEAD}`,
};

for (const [name, text] of Object.entries(CASES)) test(name, () => check(text));

const TOOL_CASES: Readonly<Record<string, string>> = {
  'a tool scope without mistakes':
    'kind: ToolScope\nversion: 1\nname: a\noperations:\n  get: read\n  put: { does: write, arguments: { a: "string?", b: [x, y] } }\n',
  'what an operation does, mistyped': `kind: ToolScope
version: 1
name: a
operations:
  get: reed
#      ^^^^ unknown-value: did you mean read?
  put: { does: wirte }
#              ^^^^^ unknown-value: did you mean write?`,
  'an argument type that is none': `kind: ToolScope
version: 1
name: a
operations:
  get: { does: read, arguments: { owner: strng } }
#                                        ^^^^^ unknown-value: did you mean string?`,
  'arguments as MCP servers describe them': `kind: ToolScope
version: 1
name: a
operations:
  get:
    does: read
    arguments: { type: object, properties: { q: { type: string } }, required: [q], additionalProperties: false }`,
};

for (const [name, text] of Object.entries(TOOL_CASES)) test(name, () => check(text, 'a.tool-scope.yaml'));

test('a scenario step without a verb, and with two', () =>
  check(
    `kind: Scenario
version: 1
role: a
at: 2026-12-01T09:00:00Z
steps:
  - expect: allow
#   ^^^^^^ no-verb: This step does not say what it is about
  - read: a
    run: b
#   ^^^ several-verbs: write one step for each
  - wait: soon
#         ^^^^ bad-value: \`soon\` is no duration`,
    'a.scenario.yaml',
  ));

test('JSON is read like YAML', () =>
  check(
    `{
  "kind": "AgentRole", "version": 1, "name": "a",
  "stage": "obsreve",
#           ^^^^^^^ unknown-value: did you mean observe?
  "allow": [{ "read": ["src/**"] }]
}`,
    'a.agent-role.json',
  ));

test('a file without any manifest yet', () => {
  const [source] = splitSources({ uri: 'file:///w/a.tool-scope.yaml', text: '# todo\n' }).sources;
  const { findings } = readManifest(source!);
  assert.deepEqual(
    findings.map(({ rule, severity, message }) => [rule, severity, message]),
    [['empty-manifest', 'info', 'There is no manifest here yet: begin with `kind: ToolScope`']],
  );
});
