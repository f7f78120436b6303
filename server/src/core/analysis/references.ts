import type { Reference } from '../finding.ts';

/*
 * Entries of public catalogues, named once, each with its year. The OWASP Top 10 for Agentic Applications is the edition
 * of 2026 (published 2025-12-09), the Top 10 for LLM Applications that of 2026, ATLAS the data release 5.6 of 2026.
 */

const AGENTIC = [
  'Agent Goal Hijack',
  'Tool Misuse & Exploitation',
  'Identity & Privilege Abuse',
  'Agentic Supply Chain Vulnerabilities',
  'Unexpected Code Execution (RCE)',
  'Memory & Context Poisoning',
  'Insecure Inter-Agent Communication',
  'Cascading Failures',
  'Human-Agent Trust Exploitation',
  'Rogue Agents',
];

/** An entry of the OWASP Top 10 for Agentic Applications, 1 to 10. */
export function asi(number: number): Reference {
  return {
    name: `OWASP ASI${String(number).padStart(2, '0')}:2026 ${AGENTIC[number - 1] ?? ''}`.trimEnd(),
    url: 'https://genai.owasp.org/resource/owasp-top-10-for-agentic-applications-for-2026/',
  };
}

const LLM = [
  'Prompt Injection',
  'Sensitive Information Disclosure',
  'Excessive Agency',
  'Supply Chain',
  'Data and Model Poisoning',
  'Unbounded Consumption',
  'Misinformation',
  'Hidden Context Exposure',
  'Vector and Embedding Weaknesses',
  'Improper Output Handling',
];

/** An entry of the OWASP Top 10 for LLM Applications 2026, 1 to 10. */
export function llm(number: number): Reference {
  return {
    name: `OWASP LLM${String(number).padStart(2, '0')}:2026 ${LLM[number - 1] ?? ''}`.trimEnd(),
    url: 'https://genai.owasp.org/llm-top-10/',
  };
}

export const ASI02 = asi(2);
export const ASI03 = asi(3);
export const ASI06 = asi(6);
export const ASI08 = asi(8);
export const ASI09 = asi(9);
export const ASI10 = asi(10);

/** A technique or mitigation of MITRE ATLAS: `AML.T0081`, `AML.M0029`. */
export function atlas(id: string): Reference {
  const kind = id.startsWith('AML.M') ? 'mitigations' : 'techniques';
  return { name: `ATLAS ${id}`, url: `https://atlas.mitre.org/${kind}/${id}` };
}

export function cve(id: string): Reference {
  return { name: id, url: `https://www.cve.org/CVERecord?id=${id}` };
}

export function cwe(number: number, name: string): Reference {
  return { name: `CWE-${number} ${name}`, url: `https://cwe.mitre.org/data/definitions/${number}.html` };
}

/** The zero-trust tenets, section 2.1 of NIST SP 800-207 (2020). */
export const ZERO_TRUST: Reference = {
  name: 'NIST SP 800-207 (2020), tenets of zero trust',
  url: 'https://doi.org/10.6028/NIST.SP.800-207',
};
