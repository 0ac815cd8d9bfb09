import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeSection } from '../write-section.ts';
import type { Measurements } from './figures.ts';
import { load, measureOurs, measureScans } from './ours.ts';
import { measurePeer, PEER, peerLibrary } from './peer.ts';
import { missedBars, table } from './report.ts';
import { workload, writeCsv } from './workload.ts';

/**
 * `npm run bench -- graphd [--scale 1] [--vertices 1000000] [--edges 10000000] [--seed 42] [--budget 10] [--limit 30]
 *   [--no-peer] [--write]`
 *
 * The embedded graph beside an embedded Cypher database on the same data and the same questions in one run: ours over the
 * wire from a server process, the peer by calls within a process of its own, with two threads. `--scale 0.1` makes both
 * counts a tenth. What takes long is repeated until `--budget` seconds are spent on it; a series of questions to the peer ends
 * after `--limit` seconds, with what it had answered by then. `--write` puts the table into docs/performance.md.
 */
const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '1' },
    vertices: { type: 'string', default: '1000000' },
    edges: { type: 'string', default: '10000000' },
    seed: { type: 'string', default: '42' },
    budget: { type: 'string', default: '10' },
    limit: { type: 'string', default: '30' },
    'no-peer': { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
/** Of the other work on the machine, before this one's. */
const loadBefore = loadavg()[0]!.toFixed(1);
const scale = Number(values.scale);
const budgetS = Number(values.budget);
const library = values['no-peer'] ? undefined : peerLibrary();
const folder = mkdtempSync(join(tmpdir(), 'orrery-bench-graphd-'));
try {
  const data = workload(
    Math.round(scale * Number(values.vertices)),
    Math.round(scale * Number(values.edges)),
    Number(values.seed),
  );
  const size = `${data.vertexCount.toLocaleString('en')} vertices, ${data.src.length.toLocaleString('en')} edges with two properties, string ids; GO of ${data.picks.wideRows.toLocaleString('en')} rows; seed ${values.seed}`;
  console.log(size);
  const dataDir = join(folder, 'graph');
  const loaded = await load(dataDir, data);
  const scans = await measureScans(dataDir, budgetS);
  const ours: Measurements = { load: loaded, ...scans, ...(await measureOurs(dataDir, data.picks, budgetS)) };
  console.log(['', ...table(ours, {}, 'no peer yet'), ''].join('\n'));
  let peer: Measurements = {};
  if (library !== undefined) {
    await writeCsv(folder, data);
    const rows = data.vertexCount + data.src.length;
    writeFileSync(join(folder, 'picks.json'), JSON.stringify({ ...data.picks, rows }));
    peer = await measurePeer({ folder, library, budgetS, limitS: Number(values.limit) });
  }
  const lines = [intro(), '', `${size}.`, '', ...table(ours, peer, library === undefined ? 'no peer' : PEER)];
  console.log(`\n${lines.join('\n')}\n`);
  if (values.write) writeSection('graphd', lines);
  const missed = missedBars(ours);
  console.log(missed.length === 0 ? 'graphd: every bar is met' : `graphd: not met: ${missed.join('; ')}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function intro(): string {
  const command = ['npm run bench -- graphd', ...process.argv.slice(2)].join(' ');
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, Linux ${release()}, load average ${loadBefore} before it`;
  const against = library === undefined ? 'no peer' : `${PEER} with two threads`;
  return `\`${command}\` on ${new Date().toISOString().slice(0, 10)}: ${machine}; Node ${process.version}, ${against}.`;
}
