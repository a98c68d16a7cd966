import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createJiti } from 'jiti';
import { parseConfig, type PipelineConfig } from '../config.ts';
import { ConfigError } from '../errors.ts';

/** A configuration and where it stands. */
export interface LoadedConfig {
  readonly config: PipelineConfig;
  /** The file as the user named it, and its absolute path. */
  readonly file: string;
  readonly path: string;
  /**
   * Folders that relative source paths start from, the first that has the file: `--data` alone where it was
   * given, else BESS_RISK_DATA before the configuration's own.
   */
  readonly dataDirectories: readonly string[];
}

/** What the command line or the environment sets over the file. */
export interface ConfigOverrides {
  readonly seed?: number;
  readonly scenarios?: number;
  readonly workers?: number;
  /** `--data`. */
  readonly dataDirectory?: string;
  /** BESS_RISK_DATA. */
  readonly environmentDirectory?: string;
}

/**
 * Loads a TypeScript or JavaScript configuration. Throws a ConfigError that names the file and, for a
 * syntax error, its line and column.
 */
export async function loadConfig(file: string, cwd: string, overrides: ConfigOverrides = {}): Promise<LoadedConfig> {
  const path = resolve(cwd, file);
  if (!(await stat(path).catch(() => undefined))?.isFile()) {
    throw new ConfigError('cannot find the configuration', {
      file,
      remedy: 'name it with --config FILE, or start in its folder',
    });
  }
  const source = import.meta.url.endsWith('.ts') ? '../index.ts' : '../index.js';
  const jiti = createJiti(import.meta.url, {
    fsCache: false,
    moduleCache: false,
    alias: { 'bess-risk': fileURLToPath(new URL(source, import.meta.url)) },
  });
  let input: unknown;
  try {
    input = await jiti.import(path, { default: true });
  } catch (error) {
    const rule = (error as Error).message.replaceAll(`${path}:`, 'at ').replace(/\s*\n\s*/g, ' ');
    throw new ConfigError('cannot load the configuration', { file, rule, remedy: 'mend the file' });
  }
  const config = applyOverrides(parseConfig(input, file), overrides, file);
  const { dataDirectory, environmentDirectory } = overrides;
  const own = resolve(dirname(path), config.data.directory);
  const dataDirectories =
    dataDirectory !== undefined
      ? [resolve(cwd, dataDirectory)]
      : [...(environmentDirectory === undefined ? [] : [resolve(cwd, environmentDirectory)]), own];
  return { config, file, path, dataDirectories };
}

function applyOverrides(config: PipelineConfig, overrides: ConfigOverrides, file: string): PipelineConfig {
  const { seed, scenarios, workers } = overrides;
  return parseConfig(
    {
      ...config,
      ...(seed === undefined ? {} : { seed }),
      scenarios: { ...config.scenarios, ...(scenarios === undefined ? {} : { count: scenarios }) },
      run: { ...config.run, ...(workers === undefined ? {} : { workers }) },
    },
    file,
  );
}
