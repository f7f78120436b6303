import type { Template } from './templates.ts';

const DENY_SECRETS = `deny:
  - read: ["**/.env*", "!**/.env.example", "**/*.pem", "**/*.key", "~/**"]
    because: keys and passwords are nobody's context`;

const END = `trace: { record: [attempts, decisions, arguments, results, approvals], redact: ["$.token"], retain: 90d }
revoke: { by: [platform-oncall], within: 5m, how: docs/runbooks/agents.md }`;

/** Texts of the templates. `{{expires}}` is a day in a quarter, `{{at}}` this morning. */
export const ROLE_TEMPLATES: readonly Template[] = [
  {
    id: 'reviewer',
    kind: 'AgentRole',
    label: 'Reviewer',
    description: 'Reads the code and the change, and proposes a review that a person publishes.',
    fileName: 'reviewer.agent-role.yaml',
    text: `
kind: AgentRole
version: 1
name: reviewer
purpose: Reads a change and the code around it and writes a review. Changes nothing.
owner: my-team
stage: supervised
expires: {{expires}}
identity: { account: sa-reviewer, credential: short-lived }
triggers:
  - { on: pull_request, by: members }
attended: yes

allow:
  - read: ["src/**", "test/**", "docs/**", "README.md"]
    because: the code under review
  - run: ["git status --short", "git log --oneline -20"]
    limit: 40/run
    because: the history around the change

ask:
  - id: write-review
    write: ["reviews/*.md"]
    limit: 3/run
    approval: { from: [code-owners], evidence: [diff, review-text], within: 30m, binds: [content] }
    because: a review stands under the team's name

${DENY_SECRETS}

budget: { calls: 200/run, spend: 2 USD/run }
${END}
`,
  },
  {
    id: 'test-runner',
    kind: 'AgentRole',
    label: 'Test runner',
    description: 'Runs exactly the checks of the repository in a sandbox without a network, and writes a report.',
    fileName: 'test-runner.agent-role.yaml',
    text: `
kind: AgentRole
version: 1
name: test-runner
purpose: Runs the tests of a checked-out revision and reports what failed. Changes no code.
owner: my-team
stage: bounded
expires: {{expires}}
identity: { account: sa-test-runner, credential: short-lived }
triggers:
  - { on: push, by: members }
attended: no
# Tests are programs: what holds them is the sandbox, with no network and one directory to write.
sandbox: { read: ["."], write: ["reports"], network: [] }

allow:
  - read: ["src/**", "test/**", "package.json"]
    because: to say why a test failed
  - run: ["npm test", "npm run lint"]
    limit: 20/run
    because: exactly the checks that a change has to pass
    examples: ["npm test"]
  - write: ["reports/**"]
    limit: 20/run
    because: the report it is asked for

${DENY_SECRETS}

budget: { calls: 100/run, spend: 1 USD/run }
${END}
`,
  },
  {
    id: 'release',
    kind: 'AgentRole',
    label: 'Release',
    description: 'Prepares a release by itself, and publishes only once two people have agreed.',
    fileName: 'release.agent-role.yaml',
    text: `
kind: AgentRole
version: 1
name: release
purpose: Prepares a release and publishes it once two people agree. Never changes code.
owner: my-team
stage: supervised
expires: {{expires}}
identity: { account: sa-release, credential: short-lived }
triggers:
  - { on: workflow_dispatch, by: members }
attended: yes
sandbox: { read: ["."], write: ["CHANGELOG.md"], network: [packages.example.com] }

allow:
  - read: ["src/**", "CHANGELOG.md", "package.json"]
    because: what is in the release
  - run: ["git status --short", "git log --oneline -50"]
    limit: 40/run
    because: what has changed since the last one

ask:
  - id: write-changelog
    write: [CHANGELOG.md]
    limit: 5/run
    approval: { from: [release-captains], evidence: [diff], within: 1h, binds: [content] }
  - id: publish
    run: ["npm publish --ignore-scripts --tag next"]
    limit: 1/run
    approval: { from: [release-captains], count: 2, evidence: [changelog, test-results], within: 4h, binds: [arguments] }
    because: a published version is for ever

${DENY_SECRETS}

budget: { calls: 100/run, spend: 1 USD/run }
${END}
`,
  },
  {
    id: 'support-desk',
    kind: 'AgentRole',
    label: 'Support desk',
    description:
      'Reads the ticket that a person names and drafts an answer; a person sends it. With the scope of its tool.',
    fileName: 'support-desk.agent-role.yaml',
    text: `
kind: AgentRole
version: 1
name: support-desk
purpose: Reads a ticket and proposes an answer. A person sends it.
owner: my-team
stage: supervised
expires: {{expires}}
identity: { account: sa-support-desk, credential: short-lived }
triggers:
  - { on: agent_desktop, by: members }
attended: yes

allow:
  - call: [tickets/get_ticket]
    where: { ticket: { from: [user] } }
    limit: 40/run
    because: the ticket that the person named, never one that a ticket's text names
  - read: ["docs/support/**"]
    because: how questions are answered here

ask:
  - id: answer-ticket
    call: [tickets/reply]
    where:
      ticket: { from: [user] }
      text: { max-length: 4000 }
    limit: 20/hour
    approval: { from: [support-agents], evidence: [reply-text, ticket], within: 15m, binds: [arguments] }

${DENY_SECRETS}

budget: { calls: 200/run, spend: 5 USD/day }
${END}
---
kind: ToolScope
version: 1
name: tickets
purpose: Reads and answers customers' tickets.
owner: my-team
server: { mcp: { url: "https://tickets.internal.example/mcp" } }
credentials: [TICKETS_TOKEN]
log: { arguments: redacted, results: digest, retain: 90d }
operations:
  get_ticket:
    description: A ticket with all messages of the customer.
    does: read
    returns: [untrusted, personal]
    arguments:
      ticket: { type: string, pattern: "^T-[0-9]+$" }
  reply:
    description: Sends a message to the customer who opened the ticket.
    does: send
    sends: [network]
    reversible: no
    arguments:
      ticket: { type: string, pattern: "^T-[0-9]+$" }
      text: { type: string, maxLength: 8000 }
`,
  },
  {
    id: 'data-analyst',
    kind: 'AgentRole',
    label: 'Data analyst',
    description: 'Asks saved questions of a warehouse and writes reports, with nothing that could carry data out.',
    fileName: 'data-analyst.agent-role.yaml',
    text: `
kind: AgentRole
version: 1
name: data-analyst
purpose: Answers questions from the warehouse with saved queries. Sends nothing anywhere.
owner: my-team
stage: supervised
expires: {{expires}}
identity: { account: sa-data-analyst, credential: short-lived }
triggers:
  - { on: chat, by: members }
attended: yes

allow:
  - call: [warehouse/run_saved_query]
    where:
      query: [orders-by-day, refunds-by-reason]
      days: { min: 1, max: 90 }
    limit: 30/run
    because: totals that hold no customer's data
  - write: ["reports/**"]
    limit: 20/run
    because: the report it is asked for

${DENY_SECRETS}

budget: { calls: 100/run, spend: 2 USD/run }
${END}
---
kind: ToolScope
version: 1
name: warehouse
purpose: Runs saved queries over aggregated tables.
owner: my-team
server: { mcp: { url: "https://warehouse.internal.example/mcp" } }
credentials: [WAREHOUSE_READ_TOKEN]
log: { arguments: full, results: digest, retain: 90d }
operations:
  run_saved_query:
    description: Runs a query that somebody has reviewed, and returns totals.
    does: read
    returns: [internal]
    arguments:
      query: [orders-by-day, refunds-by-reason]
      days: { type: integer, minimum: 1, maximum: 90 }
`,
  },
  {
    id: 'tool-scope',
    kind: 'ToolScope',
    label: 'Tool scope',
    description: 'What a tool does to the world, operation by operation, and the outermost bounds of its arguments.',
    fileName: 'my-tool.tool-scope.yaml',
    text: `
kind: ToolScope
version: 1
name: my-tool
purpose: What the tool is for, in a sentence.
owner: my-team
server: { mcp: { url: "https://my-tool.internal.example/mcp" } }
credentials: [MY_TOOL_TOKEN]
log: { arguments: redacted, results: digest, retain: 90d }

operations:
  get_item:
    description: Returns one item with everything that people wrote in it.
    does: read
    returns: [untrusted]
    arguments:
      item: { type: string, maxLength: 100 }
  update_item:
    description: Changes the text of an item. Its history is kept.
    does: write
    sends: [network]
    reversible: yes
    arguments:
      item: { type: string, maxLength: 100 }
      text: { type: string, maxLength: 10000 }
`,
  },
  {
    id: 'scenario',
    kind: 'Scenario',
    label: 'Scenario',
    description: 'A run of one role, and the decisions that it should come to.',
    fileName: 'first-run.scenario.yaml',
    text: `
kind: Scenario
version: 1
name: first-run
role: reviewer
at: {{at}}
steps:
  - read: src/app.ts
    expect: allow
  - read: .env
    expect: deny
  - write: reviews/1.md
    approve: granted
    expect: ask
  - run: git status --short && cat .env
    expect: deny
`,
  },
];
