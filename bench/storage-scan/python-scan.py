"""Counts the edges of part 1 that NebulaGraph's Python storage client reads. Arguments: port of the meta service, limit."""
import sys

from nebula3.mclient import MetaCache
from nebula3.sclient.GraphStorageClient import GraphStorageClient

meta = MetaCache([('127.0.0.1', int(sys.argv[1]))], 20000)
client = GraphStorageClient(meta)
scan = client.scan_edge_with_part('s', 1, 'e', ['w'], limit=int(sys.argv[2]))
edges = 0
while scan.has_next():
    page = scan.next()
    if page is not None:
        edges += len(page.get_data_set().rows)
print(edges)
client.close()
meta.close()
