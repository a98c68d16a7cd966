import { describe, expect, it } from 'vitest';
import { limitStatus } from '../../src/risk/limit-status.ts';

describe('the state of a CVaR limit', () => {
  it.each([
    ['no limit', 100, 10, null, true, 'none'],
    ['at the limit', 100, 10, 100, true, 'kept'],
    ['above by 1.6 errors', 116, 10, 100, true, 'withinError'],
    ['above by 1.7 errors', 117, 10, 100, true, 'breached'],
    ['above without an error', 100.01, null, 100, true, 'breached'],
    ['a negative limit: the worst days must earn 50, and earn 60', -60, 5, -50, true, 'kept'],
    ['out of reach, whatever is measured', 90, 10, 100, false, 'unattainable'],
  ] as const)('%s', (_name, value, error, limit, attained, expected) => {
    expect(limitStatus(value, error, limit, attained)).toBe(expected);
  });
});
