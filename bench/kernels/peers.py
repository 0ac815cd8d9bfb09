"""Times the peers on the graph of a folder: peers.py <folder>.

The folder holds graph.json (n, root, repeat, budget, threads, ids1, ids2, cases), sources.u32, targets.u32 and
weights.f64: an undirected graph, each edge once. Prints one line of JSON for each peer's version, at the beginning of each
measurement and for its result. Measurements that graph.json names in "done" ([case, peer] each) are left out.
"""
import json
import os
import sys
import time

import numpy as np

folder = sys.argv[1]
with open(os.path.join(folder, "graph.json")) as file:
    graph = json.load(file)
os.environ["OMP_NUM_THREADS"] = str(graph["threads"])
n = graph["n"]
root = graph["root"]
far = graph["ids2"][len(graph["ids2"]) // 2]
sources = np.fromfile(os.path.join(folder, "sources.u32"), dtype=np.uint32)
targets = np.fromfile(os.path.join(folder, "targets.u32"), dtype=np.uint32)
weights = np.fromfile(os.path.join(folder, "weights.f64"), dtype=np.float64)


def say(**line):
    print(json.dumps(line), flush=True)


def have(module, version):
    try:
        loaded = __import__(module)
        say(peer=module, version=version(loaded))
        return loaded
    except Exception as error:  # a wheel may be there and not load
        say(peer=module, missing=str(error))
        return None


nk = have("networkit", lambda m: m.__version__)
ig = have("igraph", lambda m: m.__version__)
gb = have("graphblas", lambda m: m.__version__)
if nk:
    nk.setNumberOfThreads(graph["threads"])
if gb:
    import graphblas as gb

    gb.init("suitesparse", blocking=True)
    gb.ss.config["nthreads"] = graph["threads"]

made = {}


def once(name, make):
    if name not in made:
        made[name] = make()
    return made[name]


def nk_graph(weighted=False, directed=False):
    ends = (sources.astype(np.uint64), targets.astype(np.uint64))
    return once(
        f"nk {weighted} {directed}",
        lambda: nk.GraphFromCoo((weights, ends) if weighted else ends, n=n, weighted=weighted, directed=directed),
    )


def ig_graph(directed=False):
    pairs = np.stack([sources, targets], axis=1).astype(np.int64)
    return once(f"ig {directed}", lambda: ig.Graph(n, pairs, directed=directed))


def ig_in_range():
    # The range of cases.ts.
    inside = np.flatnonzero((weights >= 64) & (weights <= 191))
    return ig_graph().subgraph_edges(inside.tolist(), delete_vertices=False)


def gb_matrix():
    rows = np.concatenate([sources, targets]).astype(np.uint64)
    columns = np.concatenate([targets, sources]).astype(np.uint64)
    return once("gb", lambda: gb.Matrix.from_coo(rows, columns, 1.0, nrows=n, ncols=n))


def run(algorithm):
    algorithm.run()
    return algorithm


def finite(values):
    values = np.asarray(values, dtype=np.float64)
    return values[np.isfinite(values) & (values < 1e300)]


def nk_rank():
    rank = nk.centrality.PageRank(nk_graph(), 0.85, 1e-300)
    rank.maxIterations = graph["rounds"]
    return run(rank)


def gb_rank():
    matrix = gb_matrix()
    degree = once("gb degree", lambda: matrix.reduce_rowwise("plus").new(float))
    rank = gb.Vector(float, n)
    rank[:] = 1.0
    for _ in range(graph["rounds"]):
        gives = gb.binary.truediv(rank & degree).new()
        gives << gb.binary.times(gives, 0.85)
        rank = gb.Vector(float, n)
        rank[:] = 0.15
        rank(accum=gb.binary.plus) << gb.semiring.plus_second(matrix @ gives)
    return rank


def gb_levels():
    """Push or pull, as SuiteSparse chooses; a level a step."""
    matrix = gb_matrix()
    levels = gb.Vector(int, n)
    frontier = gb.Vector(bool, n)
    frontier[root] = True
    level = 0
    while frontier.nvals > 0:
        levels(frontier.S)[:] = level
        level += 1
        frontier(~levels.S, replace=True) << gb.semiring.any_pair(frontier @ matrix)
    return levels


def gb_triangles():
    lower = once("gb lower", lambda: gb_matrix().select("tril", -1).new())
    product = gb.Matrix(int, n, n)
    product(lower.S) << gb.semiring.plus_pair(lower @ lower.T)
    return int(product.reduce_scalar("plus").new().value or 0)


def nk_triangles():
    indexed = once("nk indexed", lambda: with_indexes(nk.GraphFromCoo((sources.astype(np.uint64), targets.astype(np.uint64)), n=n)))
    return run(nk.sparsification.TriangleEdgeScore(indexed)).scores()


def with_indexes(g):
    g.indexEdges()
    return g


def modularity(partition):
    return nk.community.Modularity().getQuality(partition, nk_graph())


def nk_partition(algorithm):
    return run(algorithm).getPartition()


def nk_jaccard():
    index = nk.linkprediction.JaccardIndex(nk_graph())
    return [index.run(a, b) for a in graph["ids1"] for b in graph["ids2"]]


def total(scores):
    return {"sum": float(np.sum(finite(scores)))}


def rank_check(scores, scale):
    return {"sum": float(np.sum(scores) * scale), "most": float(np.max(scores) * scale)}


pairs = [(a, b) for a in graph["ids1"] for b in graph["ids2"]]
# case: [peer, what runs, what is compared of the answer]; a case may have several methods of one peer
CASES = {
    "PageRank": [
        ["networkit", nk_rank, lambda r: rank_check(r.scores(), n)],
        ["graphblas", gb_rank, lambda r: rank_check(r.to_dense(), 1)],
    ],
    "BFS": [
        ["networkit", lambda: run(nk.distance.BFS(nk_graph(), root, storePaths=False)), lambda r: total(r.getDistances())],
        ["igraph", lambda: ig_graph().bfs(root), lambda r: {"sum": float(sum(level * (r[1][level + 1] - r[1][level]) for level in range(len(r[1]) - 1)))}],
        ["graphblas", gb_levels, lambda r: {"sum": float(r.reduce("plus").new().value)}],
    ],
    "ConnectedComponent": [
        ["networkit", lambda: run(nk.components.ParallelConnectedComponents(nk_graph())), lambda r: {"components": r.numberOfComponents()}],
        ["igraph", lambda: ig_graph().connected_components(), lambda r: {"components": len(r)}],
    ],
    "StronglyConnectedComponent": [
        ["networkit", lambda: run(nk.components.StronglyConnectedComponents(nk_graph(directed=True))), lambda r: {"components": r.numberOfComponents()}],
        ["igraph", lambda: ig_graph(True).connected_components(mode="strong"), lambda r: {"components": len(r)}],
    ],
    "SSSP": [
        ["networkit", lambda: run(nk.distance.Dijkstra(nk_graph(True), root, storePaths=False)), lambda r: total(r.getDistances())],
        ["igraph", lambda: ig_graph().distances(source=[root], weights=weights), lambda r: total(r[0])],
    ],
    "LPA": [
        ["networkit", lambda: run(nk.community.PLP(nk_graph(), 0, graph["rounds"])), lambda r: {"rounds": r.numberOfIterations()}],
    ],
    "KCore": [
        ["networkit", lambda: run(nk.centrality.CoreDecomposition(nk_graph())), lambda r: total(r.scores())],
        ["igraph", lambda: ig_graph().coreness(), total],
    ],
    "DegreeCentrality": [
        ["networkit", lambda: run(nk.centrality.DegreeCentrality(nk_graph())), lambda r: total(r.scores())],
        ["igraph", lambda: ig_graph().degree(), total],
    ],
    "DegreeWithTime": [
        ["igraph", lambda: ig_in_range().degree(), total],
    ],
    "TriangleCount": [
        ["networkit", nk_triangles, lambda r: {"triangles": round(float(np.sum(r)) / 3)}],
        ["igraph", lambda: ig_graph().list_triangles(), lambda r: {"triangles": len(r)}],
        ["graphblas", gb_triangles, lambda r: {"triangles": r}],
    ],
    "ClusteringCoefficient": [
        ["networkit", lambda: run(nk.centrality.LocalClusteringCoefficient(nk_graph(), True)), lambda r: total(r.scores())],
        ["igraph", lambda: ig_graph().transitivity_local_undirected(mode="zero"), total],
    ],
    "Jaccard": [
        ["networkit", nk_jaccard, total],
        ["igraph", lambda: ig_graph().similarity_jaccard(pairs=pairs, loops=False), total],
    ],
    "Louvain": [
        ["networkit", lambda: nk_partition(nk.community.PLM(nk_graph(), refine=False)), lambda r: {"modularity": modularity(r)}],
        ["networkit (refined)", lambda: nk_partition(nk.community.PLM(nk_graph(), refine=True)), lambda r: {"modularity": modularity(r)}],
        ["igraph", lambda: ig_graph().community_multilevel(), lambda r: {"modularity": r.modularity}],
    ],
    "InfoMap": [
        ["igraph", lambda: ig_graph().community_infomap(trials=1), lambda r: {"modularity": r.modularity}],
    ],
    "BetweennessCentrality (exact)": [
        ["networkit", lambda: run(nk.centrality.Betweenness(nk_graph())), lambda r: total(r.scores())],
        ["igraph", lambda: ig_graph().betweenness(), lambda r: {"sum": 2 * float(np.sum(r))}],
    ],
    "BetweennessCentrality (sampled)": [
        ["networkit", lambda: run(nk.centrality.EstimateBetweenness(nk_graph(), graph["samples"], False, True)), lambda r: {}],
        ["igraph", lambda: ig_graph().betweenness(sources=graph["ids1"][: graph["samples"]]), lambda r: {}],
    ],
    "ClosenessCentrality (exact)": [
        ["networkit", lambda: run(nk.centrality.Closeness(nk_graph(), True, nk.centrality.ClosenessVariant.GENERALIZED)), lambda r: {}],
        ["igraph", lambda: ig_graph().closeness(), lambda r: {}],
    ],
    "ClosenessCentrality (sampled)": [
        ["networkit", lambda: run(nk.centrality.ApproxCloseness(once("nk connected", lambda: nk.components.ConnectedComponents.extractLargestConnectedComponent(nk_graph(), True)), graph["samples"])), lambda r: {}],
    ],
    "HyperANF": [
        ["networkit", lambda: run(nk.distance.NeighborhoodFunctionApproximation(once("nk connected", lambda: nk.components.ConnectedComponents.extractLargestConnectedComponent(nk_graph(), True)), 64, 7)), lambda r: {}],
    ],
    "APSP": [
        ["networkit", lambda: run(nk.distance.APSP(nk_graph(True))), lambda r: {"sum": float(sum(np.sum(finite(row)) for row in r.getDistances()))}],
        ["igraph", lambda: ig_graph().distances(weights=weights), lambda r: {"sum": float(np.sum(finite(np.asarray(r).ravel())))}],
    ],
    "ShortestPath": [
        ["networkit", lambda: run(nk.distance.BidirectionalBFS(nk_graph(), root, far)), lambda r: {"hops": r.getDistance()}],
        ["igraph", lambda: ig_graph().get_shortest_path(root, far), lambda r: {"hops": len(r) - 1}],
    ],
}
LOADED = {"networkit": nk, "igraph": ig, "graphblas": gb}
GRAPHS = {"networkit": nk_graph, "igraph": ig_graph, "graphblas": gb_matrix}

for case in graph["cases"]:
    for peer, method, check in CASES.get(case, []):
        module = peer.split(" ")[0]
        if LOADED[module] is None or [case, peer] in graph["done"]:
            continue
        try:
            GRAPHS[module]()
            say(case=case, peer=peer, begins=True)
            # the first run also makes what is kept from run to run, so it counts only where it is the only one
            seconds = []
            spent = 0
            while len(seconds) <= graph["repeat"] and (not seconds or spent < graph["budget"]):
                started = time.perf_counter()
                answer = method()
                seconds.append(time.perf_counter() - started)
                spent += seconds[-1]
            counted = seconds[1:] or seconds
            say(case=case, peer=peer, seconds=float(np.median(counted)), check=check(answer))
        except Exception as error:
            say(case=case, peer=peer, failed=f"{type(error).__name__}: {error}")
