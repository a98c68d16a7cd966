import type { PolicyName } from '../../config.ts';
import { follow } from './follow.ts';
import { markov } from './markov.ts';
import type { Policy } from './policy.ts';
import { rolling } from './rolling.ts';

/** All policies by name, the one that knows more first. */
export const policies: Readonly<Record<PolicyName, Policy>> = { rolling, markov, follow };
