import { readFileSync, writeFileSync } from 'node:fs';
import { stringifyLossless } from '@orrery/contracts';
import { Option, type Command } from 'commander';
import { userPath } from '../embedded-options.ts';
import { EXIT } from '../exit-code.ts';
import { note, print, printJson, textTable } from '../output.ts';
import { addServerOptions, signIn, type ServerOptions } from '../server-options.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : stringifyLossless(value ?? null));
const time = (ms: number): string => new Date(ms).toISOString();

/** `orrery workflow …`: the workflows that a server has saved. */
export function registerWorkflow(program: Command): void {
  const workflow = program.command('workflow').description('saved workflows of a server');

  addServerOptions(workflow.command('list').description('list, newest first'))
    .option('--search <text>', 'part of a name or an id')
    .option('--page <n>', 'page, from 1', Number, 1)
    .option('--page-size <n>', 'workflows per page', Number, 20)
    .action(async (options: ServerOptions & { search?: string; page: number; pageSize: number }) => {
      const { search, page, pageSize } = options;
      const client = await signIn(options);
      const list = await client.workflows.list({ page, pageSize, ...(search === undefined ? {} : { search }) });
      if (options.json) return printJson(list);
      print(
        textTable(
          ['id', 'name', 'version', 'tasks', 'updated'],
          list.items.map((item) => [item.id, item.name, `${item.version}`, `${item.taskCount}`, time(item.updateTime)]),
        ),
      );
      note(`${list.items.length} of ${list.total}`);
    });

  addServerOptions(workflow.command('get').description('print the definition').argument('<id>'))
    .option('--version <n>', 'an earlier version', Number)
    .addOption(new Option('--format <format>', 'format of the definition').choices(['yaml', 'json']).default('yaml'))
    .option('--output <file>', 'write it to a file')
    .action(async (id: string, options: ServerOptions & { version?: number; format: 'yaml'; output?: string }) => {
      const client = await signIn(options);
      const { version, output } = options;
      if (options.json) return printJson(await client.workflows.get(id, version));
      const definition = await client.workflows.definitionText(id, {
        format: options.format,
        ...(version === undefined ? {} : { version }),
      });
      if (output === undefined) process.stdout.write(definition);
      else writeFileSync(userPath(output), definition);
    });

  addServerOptions(workflow.command('create').description('save a file as a new workflow').argument('<file>'))
    .option('--id <id>', 'up to 10 digits, where scripts already name one')
    .action(async (file: string, options: ServerOptions & { id?: string }) => {
      const definition = readFileSync(userPath(file), 'utf8');
      const { id } = options;
      const saved = await (await signIn(options)).workflows.create(definition, id === undefined ? {} : { id });
      if (options.json) printJson(saved);
      else print(saved.id);
    });

  addServerOptions(
    workflow.command('update').description('save a file as a new version').argument('<id>').argument('<file>'),
  )
    .option('--if-version <n>', 'refuse when somebody saved another version in between', Number)
    .option('--comment <text>', 'what changed')
    .action(async (id: string, file: string, options: ServerOptions & { ifVersion?: number; comment?: string }) => {
      const { ifVersion, comment } = options;
      const saved = await (
        await signIn(options)
      ).workflows.update(id, readFileSync(userPath(file), 'utf8'), {
        ...(ifVersion === undefined ? {} : { ifVersion }),
        ...(comment === undefined ? {} : { comment }),
      });
      if (options.json) printJson(saved);
      else print(`${saved.id} version ${saved.version}`);
    });

  addServerOptions(workflow.command('rename').argument('<id>').argument('<name>')).action(
    async (id: string, name: string, options: ServerOptions) => {
      const renamed = await (await signIn(options)).workflows.rename(id, name);
      if (options.json) printJson(renamed);
    },
  );

  addServerOptions(workflow.command('clone').argument('<id>').argument('[name]')).action(
    async (id: string, name: string | undefined, options: ServerOptions) => {
      const saved = await (await signIn(options)).workflows.clone(id, name);
      if (options.json) printJson(saved);
      else print(saved.id);
    },
  );

  addServerOptions(workflow.command('delete').description('delete it; its jobs stay').argument('<id>')).action(
    async (id: string, options: ServerOptions) => {
      await (await signIn(options)).workflows.delete(id);
      if (options.json) printJson({ success: true });
    },
  );

  addServerOptions(workflow.command('versions').argument('<id>')).action(async (id: string, options: ServerOptions) => {
    const versions = await (await signIn(options)).workflows.versions(id);
    if (options.json) return printJson(versions);
    print(
      textTable(
        ['version', 'saved', 'comment'],
        versions.map((item) => [`${item.version}`, time(item.createTime), item.comment ?? '']),
      ),
    );
  });

  addServerOptions(
    workflow.command('diff').description('what changed between two versions, or to another workflow').argument('<id>'),
  )
    .option('--from <n>', 'version', Number)
    .option('--to <n>', 'version', Number)
    .option('--with <id>', 'another workflow')
    .action(async (id: string, options: ServerOptions & { from?: number; to?: number; with?: string }) => {
      const { from, to, with: other } = options;
      const diff = await (
        await signIn(options)
      ).workflows.diff(id, {
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        ...(other === undefined ? {} : { with: other }),
      });
      if (options.json) return printJson(diff);
      for (const change of diff.changes) {
        const { path, before, after } = change;
        if (before !== undefined) print(`- ${path}: ${text(before)}`);
        if (after !== undefined) print(`+ ${path}: ${text(after)}`);
      }
    });

  addServerOptions(
    workflow.command('validate').description('check a file against the server').argument('<file>'),
  ).action(async (file: string, options: ServerOptions) => {
    const report = await (await signIn(options)).workflows.validate(readFileSync(userPath(file), 'utf8'));
    if (options.json) printJson(report);
    else for (const fault of report.faults) print(`${fault.path}: ${fault.message}`);
    if (report.faults.length > 0) process.exitCode = EXIT.usage;
    else if (!options.json) print(`${file}: in order`);
  });

  addServerOptions(workflow.command('catalogue').description('the algorithms that the server can run')).action(
    async (options: ServerOptions) => {
      const catalogue = await (await signIn(options)).catalogue();
      if (options.json) return printJson(catalogue);
      for (const algorithm of catalogue.algorithms) {
        print(`${algorithm.id} (${algorithm.category}): ${algorithm.summary}`);
        for (const parameter of algorithm.parameters) {
          print(`    ${parameter.name} ${parameter.type} = ${text(parameter.default)}: ${parameter.help}`);
        }
      }
    },
  );
}
