import type { ClusterStatement, HostAddress, TextServiceClient } from '../ast/admin-statement.ts';
import type { Cursor } from './cursor.ts';

/** `127.0.0.1`, which the lexer takes for numbers. */
function parseIpAddress(cursor: Cursor): string | undefined {
  const address = /^\d{1,3}(?:\.\d{1,3}){3}(?![\w.])/.exec(cursor.text.slice(cursor.offset, cursor.offset + 16))?.[0];
  if (address === undefined) return undefined;
  const end = cursor.offset + address.length;
  while (cursor.end < end && cursor.type !== 'end') cursor.advance();
  return address;
}

/** `"127.0.0.1":9779`, `127.0.0.1:9779`, or a bare name */
function parseHost(cursor: Cursor): HostAddress {
  const { offset } = cursor;
  const host = cursor.atString() ? cursor.string() : (parseIpAddress(cursor) ?? cursor.name());
  cursor.expect(':');
  const port = Number(cursor.int(65_535n));
  return { kind: 'host', offset, end: cursor.end, host, port };
}

/** `ADD HOSTS … [INTO [NEW] ZONE zone]`, `ADD LISTENER ELASTICSEARCH …` */
export function parseAdd(cursor: Cursor): ClusterStatement {
  const { offset } = cursor;
  cursor.expect('ADD');
  if (cursor.accept('LISTENER')) {
    const listener = cursor.name();
    const hosts = cursor.list(parseHost);
    return { kind: 'addListener', offset, end: cursor.end, listener, hosts };
  }
  cursor.expect('HOSTS');
  const hosts = cursor.list(parseHost);
  let newZone = false;
  let zone: string | undefined;
  if (cursor.accept('INTO')) {
    newZone = cursor.accept('NEW');
    cursor.expect('ZONE');
    zone = parseZone(cursor);
  }
  return { kind: 'addHosts', offset, end: cursor.end, hosts, zone, newZone };
}

/** Zones are names or strings. */
export function parseZone(cursor: Cursor): string {
  return cursor.atString() ? cursor.string() : cursor.name();
}

/** Behind `DROP`: hosts or a zone. */
export function parseDropZone(cursor: Cursor, offset: number): ClusterStatement {
  if (cursor.accept('HOSTS')) {
    const hosts = cursor.list(parseHost);
    return { kind: 'dropHosts', offset, end: cursor.end, hosts };
  }
  cursor.expect('ZONE');
  const zone = parseZone(cursor);
  return { kind: 'dropZone', offset, end: cursor.end, zone };
}

/** `REMOVE LISTENER ELASTICSEARCH` */
export function parseRemove(cursor: Cursor): ClusterStatement {
  const { offset } = cursor;
  cursor.expectAll('REMOVE', 'LISTENER');
  const listener = cursor.name();
  return { kind: 'removeListener', offset, end: cursor.end, listener };
}

/** `MERGE ZONE a, b INTO c` */
export function parseMerge(cursor: Cursor): ClusterStatement {
  const { offset } = cursor;
  cursor.expectAll('MERGE', 'ZONE');
  const zones = cursor.list(parseZone);
  cursor.expect('INTO');
  const into = parseZone(cursor);
  return { kind: 'mergeZone', offset, end: cursor.end, zones, into };
}

/** `RENAME ZONE a TO b` */
export function parseRename(cursor: Cursor): ClusterStatement {
  const { offset } = cursor;
  cursor.expectAll('RENAME', 'ZONE');
  const zone = parseZone(cursor);
  cursor.expect('TO');
  const to = parseZone(cursor);
  return { kind: 'renameZone', offset, end: cursor.end, zone, to };
}

/** `DIVIDE ZONE a INTO b (hosts) c (hosts)` */
export function parseDivide(cursor: Cursor): ClusterStatement {
  const { offset } = cursor;
  cursor.expectAll('DIVIDE', 'ZONE');
  const zone = parseZone(cursor);
  cursor.expect('INTO');
  const parts: { zone: string; hosts: HostAddress[] }[] = [];
  do {
    const name = parseZone(cursor);
    cursor.expect('(');
    const hosts = cursor.list(parseHost);
    cursor.expect(')');
    parts.push({ zone: name, hosts });
  } while (cursor.atName() || cursor.atString());
  return { kind: 'divideZone', offset, end: cursor.end, zone, parts };
}

/** `SIGN IN TEXT SERVICE (host:port, HTTP [, "user", "password"]), …`, `SIGN OUT TEXT SERVICE` */
export function parseSign(cursor: Cursor): ClusterStatement {
  const { offset } = cursor;
  cursor.expect('SIGN');
  if (cursor.accept('OUT')) {
    cursor.expectAll('TEXT', 'SERVICE');
    return { kind: 'signOutTextService', offset, end: cursor.end };
  }
  cursor.expectAll('IN', 'TEXT', 'SERVICE');
  const clients = cursor.list(parseTextClient);
  return { kind: 'signInTextService', offset, end: cursor.end, clients };
}

function parseTextClient(cursor: Cursor): TextServiceClient {
  cursor.expect('(');
  const host = parseHost(cursor);
  let protocol: 'HTTP' | 'HTTPS' = 'HTTP';
  let user: string | undefined;
  let password: string | undefined;
  while (cursor.accept(',')) {
    if (cursor.accept('HTTPS')) {
      protocol = 'HTTPS';
    } else if (!cursor.accept('HTTP')) {
      user = cursor.string();
      cursor.expect(',');
      password = cursor.string();
    }
  }
  cursor.expect(')');
  return { host, protocol, user, password };
}
