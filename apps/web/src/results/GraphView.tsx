import { useEffect, useMemo, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Waypoints } from 'lucide-react';
import { formatNumber, useT } from '../i18n/index.ts';
import { statisticText } from '../model/cell-text.ts';
import {
  columnsOfJob,
  edgeSource,
  labelColours,
  rankColumns,
  vertexRadius,
  type VertexColumn,
} from '../model/result-graph.ts';
import { Button, EmptyState, ErrorState, LoadingState, Select, showErrorToast, showToast } from '../ui/index.ts';
import { GraphCanvas, PALETTE, type DrawnVertex } from './GraphCanvas.tsx';
import styles from './GraphView.module.css';
import { MAX_EDGES, readLabels, readNeighbours, readTopGraph, type GraphEdge } from './read-result-graph.ts';
import resultStyles from './results.module.css';
import type { ResultViewProps } from './ResultViews.tsx';
import { useIdColumns } from './use-id-columns.ts';

export interface GraphViewProps extends ResultViewProps {
  readonly communities: readonly VertexColumn[];
}

const NONE: readonly GraphEdge[] = [];
const COUNTS = ['25', '50', '100', '200'];
const name = ({ task, value }: VertexColumn): string => `${task}.${value}`;

/** The top vertices of a result with the edges between them: sized by a measure, coloured by community. */
export function GraphView({ job, task, tasks, definition, communities }: GraphViewProps) {
  const t = useT();
  const source = edgeSource(definition, task.key);
  const isId = useIdColumns(definition);
  const ranks = columnsOfJob(tasks, task.key, (of) => rankColumns(of, isId));
  const [rankName, setRankName] = useState('');
  const [labelName, setLabelName] = useState<string>();
  const [count, setCount] = useState('50');
  const rank = ranks.find((column) => name(column) === rankName) ?? ranks[0];
  const label =
    labelName === '' ? undefined : (communities.find((column) => name(column) === labelName) ?? communities[0]);
  const own = rank ?? { task: task.key, vid: task.result!.columns[0]!.name, value: '' };
  const key = [job.id, task.key, name(own), count];
  const top = useQuery({
    queryKey: ['graph', ...key],
    queryFn: ({ signal }) => readTopGraph(job.id, own, rank !== undefined, source!, Number(count), signal),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: source !== undefined,
  });
  const [added, setAdded] = useState<{ readonly of: string; readonly edges: readonly GraphEdge[] }>({
    of: '',
    edges: [],
  });
  const graphKey = key.join();
  const extra = added.of === graphKey ? added.edges : NONE;
  const { vertexIds, edges } = useMemo(() => {
    const ids = new Set(top.data?.vertices.map(({ id }) => id) ?? []);
    for (const { src, dst } of extra) ids.add(src).add(dst);
    const seen = new Map([...(top.data?.edges ?? []), ...extra].map((edge) => [`${edge.src}\u0000${edge.dst}`, edge]));
    return { vertexIds: [...ids], edges: [...seen.values()] };
  }, [top.data, extra]);
  const labels = useQuery({
    queryKey: ['labels', job.id, label, vertexIds],
    queryFn: ({ signal }) => readLabels(job.id, label!, vertexIds, signal),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: label !== undefined && vertexIds.length > 0,
  });
  const [expanding, setExpanding] = useState<AbortController>();
  useEffect(() => () => expanding?.abort(), [expanding]);
  if (source === undefined || task.result === null) {
    return <EmptyState icon={Waypoints} title={t('results.graph.none')} text={t('results.graph.noneText')} />;
  }
  if (top.isError) return <ErrorState error={top.error} onRetry={() => void top.refetch()} />;
  if (top.data === undefined) return <LoadingState label={t('results.graph.loading')} />;
  const valueOf = new Map(top.data.vertices.map(({ id, value }) => [id, value]));
  const values = top.data.vertices.flatMap(({ value }) =>
    value === undefined || !Number.isFinite(value) ? [] : [value],
  );
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const labelOf = (label === undefined ? undefined : labels.data) ?? new Map<string, string>();
  const colours = labelColours(labelOf.values(), PALETTE.length);
  const vertices = vertexIds.map((id): DrawnVertex => {
    const value = valueOf.get(id);
    const colour = label === undefined ? 0 : colours.get(labelOf.get(id) ?? '');
    return { id, radius: valueOf.has(id) ? vertexRadius(value, least, greatest) : 4, colour };
  });
  const expand = (id: string): void => {
    const abort = new AbortController();
    setExpanding(abort);
    readNeighbours(job.id, source, id, abort.signal)
      .then((found) => {
        const known = new Set(vertexIds);
        const fresh = new Set(found.edges.flatMap(({ src, dst }) => [src, dst]).filter((vid) => !known.has(vid)));
        setAdded({ of: graphKey, edges: [...extra, ...found.edges] });
        const text = t(found.isTruncated ? 'results.graph.addedPart' : 'results.graph.added', {
          count: fresh.size,
          vertex: id,
        });
        showToast({ text });
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) showErrorToast(error);
      });
  };
  const summary = t('results.graph.text', { vertices: vertices.length, edges: edges.length });
  const left = task.result.rowCount - top.data.vertices.length;
  const ordered = vertexIds.toSorted((a, b) => (valueOf.get(b) ?? -Infinity) - (valueOf.get(a) ?? -Infinity));
  return (
    <>
      <div className={resultStyles['bar']}>
        <Choice text={t('results.graph.top')} value={count} values={COUNTS} onChange={setCount} />
        {ranks.length === 0 ? null : (
          <Choice text={t('results.graph.size')} value={name(own)} values={ranks.map(name)} onChange={setRankName} />
        )}
        {communities.length === 0 ? null : (
          <Choice
            text={t('results.graph.colour')}
            value={label === undefined ? '' : name(label)}
            values={[...communities.map(name), '']}
            empty={t('results.graph.noColour')}
            onChange={setLabelName}
          />
        )}
        <span className={resultStyles['count']} role="status">
          {left > 0 ? `${summary} · ${t('results.graph.left', { count: left })}` : summary}
        </span>
      </div>
      <p className={resultStyles['hint']}>
        {t('results.graph.hint')}
        {top.data.isTruncated ? ` ${t('results.graph.truncated', { limit: MAX_EDGES })}.` : ''}
      </p>
      <div className={styles['view']}>
        <GraphCanvas
          label={`${t('results.graph.label')}: ${summary}`}
          vertices={vertices}
          edges={edges}
          onExpand={expand}
        />
        <aside className={styles['side']}>
          {colours.size === 0 ? null : (
            <section aria-label={t('results.graph.legend')}>
              <h2 className={styles['heading']}>{t('results.graph.legend')}</h2>
              <ul className={styles['legend']}>
                {[...colours].map(([text, index]) => (
                  <li key={text}>
                    <span className={styles['dot']} style={{ background: `var(${PALETTE[index]})` }} />
                    {text}
                  </li>
                ))}
                {vertices.some(({ colour }) => colour === undefined) ? (
                  <li>
                    <span className={styles['dot']} />
                    {t('results.graph.other')}
                  </li>
                ) : null}
              </ul>
            </section>
          )}
          <table className={styles['vertices']} aria-label={t('results.graph.label')}>
            <thead>
              <tr>
                <th scope="col">{t('results.graph.vertex')}</th>
                <th scope="col">{rank?.value ?? ''}</th>
                <th scope="col">
                  <span className="visually-hidden">{t('results.graph.expand')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {ordered.slice(0, 200).map((id) => (
                <tr key={id}>
                  <td>{id}</td>
                  <td>{valueOf.get(id) === undefined ? '–' : statisticText(valueOf.get(id))}</td>
                  <td>
                    <Button
                      size="sm"
                      variant="ghost"
                      aria-label={`${t('results.graph.expand')} ${id}`}
                      onClick={() => expand(id)}
                    >
                      {t('results.graph.expand')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {ordered.length > 200 ? (
            <p className={resultStyles['hint']}>{`+ ${formatNumber(ordered.length - 200)}`}</p>
          ) : null}
        </aside>
      </div>
    </>
  );
}

interface ChoiceProps {
  readonly text: string;
  readonly value: string;
  readonly values: readonly string[];
  readonly empty?: string;
  readonly onChange: (value: string) => void;
}

function Choice({ text, value, values, empty = '', onChange }: ChoiceProps) {
  return (
    <label className={resultStyles['labelled']}>
      {text}
      <Select
        className={resultStyles['control'] ?? ''}
        value={value}
        options={values.map((option) => ({ value: option, label: option === '' ? empty : option }))}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
