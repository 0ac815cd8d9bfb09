// The methods of the GAP benchmark suite (Beamer, Asanović, Patterson: arXiv:1508.03619) in C++ with OpenMP: what kernels are measured
// against that are to be as fast as C++. Kernels alone: the graph is there already, and nothing is stored.
//
// peers-cpp <folder> <n> <root> <repeat> <budget seconds> <rounds> <case,case…>; the folder is that of peers.py, and so are the lines printed.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>
#include <omp.h>

using std::vector;
using u32 = uint32_t;

template <typename T> vector<T> readAll(const std::string &path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  vector<T> values(file.tellg() / sizeof(T));
  file.seekg(0);
  file.read(reinterpret_cast<char *>(values.data()), values.size() * sizeof(T));
  return values;
}

/** Both directions of every edge, neighbours ascending. */
struct Graph {
  u32 n;
  vector<u32> offsets, neighbours, weights;

  Graph(u32 n, const vector<u32> &sources, const vector<u32> &targets, const vector<double> &values) : n(n), offsets(n + 1) {
    const size_t m = sources.size();
    for (size_t e = 0; e < m; e++) offsets[sources[e] + 1]++, offsets[targets[e] + 1]++;
    std::partial_sum(offsets.begin(), offsets.end(), offsets.begin());
    vector<u32> next(offsets.begin(), offsets.end() - 1);
    vector<std::pair<u32, u32>> rows(2 * m);
    for (size_t e = 0; e < m; e++) {
      rows[next[sources[e]]++] = {targets[e], static_cast<u32>(values[e])};
      rows[next[targets[e]]++] = {sources[e], static_cast<u32>(values[e])};
    }
#pragma omp parallel for schedule(dynamic, 1024)
    for (u32 v = 0; v < n; v++) std::sort(rows.begin() + offsets[v], rows.begin() + offsets[v + 1]);
    neighbours.resize(2 * m);
    weights.resize(2 * m);
    for (size_t e = 0; e < 2 * m; e++) neighbours[e] = rows[e].first, weights[e] = rows[e].second;
  }
  u32 degree(u32 v) const { return offsets[v + 1] - offsets[v]; }
};

/** Pull, in doubles, where GAP has floats; from 1, with 1 - d added. */
vector<double> pageRank(const Graph &g, int rounds) {
  vector<double> rank(g.n, 1.0), gives(g.n);
  for (int round = 0; round < rounds; round++) {
#pragma omp parallel for
    for (u32 v = 0; v < g.n; v++) gives[v] = rank[v] / g.degree(v);
    double change = 0;
#pragma omp parallel for reduction(+ : change) schedule(dynamic, 16384)
    for (u32 v = 0; v < g.n; v++) {
      double sum = 0;
      for (u32 e = g.offsets[v]; e < g.offsets[v + 1]; e++) sum += gives[g.neighbours[e]];
      const double before = rank[v];
      rank[v] = 0.15 + 0.85 * sum;
      change += std::abs(rank[v] - before);
    }
    if (change < 0) break;
  }
  return rank;
}

/** Changes direction; alpha 15, beta 18. */
std::unique_ptr<int[]> bfs(const Graph &g, u32 root) {
  constexpr int UNREACHED = -1;
  std::unique_ptr<int[]> level(new int[g.n]);
#pragma omp parallel for
  for (u32 v = 0; v < g.n; v++) level[v] = UNREACHED;
  level[root] = 0;
  vector<u32> frontier{root};
  vector<uint64_t> bits((g.n + 63) / 64), nextBits(bits.size());
  int64_t unseen = g.neighbours.size(), edges = g.degree(root);
  int depth = 0;
  while (!frontier.empty()) {
    if (edges > unseen / 15) {
      std::fill(bits.begin(), bits.end(), 0);
#pragma omp parallel for
      for (size_t i = 0; i < frontier.size(); i++) __sync_fetch_and_or(&bits[frontier[i] >> 6], 1ull << (frontier[i] & 63));
      int64_t awake = frontier.size(), before;
      do {
        before = awake;
        awake = 0;
        depth++;
#pragma omp parallel for reduction(+ : awake) schedule(dynamic, 16)
        for (u32 word = 0; word < nextBits.size(); word++) {
          uint64_t found = 0;
          for (u32 v = word * 64; v < std::min(g.n, word * 64 + 64); v++) {
            if (level[v] != UNREACHED) continue;
            for (u32 e = g.offsets[v]; e < g.offsets[v + 1]; e++) {
              const u32 u = g.neighbours[e];
              if (!(bits[u >> 6] >> (u & 63) & 1)) continue;
              level[v] = depth;
              found |= 1ull << (v & 63);
              awake++;
              break;
            }
          }
          nextBits[word] = found;
        }
        bits.swap(nextBits);
      } while (awake >= before || awake > static_cast<int64_t>(g.n) / 18);
      frontier.clear();
      for (u32 word = 0; word < bits.size(); word++)
        for (uint64_t rest = bits[word]; rest; rest &= rest - 1) frontier.push_back(word * 64 + __builtin_ctzll(rest));
      edges = 1;
      continue;
    }
    unseen -= edges;
    edges = 0;
    depth++;
    vector<u32> next;
#pragma omp parallel reduction(+ : edges)
    {
      vector<u32> mine;
#pragma omp for schedule(dynamic, 64) nowait
      for (size_t i = 0; i < frontier.size(); i++) {
        const u32 v = frontier[i];
        for (u32 e = g.offsets[v]; e < g.offsets[v + 1]; e++) {
          const u32 u = g.neighbours[e];
          if (level[u] != UNREACHED || !__sync_bool_compare_and_swap(&level[u], UNREACHED, depth)) continue;
          mine.push_back(u);
          edges += g.degree(u);
        }
      }
#pragma omp critical
      next.insert(next.end(), mine.begin(), mine.end());
    }
    frontier.swap(next);
  }
  return level;
}

/** Afforest (Sutton, Ben-Nun, Barak 2018): two neighbours of each, then all but those of the largest component. */
vector<u32> components(const Graph &g) {
  vector<u32> parent(g.n);
  const auto link = [&](u32 u, u32 v) {
    u32 a = parent[u], b = parent[v];
    while (a != b) {
      const u32 high = std::max(a, b), low = std::min(a, b), above = parent[high];
      if (above == low || (above == high && __sync_bool_compare_and_swap(&parent[high], high, low))) break;
      a = parent[parent[high]];
      b = parent[low];
    }
  };
  const auto compress = [&] {
#pragma omp parallel for schedule(dynamic, 16384)
    for (u32 v = 0; v < g.n; v++)
      while (parent[v] != parent[parent[v]]) parent[v] = parent[parent[v]];
  };
#pragma omp parallel for
  for (u32 v = 0; v < g.n; v++) parent[v] = v;
  for (u32 nth = 0; nth < 2; nth++) {
#pragma omp parallel for schedule(dynamic, 16384)
    for (u32 v = 0; v < g.n; v++)
      if (g.degree(v) > nth) link(v, g.neighbours[g.offsets[v] + nth]);
    compress();
  }
  std::map<u32, int> votes;
  for (int i = 0; i < 1024; i++) votes[parent[(i * 2654435761ull) % g.n]]++;
  const u32 largest = std::max_element(votes.begin(), votes.end(), [](auto &a, auto &b) { return a.second < b.second; })->first;
#pragma omp parallel for schedule(dynamic, 16384)
  for (u32 v = 0; v < g.n; v++) {
    if (parent[v] == largest) continue;
    for (u32 e = g.offsets[v] + 2; e < g.offsets[v + 1]; e++) link(v, g.neighbours[e]);
  }
  compress();
  return parent;
}

/** Delta-stepping with bins of each thread and fused buckets (Zhang et al. 2020), integer weights. */
constexpr u32 FAR = std::numeric_limits<u32>::max() / 2;
vector<u32> sssp(const Graph &g, u32 root, u32 delta) {
  constexpr size_t NONE = std::numeric_limits<size_t>::max() / 2;
  vector<u32> distance(g.n, FAR);
  distance[root] = 0;
  const std::unique_ptr<u32[]> frontier(new u32[g.neighbours.size() + 1]);
  frontier[0] = root;
  size_t shared[2] = {0, NONE}, tails[2] = {1, 0};
#pragma omp parallel
  {
    vector<vector<u32>> bins;
    size_t turn = 0;
    const auto relax = [&](u32 u) {
      for (u32 e = g.offsets[u]; e < g.offsets[u + 1]; e++) {
        const u32 v = g.neighbours[e];
        u32 before = distance[v];
        const u32 after = distance[u] + g.weights[e];
        while (after < before) {
          if (__sync_bool_compare_and_swap(&distance[v], before, after)) {
            if (bins.size() <= after / delta) bins.resize(after / delta + 1);
            bins[after / delta].push_back(v);
            break;
          }
          before = distance[v];
        }
      }
    };
    while (shared[turn & 1] != NONE) {
      size_t &now = shared[turn & 1], &later = shared[(turn + 1) & 1];
      size_t &tail = tails[turn & 1], &nextTail = tails[(turn + 1) & 1];
#pragma omp for nowait schedule(dynamic, 64)
      for (size_t i = 0; i < tail; i++)
        if (distance[frontier[i]] >= delta * now) relax(frontier[i]);
      while (now < bins.size() && !bins[now].empty() && bins[now].size() < 1000) {
        vector<u32> copy;
        copy.swap(bins[now]);
        for (u32 u : copy) relax(u);
      }
      for (size_t i = now; i < bins.size(); i++) {
        if (bins[i].empty()) continue;
#pragma omp critical
        later = std::min(later, i);
        break;
      }
#pragma omp barrier
#pragma omp single nowait
      {
        now = NONE;
        tail = 0;
      }
      if (later < bins.size()) {
        const size_t at = __sync_fetch_and_add(&nextTail, bins[later].size());
        std::copy(bins[later].begin(), bins[later].end(), frontier.get() + at);
        bins[later].clear();
      }
      turn++;
#pragma omp barrier
    }
  }
  return distance;
}

/** Whether hubs are so much of the graph that renaming by degree pays: GAP's rule, over a sample of degrees. */
bool isUneven(const Graph &g) {
  if (g.neighbours.size() / g.n < 10) return false;
  vector<u32> sample(std::min<u32>(1000, g.n));
  for (size_t i = 0; i < sample.size(); i++) sample[i] = g.degree((i * 2654435761ull) % g.n);
  std::sort(sample.begin(), sample.end());
  const double mean = std::accumulate(sample.begin(), sample.end(), 0.0) / sample.size();
  return mean / 1.3 > sample[sample.size() / 2];
}

/** The same graph with its vertices renamed by descending degree. */
std::pair<vector<u32>, vector<u32>> byDegree(const Graph &g) {
  vector<u32> order(g.n), name(g.n);
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](u32 a, u32 b) { return g.degree(a) > g.degree(b); });
  for (u32 i = 0; i < g.n; i++) name[order[i]] = i;
  vector<u32> offsets(g.n + 1), renamed(g.neighbours.size());
  for (u32 i = 0; i < g.n; i++) offsets[i + 1] = offsets[i] + g.degree(order[i]);
#pragma omp parallel for schedule(dynamic, 1024)
  for (u32 i = 0; i < g.n; i++) {
    const u32 v = order[i];
    for (u32 e = g.offsets[v], at = offsets[i]; e < g.offsets[v + 1]; e++) renamed[at++] = name[g.neighbours[e]];
    std::sort(renamed.begin() + offsets[i], renamed.begin() + offsets[i + 1]);
  }
  return {std::move(offsets), std::move(renamed)};
}

/** Lists are intersected, after a renaming where degrees are uneven. */
double triangles(const Graph &g) {
  std::pair<vector<u32>, vector<u32>> renamed;
  const bool uneven = isUneven(g);
  if (uneven) renamed = byDegree(g);
  const vector<u32> &offsets = uneven ? renamed.first : g.offsets;
  const vector<u32> &lists = uneven ? renamed.second : g.neighbours;
  double total = 0;
#pragma omp parallel for reduction(+ : total) schedule(dynamic, 64)
  for (u32 u = 0; u < g.n; u++) {
    for (u32 e = offsets[u]; e < offsets[u + 1] && lists[e] <= u; e++) {
      const u32 v = lists[e];
      u32 at = offsets[u];
      for (u32 f = offsets[v]; f < offsets[v + 1] && lists[f] <= v; f++) {
        while (lists[at] < lists[f]) at++;
        if (lists[at] == lists[f]) total++;
      }
    }
  }
  return total;
}

int main(int, char **arguments) {
  const std::string folder = arguments[1];
  const u32 n = std::atoi(arguments[2]), root = std::atoi(arguments[3]);
  const int repeat = std::atoi(arguments[4]), rounds = std::atoi(arguments[6]);
  const double budget = std::atof(arguments[5]);
  std::printf("{\"peer\": \"c++\", \"version\": \"%s\"}\n", __VERSION__);
  const Graph graph(n, readAll<u32>(folder + "/sources.u32"), readAll<u32>(folder + "/targets.u32"), readAll<double>(folder + "/weights.f64"));
  u32 delta = 0;
  // a run answers how its result is read, which is not timed
  using Check = std::function<double()>;
  const std::map<std::string, std::pair<const char *, std::function<Check()>>> cases{
      {"PageRank", {"sum", [&]() -> Check {
         auto rank = pageRank(graph, rounds);
         return [rank = std::move(rank)] { return std::accumulate(rank.begin(), rank.end(), 0.0); };
       }}},
      {"BFS", {"sum", [&]() -> Check {
         std::shared_ptr<int[]> level = bfs(graph, root);
         return [level, n] { double sum = 0; for (u32 v = 0; v < n; v++) sum += std::max(level[v], 0); return sum; };
       }}},
      {"ConnectedComponent", {"components", [&]() -> Check {
         auto parent = components(graph);
         return [parent = std::move(parent)] { double count = 0; for (u32 v = 0; v < parent.size(); v++) count += parent[v] == v; return count; };
       }}},
      {"SSSP", {"sum", [&]() -> Check {
         auto distance = sssp(graph, root, delta);
         return [distance = std::move(distance)] { double sum = 0; for (u32 d : distance) sum += d == FAR ? 0 : d; return sum; };
       }}},
      {"TriangleCount", {"triangles", [&]() -> Check {
         const double total = triangles(graph);
         return [total] { return total; };
       }}},
  };
  const auto timed = [](const std::function<Check()> &run, Check &check) {
    const auto started = std::chrono::steady_clock::now();
    check = run();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  };
  std::stringstream names(arguments[7]);
  for (std::string name; std::getline(names, name, ',');) {
    const auto found = cases.find(name);
    if (found == cases.end()) continue;
    const auto &[key, run] = found->second;
    Check check;
    if (name == "SSSP") {
      // the width of a bucket is the best one for the graph, as GAP's users choose it
      std::pair<double, u32> best{1e300, 0};
      for (u32 width : {2, 8, 32, 128, 512, 2048}) {
        delta = width;
        const double seconds = timed(run, check);
        best = std::min(best, {seconds, width});
      }
      delta = best.second;
    }
    vector<double> seconds;
    for (double spent = 0; static_cast<int>(seconds.size()) <= repeat && (seconds.empty() || spent < budget);) {
      seconds.push_back(timed(run, check));
      spent += seconds.back();
    }
    if (seconds.size() > 1) seconds.erase(seconds.begin());
    std::sort(seconds.begin(), seconds.end());
    std::printf("{\"case\": \"%s\", \"peer\": \"c++\", \"seconds\": %.9g, \"check\": {\"%s\": %.17g}}\n", name.c_str(),
                seconds[seconds.size() / 2], key, check());
    std::fflush(stdout);
  }
}
