import { VertexValue, type Value, type VertexId } from '@orrery/contracts';
import type { DeleteEdgesStatement, DeleteTagsStatement, DeleteVerticesStatement, Vertices } from '@orrery/ngql';
import { executionError } from '../../bind/statement-error.ts';
import type { SchemaDefinition } from '../../catalog/definitions.ts';
import type { Execution } from '../../execute/execution.ts';
import { PIECE_ROWS, writePieces } from '../../execute/write-pieces.ts';
import { printValue } from '../../values/print.ts';
import { typeOf } from '../../values/value-type.ts';
import { spaceInUse, type PlanContext } from '../plan-context.ts';
import type { PlanNode, VertexSource } from '../plan-node.ts';
import { action } from './command.ts';
import { planEdgeKeys } from './fetch.ts';
import { planVertices, WRONG_DELETED } from './vertex-source.ts';

/** Checked against the space: what can't be an id of it is an error, not a vertex that is missing. */
function checkedVid(value: Value, execution: Execution, role = 'vid'): VertexId {
  const { vid } = execution.reader.catalog.definition;
  const id = value instanceof VertexValue ? value.vid : value;
  if (typeof id !== (vid.kind === 'int64' ? 'bigint' : 'string')) {
    throw executionError(`Wrong ${role} type \`${typeOf(id)}\`, value \`${printValue(id)}\``);
  }
  checkVidLength(id as VertexId, execution);
  return id as VertexId;
}

/** @throws StatementError ExecutionError on an id that is longer than the space's */
export function checkVidLength(id: VertexId, execution: Execution): void {
  const { vid } = execution.reader.catalog.definition;
  if (vid.kind === 'fixed_string' && Buffer.byteLength(String(id)) > vid.length) {
    throw executionError(
      'Storage Error: The VID must be a 64-bit integer or a string fitting space vertex id length limit.',
    );
  }
}

async function vidsOf(source: VertexSource, execution: Execution): Promise<Set<VertexId>> {
  const vids = new Set<VertexId>();
  if (source.kind === 'ids') {
    for (const id of source.ids) vids.add(checkedVid(execution.compile(id)([]), execution));
    return vids;
  }
  for (const row of await execution.collect(source.input)) vids.add(checkedVid(row[source.slot], execution));
  return vids;
}

function inputOf({ source }: ReturnType<typeof planVertices>): PlanNode | undefined {
  return source.kind === 'column' ? source.input : undefined;
}

export function planDeleteVertices(statement: DeleteVerticesStatement, context: PlanContext): PlanNode {
  spaceInUse(context);
  const planned = planVertices(statement.vertices, context, WRONG_DELETED);
  return action(
    'DeleteVertices',
    async (execution) => {
      await deleteVertices([...(await vidsOf(planned.source, execution))], statement.withEdge, execution);
    },
    inputOf(planned),
  );
}

/** In pieces like every large write, where an edge counts as a row: the edges of a hub are many. */
async function deleteVertices(vids: readonly VertexId[], withEdges: boolean, execution: Execution): Promise<void> {
  const { pace, spaceId } = execution;
  for (let at = 0; at < vids.length;) {
    pace.check();
    at = await execution.engine.store.write(spaceId, (writer) => {
      let next = at;
      for (let left = PIECE_ROWS; left > 0 && next < vids.length; next++) {
        const vertex = writer.indexOf(vids[next]!);
        left--;
        if (vertex === undefined) continue;
        if (withEdges) left -= writer.deleteEdgesOf(vertex, left + 1);
        // Others may be left at this one.
        if (left < 0) break;
        writer.deleteVertex(vertex);
      }
      return next;
    });
  }
}

export function planDeleteTags(statement: DeleteTagsStatement, context: PlanContext): PlanNode {
  const space = spaceInUse(context);
  const tags = statement.all ? [...space.tags.values()] : statement.tags.map((name) => tagNamed(name, context));
  const planned = planVertices(statement.vertices as Vertices, context, WRONG_DELETED);
  return action(
    'DeleteTags',
    async (execution) => {
      const vids = await vidsOf(planned.source, execution);
      await writePieces([...vids], tags, execution, (writer, vid) => {
        const vertex = writer.indexOf(vid);
        if (vertex !== undefined) for (const tag of tags) writer.deleteTag(vertex, tag.id);
      });
    },
    inputOf(planned),
  );
}

function tagNamed(name: string, context: PlanContext): SchemaDefinition {
  const tag = spaceInUse(context).tags.get(name);
  if (!tag) throw executionError(`TagNotFound: TagName \`${name}\``);
  return tag;
}

export function planDeleteEdges(statement: DeleteEdgesStatement, context: PlanContext): PlanNode {
  const schema = spaceInUse(context).edges.get(statement.edge);
  if (!schema) throw executionError(`EdgeNotFound: EdgeName \`${statement.edge}\``);
  const { input, keys } = planEdgeKeys(statement.keys, context);
  return action(
    'DeleteEdges',
    async (execution) => {
      const rows = input ? await execution.collect(input) : [[]];
      const found: { src: VertexId; dst: VertexId; rank: bigint }[] = [];
      for (const key of keys) {
        const [src, dst, rank] = [
          execution.compile(key.src),
          execution.compile(key.dst),
          key.rank && execution.compile(key.rank),
        ];
        for (const row of rows) {
          const ranking = rank ? rank(row) : 0n;
          if (typeof ranking !== 'bigint') throw executionError(`Wrong rank type \`${typeOf(ranking)}'`);
          found.push({
            src: checkedVid(src(row), execution, 'srcId'),
            dst: checkedVid(dst(row), execution, 'dstId'),
            rank: ranking,
          });
          if (execution.pace.due()) await execution.pace.pause();
        }
      }
      await writePieces(found, [schema], execution, (writer, { src, dst, rank }) => {
        const [from, to] = [writer.indexOf(src), writer.indexOf(dst)];
        if (from !== undefined && to !== undefined) {
          writer.deleteEdge({ src: from, dst: to, typeId: schema.id, rank });
        }
      });
    },
    input,
  );
}
