"""Scans a graph with NebulaGraph's own Python storage client, and asks graphd for the same; prints both, as JSON."""
import json
import logging
import sys

from nebula3.Config import Config
from nebula3.Exception import EdgeNotFoundException, SpaceNotFoundException, TagNotFoundException
from nebula3.gclient.net import ConnectionPool
from nebula3.mclient import MetaCache
from nebula3.sclient.GraphStorageClient import GraphStorageClient

# The client warns of every part without rows.
logging.disable(logging.WARNING)
graph_port, meta_port = int(sys.argv[1]), int(sys.argv[2])
space = sys.argv[3]
out = {}

pool = ConnectionPool()
assert pool.init([('127.0.0.1', graph_port)], Config())
meta = MetaCache([('127.0.0.1', meta_port)], 20000)
client = GraphStorageClient(meta, time_out=20000)


def said(statement):
    with pool.session_context('root', 'nebula') as session:
        result = session.execute('USE %s; %s' % (space, statement))
        assert result.is_succeeded(), result.error_msg()
        return sorted([[str(value) for value in result.row_values(i)] for i in range(result.row_size())])


def read(scan, row):
    rows = []
    while scan.has_next():
        page = scan.next()
        rows.extend(row(item) for item in page or [])
    return sorted(rows)


def vertex(item):
    return [str(item.get_id())] + [str(value) for value in item.get_prop_values()]


def edge(item):
    properties = [str(value) for value in item.get_prop_values()]
    return [str(item.get_src_id()), str(item.get_ranking()), str(item.get_dst_id())] + properties


def both(name, scanned, statement):
    out[name] = {'scanned': scanned, 'said': said(statement)}


def compare(name, kind, properties, statement, limit, prop_names=()):
    call, row = (client.scan_vertex, vertex) if kind == 'vertex' else (client.scan_edge, edge)
    scanned = read(call(space, name, prop_names=list(prop_names), limit=limit), row)
    both('%s %s by %d' % (name, ','.join(prop_names) or '*', limit), scanned, statement % properties)


VERTICES = 'MATCH (v:person) RETURN id(v), %s'
EDGES = 'MATCH ()-[e:knows]->() RETURN src(e), rank(e), dst(e), %s'
PERSON = ', '.join('v.person.' + name for name in ('name', 'age', 'height', 'born', 'wakes', 'seen', 'home', 'tall'))
KNOWS = 'e.since, e.often, e.words'
for limit in (3, 1000):
    compare('person', 'vertex', PERSON, VERTICES, limit)
    compare('knows', 'edge', KNOWS, EDGES, limit)
compare('person', 'vertex', 'v.person.age', VERTICES, 50, ['age'])
compare('knows', 'edge', 'e.words', EDGES, 50, ['words'])

by_part = []
for part in meta.get_part_leaders(space):
    by_part.extend(read(client.scan_edge_with_part(space, part, 'knows', ['since'], limit=7), edge))
both('parts one by one', sorted(by_part), EDGES % 'e.since')

nodes = read(client.scan_vertex(space, 'pet', limit=10), lambda item: [str(item.as_node())])
both('as nodes', nodes, 'MATCH (v:pet) RETURN v')
relations = read(client.scan_edge(space, 'owns', limit=10), lambda item: [str(item.as_relationship())])
both('as relationships', relations, 'MATCH ()-[e:owns]->() RETURN e')

out['parts'] = sorted(meta.get_part_alloc(space))
out['hosts'] = ['%s:%d' % (host.host, host.port) for host in meta.get_all_storage_addrs()]
out['refused'] = []
for wrong, call in ((SpaceNotFoundException, lambda: client.scan_vertex('nowhere', 'person')),
                    (TagNotFoundException, lambda: client.scan_vertex(space, 'nobody')),
                    (EdgeNotFoundException, lambda: client.scan_edge(space, 'nothing'))):
    try:
        call()
        out['refused'].append('nothing')
    except wrong as error:
        out['refused'].append(type(error).__name__)
try:
    client.scan_vertex(space, 'person', ['nick']).next()
except Exception as error:
    out['refused'].append(str(error))
print(json.dumps(out))
client.close()
meta.close()
pool.close()
