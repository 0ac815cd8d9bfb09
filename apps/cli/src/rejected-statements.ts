import { appendFileSync, writeFileSync } from 'node:fs';
import type { ScriptFailure } from './run-script.ts';

/** The statements of a script that failed, with their reasons: a script that runs them again. */
export class RejectedStatements {
  readonly #path: string;
  #space: string | undefined;
  #count = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** The file; undefined as long as there is nothing in it. */
  get file(): string | undefined {
    return this.#count === 0 ? undefined : this.#path;
  }

  add({ line, space, statement, message }: ScriptFailure): void {
    if (this.#count++ === 0) writeFileSync(this.#path, '');
    const use = space === undefined || space === this.#space ? '' : `USE \`${space}\`;\n`;
    this.#space = space ?? this.#space;
    appendFileSync(this.#path, `${use}# line ${line}: ${message.replaceAll(/\s+/g, ' ')}\n${statement};\n`);
  }
}
