import { z } from 'zod';
import { wholeNumber } from './fields.ts';

/** How many scenarios are drawn, and for what. */
export const scenariosSchema = z
  .strictObject({
    /** Scenarios that the headline figures are measured on; the plan never saw them. */
    count: wholeNumber(100).default(2000),
    /** Scenarios that the plan and the policy's schedule are made on. */
    plan: wholeNumber(10).default(1000),
    /** The first of them on which the two-stage problem is solved in full, each with its own recourse. */
    recourse: wholeNumber(10).default(200),
    /** Scenarios that the plan is chosen on, along the frontier. */
    choose: wholeNumber(20).default(1000),
    /** Days simulated, the planned day first. */
    horizonDays: wholeNumber(1).lte(7).default(7),
  })
  .prefault({});
