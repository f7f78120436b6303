// Made by `npm run generate` from schemas/. Change those instead.

import type { Validate } from '../json-schema.ts';

export const validateAgentRole: Validate;
export const validateToolScope: Validate;
export const validateScenario: Validate;
export const validateBoundary: Validate;
export const validateBailiwickConfig: Validate;
