type Session = Awaited<ReturnType<(typeof import('@orrery/server'))['embedded']['openGraphSession']>>;

/** What EXPLAIN and PROFILE answer. */
export type Plan = NonNullable<Awaited<ReturnType<Session['execute']>>['planDescription']>;
type PlanNode = Plan['nodes'][number];

/** A plan as NebulaGraph's console shows it in the format that was asked for. */
export function planText(plan: Plan): string {
  switch (plan.format) {
    case 'dot':
      return dotText(plan, false);
    case 'dot:struct':
      return dotText(plan, true);
    case 'tck':
      return planTable(
        plan,
        (node) => compactProfiles(node),
        () => '',
      );
    default:
      return planTable(plan, profileLines, operatorLines);
  }
}

const TITLES = ['id', 'name', 'dependencies', 'profiling data', 'operator info'];

function planTable(plan: Plan, profilesOf: (node: PlanNode) => string, infoOf: (node: PlanNode) => string): string {
  const rows = plan.nodes.map((node) => [
    String(node.id),
    node.name,
    (node.dependencies ?? []).join(','),
    profilesOf(node),
    infoOf(node),
  ]);
  const lines = [TITLES, ...rows].map((row) => row.map((cell) => cell.split('\n')));
  const widths = TITLES.map((_title, i) => Math.max(...lines.flatMap((row) => row[i]!.map(({ length }) => length))));
  const rule = widths.map((width) => '-'.repeat(width + 2)).join('+');
  const text = lines.map((row) => {
    const height = Math.max(...row.map(({ length }) => length));
    return Array.from({ length: height }, (_none, at) => {
      return `| ${row.map((cell, i) => (cell[at] ?? '').padEnd(widths[i]!)).join(' | ')} |`;
    }).join('\n');
  });
  return [`-${rule}-`, ...text.flatMap((row) => [row, `-${rule}-`])].join('\n');
}

/** The numbers of each run of a node. */
function profilesOf(node: PlanNode, withTimes: boolean): Record<string, unknown>[] {
  return (node.profiles ?? []).map(({ rows, execDurationUs, totalDurationUs, otherStats }, version) => ({
    ...(withTimes && { execTime: `${execDurationUs}(us)` }),
    rows,
    ...(withTimes && { totalTime: `${totalDurationUs}(us)` }),
    ...Object.fromEntries([...(otherStats ?? [])].map(([key, value]) => [key, parsed(value)])),
    version,
  }));
}

function jsonOf(profiles: readonly unknown[], indent: number): string {
  return profiles.length === 0 ? '' : JSON.stringify(profiles.length === 1 ? profiles[0] : profiles, null, indent);
}

const profileLines = (node: PlanNode): string => jsonOf(profilesOf(node, true), 2);
const compactProfiles = (node: PlanNode): string => jsonOf(profilesOf(node, false), 0);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A value with line breaks and indents where it is JSON. */
function pretty(text: string): string {
  return /^\s*[[{]/.test(text) && typeof parsed(text) === 'object' ? JSON.stringify(parsed(text), null, 2) : text;
}

function operatorLines({ branchInfo, outputVar, description }: PlanNode): string {
  return [
    ...(branchInfo ? [`branch: ${branchInfo.isDoBranch}, nodeId: ${branchInfo.conditionNodeId}`] : []),
    `outputVar: ${pretty(outputVar)}`,
    ...(description ?? []).map(({ key, value }) => `${key}: ${pretty(value)}`),
  ].join('\n');
}

/** Graphviz; with `asStruct` branches are drawn as they are in the plan, not as they run. */
export function dotText(plan: Plan, asStruct: boolean): string {
  const byId = (id: number): PlanNode | undefined => plan.nodes[plan.nodeIndexById.get(id) ?? -1];
  const nameOf = (node: PlanNode): string => JSON.stringify(`${node.name}_${node.id}`);
  const edge = (from: PlanNode | undefined, to: PlanNode | undefined, label?: string): string =>
    from && to
      ? `\t${nameOf(from)}->${nameOf(to)}${label === undefined ? '' : `[label="${label}", style=dashed]`};`
      : '';
  const branchEnd = (condition: number, isDo: boolean): PlanNode | undefined =>
    plan.nodes.find(({ branchInfo }) => branchInfo?.conditionNodeId === condition && branchInfo.isDoBranch === isDo);
  const startBelow = (node: PlanNode | undefined): PlanNode | undefined => {
    let at = node;
    while (at?.dependencies?.length) at = byId(at.dependencies[0]!);
    return at;
  };
  const lines = ['digraph exec_plan {', '\trankdir=BT;'];
  for (const node of plan.nodes) {
    const branching = ['select', 'loop'].includes(node.name.toLowerCase()) ? node.name.toLowerCase() : undefined;
    lines.push(branching === undefined ? recordText(node, nameOf(node)) : `\t${nameOf(node)}[shape=diamond];`);
    if (branching !== undefined && !asStruct) {
      const before = byId(node.dependencies?.[0] ?? -1);
      for (const isDo of branching === 'select' ? [true, false] : [true]) {
        const end = branchEnd(node.id, isDo);
        lines.push(edge(end, branching === 'select' ? before : node));
        lines.push(edge(node, startBelow(end), branching === 'loop' ? 'Do' : isDo ? 'Y' : 'N'));
      }
    }
    for (const id of node.dependencies ?? []) lines.push(edge(byId(id), node));
    if (asStruct && node.branchInfo) {
      const condition = byId(node.branchInfo.conditionNodeId);
      const label = condition?.name.toLowerCase() === 'loop' ? 'Do' : node.branchInfo.isDoBranch ? 'Y' : 'N';
      lines.push(edge(node, condition, label));
    }
  }
  return [...lines.filter((line) => line !== ''), '}'].join('\n');
}

function recordText(node: PlanNode, name: string): string {
  const escaped = (text: string): string => text.replace(/[{}"[\]()<>]/g, '\\$&');
  const input = node.description?.find(({ key }) => key === 'inputVar')?.value ?? '';
  const label = `{${node.name}_${node.id}|outputVar: ${escaped(node.outputVar)}|inputVar: ${escaped(input)}}`;
  return `\t${name}[label="${label}", shape=Mrecord];`;
}
