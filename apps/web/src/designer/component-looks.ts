import { Boxes, CircleDot, DatabaseSearch, Route, Scale, Share2, Waypoints, type LucideIcon } from 'lucide-react';
import type { Catalogue } from '@orrery/contracts';
import type { MessageKey } from '../i18n/index.ts';

export interface ComponentLook {
  readonly icon: LucideIcon;
  /** A CSS colour. */
  readonly color: string;
  readonly name: MessageKey;
}

const QUERY: ComponentLook = {
  icon: DatabaseSearch,
  color: 'var(--category-query)',
  name: 'designer.category.query',
};

const LOOKS: Readonly<Record<string, ComponentLook>> = {
  'Node importance': {
    icon: CircleDot,
    color: 'var(--category-importance)',
    name: 'designer.category.importance',
  },
  Path: { icon: Route, color: 'var(--category-path)', name: 'designer.category.path' },
  'Community discovery': {
    icon: Boxes,
    color: 'var(--category-community)',
    name: 'designer.category.community',
  },
  'Graph feature': { icon: Waypoints, color: 'var(--category-feature)', name: 'designer.category.feature' },
  Clustering: { icon: Share2, color: 'var(--category-clustering)', name: 'designer.category.clustering' },
  Similarity: { icon: Scale, color: 'var(--category-similarity)', name: 'designer.category.similarity' },
};

export function categoryLook(category: string | undefined): ComponentLook {
  return (category === undefined ? undefined : LOOKS[category]) ?? QUERY;
}

/** Icon and colour of a component type; those of a query for types that the catalogue lacks. */
export function componentLook(type: string, catalogue: Catalogue): ComponentLook {
  return categoryLook(type === 'Query' ? undefined : catalogue.algorithms.get(type)?.category);
}
