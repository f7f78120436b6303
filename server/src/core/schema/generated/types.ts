// Made by `npm run generate` from schemas/. Change those instead.

/**
 * What one argument has to be. All of its tests have to hold; an argument that is missing fails.
 */

export type ArgumentTest =
  | {
      /**
       * Exactly this value.
       */
      is?: unknown;
      /**
       * One of these values.
       */
      in?: unknown[];
      /**
       * A text that fits this pattern: `*` is any text without `/`, `**` any text.
       */
      matches?: string;
      /**
       * A regular expression that has to fit the whole value.
       */
      pattern?: string;
      /**
       * At least this number.
       */
      min?: number;
      /**
       * At most this number.
       */
      max?: number;
      /**
       * A text or list that is no longer than this.
       */
      'max-length'?: number;
      /**
       * Where the value must come from. An origin that is not known does not satisfy it.
       */
      from?: string | ('user' | 'role' | 'trusted' | 'untrusted')[];
    }
  | (unknown[] | string | number | boolean | null);

/**
 * What one agent may do: its rules, who answers for it, and how its authority ends.
 */

export interface AgentRoleManifest {
  /**
   * Where this file's JSON Schema is, for editors that look it up. It means nothing else.
   */
  $schema?: string;
  /**
   * What this manifest is: what one agent may do.
   */
  kind: 'AgentRole';
  /**
   * The version of the manifest language. There is one so far: 1.
   */
  version: 1;
  /**
   * The role's name, unique in the workspace. Scenarios, `extends` and `delegate` refer to it.
   */
  name: string;
  /**
   * What it is for, in a sentence that a reviewer can hold the rest against.
   */
  purpose?: string;
  /**
   * Who answers for it: a team rather than a person.
   */
  owner?: string;
  /**
   * How far the role's rollout has come. Findings are stricter the more alone it works.
   */
  stage?: 'observe' | 'supervised' | 'bounded' | 'autonomous';
  /**
   * The authority lapses at the end of this day (UTC) unless somebody renews it. Then everything is denied.
   */
  expires?: string;
  /**
   * Roles whose rules hold here too: the union of all, and their denies hold. Their other keys are their own.
   */
  extends?: string | string[];
  /**
   * What the agent acts as in other systems.
   */
  identity?: {
    /**
     * The account it acts with. One of its own keeps its actions apart from people's.
     */
    account?: string;
    /**
     * What kind of credential it holds.
     */
    credential?: 'short-lived' | 'static' | 'personal';
  };
  /**
   * What sets the role going, and who can cause that: how far its input is to be trusted.
   */
  triggers?: {
    /**
     * The event.
     */
    on?: string;
    /**
     * Who can cause it.
     */
    by?: 'anyone' | 'members' | 'owner' | 'role' | 'schedule';
  }[];
  /**
   * Is a person there to answer when the role asks?
   */
  attended?: 'yes' | 'no' | true | false;
  /**
   * What the operating system holds, whatever a command does. A side that is not listed is not held.
   */
  sandbox?: {
    /**
     * Directories that processes can read.
     */
    read?: string | string[];
    /**
     * Directories that processes can write.
     */
    write?: string | string[];
    /**
     * Hosts that processes can reach. An empty list: none.
     */
    network?: string | string[];
  };
  /**
   * What the agent may do without asking anybody. Whatever no rule allows is denied.
   */
  allow?: Rule[];
  /**
   * What the agent may do once a person has agreed. Where nobody is there to answer, it stays blocked.
   */
  ask?: Rule[];
  /**
   * What the agent may not do, whatever else allows it: a deny holds over every allow and ask, in any order.
   */
  deny?: Rule[];
  /**
   * What is recorded of each run.
   */
  trace?: {
    /**
     * What is recorded.
     */
    record?: string | ('attempts' | 'decisions' | 'arguments' | 'results' | 'approvals')[];
    /**
     * JSON paths whose values are blotted out.
     */
    redact?: string | string[];
    /**
     * How long records are kept.
     */
    retain?: string;
    /**
     * Where records go: a path that the role itself cannot write, or an address.
     */
    sink?: string;
  };
  /**
   * Who can take this authority away, how fast, and how.
   */
  revoke?: {
    /**
     * Who can revoke it.
     */
    by?: string | string[];
    /**
     * How long that takes to hold everywhere.
     */
    within?: string;
    /**
     * Where it is written how: a page or a runbook.
     */
    how?: string;
  };
  /**
   * What the role may use up altogether. Beyond it everything is denied until the window is over.
   */
  budget?: {
    /**
     * Actions of any kind.
     */
    calls?: string;
    /**
     * Money, with its currency.
     */
    spend?: string;
    /**
     * Tokens of the model.
     */
    tokens?: string;
  };
  /**
   * What the role keeps beyond a run.
   */
  memory?: {
    /**
     * Kinds of things that are kept.
     */
    keeps?: string | string[];
    /**
     * How long.
     */
    for?: string;
    /**
     * Other roles that read it too.
     */
    shared?: string | string[];
  };
}

/**
 * One verb with its patterns, and the conditions under which the rule applies.
 */

export interface Rule {
  /**
   * A name for this rule, by which it can be revoked, referred to and reported.
   */
  id?: string;
  /**
   * Paths that may be read. Patterns are relative to the workspace's root.
   */
  read?: string | string[];
  /**
   * Paths that may be created or changed. Redirections in commands (`> file`) are writes too.
   */
  write?: string | string[];
  /**
   * Paths that may be deleted.
   */
  delete?: string | string[];
  /**
   * Commands that may be run. Every command of a line is judged on its own.
   */
  run?: string | string[];
  /**
   * Addresses that may be fetched. A bare host means https, port 443, any path.
   */
  fetch?: string | string[];
  /**
   * Operations of tools that may be called, as `tool/operation`.
   */
  call?: string | string[];
  /**
   * Roles that work may be handed to. What they then do is judged by their own rules.
   */
  delegate?: string | string[];
  /**
   * Credentials that may be used, by name. Never write the secret itself.
   */
  use?: string | string[];
  /**
   * What may be kept beyond this run, by kind.
   */
  remember?: string | string[];
  /**
   * HTTP methods that a `fetch` may use. Without it: any.
   */
  methods?: string | ('GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE')[];
  /**
   * Conditions on the arguments of a `call`, by argument. All of them have to hold.
   */
  where?: {
    [k: string]: ArgumentTest;
  };
  /**
   * How often the rule grants. Then it no longer does, until the window is over.
   */
  limit?:
    | {
        /**
         * How many calls, in which window.
         */
        calls?: string;
      }
    | string;
  /**
   * Who has to agree to an `ask`, on what evidence, and how fast.
   */
  approval?: {
    /**
     * Who may agree: groups or people.
     */
    from?: string | string[];
    /**
     * How many of them have to agree. Without it: one.
     */
    count?: number;
    /**
     * What they are shown before they decide.
     */
    evidence?: string | string[];
    /**
     * How long an answer may take. Without one in time, `otherwise` applies.
     */
    within?: string;
    /**
     * What happens when nobody answers in time. Without it: deny.
     */
    otherwise?: 'deny' | 'allow';
    /**
     * What the approval is bound to: if it changes afterwards, the approval is void.
     */
    binds?: string | ('arguments' | 'content')[];
  };
  /**
   * The rule holds through this day (UTC), or up to this moment. Then it is as if it were not there.
   */
  until?: string;
  /**
   * Why the role needs this. Reviewers and approvers read it.
   */
  because?: string;
  /**
   * Actions that have to be decided by this rule's effect. Checked as you type.
   */
  examples?: string | string[];
}

/**
 * One operation: what it does, what it returns and sends, and what its arguments can be. Short form: `get_issue: read`.
 */

export type Operation =
  | {
      /**
       * What the operation does, in the server's or your own words.
       */
      description?: string;
      /**
       * What it does to the world. This is what risks are judged by, so be honest.
       */
      does?: string | ('read' | 'write' | 'destroy' | 'execute' | 'spend' | 'send')[];
      /**
       * Labels of what it returns.
       */
      returns?: string | string[];
      /**
       * Where data goes, or labels of what it sends.
       */
      sends?: string | string[];
      /**
       * Can it be undone?
       */
      reversible?: 'yes' | 'no' | true | false;
      /**
       * The argument that holds the amount which is spent; it counts against `budget: { spend: … }`.
       */
      spends?: string;
      /**
       * The outermost bounds of its arguments, by name. Calls outside them are denied whatever a role says.
       */
      arguments?: {
        [k: string]: unknown;
      };
    }
  | string;

/**
 * What one tool or MCP server is, what each of its operations does to the world, and the outermost bounds of its arguments.
 */

export interface ToolScopeManifest {
  /**
   * Where this file's JSON Schema is, for editors that look it up. It means nothing else.
   */
  $schema?: string;
  /**
   * What this manifest is: what one tool or MCP server is and does.
   */
  kind: 'ToolScope';
  /**
   * The version of the manifest language. There is one so far: 1.
   */
  version: 1;
  /**
   * The tool's name, unique in the workspace. Rules call it as `name/operation`.
   */
  name: string;
  /**
   * What it is for, in a sentence that a reviewer can hold the rest against.
   */
  purpose?: string;
  /**
   * Who answers for it.
   */
  owner?: string;
  /**
   * How the tool is started or reached. It is never started by Bailiwick.
   */
  server?: {
    /**
     * An MCP server: started with a command, or reached at an address.
     */
    mcp?: {
      /**
       * The program that is started.
       */
      command?: string;
      /**
       * Its arguments. Pin versions, so that the code that was reviewed is the code that runs.
       */
      args?: string | string[];
      /**
       * Its environment. Name credentials, never write them here.
       */
      env?: {
        [k: string]: string | number | boolean;
      };
      /**
       * Where it is reached, if it is not started.
       */
      url?: string;
    };
  };
  /**
   * Names of the credentials that it holds. Revoking one stops the calls that need it.
   */
  credentials?: string | string[];
  /**
   * What is kept of each call.
   */
  log?: {
    /**
     * How arguments are kept.
     */
    arguments?: 'full' | 'redacted' | 'digest' | 'none';
    /**
     * How results are kept.
     */
    results?: 'full' | 'redacted' | 'digest' | 'none';
    /**
     * How long.
     */
    retain?: string;
  };
  /**
   * What it can do. An operation that is not listed cannot be called.
   */
  operations?: {
    [k: string]: Operation;
  };
}

/**
 * A run that is tried out on a role, step by step, with what is expected of each.
 */

export interface ScenarioManifest {
  /**
   * Where this file's JSON Schema is, for editors that look it up. It means nothing else.
   */
  $schema?: string;
  /**
   * What this manifest is: a run that is tried out on a role.
   */
  kind: 'Scenario';
  /**
   * The version of the manifest language. There is one so far: 1.
   */
  version: 1;
  /**
   * The scenario's name, for reports. Without it the file's name is used.
   */
  name?: string;
  /**
   * What it is for, in a sentence that a reviewer can hold the rest against.
   */
  purpose?: string;
  /**
   * Who answers for it.
   */
  owner?: string;
  /**
   * The role that acts.
   */
  role: string;
  /**
   * When the run begins. Time is always explicit, so that a scenario means the same tomorrow.
   */
  at: string;
  /**
   * What happens, in order.
   */
  steps: Step[];
}

/**
 * Something that the role attempts, a revocation, or time that passes.
 */

export interface Step {
  /**
   * Reads this path.
   */
  read?: string;
  /**
   * Writes this path.
   */
  write?: string;
  /**
   * Deletes this path.
   */
  delete?: string;
  /**
   * Runs this command line.
   */
  run?: string;
  /**
   * Fetches this address, with GET unless `method` says otherwise.
   */
  fetch?: string;
  /**
   * Calls this operation, with the arguments in `with`.
   */
  call?: string;
  /**
   * Hands work to this role. Later steps can be taken `as` it.
   */
  delegate?: string;
  /**
   * Uses this credential.
   */
  use?: string;
  /**
   * Keeps something of this kind beyond the run.
   */
  remember?: string;
  /**
   * Takes away a role, a tool, a credential, or a rule by its id, from here on.
   */
  revoke?: string;
  /**
   * Lets time pass.
   */
  wait?: string;
  /**
   * The HTTP method of a `fetch`.
   */
  method?: 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /**
   * The arguments of a `call`.
   */
  with?: {
    [k: string]: unknown;
  };
  /**
   * The role that acts, where work was handed to another before. Without it: the scenario's role.
   */
  as?: string;
  /**
   * What the person who is asked answers.
   */
  approve?: 'granted' | 'refused' | 'none';
  /**
   * What has to come out of it. Without it nothing is asserted, and the trace shows it all the same.
   */
  expect?: 'allow' | 'ask' | 'deny';
  /**
   * The reason that has to come out of it, as a code.
   */
  because?: string;
  /**
   * Labels of what this step returned, where the tool scope does not say.
   */
  returns?: string | string[];
  /**
   * The text that this step returned. Later values that occur in it are known from it.
   */
  result?: string;
  /**
   * Where argument values come from, where the steps before do not tell.
   */
  origins?: {
    [k: string]: string | ('user' | 'role' | 'trusted' | 'untrusted')[];
  };
  /**
   * What this step spends, for budgets.
   */
  spends?:
    | {
        /**
         * How much.
         */
        amount?: number;
        /**
         * Of what: a currency.
         */
        unit?: string;
      }
    | string;
}

/**
 * What one argument has to be. All of its tests have to hold; an argument that is missing fails.
 */

/**
 * An organisation's ceiling: what the roles that it applies to can have at most.
 */

export interface BoundaryManifest {
  /**
   * Where this file's JSON Schema is, for editors that look it up. It means nothing else.
   */
  $schema?: string;
  /**
   * What this manifest is: an organisation's ceiling over roles.
   */
  kind: 'Boundary';
  /**
   * The version of the manifest language. There is one so far: 1.
   */
  version: 1;
  /**
   * The boundary's name, for findings and reviews.
   */
  name?: string;
  /**
   * What it is for, in a sentence that a reviewer can hold the rest against.
   */
  purpose?: string;
  /**
   * Who answers for it.
   */
  owner?: string;
  /**
   * The roles it holds over: names, or patterns with `*`. A role that can do anything beyond it is an error.
   */
  'applies-to': string | string[];
  /**
   * What the agent may do without asking anybody. Whatever no rule allows is denied.
   */
  allow?: Rule[];
  /**
   * What the agent may do once a person has agreed. Where nobody is there to answer, it stays blocked.
   */
  ask?: Rule[];
  /**
   * What the agent may not do, whatever else allows it: a deny holds over every allow and ask, in any order.
   */
  deny?: Rule[];
}

/**
 * One verb with its patterns, and the conditions under which the rule applies.
 */

/**
 * bailiwick.yaml: the settings of a workspace, for the editor and the command line alike. The directory that it stands in is the root that path patterns are relative to.
 */

export interface Configuration {
  /**
   * Where this file's JSON Schema is, for editors that look it up. It means nothing else.
   */
  $schema?: string;
  /**
   * How much to hear.
   */
  audience?: 'default' | 'strict' | 'audit';
  /**
   * What is different about a rule: its severity, or `off`; or several settings by name.
   */
  rules?: {
    /**
     * The severity of this rule, or its settings by name.
     */
    [k: string]:
      | {
          /**
           * How loudly it is reported, or `off`.
           */
          severity?: 'error' | 'warning' | 'info' | 'off';
          /**
           * Who hears of it.
           */
          audience?: 'default' | 'strict' | 'audit';
          [k: string]: unknown;
        }
      | string;
  };
}
