import { join } from 'node:path';
import type { Command } from 'commander';
import { addEmbeddedOptions, configRequest, userPath, type EmbeddedOptions } from '../embedded-options.ts';
import { print, printJson } from '../output.ts';
import { progressBar } from '../progress-bar.ts';

interface ExportOptions extends EmbeddedOptions {
  readonly to: string;
  readonly json?: boolean;
}

/** `orrery export`: a space of the embedded graph as CSV files with a mapping, also while a server runs on it. */
export function registerExport(program: Command): void {
  const command = program
    .command('export')
    .description('write a space of the embedded graph as CSV files with the mapping that imports it again')
    .argument('<space>', 'the space')
    .requiredOption('--to <folder>', 'an empty or new folder')
    .option('--json', 'print the report as JSON');
  addEmbeddedOptions(command).action(async (space: string, options: ExportOptions) => {
    const { embedded } = await import('@orrery/server');
    const config = embedded.loadConfig(configRequest(options));
    const bar = progressBar('{target} {bar} {percentage}% {value} rows');
    let shown = '';
    const report = await embedded.exportSpace({
      graphDir: join(config.values['data.dir'], 'graph'),
      space,
      target: userPath(options.to),
      onProgress: ({ target, rows, total }) => {
        if (!bar) return;
        if (shown !== target) bar.start(total, rows, { target });
        shown = target;
        bar.update(rows, { target });
      },
    });
    bar?.stop();
    if (options.json) printJson(report);
    else {
      for (const { target, file, rows } of report.targets) print(`${target}: ${rows} rows in ${file}`);
      print(`orrery import ${report.mapping} makes the space again`);
    }
  });
}
