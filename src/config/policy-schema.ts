import { z } from 'zod';

/** Policies that a configuration can name; the files are in `src/optimise/policy/`. */
export const policyNames = ['rolling', 'markov', 'follow'] as const;
export type PolicyName = (typeof policyNames)[number];

/** How the plan is carried out when it is judged. `follow`: one schedule fixed before delivery; `rolling`: re-optimised each period on what is known then; `markov`: what stored energy is worth given the last published price. */
export const policySchema = z.strictObject({ kind: z.enum(policyNames).default('rolling') }).prefault({});
