/** bess-risk as a library: the same functions that the commands use. */
export { defineConfig, parseConfig } from './config.ts';
export type { PipelineConfig, PipelineConfigInput } from './config.ts';
