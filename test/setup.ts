import { configureGlobal } from 'fast-check';

// One seed in CI, so that a failure there is found again anywhere; a new one each time elsewhere.
if (process.env.CI === 'true') configureGlobal({ seed: 20260115 });
