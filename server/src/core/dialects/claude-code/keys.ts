/** From which files a setting is read: any, all but the shared one of the project, or only those of a person or an administrator. */
export type Scope = 'any' | 'own' | 'user' | 'managed' | 'global';

/**
 * Every setting that is documented, with the files that it is read from; of nested ones those under `permissions` and `sandbox`.
 * https://code.claude.com/docs/en/settings-reference#all-settings, read as it stood on 2026-08-22 (2.1.240).
 */
const BY_SCOPE: Readonly<Record<Scope, string>> = {
  any: 'advisorModel agent agentPushNotifEnabled allowedHttpHookUrls allowedMcpServers alwaysThinkingEnabled apiKeyHelper attribution autoCompactEnabled autoCompactWindow autoMemoryDirectory autoMemoryEnabled autoScrollEnabled autoUpdatesChannel availableModels awaySummaryEnabled awsAuthRefresh awsCredentialExport axScreenReader claudeMdExcludes cleanupPeriodDays companyAnnouncements crossSessionInbound defaultShell deniedMcpServers disableAgentView disableAllHooks disableArtifact disableAutoMode disableBundledSkills disableClaudeAiConnectors disableDeepLinkRegistration disableRemoteControl disableSkillShellExecution disableWorkflows disabledMcpjsonServers editorMode effortLevel emojiCompletionEnabled enableAllProjectMcpServers enableWorkflows enabledMcpjsonServers enabledPlugins enforceAvailableModels env extraKnownMarketplaces fallbackModel fastMode fastModePerSessionOptIn feedbackSurveyRate fileCheckpointingEnabled fileSuggestion forceLoginMethod forceLoginOrgUUID gcpAuthRefresh hooks httpHookAllowedEnvVars includeCoAuthoredBy includeGitInstructions inputNeededNotifEnabled isolatePeerMachines keybindingFlavor language minimumVersion model modelOverrides otelHeadersHelper outputStyle permissions permissions.additionalDirectories permissions.allow permissions.ask permissions.defaultMode permissions.deny permissions.disableBypassPermissionsMode plansDirectory prUrlTemplate preferredNotifChannel prefersReducedMotion promptSuggestionEnabled remoteControlAtStartup respectGitignore respondToBashCommands sandbox sandbox.allowUnsandboxedCommands sandbox.autoAllowBashIfSandboxed sandbox.credentials sandbox.credentials.envVars sandbox.credentials.files sandbox.enableWeakerNestedSandbox sandbox.enableWeakerNetworkIsolation sandbox.enabled sandbox.excludedCommands sandbox.failIfUnavailable sandbox.filesystem sandbox.filesystem.allowRead sandbox.filesystem.allowWrite sandbox.filesystem.denyRead sandbox.filesystem.denyWrite sandbox.ignoreViolations sandbox.network sandbox.network.allowAllUnixSockets sandbox.network.allowLocalBinding sandbox.network.allowMachLookup sandbox.network.allowUnixSockets sandbox.network.allowedDomains sandbox.network.deniedDomains sandbox.network.httpProxyPort sandbox.network.socksProxyPort showClearContextOnPlanAccept showThinkingSummaries showTurnDuration skillListingBudgetFraction skillListingMaxDescChars skillOverrides skipWebFetchPreflight spinnerTipsEnabled spinnerTipsOverride spinnerVerbs statusLine subagentStatusLine switchModelsOnFlag syntaxHighlightingDisabled teammateMode terminalProgressBarEnabled terminalTitleFromRename theme tui ultracode verbose viewMode voice voiceEnabled wheelScrollAccelerationEnabled workflowKeywordTriggerEnabled workflowSizeGuideline worktree $schema permissions.disableAutoMode',
  own: 'skipDangerousModePermissionPrompt syncClaudeAiSkills useAutoModeDuringPlan',
  user: 'askUserQuestionTimeout autoMode dialogExpiry enableArtifact footerLinksRegexes pluginConfigs processWrapper sandbox.allowAppleEvents sandbox.credentials.allowPlaintextInject sandbox.credentials.awsPairs sandbox.credentials.sigv4 sandbox.filesystem.disabled sandbox.network.strictAllowlist sandbox.network.tlsTerminate sandbox.ripgrep skipAutoPermissionPrompt spellcheck sshConfigs vimInsertModeRemaps',
  managed:
    'allowAllClaudeAiMcps allowManagedHooksOnly allowManagedMcpServersOnly allowManagedPermissionRulesOnly allowedChannelPlugins blockedMarketplaces browserExternalPageTools channelsEnabled claudeMd disableBrowserExternalNavigation disableCommandPluginSources disableMobileSimulatorTools disableSideloadFlags forceLoginGatewayUrl forceRemoteSettingsRefresh parentSettingsBehavior pluginSuggestionMarketplaces pluginTrustMessage policyHelper requiredMaximumVersion requiredMinimumVersion sandbox.bwrapPath sandbox.filesystem.allowManagedReadPathsOnly sandbox.network.allowManagedDomainsOnly sandbox.socatPath sshHostAllowlist strictKnownMarketplaces strictPluginOnlyCustomization wslInheritsWindowsSettings',
  global:
    'autoConnectIde autoInstallIdeExtension diffTool externalEditorContext permissionExplainerEnabled teammateDefaultModel',
};

export const SETTINGS: ReadonlyMap<string, Scope> = new Map(
  Object.entries(BY_SCOPE).flatMap(([scope, keys]) => keys.split(' ').map((key) => [key, scope as Scope] as const)),
);

/** Objects in which a key that is not documented is looked at; others hold what people name themselves. */
export const CLOSED: ReadonlySet<string> = new Set([
  '',
  'permissions',
  'sandbox',
  'sandbox.filesystem',
  'sandbox.network',
  'sandbox.credentials',
]);

export const MODES = ['default', 'acceptEdits', 'plan', 'auto', 'dontAsk', 'bypassPermissions'] as const;
export type Mode = (typeof MODES)[number];

/** `manual` is another word for `default`. https://code.claude.com/docs/en/settings-reference#permissions-defaultmode */
export function modeOf(word: unknown): Mode | undefined {
  return word === 'manual' ? 'default' : MODES.find((mode) => mode === word);
}

/** Events that run hooks. https://code.claude.com/docs/en/hooks#hook-events */
export const HOOK_EVENTS: ReadonlySet<string> = new Set(
  'SessionStart Setup InstructionsLoaded UserPromptSubmit UserPromptExpansion MessageDisplay PreToolUse PermissionRequest PostToolUse PostToolUseFailure PostToolBatch PermissionDenied Notification SubagentStart SubagentStop TaskCreated TaskCompleted Stop StopFailure TeammateIdle ConfigChange CwdChanged DirectoryAdded FileChanged WorktreeCreate WorktreeRemove PreCompact PostCompact SessionEnd Elicitation ElicitationResult'.split(
    ' ',
  ),
);

/** Events about the use of a tool, whose matchers are names of tools. */
export const TOOL_EVENTS: ReadonlySet<string> = new Set([
  'PreToolUse',
  'PostToolUse',
  'PostToolUseFailure',
  'PermissionRequest',
  'PermissionDenied',
]);
