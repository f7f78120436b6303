import type { Reference } from '../finding.ts';

/*
 * Entries of public catalogues, named once. The OWASP Top 10 for Agentic Applications is the edition of 2026
 * (published 2025-12-09), the Top 10 for LLM Applications that of 2025, ATLAS the data release of May 2026.
 */

function agentic(id: string, name: string): Reference {
  return {
    name: `OWASP ${id}:2026 ${name}`,
    url: 'https://genai.owasp.org/resource/owasp-top-10-for-agentic-applications-for-2026/',
  };
}

export const ASI01 = agentic('ASI01', 'Agent Goal Hijack');
export const ASI02 = agentic('ASI02', 'Tool Misuse & Exploitation');
export const ASI03 = agentic('ASI03', 'Identity & Privilege Abuse');
export const ASI04 = agentic('ASI04', 'Agentic Supply Chain Vulnerabilities');
export const ASI05 = agentic('ASI05', 'Unexpected Code Execution (RCE)');
export const ASI06 = agentic('ASI06', 'Memory & Context Poisoning');
export const ASI07 = agentic('ASI07', 'Insecure Inter-Agent Communication');
export const ASI08 = agentic('ASI08', 'Cascading Failures');
export const ASI09 = agentic('ASI09', 'Human-Agent Trust Exploitation');
export const ASI10 = agentic('ASI10', 'Rogue Agents');

export const LLM02: Reference = {
  name: 'OWASP LLM02:2025 Sensitive Information Disclosure',
  url: 'https://genai.owasp.org/llmrisk/llm022025-sensitive-information-disclosure/',
};

export const LLM06: Reference = {
  name: 'OWASP LLM06:2025 Excessive Agency',
  url: 'https://genai.owasp.org/llmrisk/llm062025-excessive-agency/',
};

export const LLM10: Reference = {
  name: 'OWASP LLM10:2025 Unbounded Consumption',
  url: 'https://genai.owasp.org/llmrisk/llm102025-unbounded-consumption/',
};

const TECHNIQUES = {
  'AML.T0010.005': 'AI Supply Chain Compromise: AI Agent Tool',
  'AML.T0034.002': 'Cost Harvesting: Agentic Resource Consumption',
  'AML.T0051': 'LLM Prompt Injection',
  'AML.T0053': 'AI Agent Tool Invocation',
  'AML.T0055': 'Unsecured Credentials',
  'AML.T0080': 'AI Agent Context Poisoning',
  'AML.T0081': 'Modify AI Agent Configuration',
  'AML.T0083': 'Credentials from AI Agent Configuration',
  'AML.T0086': 'Exfiltration via AI Agent Tool Invocation',
  'AML.T0098': 'AI Agent Tool Credential Harvesting',
  'AML.T0101': 'Data Destruction via AI Agent Tool Invocation',
  'AML.T0105': 'Escape to Host',
  'AML.T0109': 'AI Supply Chain Rug Pull',
  'AML.T0110': 'AI Agent Tool Poisoning',
  'AML.M0024': 'AI Telemetry Logging',
  'AML.M0026': 'Privileged AI Agent Permissions Configuration',
  'AML.M0027': 'Single-User AI Agent Permissions Configuration',
  'AML.M0028': 'AI Agent Tools Permissions Configuration',
  'AML.M0029': 'Human In-the-Loop for AI Agent Actions',
  'AML.M0030': 'Restrict AI Agent Tool Invocation on Untrusted Data',
} as const;

/** A technique or mitigation of MITRE ATLAS. */
export function atlas(id: keyof typeof TECHNIQUES): Reference {
  const kind = id.startsWith('AML.M') ? 'mitigations' : 'techniques';
  return { name: `ATLAS ${id} ${TECHNIQUES[id]} (2026)`, url: `https://atlas.mitre.org/${kind}/${id}` };
}

/** An entry of the list of known vulnerabilities; the year is in its name. */
export function cve(id: string): Reference {
  return { name: id, url: `https://www.cve.org/CVERecord?id=${id}` };
}

/** An entry of the Common Weakness Enumeration. */
export function cwe(number: number, name: string): Reference {
  return { name: `CWE-${number} ${name} (2025)`, url: `https://cwe.mitre.org/data/definitions/${number}.html` };
}

/** Which letters look like which, and how mixed scripts are found: UTS 39, version 17 (2025). */
export const UTS39: Reference = {
  name: 'Unicode Technical Standard 39, Security Mechanisms (2025)',
  url: 'https://www.unicode.org/reports/tr39/',
};

/** The zero-trust tenets, section 2.1 of NIST SP 800-207 (2020). */
export const ZERO_TRUST: Reference = {
  name: 'NIST SP 800-207 (2020), tenets of zero trust',
  url: 'https://doi.org/10.6028/NIST.SP.800-207',
};

export const TRIFECTA: Reference = {
  name: 'The lethal trifecta for AI agents (S. Willison, 2025)',
  url: 'https://simonwillison.net/2025/Jun/16/the-lethal-trifecta/',
};

export const RULE_OF_TWO: Reference = {
  name: 'Agents Rule of Two (Meta, 2025)',
  url: 'https://ai.meta.com/blog/practical-ai-agent-security/',
};
