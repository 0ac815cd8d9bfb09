import type { AdminStatement, HostAddress, ShowSubject, SubmitJobStatement } from '../ast/admin-statement.ts';
import type { UserStatement } from '../ast/user-statement.ts';
import { words } from './clause.ts';
import { printExpressionSource as expression } from './expression.ts';
import { printString } from './escape.ts';
import { printName, printNames } from './name.ts';

const SUBJECTS: Readonly<Record<ShowSubject, string>> = {
  spaces: 'SPACES',
  tags: 'TAGS',
  edges: 'EDGES',
  users: 'USERS',
  snapshots: 'SNAPSHOTS',
  charset: 'CHARSET',
  collation: 'COLLATION',
  zones: 'ZONES',
  stats: 'STATS',
  tagIndexStatus: 'TAG INDEX STATUS',
  edgeIndexStatus: 'EDGE INDEX STATUS',
  fulltextIndexStatus: 'FULLTEXT INDEX STATUS',
  fulltextIndexes: 'FULLTEXT INDEXES',
  listener: 'LISTENER',
  metaLeader: 'META LEADER',
  textSearchClients: 'TEXT SEARCH CLIENTS',
  jobs: 'JOBS',
};

const CREATED = { space: 'SPACE', tag: 'TAG', edge: 'EDGE', tagIndex: 'TAG INDEX', edgeIndex: 'EDGE INDEX' } as const;

const JOBS: Readonly<Record<SubmitJobStatement['job'], string>> = {
  compact: 'COMPACT',
  flush: 'FLUSH',
  stats: 'STATS',
  ingest: 'INGEST',
  downloadHdfs: 'DOWNLOAD HDFS',
  balanceLeader: 'BALANCE LEADER',
  balanceData: 'BALANCE DATA',
  balanceInZone: 'BALANCE IN ZONE',
  balanceAcrossZone: 'BALANCE ACROSS ZONE',
};

export function printAdmin(statement: AdminStatement): string {
  switch (statement.kind) {
    case 'show':
      return `SHOW ${SUBJECTS[statement.subject]}`;
    case 'showHosts':
      return words('SHOW HOSTS', statement.role?.toUpperCase().replace('_', ' '));
    case 'showParts':
      return words('SHOW PARTS', statement.parts.join(', '));
    case 'showTagIndexes':
    case 'showEdgeIndexes': {
      const noun = statement.kind === 'showTagIndexes' ? 'TAG' : 'EDGE';
      return words('SHOW', noun, 'INDEXES', statement.by !== undefined && `BY ${printName(statement.by)}`);
    }
    case 'showRoles':
      return `SHOW ROLES IN ${printName(statement.space)}`;
    case 'showConfigs':
      return words('SHOW CONFIGS', statement.module?.toUpperCase());
    case 'showCreate':
      return `SHOW CREATE ${CREATED[statement.subject]} ${printName(statement.name)}`;
    case 'showSessions':
      return words('SHOW', statement.local && 'LOCAL', 'SESSIONS');
    case 'showSession':
      return `SHOW SESSION ${statement.session}`;
    case 'showQueries':
      return words('SHOW', statement.local && 'LOCAL', 'QUERIES');
    case 'showJob':
      return `SHOW JOB ${statement.job}`;
    case 'killQuery': {
      const session = statement.session && `SESSION = ${expression(statement.session)}, `;
      return `KILL QUERY (${session ?? ''}PLAN = ${expression(statement.plan)})`;
    }
    case 'killSession':
      return `KILL SESSION ${expression(statement.session)}`;
    case 'submitJob':
      return words('SUBMIT JOB', JOBS[statement.job], printJobArguments(statement));
    case 'stopJob':
      return `STOP JOB ${statement.job}`;
    case 'recoverJob':
      return words('RECOVER JOB', statement.jobs.join(', '));
    case 'addHosts': {
      const zone = statement.zone !== undefined && printString(statement.zone);
      return words(
        `ADD HOSTS ${printHosts(statement.hosts)}`,
        zone && words('INTO', statement.newZone && 'NEW', 'ZONE', zone),
      );
    }
    case 'dropHosts':
      return `DROP HOSTS ${printHosts(statement.hosts)}`;
    case 'mergeZone':
      return `MERGE ZONE ${statement.zones.map(printString).join(', ')} INTO ${printString(statement.into)}`;
    case 'dropZone':
      return `DROP ZONE ${printString(statement.zone)}`;
    case 'divideZone': {
      const parts = statement.parts.map(({ zone, hosts }) => `${printString(zone)} (${printHosts(hosts)})`);
      return `DIVIDE ZONE ${printString(statement.zone)} INTO ${parts.join(' ')}`;
    }
    case 'renameZone':
      return `RENAME ZONE ${printString(statement.zone)} TO ${printString(statement.to)}`;
    case 'describeZone':
      return `DESCRIBE ZONE ${printName(statement.zone)}`;
    case 'addListener':
      return `ADD LISTENER ${printName(statement.listener)} ${printHosts(statement.hosts)}`;
    case 'removeListener':
      return `REMOVE LISTENER ${printName(statement.listener)}`;
    case 'createSnapshot':
      return 'CREATE SNAPSHOT';
    case 'dropSnapshot':
      return `DROP SNAPSHOT ${printNames(statement.names)}`;
    case 'signInTextService': {
      const clients = statement.clients.map(({ host, protocol, user, password }) => {
        const account = user !== undefined && `, ${printString(user)}, ${printString(password ?? '')}`;
        return `(${printHosts([host])}, ${protocol}${account || ''})`;
      });
      return `SIGN IN TEXT SERVICE ${clients.join(', ')}`;
    }
    case 'signOutTextService':
      return 'SIGN OUT TEXT SERVICE';
    case 'getConfig':
      return `GET CONFIGS ${configName(statement)}`;
    case 'updateConfig':
      return `UPDATE CONFIGS ${configName(statement)} = ${expression(statement.value)}`;
  }
}

function configName({ module, name }: { module: string | undefined; name: string }): string {
  return `${module === undefined ? '' : `${module.toUpperCase()}:`}${printName(name)}`;
}

function printHosts(hosts: readonly HostAddress[]): string {
  return hosts.map(({ host, port }) => `${printString(host)}:${port}`).join(', ');
}

function printJobArguments({ job, arguments: given }: SubmitJobStatement): string | undefined {
  if (job === 'downloadHdfs') return given.map(printString).join(', ');
  if (given.length === 0) return undefined;
  const hosts = given.map((address) => {
    const colon = address.lastIndexOf(':');
    return `${printString(address.slice(0, colon))}${address.slice(colon)}`;
  });
  return `REMOVE ${hosts.join(', ')}`;
}

export function printUser(statement: UserStatement): string {
  switch (statement.kind) {
    case 'createUser':
      return words(
        'CREATE USER',
        statement.ifNotExists && 'IF NOT EXISTS',
        printName(statement.user),
        statement.password !== '' && `WITH PASSWORD ${printString(statement.password)}`,
        printWhitelist(statement.ipWhitelist),
      );
    case 'alterUser':
      return words(
        'ALTER USER',
        printName(statement.user),
        statement.password !== undefined && `WITH PASSWORD ${printString(statement.password)}`,
        printWhitelist(statement.ipWhitelist),
      );
    case 'dropUser':
      return words('DROP USER', statement.ifExists && 'IF EXISTS', printName(statement.user));
    case 'describeUser':
      return `DESCRIBE USER ${printName(statement.user)}`;
    case 'changePassword': {
      const { user, oldPassword, newPassword } = statement;
      return `CHANGE PASSWORD ${printName(user)} FROM ${printString(oldPassword)} TO ${printString(newPassword)}`;
    }
    case 'grantRole':
    case 'revokeRole': {
      const [verb, preposition] = statement.kind === 'grantRole' ? ['GRANT', 'TO'] : ['REVOKE', 'FROM'];
      const space = statement.space !== undefined && `ON ${printName(statement.space)}`;
      return words(verb, 'ROLE', statement.role, space, preposition, printName(statement.user));
    }
  }
}

function printWhitelist(addresses: readonly string[]): string | undefined {
  return addresses.length === 0 ? undefined : `WITH IP WHITELIST ${addresses.map(printString).join(', ')}`;
}
