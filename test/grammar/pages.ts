/** What the grammar makes of manifests: carets name the beginning of a scope. */
export const PAGES: Readonly<Record<string, string>> = {
  'kind, name and ordinary keys': `
kind: AgentRole
#     ^^^^^^^^^ storage.type.kind
name: pr-reviewer
#<---- entity.name.tag
#     ^^^^^^^^^^^ entity.name.type
owner: team-payments
#    ^ punctuation.separator.key-value
#      ^^^^^^^^^^^^^ string.unquoted.plain
stage: supervised
#      ^^^^^^^^^^ constant.language
attended: no
#         ^^ constant.language
`,
  'effects and verbs': `
allow:
#<----- keyword.control.effect.allow
  - read: ["src/**", "docs/*.md"]
# ^ punctuation.definition.block.sequence.item
#   ^^^^ support.function.verb
#         ^ punctuation.definition.sequence
#          ^^^^ string.quoted.double
#               ^^ keyword.operator.glob.any
#                          ^ keyword.operator.glob
    because: it needs ** and 30m of time   # not patterns
#   ^^^^^^^ entity.name.tag
#            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ string.unquoted.prose
#                                          ^^^^^^^^^^^^^^ comment.line
ask:
#<--- keyword.control.effect.ask
deny:
#<---- keyword.control.effect.deny
  - id: no-secrets
#   ^^ entity.name.tag
    read: ["**/.env*", "!**/.env.example", "src/{a,b}/[xy].ts"]
#   ^^^^ support.function.verb
#                       ^ keyword.operator.negation
#                        ^^ keyword.operator.glob.any
#                                               ^ keyword.operator.glob.alternatives
#                                                   ^ keyword.operator.glob.alternatives
#                                                     ^^^^ constant.other.character-class
`,
  'a key that is only spelled like a verb inside': `
    reader: x
#   ^^^^^^ entity.name.tag
`,
  'quantities, durations and dates': `
expires: 2027-02-28
#        ^^^^^^^^^^ constant.other.timestamp
at: 2026-12-01T09:00:00Z
#   ^^^^^^^^^^^^^^^^^^^^ constant.other.timestamp
budget: { calls: 500/run, spend: 5 USD/day }
#         ^^^^^ entity.name.tag
#                ^^^ constant.numeric
#                    ^^^ keyword.other.unit
#                                ^ constant.numeric
#                                  ^^^ keyword.other.unit
#                                      ^^^ keyword.other.unit
  within: 30m
#         ^^ constant.numeric.duration
#           ^ keyword.other.unit
`,
  'suppressions are comments that stand out': `
  - run: ["npm **"]   # bailiwick: ignore package-script-writable -- the sandbox holds it
#                     ^ comment.line
#                       ^^^^^^^^^^ keyword.other.suppression
#                                  ^^^^^^ keyword.other.suppression
#                                         ^^^^^^^^^^^^^^^^^^^^^^^ entity.other.rule-id
#                                                                    ^^^^^^^^^^^^^^^^^^^ comment.line.reason
`,
  'a scenario step': `
  - call: github/create_review
#   ^^^^ support.function.verb
    with: { owner: acme, number: 214 }
#                                ^^^ constant.numeric
    expect: deny
#           ^^^^ keyword.control.effect.deny
  - wait: 31m
#         ^^ constant.numeric.duration
  - { read: src/app.ts, expect: allow }
#     ^^^^ support.function.verb
#                               ^^^^^ keyword.control.effect.allow
`,
  'patterns without quotes': `
  - call: [github/*, mail/send]
#          ^^^^^^^ string.unquoted.plain
#                 ^ keyword.operator.glob
`,
  'block texts are texts, and end where their indentation does': `
    result: |
      allow: everything, "**"
#     ^^^^^^^^^^^^^^^^^^^^^^^ string.unquoted.block
    expect: allow
#           ^^^^^ keyword.control.effect.allow
`,
  'anchors, aliases and documents': `
--- 
#<--- entity.other.document
  - read: &code ["src/**"]
#         ^^^^^ entity.name.function.anchor
  - write: *code
#          ^^^^^ variable.other.alias
`,
  'strings that are not closed stay strings, and escapes are seen': `
  - run: ['it''s', "a\\tb"]
#            ^^ constant.character.escape
#                    ^^ constant.character.escape
`,
  'the directives of YAML are left to YAML': `
%YAML 1.2
#<--------- meta.stub.yaml
kind: Scenario
#     ^^^^^^^^ storage.type.kind
`,
};
