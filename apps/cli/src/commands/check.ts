import type { Command } from 'commander';
import { addEmbeddedOptions, configRequest, userPath, type EmbeddedOptions } from '../embedded-options.ts';
import { EXIT } from '../exit-code.ts';
import { print, printJson } from '../output.ts';
import { readWorkflowFile } from './run.ts';

/** `orrery check [FILE…]`: the configuration, and workflow files, without starting anything. */
export function registerCheck(program: Command): void {
  const command = program
    .command('check')
    .description('check the configuration and workflow files, without starting anything')
    .argument('[files...]', 'workflow files (YAML or JSON)')
    .option('--json', 'print the findings as JSON');
  addEmbeddedOptions(command).action(async (files: string[], options: EmbeddedOptions & { json?: boolean }) => {
    const { embedded } = await import('@orrery/server');
    const findings: { subject: string; fault: string | undefined }[] = [];
    const examine = async (subject: string, work: () => unknown): Promise<void> => {
      try {
        await work();
        findings.push({ subject, fault: undefined });
      } catch (error) {
        findings.push({ subject, fault: (error as Error).message });
      }
    };
    await examine('configuration', () => embedded.loadConfig(configRequest(options)));
    for (const file of files) await examine(file, () => readWorkflowFile(userPath(file)));
    if (options.json)
      printJson(findings.map(({ subject, fault }) => ({ subject, ok: fault === undefined, fault: fault ?? null })));
    else for (const { subject, fault } of findings) print(fault === undefined ? `${subject}: in order` : fault);
    if (findings.some(({ fault }) => fault !== undefined)) process.exitCode = EXIT.usage;
  });
}
