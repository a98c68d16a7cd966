import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDispatchProblem } from '../../src/dispatch/dispatch-problem-schema.ts';
import { parsePlanProblem } from '../../src/optimise/plan-problem-schema.ts';

const root = resolve(import.meta.dirname, '../..');
const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].map((name) => join(root, name)),
  ...readdirSync(join(root, 'docs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name)),
];

describe('the documents', () => {
  it('link only to files that exist', () => {
    const broken = documents.flatMap((document) =>
      [...readFileSync(document, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)]
        .map(([, target]) => target)
        .filter((target) => !existsSync(resolve(dirname(document), target)))
        .map((target) => `${relative(root, document)}: ${target}`),
    );
    expect(documents.length).toBeGreaterThan(15);
    expect(broken).toEqual([]);
  });

  it('name only source files that exist', () => {
    // How-to pages name files that the reader is to make.
    const missing = documents
      .filter((document) => !document.includes('how-to'))
      .flatMap((document) =>
        [...readFileSync(document, 'utf8').matchAll(/`((?:src|test|scenarios|bench)\/[\w./-]+\.ts)`/g)]
          .map(([, path]) => path)
          .filter((path) => !existsSync(join(root, path)))
          .map((path) => `${relative(root, document)}: ${path}`),
      );
    expect(missing).toEqual([]);
  });

  it('show problem files that the commands accept', () => {
    const [dispatch, site, optimise] = [
      ...readFileSync(join(root, 'docs/problems.md'), 'utf8').matchAll(/```json\n([\s\S]*?)```/g),
    ].map(([, text]) => JSON.parse(text) as unknown);
    expect(parseDispatchProblem(dispatch, 'docs').batteries).toHaveLength(1);
    expect(parseDispatchProblem(site, 'docs').site?.demandCharge?.pricePerKVA).toBe(2);
    expect(parsePlanProblem(optimise, 'docs').problem.scenarioCount).toBe(2);
  });
});
