import com.vesoft.nebula.client.graph.NebulaPoolConfig;
import com.vesoft.nebula.client.graph.data.HostAddress;
import com.vesoft.nebula.client.graph.data.ResultSet;
import com.vesoft.nebula.client.graph.data.ValueWrapper;
import com.vesoft.nebula.client.graph.net.NebulaPool;
import com.vesoft.nebula.client.graph.net.Session;
import com.vesoft.nebula.client.meta.MetaClient;
import com.vesoft.nebula.client.storage.StorageClient;
import com.vesoft.nebula.client.storage.data.EdgeTableRow;
import com.vesoft.nebula.client.storage.data.VertexTableRow;
import com.vesoft.nebula.client.storage.scan.ScanEdgeResult;
import com.vesoft.nebula.client.storage.scan.ScanEdgeResultIterator;
import com.vesoft.nebula.client.storage.scan.ScanVertexResult;
import com.vesoft.nebula.client.storage.scan.ScanVertexResultIterator;
import com.vesoft.nebula.meta.ColumnDef;
import com.vesoft.nebula.meta.Schema;
import com.vesoft.nebula.meta.SpaceDesc;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Scans a space with NebulaGraph's own Java meta and storage clients, which its Spark and Flink connectors are built on, and
 * asks graphd for the same; prints both, a line per row. Arguments: port of graphd, port of the meta service, space. With an edge
 * type and a limit as well it only counts the edges, for measurements.
 */
public final class Scan {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  /** The client takes no columns for all of them. */
  private static final List<String> ALL = Collections.emptyList();

  private final String space;

  private Scan(String space) {
    this.space = space;
  }

  public static void main(String[] args) {
    int status = 0;
    try {
      Scan scan = new Scan(args[2]);
      int metaPort = Integer.parseInt(args[1]);
      if (args.length > 3) scan.count(metaPort, args[3], Integer.parseInt(args[4]));
      else scan.run(Integer.parseInt(args[0]), metaPort);
    } catch (Exception error) {
      error.printStackTrace();
      status = 1;
    }
    System.exit(status); // The client's own threads would hold the process for a minute.
  }

  private void run(int graphPort, int metaPort) throws Exception {
    MetaClient meta = new MetaClient("127.0.0.1", metaPort);
    meta.connect();
    schema(meta);
    StorageClient storage = new StorageClient("127.0.0.1", metaPort);
    if (!storage.connect()) throw new IllegalStateException("the storage client found no server");
    for (int limit : new int[] {3, 1000}) {
      vertices("person", storage.scanVertex(space, "person", ALL, limit), limit);
      edges("knows", storage.scanEdge(space, "knows", ALL, limit), limit);
    }
    vertices("person.age", storage.scanVertex(space, "person", Arrays.asList("age"), 50), 50);
    edges("knows.words", storage.scanEdge(space, "knows", Arrays.asList("words"), 50), 50);
    vertices("pet's id", storage.scanVertex(space, "pet", 50), 50);
    edges("owns", storage.scanEdge(space, "owns", ALL, 50), 50);
    refused("tag", () -> storage.scanVertex(space, "nobody"));
    refused("property", () -> storage.scanEdge(space, "knows", Arrays.asList("nick"), 50).next());
    storage.close();
    meta.close();

    NebulaPool pool = new NebulaPool();
    pool.init(Collections.singletonList(new HostAddress("127.0.0.1", graphPort)), new NebulaPoolConfig());
    Session session = pool.getSession("root", "nebula", true);
    String person = String.join(", v.person.", "v.person.name", "age", "height", "born", "wakes", "seen", "home", "tall");
    for (int limit : new int[] {3, 1000}) {
      said("person", limit, session, "MATCH (v:person) RETURN id(v), " + person);
      said("knows", limit, session, "MATCH ()-[e:knows]->() RETURN src(e), rank(e), dst(e), e.since, e.often, e.words");
    }
    said("person.age", 50, session, "MATCH (v:person) RETURN id(v), v.person.age");
    said("knows.words", 50, session, "MATCH ()-[e:knows]->() RETURN src(e), rank(e), dst(e), e.words");
    said("pet's id", 50, session, "MATCH (v:pet) RETURN id(v)");
    said("owns", 50, session, "MATCH ()-[e:owns]->() RETURN src(e), rank(e), dst(e)");
    session.release();
    pool.close();
  }

  private void count(int metaPort, String edge, int limit) throws Exception {
    StorageClient storage = new StorageClient("127.0.0.1", metaPort);
    storage.connect();
    long edges = 0;
    for (ScanEdgeResultIterator pages = storage.scanEdge(space, edge, ALL, limit); pages.hasNext(); ) {
      ScanEdgeResult page = pages.next();
      if (!page.isEmpty()) edges += page.getEdgeTableRows().size();
    }
    line(edges);
    storage.close();
  }

  private void schema(MetaClient meta) throws Exception {
    SpaceDesc desc = meta.getSpace(space).getProperties();
    line("space", new String(desc.getSpace_name()), desc.getPartition_num(), desc.getVid_type().type,
        desc.getVid_type().type_length);
    line("parts", meta.getPartsAlloc(space).keySet());
    line("hosts", meta.listHosts().size());
    line("tags", meta.getTags(space).size());
    columns("person", meta.getTag(space, "person"));
    columns("knows", meta.getEdge(space, "knows"));
    refused("space", () -> meta.getSpace("nowhere"));
    refused("edge", () -> meta.getEdge(space, "nothing"));
  }

  private static void columns(String name, Schema schema) {
    for (ColumnDef column : schema.getColumns()) {
      line(name, new String(column.getName()), column.getType().type, column.getType().type_length,
          column.getType().geo_shape, column.isNullable());
    }
  }

  private static void vertices(String name, ScanVertexResultIterator pages, int limit) throws Exception {
    while (pages.hasNext()) {
      ScanVertexResult page = pages.next();
      if (page.isEmpty()) continue;
      for (VertexTableRow row : page.getVertexTableRows()) scanned(name, limit, texts(row.getValues()));
    }
  }

  private static void edges(String name, ScanEdgeResultIterator pages, int limit) throws Exception {
    while (pages.hasNext()) {
      ScanEdgeResult page = pages.next();
      if (page.isEmpty()) continue;
      for (EdgeTableRow row : page.getEdgeTableRows()) {
        List<String> cells = texts(row.getValues());
        List<String> ordered = new ArrayList<>(Arrays.asList(cells.get(0), cells.get(2), cells.get(1)));
        ordered.addAll(cells.subList(3, cells.size()));
        scanned(name, limit, ordered);
      }
    }
  }

  private static void scanned(String name, int limit, List<String> cells) {
    line("scanned", name, limit, String.join("\t", cells));
  }

  private void said(String name, int limit, Session session, String statement) throws Exception {
    ResultSet result = session.execute("USE " + space + "; " + statement);
    if (!result.isSucceeded()) throw new IllegalStateException(result.getErrorMessage());
    for (int i = 0; i < result.rowsSize(); i++) {
      line("said", name, limit, String.join("\t", texts(result.rowValues(i).values())));
    }
  }

  private static List<String> texts(List<ValueWrapper> values) {
    List<String> texts = new ArrayList<>();
    for (ValueWrapper value : values) texts.add(value.toString());
    return texts;
  }

  private interface Call {
    void run() throws Exception;
  }

  private static void refused(String what, Call call) {
    try {
      call.run();
      line("refused", what, "nothing");
    } catch (Exception error) {
      line("refused", what, error.getClass().getSimpleName());
    }
  }

  private static void line(Object... cells) {
    OUT.println(String.join("\t", Arrays.stream(cells).map(String::valueOf).toArray(String[]::new)));
  }
}
