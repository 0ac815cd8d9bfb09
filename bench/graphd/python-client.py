"""Times a statement with NebulaGraph's own Python client: python-client.py <port> <space> <statement>."""
import json
import statistics
import sys
import time

from nebula3.Config import Config
from nebula3.gclient.net import ConnectionPool

RUNS = 5

port, space, statement = int(sys.argv[1]), sys.argv[2], sys.argv[3]
pool = ConnectionPool()
assert pool.init([('127.0.0.1', port)], Config())
session = pool.get_session('root', 'nebula')
assert session.execute('USE ' + space).is_succeeded()
execute, read, rows = [], [], 0
for run in range(RUNS + 1):
    begin = time.perf_counter()
    result = session.execute(statement)
    answered = time.perf_counter()
    assert result.is_succeeded(), result.error_msg()
    values = [[cell.cast() for cell in row] for row in result]
    rows = len(values)
    if run > 0:
        execute.append(answered - begin)
        read.append(time.perf_counter() - begin)
session.release()
pool.close()
print(json.dumps({'rows': rows, 'executeS': statistics.median(execute), 'readS': statistics.median(read)}))
