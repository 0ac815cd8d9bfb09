import type { ShowStatement, ShowSubject } from '@orrery/ngql';
import type { Row } from '../../bind/scope.ts';
import { semanticError } from '../../bind/statement-error.ts';
import type {
  IndexDefinition,
  PropertyDefinition,
  SchemaDefinition,
  SpaceDefinition,
} from '../../catalog/definitions.ts';
import { jobLog } from '../../execute/job-log.ts';
import { printValue } from '../../values/print.ts';
import { roleIn } from '../permissions.ts';
import { spaceInUse, type PlanContext } from '../plan-context.ts';
import type { PlanNode } from '../plan-node.ts';
import { command } from './command.ts';
import { indexesOf, indexNamed } from './index-statements.ts';
import { planShowJobs } from './job.ts';
import { propertyTypeText } from './property-type.ts';
import { schemaNamed } from './schema.ts';
import { planShowMetaLeader } from './server.ts';
import { spaceNamed, vidTypeText } from './space.ts';
import { planShowUsers } from './user.ts';

type Shower = (context: PlanContext) => PlanNode;

function names(title: string, of: (context: PlanContext) => Iterable<string>): Shower {
  return (context) => {
    const found = [...of(context)].sort();
    return command(title, ['Name'], () => found.map((name) => [name]));
  };
}

function visibleSpaces(context: PlanContext): string[] {
  return [...context.catalog.spaces.values()]
    .filter(({ definition }) => roleIn(context, definition.id))
    .map(({ definition }) => definition.name);
}

function clusterOnly(what: string): Shower {
  return () => {
    throw semanticError(`${what} belongs to a cluster; the embedded graph is a single node`);
  };
}

/** What a server without Elasticsearch has none of. */
function nothing(name: string, columns: readonly string[]): Shower {
  return () => command(name, columns, () => []);
}

function indexStatus(kind: 'tag' | 'edge'): Shower {
  return (context) => {
    spaceInUse(context);
    const job = kind === 'tag' ? 'REBUILD_TAG_INDEX' : 'REBUILD_EDGE_INDEX';
    return command(`Show${kind}IndexStatus`, ['Name', 'Index Status'], (execution) =>
      jobLog(execution.engine)
        .of(execution.spaceId)
        .filter((entry) => entry.command === job)
        .map((entry) => [entry.subject, entry.status]),
    );
  };
}

const SUBJECTS: Readonly<Record<ShowSubject, Shower>> = {
  spaces: names('ShowSpaces', visibleSpaces),
  tags: names('ShowTags', (context) => spaceInUse(context).tags.keys()),
  edges: names('ShowEdges', (context) => spaceInUse(context).edges.keys()),
  users: planShowUsers,
  snapshots: () => command('ShowSnapshots', ['Name', 'Status', 'Hosts'], () => []),
  charset: () =>
    command('ShowCharset', ['Charset', 'Description', 'Default collation', 'Maxlen'], () => [
      ['utf8', 'UTF-8 Unicode', 'utf8_bin', 4n],
    ]),
  collation: () => command('ShowCollation', ['Collation', 'Charset'], () => [['utf8_bin', 'utf8']]),
  zones: clusterOnly('SHOW ZONES'),
  stats: planShowStats,
  tagIndexStatus: indexStatus('tag'),
  edgeIndexStatus: indexStatus('edge'),
  fulltextIndexStatus: nothing('ShowFTIndexStatus', ['Name', 'Index Status']),
  fulltextIndexes: nothing('ShowFTIndexes', ['Name', 'Schema Type', 'Schema Name', 'Fields', 'Analyzer']),
  listener: clusterOnly('SHOW LISTENER'),
  metaLeader: planShowMetaLeader,
  textSearchClients: nothing('ShowServiceClients', ['Type', 'Host', 'Port']),
  jobs: planShowJobs,
};

export function planShow(statement: Extract<ShowStatement, { kind: 'show' }>, context: PlanContext): PlanNode {
  return SUBJECTS[statement.subject](context);
}

function planShowStats(context: PlanContext): PlanNode {
  spaceInUse(context);
  return command('ShowStats', ['Type', 'Name', 'Count'], (execution): Row[] => {
    const statistics = execution.reader.statistics();
    const of = (type: string, counts: ReadonlyMap<string, number>): Row[] =>
      [...counts].map(([name, count]) => [type, name, BigInt(count)]);
    return [
      ...of('Tag', statistics.tags),
      ...of('Edge', statistics.edges),
      ['Space', 'vertices', BigInt(statistics.vertexCount)],
      ['Space', 'edges', BigInt(statistics.edgeCount)],
    ];
  });
}

export function planShowIndexes(
  statement: Extract<ShowStatement, { kind: 'showTagIndexes' | 'showEdgeIndexes' }>,
  context: PlanContext,
): PlanNode {
  const kind = statement.kind === 'showTagIndexes' ? 'tag' : 'edge';
  const title = kind === 'tag' ? 'By Tag' : 'By Edge';
  const { by } = statement;
  if (by !== undefined) schemaNamed(kind, by, context);
  const indexes = [...indexesOf(kind, context).values()]
    .filter((index) => by === undefined || index.schemaName === by)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const titles = by === undefined ? ['Index Name', title, 'Columns'] : ['Index Name', 'Columns'];
  return command(`Show${kind}Indexes`, titles, () =>
    indexes.map((index): Row => {
      const columns = index.fields.map(({ property }) => property);
      return by === undefined ? [index.name, index.schemaName, columns] : [index.name, columns];
    }),
  );
}

export function planShowCreate(
  statement: Extract<ShowStatement, { kind: 'showCreate' }>,
  context: PlanContext,
): PlanNode {
  const { name } = statement;
  const answer = (title: string, text: string): PlanNode =>
    command('ShowCreate', [title, `Create ${title.replace(' Name', '')}`], () => [[name, text]]);
  switch (statement.subject) {
    case 'space':
      return answer('Space', createSpaceText(spaceNamed(name, context).definition));
    case 'tag':
    case 'edge': {
      const title = statement.subject === 'tag' ? 'Tag' : 'Edge';
      return answer(title, createSchemaText(schemaNamed(statement.subject, name, context)));
    }
    case 'tagIndex':
    case 'edgeIndex': {
      const kind = statement.subject === 'tagIndex' ? 'tag' : 'edge';
      const index = indexNamed(kind, name, context);
      const schema = schemaNamed(kind, index.schemaName, context);
      return answer(kind === 'tag' ? 'Tag Index Name' : 'Edge Index Name', createIndexText(index, schema));
    }
  }
}

function createSpaceText(space: SpaceDefinition): string {
  const comment = space.comment === undefined ? '' : ` comment = '${space.comment}'`;
  return (
    `CREATE SPACE \`${space.name}\` (partition_num = ${space.partitionNum}, ` +
    `replica_factor = ${space.replicaFactor}, charset = ${space.charset}, collate = ${space.collate}, ` +
    `vid_type = ${vidTypeText(space)})${comment}`
  );
}

function propertyText(property: PropertyDefinition): string {
  const parts = [` \`${property.name}\` ${propertyTypeText(property.type)}`, property.nullable ? 'NULL' : 'NOT NULL'];
  const { default: fallback } = property;
  if (fallback) {
    const { constant } = fallback;
    const constantText = typeof constant === 'string' ? JSON.stringify(constant) : printValue(constant);
    const text = 'constant' in fallback ? constantText : fallback.text;
    parts.push(`DEFAULT ${constant === null ? 'NULL' : text}`);
  }
  if (property.comment !== undefined) parts.push(`COMMENT ${JSON.stringify(property.comment)}`);
  return parts.join(' ');
}

function createSchemaText(schema: SchemaDefinition): string {
  const kind = schema.kind.toUpperCase();
  const body = schema.properties.map((property) => `${propertyText(property)}`).join(',\n');
  const ttl = `ttl_duration = ${schema.ttl?.durationSeconds ?? 0n}, ttl_col = "${schema.ttl?.column ?? ''}"`;
  const comment = schema.comment === undefined ? '' : `, comment = ${JSON.stringify(schema.comment)}`;
  return `CREATE ${kind} \`${schema.name}\` (\n${body}${body === '' ? '' : '\n'}) ${ttl}${comment}`;
}

function createIndexText(index: IndexDefinition, schema: SchemaDefinition): string {
  const fields = index.fields.map(({ property, length }) => {
    const type = schema.properties.find(({ name }) => name === property)?.type.kind;
    return ` \`${property}\`${length !== undefined && type === 'string' ? `(${length})` : ''}`;
  });
  const comment = index.comment === undefined ? '' : ` comment ${JSON.stringify(index.comment)}`;
  const body = fields.length === 0 ? '\n' : `\n${fields.join(',\n')}\n`;
  return `CREATE ${index.kind.toUpperCase()} INDEX \`${index.name}\` ON \`${index.schemaName}\` (${body})${comment}`;
}
