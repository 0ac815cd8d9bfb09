import { useQuery } from '@tanstack/react-query';
import { ArrowLeftRight, Equal, GitCompare } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { client, queryKeys, useVersions, useWorkflows } from '../api/index.ts';
import { formatDateTime, useT } from '../i18n/index.ts';
import { compareDefinitions } from '../model/compare-definitions.ts';
import { readSide, sideText, type CompareSide } from '../model/compare-sides.ts';
import { countChanges } from '../model/text-diff.ts';
import { Checkbox, EmptyState, ErrorState, Field, IconButton, LoadingState, Page, Select } from '../ui/index.ts';
import styles from './compare.module.css';
import { DiffTable } from './DiffTable.tsx';

/** Two workflows, or two versions of one, side by side: `?a=4216617528@1&b=4216617528`. */
export default function ComparePage() {
  const t = useT();
  const [path, navigate] = useLocation();
  const search = useSearch();
  const [withLayout, setWithLayout] = useState(false);
  const parameters = new URLSearchParams(search);
  const [a, b] = [readSide(parameters.get('a')), readSide(parameters.get('b'))];
  const show = (left: CompareSide | undefined, right: CompareSide | undefined): void => {
    const next = new URLSearchParams();
    if (left !== undefined) next.set('a', sideText(left));
    if (right !== undefined) next.set('b', sideText(right));
    navigate(`${path}?${next}`, { replace: true });
  };
  const left = useSide(a);
  const right = useSide(b);
  const rows = useMemo(
    () =>
      left.data === undefined || right.data === undefined
        ? undefined
        : compareDefinitions(left.data.definition, right.data.definition, { withLayout }),
    [left.data, right.data, withLayout],
  );
  const changes = rows === undefined ? undefined : countChanges(rows);
  const total = changes === undefined ? 0 : changes.changed + changes.removed + changes.added;
  const error = left.error ?? right.error;
  return (
    <Page title={t('compare.title')} crumbs={[{ label: t('workflows.title'), href: '/workflows' }]}>
      <div className={styles['sides']}>
        <SidePicker label={t('compare.left')} side={a} onChange={(side) => show(side, b)} />
        <IconButton icon={ArrowLeftRight} label={t('compare.swap')} onClick={() => show(b, a)} />
        <SidePicker label={t('compare.right')} side={b} onChange={(side) => show(a, side)} />
      </div>
      {a === undefined || b === undefined ? (
        <EmptyState icon={GitCompare} title={t('compare.pickTitle')} text={t('compare.pickText')} />
      ) : error !== null ? (
        <ErrorState
          error={error}
          title={t('compare.failed')}
          onRetry={() => void Promise.all([left.refetch(), right.refetch()])}
        />
      ) : rows === undefined || changes === undefined ? (
        <LoadingState />
      ) : (
        <>
          <div className={styles['bar']}>
            <span role="status">{total === 0 ? t('compare.same') : t('compare.summary', { ...changes })}</span>
            <Checkbox
              label={t('compare.withLayout')}
              checked={withLayout}
              onChange={(event) => setWithLayout(event.target.checked)}
            />
          </div>
          {total === 0 ? (
            <EmptyState icon={Equal} title={t('compare.same')} text={t('compare.sameText')} />
          ) : (
            <DiffTable rows={rows} before={sideText(a)} after={sideText(b)} />
          )}
        </>
      )}
    </Page>
  );
}

function useSide(side: CompareSide | undefined) {
  return useQuery({
    queryKey: queryKeys.workflow(side?.id ?? '', side?.version),
    queryFn: () => client.workflows.get(side!.id, side!.version),
    enabled: side !== undefined,
  });
}

interface SidePickerProps {
  readonly label: string;
  readonly side: CompareSide | undefined;
  readonly onChange: (side: CompareSide) => void;
}

function SidePicker({ label, side, onChange }: SidePickerProps) {
  const t = useT();
  const workflows = useWorkflows({ pageSize: 1000, orderBy: 'name', direction: 'asc' });
  const options = (workflows.data?.items ?? []).map(({ id, name }) => ({ value: id, label: `${name} (${id})` }));
  const isListed = side === undefined || options.some(({ value }) => value === side.id);
  return (
    <fieldset className={styles['side']}>
      <legend>{label}</legend>
      <Field label={t('compare.workflow')}>
        {(control) => (
          <Select
            {...control}
            value={side?.id ?? ''}
            placeholder={t('compare.pickTitle')}
            options={isListed ? options : [...options, { value: side.id, label: side.id }]}
            onChange={(event) => onChange({ id: event.target.value, version: undefined })}
          />
        )}
      </Field>
      {side === undefined ? <span /> : <VersionPicker side={side} onChange={onChange} />}
    </fieldset>
  );
}

function VersionPicker({
  side,
  onChange,
}: {
  readonly side: CompareSide;
  readonly onChange: (side: CompareSide) => void;
}) {
  const t = useT();
  const versions = useVersions(side.id);
  const [newest] = versions.data ?? [];
  const options = (versions.data ?? []).map(({ version, createTime, comment }) => ({
    value: String(version),
    label: [`${version}`, formatDateTime(createTime), comment].filter(Boolean).join(' · '),
  }));
  return (
    <Field label={t('compare.version')}>
      {(control) => (
        <Select
          {...control}
          value={side.version === undefined ? 'newest' : String(side.version)}
          options={[
            { value: 'newest', label: t('compare.newest', { version: newest?.version ?? '…' }) },
            ...(side.version !== undefined && versions.data === undefined
              ? [{ value: String(side.version), label: String(side.version) }]
              : []),
            ...options,
          ]}
          onChange={(event) => {
            const { value } = event.target;
            onChange({ id: side.id, version: value === 'newest' ? undefined : Number(value) });
          }}
        />
      )}
    </Field>
  );
}
