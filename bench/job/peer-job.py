"""The job in Python: peer-job.py igraph|networkit CSV OUTPUT: read the edges, ten rounds of PageRank, store the ranks.

Prints one line of JSON: version, and seconds of the stages. igraph has no rounds: it computes until it has converged.
"""
import json
import sys
import time

import numpy as np

library, path, output = sys.argv[1:]
marks = [time.perf_counter()]
if library == "networkit":
    import networkit as module

    graph = module.graphio.EdgeListReader(",", 0, commentPrefix="s", directed=True).read(path)
    marks.append(time.perf_counter())
    algorithm = module.centrality.PageRank(graph, 0.85, 1e-300)
    algorithm.maxIterations = 10
    algorithm.run()
    ranks = np.asarray(algorithm.scores())
else:
    import igraph as module

    edges = np.loadtxt(path, dtype=np.int64, delimiter=",", skiprows=1)
    graph = module.Graph(int(edges.max()) + 1, edges, directed=True)
    marks.append(time.perf_counter())
    ranks = np.asarray(graph.pagerank(damping=0.85))
marks.append(time.perf_counter())
np.save(output, np.stack([np.arange(len(ranks), dtype=np.float64), ranks]))
marks.append(time.perf_counter())
read, rank, write = np.diff(marks)
print(json.dumps({"version": module.__version__, "read": read, "rank": rank, "write": write}))
