import { EdgeValue, PathValue, VertexValue, type Value } from '@orrery/contracts';
import type { Expression } from '@orrery/ngql';
import { accessAttribute, accessTagProperty } from '../../bind/access.ts';
import { ColumnScope, type Column, type Compiled, type Scope } from '../../bind/scope.ts';
import { semanticError } from '../../bind/statement-error.ts';
import type { ValueType } from '../../values/value-type.ts';
import { EdgeRef, PathStepRef, reversedEdge, VertexRef } from '../../values/graph-values.ts';

/** Names that the planner makes up can't be written, because of the blank. */
const TAG_TEST = '#tag ';
const PATH = '#path ';

/** A condition: the vertex of an alias has a tag. */
export function tagTest(alias: string, tag: string, span: { offset: number; end: number }): Expression {
  return { kind: 'label', name: `${TAG_TEST}${JSON.stringify([alias, tag])}`, offset: span.offset, end: span.end };
}

/** The alias and the tag that such a condition speaks of; undefined for other names. */
export function testedTag(name: string): { readonly alias: string; readonly tag: string } | undefined {
  if (!name.startsWith(TAG_TEST)) return undefined;
  const [alias, tag] = JSON.parse(name.slice(TAG_TEST.length)) as [string, string];
  return { alias, tag };
}

/** The path over aliases of nodes and edges, in written order; its first `leftwards` edges were walked from the right. */
export function pathOver(
  aliases: readonly string[],
  leftwards: number,
  span: { offset: number; end: number },
): Expression {
  const name = `${PATH}${leftwards} ${JSON.stringify(aliases)}`;
  return { kind: 'label', name, offset: span.offset, end: span.end };
}

/** The aliases that such a path is made of; undefined for other names. */
export function pathAliases(name: string): string[] | undefined {
  return name.startsWith(PATH) ? pathParts(name).aliases : undefined;
}

function pathParts(name: string): { readonly leftwards: number; readonly aliases: string[] } {
  const blank = name.indexOf(' ', PATH.length);
  return { leftwards: Number(name.slice(PATH.length, blank)), aliases: JSON.parse(name.slice(blank)) as string[] };
}

/** Aliases of a MATCH statement, by the columns that hold them. */
export class MatchScope implements Scope {
  readonly #columns: ColumnScope;

  constructor(columns: readonly Column[]) {
    this.#columns = new ColumnScope(columns);
  }

  slot(alias: string): number | undefined {
    return this.#columns.slot(alias);
  }

  typeOf(expression: Expression): ValueType | undefined {
    if (expression.kind === 'label') {
      if (expression.name.startsWith(TAG_TEST)) return 'BOOL';
      if (expression.name.startsWith(PATH)) return 'PATH';
      return this.#columns.typeOf(expression) ?? '__EMPTY__';
    }
    return undefined;
  }

  resolve(expression: Expression): Compiled | undefined {
    if (expression.kind === 'label') return this.#label(expression.name);
    if (expression.kind === 'inputProperty' || expression.kind === 'variableProperty') {
      return this.#columns.resolve(expression);
    }
    if (expression.kind !== 'attribute') return undefined;
    if (expression.object.kind === 'label') return this.#attribute(expression.object.name, expression.name);
    if (expression.object.kind !== 'attribute') return undefined;
    const owner = expression.object.object;
    if (owner.kind !== 'label') return undefined;
    const slot = this.slot(owner.name);
    if (slot === undefined) return undefined;
    const { name } = expression;
    const tag = expression.object.name;
    return (row) => {
      const value = row[slot];
      if (value instanceof VertexValue || value === null) return accessTagProperty(value, tag, name);
      return accessAttribute(accessAttribute(value, tag), name);
    };
  }

  /** `e.name`, mostly a property of an edge. */
  #attribute(alias: string, name: string): Compiled | undefined {
    const slot = this.slot(alias);
    if (slot === undefined) return undefined;
    if (name.startsWith('_')) return (row) => accessAttribute(row[slot], name);
    return (row) => {
      const value = row[slot];
      return value instanceof EdgeRef ? value.property(name) : accessAttribute(value, name);
    };
  }

  #label(name: string): Compiled | undefined {
    if (name.startsWith(TAG_TEST)) return this.#tagTest(name);
    if (name.startsWith(PATH)) return this.#path(name);
    const slot = this.slot(name);
    return slot === undefined ? undefined : (row) => row[slot];
  }

  #slotOf(alias: string): number {
    const slot = this.slot(alias);
    if (slot === undefined) throw semanticError(`Alias used but not defined: \`${alias}'`);
    return slot;
  }

  #tagTest(name: string): Compiled {
    const { alias, tag } = testedTag(name)!;
    const slot = this.#slotOf(alias);
    return (row) => {
      const vertex = row[slot];
      if (vertex instanceof VertexRef) {
        const schema = vertex.reader.catalog.tags.get(tag);
        return schema !== undefined && vertex.reader.tagRow(vertex.index, schema.id) !== undefined;
      }
      return vertex instanceof VertexValue && vertex.tags.some((candidate) => candidate.name === tag);
    };
  }

  #path(name: string): Compiled {
    const { aliases, leftwards } = pathParts(name);
    const slots = aliases.map((alias) => this.#slotOf(alias));
    return (row) =>
      buildPath(
        slots.map((slot) => row[slot]),
        leftwards,
      );
  }
}

/**
 * A path from node, edge (or list of edges), node, … in written order. NULL where a part is null. A walk that ends where
 * it starts is drawn as it was walked.
 */
function buildPath(parts: readonly Value[], leftwards: number): Value {
  const [start] = parts;
  if (!(start instanceof VertexValue)) return null;
  const steps: PathStepRef[] = [];
  let at: VertexValue = start;
  for (let i = 1; i < parts.length; i += 2) {
    const [edges, end] = [parts[i], parts[i + 1]];
    if (!(end instanceof VertexValue)) return null;
    const written = Array.isArray(edges) ? edges : [edges];
    const list = i <= 2 * leftwards && end.vid === at.vid ? written.toReversed() : written;
    list.forEach((edge, k) => {
      if (!(edge instanceof EdgeValue)) return;
      const walked = orient(edge, at);
      const next = k === list.length - 1 ? end : otherEnd(walked);
      steps.push(new PathStepRef(walked, next));
      at = next;
    });
    at = end;
  }
  return new PathValue(start, steps);
}

/** The edge as walked from a vertex. */
function orient(edge: EdgeValue, from: VertexValue): EdgeValue {
  if (edge instanceof EdgeRef && from instanceof VertexRef) {
    return edge.from === from.index ? edge : reversedEdge(edge);
  }
  if (edge.src === from.vid) return edge;
  return new EdgeValue(edge.dst, edge.src, -edge.typeId, edge.name, edge.ranking, edge.props);
}

function otherEnd(edge: EdgeValue): VertexValue {
  return edge instanceof EdgeRef ? new VertexRef(edge.reader, edge.to) : new VertexValue(edge.dst, []);
}
