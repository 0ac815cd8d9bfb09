"""Runs NebulaGraph's own Python client against a whole graph; prints what the client made of its answers, as JSON."""
import json
import sys
from concurrent.futures import ThreadPoolExecutor

from nebula3.Config import Config, SessionPoolConfig
from nebula3.common import ttypes
from nebula3.gclient.net import ConnectionPool
from nebula3.gclient.net.SessionPool import SessionPool

port = int(sys.argv[1])
config = Config()
if sys.argv[2] == 'http2':
    config.use_http2 = True
    config.timeout = 20000
address = ('127.0.0.1', port)
out = {}


def ok(result):
    assert result.is_succeeded(), result.error_msg()
    return result


def rows(result):
    """The client's own view of a table, as Python values."""
    return [[str(value) for value in result.row_values(i)] for i in range(ok(result).row_size())]


def refusal(result):
    return [result.error_code(), result.error_msg()]


pool = ConnectionPool()
assert pool.init([address], config)
with pool.session_context('root', 'nebula') as session:
    ok(session.execute('DROP SPACE IF EXISTS py; CREATE SPACE py(vid_type=INT64) COMMENT = "for Python"; USE py;'
                       ' CREATE TAG person(name string NOT NULL, age int8, born date, seen datetime, home geography, words list<string>);'
                       ' CREATE EDGE knows(since int DEFAULT 2000); CREATE TAG INDEX person_name ON person(name(16))'))
    ok(session.execute('INSERT VERTEX person(name, age, born, seen, home, words) VALUES'
                       ' 1:("Ann", 42, date("1976-04-25"), datetime("2023-02-28T12:30:45.123456"), ST_Point(1.5, -2), ["x", "石佛"]),'
                       ' 2:("Bob — 😀", NULL, NULL, NULL, NULL, [])'))
    ok(session.execute('INSERT EDGE knows(since) VALUES 1->2@7:(1999), 2->1:(2001)'))
    out['properties'] = rows(session.execute(
        'FETCH PROP ON person 1, 2 YIELD id(vertex) AS id, person.name, person.age, person.born, person.seen, person.words | ORDER BY $-.id'))
    out['primitive'] = ok(session.execute(
        'MATCH (v:person)-[e:knows]->(w) RETURN id(v) AS id, v.person.name AS name, e.since AS since ORDER BY id')).as_primitive()
    out['go'] = rows(session.execute('GO FROM 1 OVER knows YIELD dst(edge) AS id, rank(edge), edge AS e'))
    out['path'] = rows(session.execute('FIND SHORTEST PATH FROM 2 TO 1 OVER knows YIELD path AS p'))
    shown = ok(session.execute('MATCH p = (v:person)-[e:knows]->(w) RETURN p')).dict_for_vis()
    out['vis'] = [sorted(node['id'] for node in shown['nodes']), sorted(edge['src'] for edge in shown['edges'])]
    out['parameters'] = rows(session.execute_py(
        'MATCH (v:person)-[e:knows]->(w) WHERE v.person.name == $name AND e.since IN $years RETURN id(w)',
        {'name': 'Ann', 'years': [1999, 2000]}))
    raw = {'n': ttypes.Value(iVal=41)}
    out['json'] = json.loads(session.execute_json_with_parameter('RETURN $n + 1 AS n', raw))['results'][0]['data'][0]['row']
    out['syntax'] = refusal(session.execute('MATCH (v RETURN v'))
    out['semantic'] = refusal(session.execute('GO FROM 1 OVER nobody YIELD dst(edge)'))
    plan = ok(session.execute('PROFILE FORMAT="row" GO FROM 1 OVER knows YIELD dst(edge)')).plan_desc()
    out['plan'] = len(plan.plan_node_descs) > 1 and plan.plan_node_descs[0].profiles is not None
pool.close()

sessions = SessionPool('root', 'nebula', 'py', [address])
pool_config = SessionPoolConfig()
pool_config.use_http2, pool_config.timeout = config.use_http2, config.timeout
assert sessions.init(pool_config)
with ThreadPoolExecutor(4) as threads:
    counts = threads.map(lambda i: ok(sessions.execute('UNWIND range(1, 2) AS i RETURN i')).row_size(), range(40))
out['session_pool'] = sum(counts)
sessions.close()
json.dump(out, sys.stdout)
