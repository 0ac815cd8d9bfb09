import { phraseText, type Fault } from '@orrery/contracts';
import { faultTextsEn, parseDefinitionText, validateDefinition } from '@orrery/workflow';
import { describe, expect, it } from 'vitest';
import { faultsZh } from '../../src/i18n/faults.zh.ts';
import { CATALOGUE } from '../model/sample-catalogue.ts';

function faultsOf(text: string): readonly Fault[] {
  const parsed = parseDefinitionText(text);
  if (!parsed.ok) return parsed.faults.map((fault) => ({ path: '', ...fault }));
  const checked = validateDefinition(parsed.value, CATALOGUE);
  return checked.ok ? [] : checked.faults;
}

const inChinese = (fault: Fault) => phraseText(faultsZh, { code: fault.code!, args: fault.args! });

const FAULTY = `
name: " a"
tasks:
  Q: { type: Query, space: s, query: MATCH, params: { a: [[1]] } }
  q_1: { type: Query, space: s, query: "YIELD '\${x}' AS a", params: { x: [a, b], y: 1 }, timeout: 200h }
  p_1: { type: PageRank, input: { from: q_1, src: b, dst: a }, params: { ITERATIONS: 0, DAMPING: yes, IS_DIRECTD: 1 } }
  p_2: { type: PageRank, input: { space: s, file: f }, retry: 11, execution: { engine: spark, threads: 0 } }
  p_3: { type: PageRnk, input: { from: p_9, src: a, dst: b }, result: { store: hdfs } }
  b_1: { type: BFS, input: { space: s, edges: [] }, after: [b_1, p_1, p_1] }
layout: { nobody: { x: 1, y: 2 } }
`;

describe('faults in other languages', () => {
  it('both languages have words for the same codes', () => {
    expect(Object.keys(faultsZh).toSorted()).toEqual(Object.keys(faultTextsEn).toSorted());
  });

  it('code and arguments give the English message again, also after a way as JSON, and a Chinese one', () => {
    const faults = faultsOf(FAULTY);
    expect(faults.length).toBeGreaterThan(15);
    for (const fault of JSON.parse(JSON.stringify(faults)) as Fault[]) {
      expect(phraseText(faultTextsEn, { code: fault.code!, args: fault.args! })).toBe(fault.message);
      expect(inChinese(fault), `${fault.path} ${fault.code}`).toMatch(/\p{Script=Han}/u);
      expect(inChinese(fault)).not.toMatch(/undefined|\[object|expected\.|found\.|reason\./);
    }
  });

  it('lists and phrases are joined as the language joins them', () => {
    const texts = faultsOf(FAULTY).map((fault) => `${fault.path}: ${inChinese(fault)}`);
    expect(texts).toContain('tasks.p_1.params.ITERATIONS: ITERATIONS 必须是 1 到 1000 之间的整数，而不是 0');
    expect(texts).toContain('tasks.p_3.type: 没有组件类型 PageRnk；是否想写 PageRank？');
    expect(texts).toContain('tasks.b_1: b_1 在等待自身');
    expect(faultsOf('{"tasks":{},"tasks":{}}').map(inChinese)).toEqual(['键 "tasks" 出现了两次']);
    expect(faultsOf('tasks: &a { }').map(inChinese)).toEqual(['不支持锚点（&name）：请写出值']);
  });
});
