import type { Reference } from '../finding.ts';

/*
 * Entries of public catalogues, named once. The OWASP Top 10 for Agentic Applications is the edition of 2026
 * (published 2025-12-09), the Top 10 for LLM Applications that of 2025, ATLAS the data release 5.6.
 */

const AGENTIC = 'https://genai.owasp.org/resource/owasp-top-10-for-agentic-applications-for-2026/';

function agentic(id: string, name: string): Reference {
  return { name: `OWASP ${id}:2026 ${name}`, url: AGENTIC };
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

export const LLM06 = {
  name: 'OWASP LLM06:2025 Excessive Agency',
  url: 'https://genai.owasp.org/llmrisk/llm062025-excessive-agency/',
};

/** A technique or mitigation of MITRE ATLAS: `AML.T0081`, `AML.M0029`. */
export function atlas(id: string, name: string): Reference {
  const kind = id.startsWith('AML.M') ? 'mitigations' : 'techniques';
  return { name: `ATLAS ${id} ${name}`, url: `https://atlas.mitre.org/${kind}/${id}` };
}

export function cve(id: string): Reference {
  return { name: id, url: `https://www.cve.org/CVERecord?id=${id}` };
}

/** The zero-trust tenets, section 2.1 of NIST SP 800-207 (2020). */
export const ZERO_TRUST = {
  name: 'NIST SP 800-207 (2020), tenets of zero trust',
  url: 'https://doi.org/10.6028/NIST.SP.800-207',
};
