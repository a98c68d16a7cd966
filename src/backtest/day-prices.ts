export { dayAheadBySlot, imbalanceBySlot } from '../fit/day-prices.ts';
