"""
Reads and writes structs of the meta and storage services with the serializers of NebulaGraph's own Python client.
Takes [{struct, protocol, fields, hex}] from stdin; prints for each the bytes of `fields` and the fields of `hex`.
With a port as its argument it asks the meta service there, as that client's MetaClient does, and prints what it made of it.
"""
import json
import sys

from nebula3.fbthrift.protocol import TBinaryProtocol, TCompactProtocol
from nebula3.fbthrift.Thrift import TType
from nebula3.fbthrift.transport import TTransport
from nebula3.meta import MetaService, ttypes as meta
from nebula3.storage import GraphStorageService, ttypes as storage

MODULES = {'meta': meta, 'storage': storage, 'MetaService': MetaService, 'GraphStorageService': GraphStorageService}
PROTOCOLS = {'binary': TBinaryProtocol.TBinaryProtocol, 'compact2': TCompactProtocol.TCompactProtocol}
INTS = (TType.BYTE, TType.I16, TType.I32, TType.I64)


def build(kind, args, plain):
    """The client's object for plain JSON; ints may be texts, texts are bytes in Latin-1 where the client has bytes."""
    if kind in INTS:
        return int(plain)
    if kind == TType.STRING:
        return plain if args is True else plain.encode('latin-1')
    if kind == TType.STRUCT:
        return build_struct(args[0], plain)
    if kind in (TType.LIST, TType.SET):
        return [build(args[0], args[1], item) for item in plain]
    if kind == TType.MAP:
        return {build(args[0], args[1], key): build(args[2], args[3], item) for key, item in plain.items()}
    return plain


def build_struct(of, plain):
    if of.isUnion():
        (field,) = [f for f in of.thrift_spec if f and f[2] in plain]
        return of(**{field[2]: build(field[1], field[3], plain[field[2]])})
    made = of()
    if of.__name__ in ('ScanVertexRequest', 'ScanEdgeRequest'):
        # Written by the client though its own description of the struct lacks them: fields that we don't know.
        made.username, made.password, made.need_authenticate = b'root', b'nebula', True
    for field in of.thrift_spec:
        if field and field[2] in plain:
            setattr(made, field[2], build(field[1], field[3], plain[field[2]]))
    return made


def plain(value):
    if isinstance(value, bytes):
        return value.decode('latin-1')
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else str(value)
    if isinstance(value, (list, set)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if hasattr(value, 'thrift_spec'):
        if value.isUnion():
            (field,) = [f for f in value.thrift_spec if f and f[0] == value.getType()]
            return {field[2]: plain(value.value)}
        fields = [f[2] for f in value.thrift_spec if f]
        return {name: plain(getattr(value, name)) for name in fields if getattr(value, name) is not None}
    return value


def exchange(case):
    module, name = case['struct'].split('.')
    of = getattr(MODULES[module], name)
    out = TTransport.TMemoryBuffer()
    build_struct(of, case['fields']).write(PROTOCOLS[case['protocol']](out))
    decoded = of()
    decoded.read(PROTOCOLS[case['protocol']](TTransport.TMemoryBuffer(bytes.fromhex(case['hex']))))
    return {'hex': out.getvalue().hex(), 'fields': plain(decoded)}


def ask_meta(port):
    from nebula3.mclient import MetaClient

    client = MetaClient([('127.0.0.1', port)], 5000)
    client.open()
    seen = {
        'spaces': client.list_spaces(),
        'tags': client.list_tags(7),
        'edges': client.list_edges(7),
        'parts': client.get_parts_alloc(7),
        'hosts': client.list_hosts(),
    }
    client.close()
    return {name: plain(value) for name, value in seen.items()}


if len(sys.argv) > 1:
    json.dump(ask_meta(int(sys.argv[1])), sys.stdout)
else:
    json.dump([exchange(case) for case in json.load(sys.stdin)], sys.stdout)
