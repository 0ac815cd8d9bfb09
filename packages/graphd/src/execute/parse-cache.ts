import { parseSteps, type ParseOptions, type Script, type Statement } from '@orrery/ngql';
import type { Pace } from './pace.ts';

const KEPT_TEXTS = 512;
/** Longer texts are seldom sent twice. */
const KEPT_LENGTH = 4096;

/**
 * Scripts of the texts that were parsed lately: clients send the same ones again, with other parameters. A script depends
 * on its text and on which names are parameters, on nothing that may change, and nobody changes it.
 */
export class ParseCache {
  readonly #maxDepth: number;
  readonly #scripts = new Map<string, Script>();

  constructor(maxDepth: number) {
    this.#maxDepth = maxDepth;
  }

  /**
   * Lets others in while a long text is parsed.
   * @throws NgqlSyntaxError; StatementError ExecutionError when the statement was killed
   */
  async scriptOf(text: string, parameters: ReadonlySet<string>, pace: Pace): Promise<Script> {
    const options = { parameters, maxDepth: this.#maxDepth };
    if (text.length > KEPT_LENGTH) return parsePaced(text, options, pace);
    const key = parameters.size === 0 ? text : `${[...parameters].sort().join(' ')}\0${text}`;
    let script = this.#scripts.get(key);
    if (script) this.#scripts.delete(key);
    else {
      script = await parsePaced(text, options, pace);
      if (parameters.size === 0 && script.statements.some(isOfRows)) return script;
      if (this.#scripts.size >= KEPT_TEXTS) this.#scripts.delete(this.#scripts.keys().next().value!);
    }
    this.#scripts.set(key, script);
    return script;
  }
}

/** What writes the rows that its text has is not sent again, and would drive out what is. */
function isOfRows({ kind }: Statement): boolean {
  return /^(insert|update|delete)/.test(kind);
}

async function parsePaced(text: string, options: ParseOptions, pace: Pace): Promise<Script> {
  const steps = parseSteps(text, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (pace.isOver()) await pace.pause();
  }
}
