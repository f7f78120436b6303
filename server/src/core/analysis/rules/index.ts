import type { CatalogueRule } from '../catalogue-rule.ts';
import { anyHost } from './any-host.ts';
import { approvalByAnyone } from './approval-by-anyone.ts';
import { approvalByRequester } from './approval-by-requester.ts';
import { approvalBySelf } from './approval-by-self.ts';
import { approvalFailsOpen } from './approval-fails-open.ts';
import { approvalNotBound } from './approval-not-bound.ts';
import { approvalWindowLong } from './approval-window-long.ts';
import { approvalWithoutEvidence } from './approval-without-evidence.ts';
import { approverMissing } from './approver-missing.ts';
import { askLowImpact } from './ask-low-impact.ts';
import { askUnattended } from './ask-unattended.ts';
import { autonomousWithoutEvidence } from './autonomous-without-evidence.ts';
import { autorunWritable } from './autorun-writable.ts';
import { boundaryExceeded } from './boundary-exceeded.ts';
import { boundaryUnproven } from './boundary-unproven.ts';
import { budgetResetsPerRun } from './budget-resets-per-run.ts';
import { ciWritable } from './ci-writable.ts';
import { commandWritesFiles } from './command-writes-files.ts';
import { containerHostAccess } from './container-host-access.ts';
import { credentialExceedsOperations } from './credential-exceeds-operations.ts';
import { credentialWildcard } from './credential-wildcard.ts';
import { crossEnvironmentCredential } from './cross-environment-credential.ts';
import { deadRule } from './dead-rule.ts';
import { deferredExecution } from './deferred-execution.ts';
import { delegateExceedsDelegator } from './delegate-exceeds-delegator.ts';
import { delegateUnproven } from './delegate-unproven.ts';
import { delegationCycle } from './delegation-cycle.ts';
import { denyHasSideDoor } from './deny-has-side-door.ts';
import { denyMissesArguments } from './deny-misses-arguments.ts';
import { denyNeverMatches } from './deny-never-matches.ts';
import { destructiveUngated } from './destructive-ungated.ts';
import { dropBoxHost } from './drop-box-host.ts';
import { duplicateRoleName } from './duplicate-role-name.ts';
import { effectsNotRecorded } from './effects-not-recorded.ts';
import { environmentPassedThrough } from './environment-passed-through.ts';
import { environmentReadable } from './environment-readable.ts';
import { environmentSettable } from './environment-settable.ts';
import { evidenceWritable } from './evidence-writable.ts';
import { exampleFails } from './example-fails.ts';
import { exceptionToDeny } from './exception-to-deny.ts';
import { exceptionWithoutEffect } from './exception-without-effect.ts';
import { exceptionsTakeAll } from './exceptions-take-all.ts';
import { expiredAuthority } from './expired-authority.ts';
import { expiredSuppression } from './expired-suppression.ts';
import { expiryTooFar } from './expiry-too-far.ts';
import { extendsCycle } from './extends-cycle.ts';
import { extensionWidens } from './extension-widens.ts';
import { hiddenUnicode } from './hidden-unicode.ts';
import { interpreterOpen } from './interpreter-open.ts';
import { irreversibleUngated } from './irreversible-ungated.ts';
import { lethalTrifecta } from './lethal-trifecta.ts';
import { limitBeyondBudget } from './limit-beyond-budget.ts';
import { literalCredential } from './literal-credential.ts';
import { longLivedCredential } from './long-lived-credential.ts';
import { lookalikeHost } from './lookalike-host.ts';
import { lookalikeName } from './lookalike-name.ts';
import { memoryWithoutRetention } from './memory-without-retention.ts';
import { metadataHost } from './metadata-host.ts';
import { methodsOpen } from './methods-open.ts';
import { missingLabelBoundary } from './missing-label-boundary.ts';
import { missingOwner } from './missing-owner.ts';
import { missingWordBoundary } from './missing-word-boundary.ts';
import { multiTenantHost } from './multi-tenant-host.ts';
import { noBudget } from './no-budget.ts';
import { noExpiry } from './no-expiry.ts';
import { noRevocationPath } from './no-revocation-path.ts';
import { nothingToDeny } from './nothing-to-deny.ts';
import { observeStageActs } from './observe-stage-acts.ts';
import { oneApprover } from './one-approver.ts';
import { openQueryLanguage } from './open-query-language.ts';
import { operationGlobOverreach } from './operation-glob-overreach.ts';
import { operationMislabelled } from './operation-mislabelled.ts';
import { operationWildcard } from './operation-wildcard.ts';
import { outsideToolBounds } from './outside-tool-bounds.ts';
import { overruledByInherited } from './overruled-by-inherited.ts';
import { ownPolicyWritable } from './own-policy-writable.ts';
import { ownerNotHuman } from './owner-not-human.ts';
import { partlyOverruled } from './partly-overruled.ts';
import { personalCredential } from './personal-credential.ts';
import { plaintextUrl } from './plaintext-url.ts';
import { poisonedDescription } from './poisoned-description.ts';
import { prefixReachesExec } from './prefix-reaches-exec.ts';
import { privilegeElevation } from './privilege-elevation.ts';
import { proxyingHost } from './proxying-host.ts';
import { publicSuffixWildcard } from './public-suffix-wildcard.ts';
import { publishUngated } from './publish-ungated.ts';
import { purposeExceeded } from './purpose-exceeded.ts';
import { purposeSaysNothing } from './purpose-says-nothing.ts';
import { readEverything } from './read-everything.ts';
import { redundantDeny } from './redundant-deny.ts';
import { redundantGrant } from './redundant-grant.ts';
import { reflectingHost } from './reflecting-host.ts';
import { restrictionLapses } from './restriction-lapses.ts';
import { revocationByAgent } from './revocation-by-agent.ts';
import { revocationWritable } from './revocation-writable.ts';
import { ruleOfTwo } from './rule-of-two.ts';
import { ruleUndocumented } from './rule-undocumented.ts';
import { ruleWithoutEffect } from './rule-without-effect.ts';
import { sandboxHoldsNothing } from './sandbox-holds-nothing.ts';
import { sandboxMissing } from './sandbox-missing.ts';
import { scenarioExpectsNothing } from './scenario-expects-nothing.ts';
import { secretReadable } from './secret-readable.ts';
import { secretReturned } from './secret-returned.ts';
import { secretsLogged } from './secrets-logged.ts';
import { secretsRecorded } from './secrets-recorded.ts';
import { sendWithoutLimit } from './send-without-limit.ts';
import { serverCodeWritable } from './server-code-writable.ts';
import { serverWithoutCredential } from './server-without-credential.ts';
import { sharedIdentity } from './shared-identity.ts';
import { sharedMemory } from './shared-memory.ts';
import { sharedOperationName } from './shared-operation-name.ts';
import { shellLaunchedServer } from './shell-launched-server.ts';
import { shellReopensNetwork } from './shell-reopens-network.ts';
import { shortRetention } from './short-retention.ts';
import { slowRevocation } from './slow-revocation.ts';
import { spawnsAgent } from './spawns-agent.ts';
import { spendWithoutBudget } from './spend-without-budget.ts';
import { stageMissing } from './stage-missing.ts';
import { standingUnproven } from './standing-unproven.ts';
import { supervisedUnattended } from './supervised-unattended.ts';
import { suppressionWithoutEnd } from './suppression-without-end.ts';
import { toolEffectsUnlogged } from './tool-effects-unlogged.ts';
import { traceIncomplete } from './trace-incomplete.ts';
import { traceWritable } from './trace-writable.ts';
import { tunnelHost } from './tunnel-host.ts';
import { unansweredQuestion } from './unanswered-question.ts';
import { unconstrainedRecipient } from './unconstrained-recipient.ts';
import { unexplainedGrant } from './unexplained-grant.ts';
import { unexplainedSuppression } from './unexplained-suppression.ts';
import { unknownOperation } from './unknown-operation.ts';
import { unknownRole } from './unknown-role.ts';
import { unknownTool } from './unknown-tool.ts';
import { unlabelledOperation } from './unlabelled-operation.ts';
import { unpinnedServer } from './unpinned-server.ts';
import { unrestrictedShell } from './unrestricted-shell.ts';
import { untilBeyondExpiry } from './until-beyond-expiry.ts';
import { untrustedToExec } from './untrusted-to-exec.ts';
import { untrustedToMemory } from './untrusted-to-memory.ts';
import { unusedSuppression } from './unused-suppression.ts';
import { whereAlwaysHolds } from './where-always-holds.ts';
import { whereNeverHolds } from './where-never-holds.ts';
import { writeEverything } from './write-everything.ts';
import { writeThenRun } from './write-then-run.ts';

/** The catalogue, in alphabetical order. Every rule has a page beside it, which is its test. */
export const RULES: readonly CatalogueRule[] = [
  anyHost,
  approvalByAnyone,
  approvalByRequester,
  approvalBySelf,
  approvalFailsOpen,
  approvalNotBound,
  approvalWindowLong,
  approvalWithoutEvidence,
  approverMissing,
  askLowImpact,
  askUnattended,
  autonomousWithoutEvidence,
  autorunWritable,
  boundaryExceeded,
  boundaryUnproven,
  budgetResetsPerRun,
  ciWritable,
  commandWritesFiles,
  containerHostAccess,
  credentialExceedsOperations,
  credentialWildcard,
  crossEnvironmentCredential,
  deadRule,
  deferredExecution,
  delegateExceedsDelegator,
  delegateUnproven,
  delegationCycle,
  denyHasSideDoor,
  denyMissesArguments,
  denyNeverMatches,
  destructiveUngated,
  dropBoxHost,
  duplicateRoleName,
  effectsNotRecorded,
  environmentPassedThrough,
  environmentReadable,
  environmentSettable,
  evidenceWritable,
  exampleFails,
  exceptionToDeny,
  exceptionWithoutEffect,
  exceptionsTakeAll,
  expiredAuthority,
  expiredSuppression,
  expiryTooFar,
  extendsCycle,
  extensionWidens,
  hiddenUnicode,
  interpreterOpen,
  irreversibleUngated,
  lethalTrifecta,
  limitBeyondBudget,
  literalCredential,
  longLivedCredential,
  lookalikeHost,
  lookalikeName,
  memoryWithoutRetention,
  metadataHost,
  methodsOpen,
  missingLabelBoundary,
  missingOwner,
  missingWordBoundary,
  multiTenantHost,
  noBudget,
  noExpiry,
  noRevocationPath,
  nothingToDeny,
  observeStageActs,
  oneApprover,
  openQueryLanguage,
  operationGlobOverreach,
  operationMislabelled,
  operationWildcard,
  outsideToolBounds,
  overruledByInherited,
  ownPolicyWritable,
  partlyOverruled,
  ownerNotHuman,
  personalCredential,
  plaintextUrl,
  poisonedDescription,
  prefixReachesExec,
  privilegeElevation,
  proxyingHost,
  publicSuffixWildcard,
  publishUngated,
  purposeExceeded,
  purposeSaysNothing,
  readEverything,
  redundantDeny,
  redundantGrant,
  restrictionLapses,
  reflectingHost,
  revocationByAgent,
  revocationWritable,
  ruleOfTwo,
  ruleUndocumented,
  ruleWithoutEffect,
  sandboxHoldsNothing,
  sandboxMissing,
  scenarioExpectsNothing,
  secretReadable,
  secretReturned,
  secretsLogged,
  secretsRecorded,
  sendWithoutLimit,
  serverCodeWritable,
  serverWithoutCredential,
  sharedIdentity,
  sharedMemory,
  sharedOperationName,
  shellLaunchedServer,
  shellReopensNetwork,
  shortRetention,
  slowRevocation,
  spawnsAgent,
  spendWithoutBudget,
  standingUnproven,
  stageMissing,
  supervisedUnattended,
  suppressionWithoutEnd,
  toolEffectsUnlogged,
  traceIncomplete,
  traceWritable,
  tunnelHost,
  unansweredQuestion,
  unconstrainedRecipient,
  unexplainedGrant,
  unexplainedSuppression,
  unknownOperation,
  unknownRole,
  unknownTool,
  unlabelledOperation,
  unpinnedServer,
  unrestrictedShell,
  untilBeyondExpiry,
  untrustedToExec,
  untrustedToMemory,
  unusedSuppression,
  whereAlwaysHolds,
  whereNeverHolds,
  writeEverything,
  writeThenRun,
];

const byId = new Map(RULES.map((rule) => [rule.id, rule]));

export function ruleOf(id: string): CatalogueRule | undefined {
  return byId.get(id);
}
