interface FileReply {
  header(name: string, value: string): FileReply;
  send(payload: unknown): unknown;
}

/** Answers with a download; the name keeps its characters for browsers that read RFC 6266. */
export function sendFile<R extends FileReply>(reply: R, name: string, type: string, payload: unknown): never {
  const ascii = name.replace(/[^\w.-]/g, '_');
  return reply
    .header('content-type', type)
    .header('content-disposition', `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name)}`)
    .send(payload) as never;
}
