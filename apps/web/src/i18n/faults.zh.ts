import type { FaultTexts } from '@orrery/workflow';

interface Bounds {
  readonly minimum?: number | undefined;
  readonly exclusiveMinimum?: number | undefined;
  readonly maximum?: number | undefined;
}

function range({ minimum, exclusiveMinimum, maximum }: Bounds): string {
  const low = exclusiveMinimum === undefined ? minimum : exclusiveMinimum;
  const above = exclusiveMinimum === undefined ? '不小于' : '大于';
  if (low === undefined) return maximum === undefined ? '' : `不大于 ${maximum} 的`;
  if (maximum === undefined) return `${above} ${low} 的`;
  return exclusiveMinimum === undefined ? `${low} 到 ${maximum} 之间的` : `大于 ${low} 且不大于 ${maximum} 的`;
}

/** What follows a Chinese character: with a space before digits and Latin letters. */
const apart = (text: string): string => (/^[-\w$]/.test(text) ? ` ${text}` : text);
const list = (names: readonly string[]): string => (names.length === 0 ? '无' : names.join('、'));

/** The nearest name, else what there is. */
function hint(near: string | undefined, known: readonly string[], none: string): string {
  if (near !== undefined) return `；是否想写 ${near}？`;
  return known.length === 0 ? none : `；可用的有：${shortened(list(known))}`;
}

/** Lists of a workflow's own names may be long. */
function shortened(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

const typeOf = (type: string): string => (type === 'json' ? '列表' : type);
const FIELDS = { space: '图空间', tag: '标签', property: '属性' } as const;

/** What the checks of a workflow say, in Chinese; the English is in packages/workflow. */
export const faultsZh: FaultTexts = {
  'definition.notMap': ({ found }, say) => `工作流定义必须是包含 tasks 的映射，而不是${apart(say(found))}`,
  'name.blank': () => '首尾不能有空格，也不能包含控制字符',
  'tasks.missing': () => '缺失：工作流至少有一个任务',
  'tasks.notMap': ({ found }, say) => `必须是从任务 ID 到任务的映射，而不是${apart(say(found))}`,
  'tasks.empty': () => '为空：工作流至少有一个任务',
  'tasks.tooMany': ({ maximum, count }) => `工作流最多有 ${maximum} 个任务，此工作流有 ${count} 个`,
  'task.id': ({ id }) => `任务 ID ${JSON.stringify(id)} 必须由 1 到 63 个 a-z、0-9 和 _ 组成，并以字母开头`,
  'task.notMap': ({ found }, say) => `必须是包含 type 及其内容的映射，而不是${apart(say(found))}`,
  'task.typeMissing': ({ algorithms }) => `缺失：必须是 Query 或一种算法（${list(algorithms)}）`,
  'task.typeWrong': ({ algorithms, found }, say) =>
    `必须是 Query 或一种算法（${list(algorithms)}），而不是${apart(say(found))}`,
  'type.unknown': ({ name, near, known }) => `没有组件类型 ${name}${hint(near, known, '')}`,
  'timeout.tooLong': ({ maximum, given }) => `最长为 ${maximum}，而不是 ${given}`,
  'cycle.self': ({ id }) => `${id} 在等待自身`,
  'cycle.tasks': ({ around }) => `任务循环等待：${around.join(' → ')}`,
  'layout.noTask': ({ name, near }) => `没有任务 ${name}${hint(near, [], '')}`,
  'faults.more': ({ count }) => `还有 ${count} 个问题`,

  'store.missing': ({ stores }) => `必须指定存储：${stores.join(' 或 ')}`,
  'store.unavailable': ({ store, stores }) => `存储 ${store} 不可用；可用的有：${list(stores)}`,
  'store.unknown': ({ store, stores }) => `存储 ${store} 不存在；可用的有：${list(stores)}`,
  'result.name': ({ name, field }) =>
    `${JSON.stringify(name)} 不能作为${FIELDS[field]}的名称：不能有反引号、控制字符或首尾空格`,
  'result.columnMissing': ({ place, known }) => `缺失：结果没有第 ${place} 列（结果的列：${list(known)}）`,
  'result.noColumn': ({ name, near, known }) => `结果中没有列 ${name}${hint(near, known, '；结果没有列')}`,
  'result.notVertex': ({ name, type }) => `列 ${name} 的类型是${typeOf(type)}，不能作为点 ID`,
  'result.notProperty': ({ name, type }) => `列 ${name} 的类型是${typeOf(type)}，不能写为属性`,

  'params.notMap': ({ found }, say) => `必须是从参数到值的映射，而不是${apart(say(found))}`,
  'params.name': () => '参数名由字母、数字和 _ 组成，且不以数字开头',
  'params.list': () => '列表只能包含文本、数字和布尔值',
  'parameter.missing': ({ expected }, say) =>
    `缺失：请填写${apart(say(expected))}，或连接一列（{from, column, row}）；若由作业给出则写 null`,
  'parameter.oneValue': ({ name }) => `${name} 只接收一个值，而不是一列的所有行：请加上 row（row: 0 表示第一行）`,
  'parameter.mustBe': ({ name, expected, found }, say) =>
    `${name} 必须是${apart(say(expected))}，而不是${apart(say(found))}`,
  'parameter.mustBeGiven': ({ name, expected }, say) => `必须给出 ${name}：${say(expected)}`,
  'parameter.unknown': ({ algorithm, name, near, known }) =>
    `${algorithm} 没有参数 ${name}${hint(near, known, '；它没有参数')}`,
  'file.scheme': ({ scheme }) => `${scheme}:// 不可用；请指定已配置文件夹中的 CSV 或 Parquet 文件`,
  'file.delimiter': () => '不能是引号或换行符',
  'engine.unavailable': ({ engine, engines }) => `引擎 ${engine} 不可用；可用的有：${list(engines)}`,
  'input.timeMissing': ({ type, what }) => `缺失：${type} 需要包含每条边时间的${what === 'column' ? '列' : '属性'}`,

  'query.syntax': ({ line, column, message }) => `第 ${line} 行第 ${column} 列：${message}`,
  'query.empty': ({ line, column }) => `第 ${line} 行第 ${column} 列：没有语句`,
  'query.noParameter': ({ name, near, known }) => `语句中没有 \${${name}}${hint(near, known, '；它没有参数')}`,
  'query.quotedColumn': ({ name }) =>
    `\${${name}} 位于引号内的字符串中，只接收一个值：请加上 row（row: 0 表示第一行），或把 \${${name}} 移到引号之外`,
  'query.value': ({ name, reason }, say) => `\${${name}} ${say(reason)}`,

  'reference.noTask': ({ name, near, known }) => `没有任务 ${name}${hint(near, known, '')}`,
  'reference.twice': ({ name }) => `${name} 出现了两次`,
  'reference.noColumn': ({ from, name, near, known }) =>
    `${from} 没有列 ${name}${hint(near, known, '：它的结果没有列')}`,
  'reference.notVertex': ({ name, from, type }) => `${from} 的列 ${name} 是 ${type} 类型，不能作为点 ID`,
  'reference.notWeight': ({ name, from, type }) => `${from} 的列 ${name} 是 ${type} 类型，不能作为权重：必须是数字`,
  'reference.notTime': ({ name, from, type }) =>
    `${from} 的列 ${name} 是 ${type} 类型，不能作为时间：必须是 datetime，或自 1970 年起的毫秒数`,

  'input.notMap': ({ found }, say) => `必须是从任务 ID 到参数的映射，而不是${apart(say(found))}`,
  'input.noTask': ({ name, near, known }) => `工作流没有任务 ${name}${hint(near, known, '')}`,
  'input.noParameter': ({ task, name, near, known }) =>
    `任务 ${task} 没有参数 ${name}${hint(near, known, '；它没有参数')}`,
  'input.null': ({ name }) => `${name} 必须有值，不能是 null；不填则使用默认值`,
  'input.value': ({ name, reason }, say) => `${name} ${say(reason)}`,
  'input.missing': ({ task, name, expected }, say) =>
    `任务 ${task} 需要参数 ${name}，它没有默认值：请在作业的输入中给出${apart(say(expected))}，{"input":{"${task}":{"${name}":…}}}`,
  'algorithm.unavailable': ({ type }) => `算法 ${type} 不可用`,

  'reason.quotedList': () => '位于引号内的字符串中，只接收一个值，不能是列表',
  'reason.nullInList': () => '的列表中有 null',
  'reason.listInList': () => '的列表中有列表',
  'reason.map': () => '必须是文本、数字、true、false 或由它们组成的列表，而不是映射',
  'reason.beyondInt64': ({ value, minimum, maximum }) =>
    `的值 ${value} 超出 64 位整数的范围（${minimum} 到 ${maximum}）；请以文本，或带小数的浮点数给出`,
  'reason.surrogate': () => '含有不成对的代理字符，无法用 UTF-8 表示',

  'value.surrogate': () => '含有不成对的代理字符，无法用 UTF-8 表示',
  'value.mustBe': ({ expected, found }, say) => `必须是${apart(say(expected))}，而不是${apart(say(found))}`,
  'value.twice': ({ value }, say) => `${say(value)} 出现了两次`,
  'field.missing': ({ expected }, say) => `缺失：必须是${apart(say(expected))}`,
  'field.notAllowed': ({ name }) => `此处不能使用名称 ${name}`,
  'field.unknown': ({ name, near, known }) => `未知字段 ${name}${hint(near, known, '')}`,
  'fields.none': ({ names }) => `必须有以下字段之一：${list(names)}`,
  'fields.several': ({ names }) => `同时有 ${names.join(' 和 ')}，只能有其中一个`,
  'items.tooFew': ({ minimum, count }) => `至少要有 ${minimum} 个元素，而不是 ${count} 个`,
  'items.tooMany': ({ maximum, count }) => `最多有 ${maximum} 个元素，而不是 ${count} 个`,
  'entries.tooFew': ({ minimum, count }) => `至少要有 ${minimum} 项，而不是 ${count} 项`,
  'entries.tooMany': ({ maximum, count }) => `最多有 ${maximum} 项，而不是 ${count} 项`,

  'expected.anyOf': ({ options }, say) => {
    const words = options.map(say);
    return words.length === 1 ? words[0]! : `${words.slice(0, -1).join('、')}或${words.at(-1)}`;
  },
  'expected.literal': ({ text }) => ` ${text} `,
  'expected.described': ({ text }) => text,
  'expected.value': () => '一个值',
  'expected.map': () => '从名称到值的映射',
  'expected.mapWith': ({ names }) => `包含 ${list(names)} 的映射`,
  'expected.names': () => '名称列表',
  'expected.list': () => '列表',
  'expected.int': (bounds) => `${range(bounds)}整数`,
  'expected.number': (bounds) => `${range(bounds)}数字`,
  'expected.bool': () => ' true 或 false',
  'expected.text': () => '文本',
  'expected.enum': ({ names }) => `以下之一：${list(names)}`,
  'expected.datetime': () => '日期时间，如 2024-12-31 23:59:59.999（UTC），或 1970 年以来的毫秒数',
  'expected.vid': () => '点 ID（文本或整数）',
  'expected.vids': () => '点 ID 列表（或以逗号分隔的文本）',
  'expected.pattern': ({ example, pattern }) => `形如 ${example} 的文本（${pattern}）`.replace('  ', ' '),
  'expected.character': () => '一个字符',
  'expected.textLength': ({ minimum, maximum }) => `${minimum} 到 ${maximum} 个字符的文本`,
  'found.literal': ({ text }) => ` ${text}`,
  'found.list': () => '列表',
  'found.map': () => '映射',
  'found.structure': () => '结构化的值',

  'text.tooLong': ({ maximum, count }) => `定义最多有 ${maximum} 个字符，此定义有 ${count} 个`,
  'text.tooDeep': ({ maximum }) => `嵌套超过 ${maximum} 层`,
  'text.notJson': ({ message }) => `不是 JSON：${message}`,
  'text.notYaml': ({ message }) => `不是 YAML：${message}`,
  'text.keyTwice': ({ key }) => `键 ${JSON.stringify(key)} 出现了两次`,
  'yaml.alias': () => '不支持别名（*name）：请写出值',
  'yaml.anchor': () => '不支持锚点（&name）：请写出值',
  'yaml.tag': ({ tag }) => `不支持标签（${tag}）`,
  'yaml.node': () => '应为值、列表或映射',
  'yaml.key': () => '键必须是文本',
  'yaml.notFinite': ({ text }) => `${text} 不是有限的数字`,
};
