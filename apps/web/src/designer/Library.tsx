import { Plus } from 'lucide-react';
import { useMemo, useState, type Ref } from 'react';
import type { Catalogue } from '@orrery/contracts';
import { algorithmTexts, useT } from '../i18n/index.ts';
import { hasAllWords } from '../model/text-search.ts';
import { SearchInput } from '../ui/index.ts';
import { categoryLook } from './component-looks.ts';
import styles from './Library.module.css';

/** What a dragged component type is called on its way to the canvas. */
export const COMPONENT_MIME = 'application/x-orrery-component';

const ORDER = ['Node importance', 'Path', 'Community discovery', 'Graph feature', 'Clustering', 'Similarity'];

interface Item {
  readonly type: string;
  readonly category: string | undefined;
  readonly name: string;
  readonly summary: string;
}

export interface LibraryProps {
  readonly catalogue: Catalogue;
  readonly onAdd: (type: string) => void;
  /** Enter in the search: adds the first one found and goes on to its settings. */
  readonly onAddFound: (type: string) => void;
  readonly searchRef: Ref<HTMLInputElement>;
  readonly isOpen: boolean;
}

/** Component types by category: a click adds one, or it is dragged to its place. */
export function Library({ catalogue, onAdd, onAddFound, searchRef, isOpen }: LibraryProps) {
  const t = useT();
  const [search, setSearch] = useState('');
  const items = useMemo((): Item[] => {
    const query = {
      type: 'Query',
      category: undefined,
      name: t('designer.query'),
      summary: t('designer.query.summary'),
    };
    const algorithms = [...catalogue.algorithms.values()].map(({ id, category, summary }): Item => ({
      type: id,
      category,
      name: id,
      summary: algorithmTexts(id)?.summary ?? summary,
    }));
    return [query, ...algorithms];
  }, [catalogue, t]);
  const found = items.filter(({ type, name, category, summary }) =>
    hasAllWords(`${type} ${name} ${t(categoryLook(category).name)} ${summary}`, search),
  );
  const groups = [undefined, ...ORDER]
    .map((category) => ({ category, members: found.filter((item) => item.category === category) }))
    .filter(({ members }) => members.length > 0);
  return (
    <aside className={styles['library']} hidden={!isOpen} aria-label={t('designer.library')}>
      <div className={styles['search']}>
        <SearchInput
          ref={searchRef}
          value={search}
          onChange={setSearch}
          label={t('designer.library.search')}
          onKeyDown={(event) => {
            const first = groups[0]?.members[0];
            if (event.key !== 'Enter' || first === undefined) return;
            event.preventDefault();
            onAddFound(first.type);
            setSearch('');
          }}
        />
      </div>
      <div className={styles['list']}>
        {groups.length === 0 && <p className={styles['none']}>{t('designer.library.none', { search })}</p>}
        {groups.map(({ category, members }) => {
          const { icon: Icon, color, name } = categoryLook(category);
          return (
            <section key={category ?? 'query'} style={{ '--node-color': color } as React.CSSProperties}>
              <h2 className={styles['category']}>{t(name)}</h2>
              <ul>
                {members.map((item) => (
                  <li key={item.type}>
                    <button
                      type="button"
                      className={styles['item']}
                      draggable
                      onDragStart={(event) => {
                        event.dataTransfer.setData(COMPONENT_MIME, item.type);
                        event.dataTransfer.effectAllowed = 'copy';
                      }}
                      onClick={() => onAdd(item.type)}
                      title={`${t('designer.library.add', { type: item.name })}\n${item.summary}`}
                    >
                      <span className={styles['icon']}>
                        <Icon size={16} aria-hidden />
                      </span>
                      <span className={styles['words']}>
                        <span className={styles['name']}>{item.name}</span>
                        <span className={styles['summary']}>{item.summary}</span>
                      </span>
                      <Plus size={14} aria-hidden className={styles['plus']} />
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </aside>
  );
}
