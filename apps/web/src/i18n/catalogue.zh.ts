/** The Chinese texts of an algorithm. Its English ones are those of its descriptor, by the same names. */
export interface AlgorithmTexts {
  readonly summary: string;
  /** By the parameter's name. */
  readonly parameters: Readonly<Record<string, string>>;
  /** By the column's name, for every choice of parameters. */
  readonly columns: Readonly<Record<string, string>>;
}

const DIRECTED = '边是否只按自身方向计算；false 会为每条边添加反向边';
const MODULARITY = '是否计算结果的模块度（见任务的统计信息）';
const MERGED_EDGES = '无影响：平行边以及方向相反的边总是只算一条';
const NO_LOOPS = '无影响：自环从不属于三角形';
const COMPONENT = '所在分量中最小的点 ID（整数按数值，字符串按码位）';

/** By algorithm id. A new algorithm's texts are added here; a test names those that are missing. */
export const catalogueZh: Readonly<Record<string, AlgorithmTexts>> = {
  APSP: {
    summary: '所有点对之间的最短路径：按边的权重计算的距离',
    parameters: {},
    columns: {
      VID1: '路径的起始点',
      VID2: '路径到达的另一个点',
      DISTANCE: '从 VID1 到 VID2 的路径的最小权重之和',
    },
  },
  BFS: {
    summary: '从一个点开始的广度优先搜索：能到达多少个点，或每个点有多远',
    parameters: {
      IS_DIRECTED: DIRECTED,
      ROOT: '起始点',
      OUTPUT: 'visited：一行，给出到达的点数；levels：每个到达的点一行',
    },
    columns: {
      VID: '到达的点',
      LEVEL: '到起始点的跳数',
      PARENT: '最短路径上其前一个点中最小的；起始点为其自身',
      ROOT: '起始点',
      VISITED: '到达的点数，包括起始点',
    },
  },
  ClusteringCoefficient: {
    summary: '一个点的邻居两两之间有多少互为邻居',
    parameters: {
      TYPE: 'local：每个点一个值；global：整个图一个值，即所有两条边的路径中闭合的比例',
      REMOVED_DUPLICATION_EDGE: MERGED_EDGES,
      REMOVED_SELF_EDGE: NO_LOOPS,
      IS_DIRECTED: 'true：一对邻居之间的两个方向各算一半；false：任一方向有边即可',
    },
    columns: { VID: '点', VALUE: '聚集系数，0 到 1；少于两个邻居时为 0' },
  },
  BetweennessCentrality: {
    summary: '其他点之间有多少最短路径经过该点',
    parameters: {
      ITERATIONS: '最多从多少个随机根点搜索',
      IS_DIRECTED: DIRECTED,
      CHOSEN: '以其依赖值决定采样何时结束的点；-1 表示随机选取',
      CONSTANT: '当 CHOSEN 上的依赖值之和达到 CONSTANT 乘以点数时，采样结束',
      SAMPLES:
        '-1：按 ITERATIONS、CHOSEN 和 CONSTANT 采样；0：从每个点搜索，结果精确；其他值：恰好使用这么多个随机根点',
      SEED: '随机选择的种子；种子相同则结果相同',
    },
    columns: { VID: '点', VALUE: '对所有有序点对求和：其最短路径中经过该点的比例' },
  },
  ClosenessCentrality: {
    summary: '点与其所能到达的点有多近：可到达的点数除以跳数之和',
    parameters: {
      IS_DIRECTED: DIRECTED,
      NUM_SAMPLES: '计算到多少个随机点的距离；0 表示到所有点，结果精确',
      SEED: '随机选择的种子；种子相同则结果相同',
    },
    columns: { VID: '点', VALUE: '接近中心性，0 到 1；不能到达任何点时为 0' },
  },
  ConnectedComponent: {
    summary: '弱连通分量：忽略方向时由路径相连的点',
    parameters: { IS_DIRECTED: '无影响：无论边的方向如何，分量都是弱连通的', IS_CALC_MODULARITY: MODULARITY },
    columns: { VID: '点', LABEL: COMPONENT },
  },
  DegreeCentrality: {
    summary: '每个点在若干步之内有多少个点（NStepDegree）',
    parameters: {
      IS_DIRECTED: DIRECTED,
      STEP: '最多跳数；-1 表示不限',
      BITS: '多于一步时，每个点用 2^BITS 个寄存器估算数量，误差约为 1.04 / 2^(BITS/2)',
      TYPE: '计算哪些数量',
    },
    columns: {
      VID: '点',
      BOTH_DEGREE: 'OUT_DEGREE + IN_DEGREE',
      OUT_DEGREE: '最多 STEP 跳可到达的点数',
      IN_DEGREE: '最多 STEP 跳可到达该点的点数',
    },
  },
  DegreeWithTime: {
    summary: '每个点在时间范围内的边上有多少个邻居',
    parameters: {
      ITERATIONS: '无影响：只统计直接邻居，一遍完成',
      IS_DIRECTED: DIRECTED,
      BEGIN_TIME: '范围的第一个时刻（含），UTC：2024-01-01 00:00:00.000，或 1970 年以来的毫秒数',
      END_TIME: '范围的最后一个时刻（含），UTC；只写日期表示当天的第一毫秒',
      TYPE: '计算哪些数量',
    },
    columns: {
      VID: '点',
      BOTH_DEGREE: 'OUT_DEGREE + IN_DEGREE',
      OUT_DEGREE: '范围内的边所到达的点数',
      IN_DEGREE: '范围内的边所来自的点数',
    },
  },
  InfoMap: {
    summary: '随机游走者久留其中的社区：用最少的比特描述其路径的划分',
    parameters: {
      pagerank_iter: '计算游走者在每个点出现的频率时最多的轮数',
      pagerank_threshold: '所有点的变化之和低于此值时结束这些轮；0：计算所有轮',
      teleport_prob: '跳到任意点而不是沿边前进的概率',
      inner_iter: '每层中移动点的最多轮数',
      outer_iter: '从点开始逐层向上的最多遍数；每一遍从前一遍的社区开始',
      comm_info_num: '无影响：在别处为打印的社区数；结果包含所有社区',
    },
    columns: { VID: '点', LABEL: '所在社区：其中最小的点 ID' },
  },
  Jaccard: {
    summary: '两个点有多相似：共同邻居数除以全部邻居数',
    parameters: {
      IDS1: '要比较的点；不填表示所有点',
      IDS2: '与之比较的点；不填表示所有点',
      REMOVED_SELF_EDGE: '是否去掉自环；false：有自环的点是自己的邻居',
    },
    columns: { VID1: 'IDS1 中的点', VID2: 'IDS2 中的另一个点', VALUE: 'Jaccard 系数，0 到 1' },
  },
  KCore: {
    summary: '图中最稠密的部分：最大的 k，使得一个点有 k 个邻居，而这些邻居彼此之间也各有 k 个',
    parameters: {
      TYPE: 'vertex：每个点的核数；subgraph：核数在范围内的点之间的边',
      KMIN: '子图的最小核数；TYPE=vertex 时给出全部',
      KMAX: '子图的最大核数；TYPE=vertex 时给出全部',
    },
    columns: { VID: '点', VALUE: '该点的核数（vertex），或一个邻居（subgraph）；每条边从两端各出现一次' },
  },
  Louvain: {
    summary: '通过移动点与合并社区得到模块度大的社区；每个社区都是连通的',
    parameters: {
      IS_DIRECTED: '没有影响：模块度按无向图计算，每条边加倍也不变',
      OUTER_ITERATION: '最多的层数，每层把社区合并为下一层的点',
      INNER_ITERATION: '每层中移动点的最多轮数',
      IS_CALC_MODULARITY: MODULARITY,
    },
    columns: { VID: '点', LABEL: '所在社区：其中最小的点 ID' },
  },
  HANP: {
    summary: '标签传播，其中标签在传播途中衰减，度数高的点影响更大',
    parameters: {
      ITERATIONS: '最多计算的轮数',
      IS_DIRECTED: DIRECTED,
      PREFERENCE: '邻居的影响为 度数 ^ PREFERENCE：大于 0 偏好度数高的点，小于 0 偏好度数低的点，0 则不论度数',
      HOP_ATT: '标签的强度从 1 开始，每跳减少这么多；经过 1 / HOP_ATT 跳后不再传播',
      SEED: '随机选择的种子；种子相同则结果相同',
    },
    columns: { VID: '点', LABEL: '所在社区的标签：某个点的 ID' },
  },
  HyperANF: {
    summary: '所有有路径相连的点对的平均距离',
    parameters: { bits: '每个点用 2^bits 个寄存器估算其附近的点数；点数不超过 8 * 2^bits 时结果精确' },
    columns: { VALUE: '以跳数计的平均距离；没有任何点能到达其他点时为 0' },
  },
  LPA: {
    summary: '标签传播：每个点采用其邻居中最多的标签',
    parameters: {
      ITERATIONS: '最多计算的轮数',
      IS_DIRECTED: DIRECTED,
      IS_CALC_MODULARITY: MODULARITY,
      TIES: '次数相同的标签取哪一个：随机（见 SEED），或最小的',
      SELF_START: 'true：第一轮统计邻居自身的 ID；false：统计开始前已完成这一轮',
      SEED: '随机选择的种子；种子相同则结果相同',
    },
    columns: { VID: '点', LABEL: '所在社区的标签：某个点的 ID' },
  },
  Node2Vec: {
    summary: '记住上一步的随机游走，用于学习嵌入：每条游走一行',
    parameters: {
      is_weighted: '是否按权重的比例选择边',
      p: '越大，游走越少直接返回',
      q: '越大，游走越少走向与前一个点无边相连的点',
      epoch: '从每个点开始的游走数',
      step: '一条游走的点数',
      rate: '无影响：在别处为同时进行的游走所占比例；此处游走自身不占内存',
      SEED: '随机选择的种子；种子相同则结果相同',
    },
    columns: {
      VID1: '路径上的第 1 个点',
      VID2: '路径上的第 2 个点',
      VID3: '路径上的第 3 个点',
      VID4: '路径上的第 4 个点',
      VID5: '路径上的第 5 个点',
      VID6: '路径上的第 6 个点',
      VID7: '路径上的第 7 个点',
      VID8: '路径上的第 8 个点',
      VID9: '路径上的第 9 个点',
      VID10: '路径上的第 10 个点',
    },
  },
  PageRank: {
    summary: '由指向一个点的各点的重要性得出该点的重要性',
    parameters: {
      ITERATIONS: '最多计算的轮数',
      IS_DIRECTED: DIRECTED,
      EPS: '所有值的变化之和低于此值时结束；0：计算所有轮',
      DAMPING: '沿边前进而不是跳到任意点的概率',
      SCALE: 'raw：值从 1 开始，没有入边的点为 1 - DAMPING；sum1：值从 1/n 开始，为概率',
      DANGLING: '没有出边的点的排名如何处理：丢弃（lost），或平均分给所有点（spread）',
    },
    columns: { VID: '点', VALUE: '它的 PageRank 值' },
  },
  SSSP: {
    summary: '从一个点开始的最短路径：按边的权重计算到其他各点的距离',
    parameters: { ROOT: '起始点' },
    columns: { VID: '路径到达的点', DISTANCE: '从起始点出发的路径的最小权重之和' },
  },
  ShortestPath: {
    summary: '从若干点到另一些点的最短路径：每对点一条跳数最少的路径',
    parameters: { src: '起始点，用逗号分隔', dst: '目标点，用逗号分隔' },
    columns: { VALUE: '路径上的点的列表，从 src 到 dst' },
  },
  StronglyConnectedComponent: {
    summary: '强连通分量：沿边可互相到达的点',
    parameters: {},
    columns: { VID: '点', LABEL: COMPONENT },
  },
  TriangleCount: {
    summary: '三角形：两两之间都有边（不论方向）的三个点',
    parameters: {
      OPT: '3：每个三角形一行；2：每个点属于多少个三角形；1：三角形总数',
      REMOVED_DUPLICATION_EDGE: MERGED_EDGES,
      REMOVED_SELF_EDGE: NO_LOOPS,
    },
    columns: {
      VID: '点',
      COUNT: '三角形数：整个图的（OPT 为 1），或包含该点的（OPT 为 2）',
      VID1: '三角形的一个顶点',
      VID2: '三角形的一个顶点',
      VID3: '三角形的一个顶点',
    },
  },
  Tree_stat: {
    summary: '以一个点为根的广度优先层次树的宽度和深度',
    parameters: {
      root: '树根所在的点',
      stat: '按此顺序给出的内容：width（最大一层的点数）、depth（层数，根为第一层）',
    },
    columns: { VALUE: '所要数值的列表，顺序同 stat' },
  },
};
