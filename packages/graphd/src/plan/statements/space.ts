import type {
  ClearSpaceStatement,
  CreateSpaceAsStatement,
  CreateSpaceStatement,
  DescribeSpaceStatement,
  DropSpaceStatement,
  UseStatement,
} from '@orrery/ngql';
import { executionError, permissionError, semanticError } from '../../bind/statement-error.ts';
import type { SpaceCatalog } from '../../catalog/catalog.ts';
import type { SpaceDefinition, SpaceOptions, VidDefinition } from '../../catalog/definitions.ts';
import type { PlanContext } from '../plan-context.ts';
import type { PlanNode } from '../plan-node.ts';
import { roleIn } from '../permissions.ts';
import { action, command } from './command.ts';

function spaceOptions(statement: CreateSpaceStatement): SpaceOptions {
  let vid: VidDefinition | undefined;
  const options = { partitionNum: 1, replicaFactor: 1, charset: 'utf8', collate: 'utf8_bin' };
  for (const option of statement.options) {
    switch (option.name) {
      case 'partition_num':
        options.partitionNum = positive(option.name, option.value);
        break;
      case 'replica_factor':
        options.replicaFactor = positive(option.name, option.value);
        break;
      case 'charset':
        if (option.value.toLowerCase() !== 'utf8') throw executionError(`Charset \`${option.value}' not support`);
        break;
      case 'collate':
        if (option.value.toLowerCase() !== 'utf8_bin') throw executionError(`Collation \`${option.value}' not support`);
        break;
      case 'vid_type':
        vid = vidDefinition(option.value);
    }
  }
  if (statement.zones.length > 0) throw semanticError('Create space with zone is unsupported');
  if (!vid) throw semanticError('space vid_type must be specified explicitly');
  return { ...options, vid, ...(statement.comment === undefined ? {} : { comment: statement.comment }) };
}

function vidDefinition(
  type: Extract<CreateSpaceStatement['options'][number], { name: 'vid_type' }>['value'],
): VidDefinition {
  if (type.name === 'INT64') return { kind: 'int64' };
  if (type.name !== 'FIXED_STRING') {
    throw semanticError(`Only support FIXED_STRING or INT64 vid type, but was given ${type.name}`);
  }
  if (type.length === 0) throw executionError('Invalid param!');
  return { kind: 'fixed_string', length: type.length };
}

function positive(name: string, value: bigint): number {
  if (value < 1n) throw semanticError(`${name[0]!.toUpperCase()}${name.slice(1)} value should be greater than zero`);
  if (value > 1_000_000n) throw semanticError(`${name} must be from 1 to 1000000, but is ${value}`);
  return Number(value);
}

export function planCreateSpace(statement: CreateSpaceStatement, context: PlanContext): PlanNode {
  const options = spaceOptions(statement);
  return action('CreateSpace', async (execution) => {
    if (statement.ifNotExists && context.catalog.spaces.has(statement.name)) return;
    await execution.engine.store.catalog.edit((editor) => editor.createSpace(statement.name, options));
  });
}

export function planCreateSpaceAs(statement: CreateSpaceAsStatement, context: PlanContext): PlanNode {
  return action('CreateSpaceAs', async (execution) => {
    if (statement.ifNotExists && context.catalog.spaces.has(statement.name)) return;
    await execution.engine.store.catalog.edit((editor) => editor.createSpaceAs(statement.name, statement.source));
  });
}

export function planDropSpace(statement: DropSpaceStatement, context: PlanContext): PlanNode {
  return action('DropSpace', async (execution) => {
    if (statement.ifExists && !context.catalog.spaces.has(statement.name)) return;
    await execution.engine.store.catalog.edit((editor) => editor.dropSpace(statement.name));
    if (execution.session.space?.name === statement.name) execution.session.space = undefined;
  });
}

export function planClearSpace(statement: ClearSpaceStatement, context: PlanContext): PlanNode {
  return action('ClearSpace', async (execution) => {
    if (statement.ifExists && !context.catalog.spaces.has(statement.name)) return;
    await execution.engine.store.catalog.edit((editor) => editor.clearSpace(statement.name));
  });
}

export function spaceNamed(name: string, context: PlanContext): SpaceCatalog {
  const space = context.catalog.spaces.get(name);
  if (!space) throw executionError(`SpaceNotFound: SpaceName \`${name}\``);
  return space;
}

export function planUse(statement: UseStatement, context: PlanContext): PlanNode {
  const { id, name } = spaceNamed(statement.space, context).definition;
  if (!roleIn(context, id)) throw permissionError('No permission to read space.');
  return action('SwitchSpace', async (execution) => {
    execution.session.space = { id, name };
  });
}

export function vidTypeText({ vid }: SpaceDefinition): string {
  return vid.kind === 'int64' ? 'INT64' : `FIXED_STRING(${vid.length})`;
}

export function planDescribeSpace(statement: DescribeSpaceStatement, context: PlanContext): PlanNode {
  const { definition } = spaceNamed(statement.name, context);
  const titles = ['ID', 'Name', 'Partition Number', 'Replica Factor', 'Charset', 'Collate', 'Vid Type', 'Comment'];
  return command('DescSpace', titles, () => [
    [
      BigInt(definition.id),
      definition.name,
      BigInt(definition.partitionNum),
      BigInt(definition.replicaFactor),
      definition.charset,
      definition.collate,
      vidTypeText(definition),
      definition.comment,
    ],
  ]);
}
