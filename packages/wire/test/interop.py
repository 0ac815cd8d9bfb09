"""Runs NebulaGraph's own Python client against a server; prints what the client made of its answers, as JSON."""
import json
import math
import sys

from nebula3.Config import Config, SessionPoolConfig
from nebula3.common import ttypes
from nebula3.Exception import AuthFailedException
from nebula3.gclient.net import Connection, ConnectionPool

port = int(sys.argv[1])
use_http2 = sys.argv[2] == 'http2'


def point(coordinate):
    return [coordinate.x, coordinate.y]


def plain(value):
    """The client's view of a value: its type's name and its content."""
    raw = value.get_value()
    if value.is_empty():
        return ['empty']
    if value.is_null():
        return ['null', ttypes.NullType._VALUES_TO_NAMES[raw.value]]
    if value.is_bool():
        return ['bool', value.as_bool()]
    if value.is_int():
        return ['int', str(value.as_int())]
    if value.is_double():
        return ['double', repr(value.as_double())]
    if value.is_string():
        return ['string', value.as_string()]
    if value.is_list():
        return ['list', [plain(item) for item in value.as_list()]]
    if value.is_set():
        return ['set', sorted(plain(item) for item in value.as_set())]
    if value.is_map():
        return ['map', {key: plain(item) for key, item in value.as_map().items()}]
    if value.is_vertex():
        node = value.as_node()
        return ['vertex', plain(node.get_id()), {t: {k: plain(v) for k, v in node.properties(t).items()} for t in node.tags()}]
    if value.is_edge():
        edge = value.as_relationship()
        return ['edge', edge.edge_name(), plain(edge.start_vertex_id()), plain(edge.end_vertex_id()), edge.ranking(),
                {k: plain(v) for k, v in edge.properties().items()}]
    if value.is_path():
        path = value.as_path()
        return ['path', [plain(node.get_id()) for node in path.nodes()],
                [[r.edge_name(), plain(r.start_vertex_id()), plain(r.end_vertex_id()), r.ranking()] for r in path.relationships()]]
    if value.is_date():
        date = value.as_date()
        return ['date', repr(date)]
    if value.is_time():
        return ['time', repr(value.as_time())]
    if value.is_datetime():
        return ['datetime', repr(value.as_datetime())]
    if value.is_duration():
        duration = value.as_duration()
        return ['duration', duration.get_months(), duration.get_seconds(), duration.get_microseconds()]
    if value.is_geography():
        # The client's own wrappers of lines and polygons fail on what it decodes, so its decoded structs are looked at.
        shape = raw.get_ggVal()
        if shape.getType() == ttypes.Geography.PTVAL:
            return ['point', point(shape.get_ptVal().coord)]
        if shape.getType() == ttypes.Geography.LSVAL:
            return ['linestring', [point(c) for c in shape.get_lsVal().coordList]]
        return ['polygon', [[point(c) for c in ring] for ring in shape.get_pgVal().coordListList]]
    if raw.getType() == ttypes.Value.GVAL:
        table = raw.get_gVal()
        return ['dataset', [c.decode() for c in table.column_names], len(table.rows)]
    raise TypeError('unknown type %s' % raw.getType())


def table(result):
    return {
        'error': [result.error_code(), result.error_msg()],
        'latency': result.latency(),
        'space': result.space_name(),
        'columns': result.keys(),
        'rows': [[plain(value) for value in result.row_values(i)] for i in range(result.row_size())],
    }


out = {}
config = Config()
config.max_connection_pool_size = 2
if use_http2:
    config.use_http2 = True
    config.timeout = 20000
pool = ConnectionPool()
assert pool.init([('127.0.0.1', port)], config)
try:
    pool.get_session('root', 'wrong')
except AuthFailedException as error:
    out['refused'] = str(error)

session = pool.get_session('root', 'nebula')
out['ping'] = session.ping()
out['values'] = table(session.execute('VALUES'))
out['syntax'] = table(session.execute('NONSENSE'))
parameters = {
    'int': ttypes.Value(iVal=-9223372036854775808),
    'double': ttypes.Value(fVal=0.1),
    'text': ttypes.Value(sVal='Tim — 😀'.encode()),
    'flag': ttypes.Value(bVal=True),
    'nothing': ttypes.Value(nVal=ttypes.NullType.__NULL__),
    'list': ttypes.Value(lVal=ttypes.NList(values=[ttypes.Value(iVal=1), ttypes.Value(sVal=b'x'), ttypes.Value(bVal=False)])),
    'map': ttypes.Value(mVal=ttypes.NMap(kvs={b'k': ttypes.Value(fVal=math.inf)})),
}
out['echo'] = table(session.execute_parameter('ECHO', parameters))
big = session.execute('ROWS 5000')
out['big'] = [big.row_size(), plain(big.row_values(4999)[0]), plain(big.row_values(4999)[1]), plain(big.row_values(4999)[2])]
out['json'] = json.loads(session.execute_json('VALUES'))
session.release()
connection = Connection()
connection.open('127.0.0.1', port, 5000, use_http2)
auth = connection.authenticate('root', 'nebula')
connection.signout(auth.get_session_id())
out['after_signout'] = connection.execute(auth.get_session_id(), 'VALUES').error_code
connection.close()
pool.close()
json.dump(out, sys.stdout)
