import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { ConfigError } from '../errors.ts';
import { writeWhole } from '../io/artefact-store.ts';
import { readJsonFile } from '../io/json-file.ts';
import type { ReportModel } from '../report/report-model.ts';
import { renderPage } from '../report/render-page.ts';
import type { CommandModule } from './command.ts';

/** `report RUN`: draws the page of a finished run again from its stored figures. */
export const reportCommand: CommandModule = {
  name: 'report',
  description: 'rebuild the page of a finished run from what it stored',
  declare(command) {
    command.argument('<run>', 'folder of the run, such as reports/sample/2026-01-15');
  },
  async run([folder], _options, context) {
    const path = resolve(context.cwd, folder);
    const modelFile = resolve(path, 'report-model.json');
    if ((await readFile(modelFile).catch(() => undefined)) === undefined) {
      throw new ConfigError('this is not the folder of a finished run', {
        file: folder,
        rule: 'report-model.json must be in it',
        remedy: 'name a folder such as reports/<name>/<date>',
      });
    }
    const model = (await readJsonFile(modelFile)) as ReportModel;
    const page = resolve(path, 'index.html');
    await writeWhole(page, await renderPage(model));
    if (context.json) context.print(JSON.stringify({ page }));
    else context.print(relative(context.cwd, page));
    return 0;
  },
};
