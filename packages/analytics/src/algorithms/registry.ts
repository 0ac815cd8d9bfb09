import type { AlgorithmDescriptor } from '@orrery/contracts';
import type { Algorithm } from './algorithm.ts';
import { apsp } from './apsp/run.ts';
import { betweennessCentrality } from './betweenness-centrality/run.ts';
import { bfs } from './bfs/run.ts';
import { closenessCentrality } from './closeness-centrality/run.ts';
import { clusteringCoefficient } from './clustering-coefficient/run.ts';
import { connectedComponent } from './connected-component/run.ts';
import { degreeCentrality } from './degree-centrality/run.ts';
import { degreeWithTime } from './degree-with-time/run.ts';
import { hanp } from './hanp/run.ts';
import { hyperAnf } from './hyper-anf/run.ts';
import { infomap } from './infomap/run.ts';
import { jaccard } from './jaccard/run.ts';
import { kCore } from './k-core/run.ts';
import { louvain } from './louvain/run.ts';
import { lpa } from './lpa/run.ts';
import { node2Vec } from './node2vec/run.ts';
import { pageRank } from './page-rank/run.ts';
import { shortestPath } from './shortest-path/run.ts';
import { sssp } from './sssp/run.ts';
import { stronglyConnectedComponent } from './strongly-connected-component/run.ts';
import { treeStat } from './tree-stat/run.ts';
import { triangleCount } from './triangle-count/run.ts';

/** The algorithms of this build, in the order of the catalogue. */
export const registry: ReadonlyMap<string, Algorithm> = new Map(
  [
    pageRank,
    kCore,
    degreeCentrality,
    degreeWithTime,
    betweennessCentrality,
    closenessCentrality,
    apsp,
    sssp,
    bfs,
    shortestPath,
    lpa,
    hanp,
    connectedComponent,
    louvain,
    infomap,
    stronglyConnectedComponent,
    triangleCount,
    node2Vec,
    treeStat,
    hyperAnf,
    clusteringCoefficient,
    jaccard,
  ].map((algorithm) => [algorithm.descriptor.id, algorithm]),
);

/** What the API, the forms, the CLI's help and the docs read. Importing it loads no kernel. */
export const algorithms: ReadonlyMap<string, AlgorithmDescriptor> = new Map(
  [...registry].map(([id, { descriptor }]) => [id, descriptor]),
);
