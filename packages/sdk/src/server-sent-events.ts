export interface ServerSentEvent {
  /** The last id so far. */
  readonly id: string | undefined;
  readonly event: string;
  /** Undefined for a block that brings an id alone, which a browser dispatches nothing for. */
  readonly data: string | undefined;
}

/** The events of a `text/event-stream` body, as the HTML standard reads it, and its ids. */
export async function* serverSentEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>)
    .getReader();
  let pending = '';
  let id: string | undefined;
  let event = '';
  let data: string[] = [];
  let isNewId = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      pending += value;
      const lines = pending.split(/\r\n|\n|\r(?!$)/);
      pending = lines.pop()!;
      for (const line of lines) {
        if (line === '') {
          const content = data.length > 0 ? data.join('\n') : undefined;
          if (content !== undefined || isNewId) yield { id, event: event === '' ? 'message' : event, data: content };
          event = '';
          data = [];
          isNewId = false;
          continue;
        }
        const [, field, content = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line)!;
        if (field === 'data') data.push(content);
        else if (field === 'event') event = content;
        else if (field === 'id') {
          id = content;
          isNewId = true;
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
