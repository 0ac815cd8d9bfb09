import com.vesoft.nebula.client.graph.NebulaPoolConfig;
import com.vesoft.nebula.client.graph.SessionPool;
import com.vesoft.nebula.client.graph.SessionPoolConfig;
import com.vesoft.nebula.client.graph.data.HostAddress;
import com.vesoft.nebula.client.graph.data.ResultSet;
import com.vesoft.nebula.client.graph.data.ValueWrapper;
import com.vesoft.nebula.client.graph.exception.AuthFailedException;
import com.vesoft.nebula.client.graph.net.NebulaPool;
import com.vesoft.nebula.client.graph.net.Session;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs NebulaGraph's own Java client against a server; prints what the client made of its answers, a line per value.
 * Arguments: port, transport (header or http2), then `values` for the echoing graph or `graph` for a whole one.
 */
public final class Interop {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private final List<HostAddress> addresses;
  private final boolean http2;

  private Interop(int port, boolean http2) {
    this.addresses = Collections.singletonList(new HostAddress("127.0.0.1", port));
    this.http2 = http2;
  }

  public static void main(String[] args) {
    int status = 0;
    try {
      new Interop(Integer.parseInt(args[0]), args[1].equals("http2")).run(args[2]);
    } catch (Exception error) {
      error.printStackTrace();
      status = 1;
    }
    System.exit(status); // The client's own threads would hold the process for a minute.
  }

  private void run(String scenario) throws Exception {
    NebulaPool pool = new NebulaPool();
    if (!pool.init(addresses, new NebulaPoolConfig().setMaxConnSize(4).setUseHttp2(http2))) {
      throw new IllegalStateException("the pool found no server");
    }
    try {
      pool.getSession("root", "wrong", false);
      throw new IllegalStateException("a wrong password was accepted");
    } catch (AuthFailedException refused) {
      line("login", refused.getMessage());
    }
    Session session = pool.getSession("root", "nebula", true);
    if (scenario.equals("values")) values(session);
    else graph(session);
    session.release();
    pool.close();
  }

  private static void line(Object... cells) {
    OUT.println(String.join("\t", Arrays.stream(cells).map(String::valueOf).toArray(String[]::new)));
  }

  private static String typeOf(ValueWrapper value) {
    if (value.isEmpty()) return "empty";
    if (value.isNull()) return "null";
    if (value.isBoolean()) return "bool";
    if (value.isLong()) return "int";
    if (value.isDouble()) return "double";
    if (value.isString()) return "string";
    if (value.isList()) return "list";
    if (value.isSet()) return "set";
    if (value.isMap()) return "map";
    if (value.isTime()) return "time";
    if (value.isDate()) return "date";
    if (value.isDateTime()) return "datetime";
    if (value.isVertex()) return "vertex";
    if (value.isEdge()) return "edge";
    if (value.isPath()) return "path";
    if (value.isGeography()) return "geography";
    return value.isDuration() ? "duration" : "other";
  }

  /** The client's text; maps and sets sorted, because the client's own order is that of a hash table. */
  private static String textOf(ValueWrapper value) throws Exception {
    switch (typeOf(value)) {
      case "list": {
        List<String> texts = new ArrayList<>();
        for (ValueWrapper item : value.asList()) texts.add(textOf(item));
        return texts.toString();
      }
      case "set": {
        List<String> texts = new ArrayList<>();
        for (ValueWrapper item : value.asSet()) texts.add(textOf(item));
        Collections.sort(texts);
        return texts.toString();
      }
      case "map": {
        Map<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, ValueWrapper> entry : value.asMap().entrySet()) {
          texts.put(entry.getKey(), textOf(entry.getValue()));
        }
        return texts.toString();
      }
      case "null":
        return value.asNull().toString();
      default:
        return value.toString();
    }
  }

  private static void rows(String name, ResultSet result) throws Exception {
    if (!result.isSucceeded()) {
      line(name, "error", result.getErrorCode(), result.getErrorMessage());
      return;
    }
    for (int row = 0; row < result.rowsSize(); row++) {
      List<Object> cells = new ArrayList<>(Collections.singletonList(name));
      for (ValueWrapper value : result.rowValues(row).values()) {
        cells.add(typeOf(value));
        cells.add(textOf(value));
      }
      line(cells.toArray());
    }
  }

  private static Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("int", Long.MIN_VALUE);
    parameters.put("double", 0.1);
    parameters.put("text", "Tim — 😀");
    parameters.put("flag", true);
    parameters.put("nothing", null);
    parameters.put("list", Arrays.asList(1, "x", false));
    parameters.put("map", Collections.singletonMap("k", 2.5));
    return parameters;
  }

  /** Every kind of value in both directions, from the echoing graph. */
  private void values(Session session) throws Exception {
    ResultSet values = session.execute("VALUES");
    for (String column : new TreeSet<>(values.keys())) {
      ValueWrapper value = values.colValues(column).get(0);
      if (typeOf(value).equals("other")) line(column, "dataset", value.getValue().getGVal().getRows().size());
      else line(column, typeOf(value), textOf(value));
    }
    line("meta", values.getLatency(), values.getSpaceName());
    ResultSet echoed = session.executeWithParameter("ECHO", parameters());
    for (String column : new TreeSet<>(echoed.keys())) {
      line("echo", column, typeOf(echoed.colValues(column).get(0)), textOf(echoed.colValues(column).get(0)));
    }
    rows("refused", session.execute("NONSENSE"));
    line("rows", session.execute("ROWS 20000").rowsSize());
  }

  private static void succeed(Session session, String statement) throws Exception {
    ResultSet result = session.execute(statement);
    if (!result.isSucceeded()) throw new IllegalStateException(statement + ": " + result.getErrorMessage());
  }

  /** What an application does: schema, rows, queries, parameters, JSON, plans, a pool of sessions. */
  private void graph(Session session) throws Exception {
    line("ping", session.ping(), session.pingSession());
    succeed(session, "DROP SPACE IF EXISTS java; CREATE SPACE java(vid_type=FIXED_STRING(16)); USE java;"
        + " CREATE TAG person(name string NOT NULL, age int8, born date, wakes time, seen datetime, since timestamp,"
        + " height float, away duration, home geography(point), tall bool, words list<string>);"
        + " CREATE EDGE knows(since int DEFAULT 2000);"
        + " CREATE TAG INDEX person_name ON person(name(16))");
    succeed(session, "INSERT VERTEX person(name, age, born, wakes, seen, since, height, away, home, tall, words) VALUES"
        + " \"a\":(\"Ann\", 42, date(\"1976-04-25\"), time(\"06:30:00.5\"), datetime(\"2023-02-28T12:30:45.123456\"),"
        + " 1700000000, 1.5, duration({months: 14, seconds: 5}), ST_Point(1.5, -2), true, [\"x\", \"石佛\"]),"
        + " \"b\":(\"Bob — 😀\", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, [])");
    succeed(session, "INSERT EDGE knows(since) VALUES \"a\"->\"b\"@7:(1999), \"b\"->\"a\":(2001)");
    rows("properties", session.execute("FETCH PROP ON person \"a\", \"b\" YIELD person.name AS name, person.age,"
        + " person.born, person.wakes, person.seen, person.since, person.height, person.away, person.home,"
        + " person.tall, person.words | ORDER BY $-.name"));
    rows("go", session.execute("GO FROM \"a\" OVER knows YIELD src(edge), dst(edge), rank(edge), edge AS e"));
    rows("vertex", session.execute("FETCH PROP ON person \"b\" YIELD vertex AS v | YIELD id($-.v)"));
    rows("path", session.execute("FIND SHORTEST PATH FROM \"b\" TO \"a\" OVER knows YIELD path AS p"));
    rows("lookup", session.execute("LOOKUP ON person WHERE person.name == \"Ann\" YIELD id(vertex)"));
    rows("parameters", session.executeWithParameter(
        "RETURN $int, $double, $text, $flag, $nothing, $list, $map.k", parameters()));
    rows("matched", session.executeWithParameter(
        "MATCH (p:person)-[k:knows]->(q) WHERE p.person.name == $name AND k.since < $year RETURN id(q), q.person.name",
        Map.of("name", "Ann", "year", 2000)));
    rows("syntax", session.execute("MATCH (v RETURN v"));
    rows("semantic", session.execute("GO FROM \"a\" OVER nobody YIELD dst(edge)"));
    rows("type", session.execute("INSERT VERTEX person(name) VALUES \"c\":(1)"));
    line("json", session.executeJson("RETURN 1 AS one, \"two\" AS two, [3.5] AS three")
        .replaceAll("(?<=\"latencyInUs\":)\\d+", "0"));
    line("jsonWithParameter", session.executeJsonWithParameter("RETURN $n + 1 AS n", Map.of("n", 41)).contains("\"row\":[42]"));
    line("plan", session.execute("EXPLAIN FORMAT=\"row\" GO FROM \"a\" OVER knows YIELD dst(edge)")
        .getPlanDesc().getPlan_node_descs().size() > 1);
    sessionPool();
  }

  private void sessionPool() throws Exception {
    SessionPoolConfig config = new SessionPoolConfig(addresses, "java", "root", "nebula")
        .setMinSessionSize(1).setMaxSessionSize(4).setWaitTime(20_000).setUseHttp2(http2);
    SessionPool pool = new SessionPool(config);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int from = i;
      calls.add(() -> {
        ResultSet result = from % 2 == 0
            ? pool.execute("FETCH PROP ON person \"a\", \"b\" YIELD id(vertex)")
            : pool.execute("UNWIND range(1, $n) AS i RETURN i", Map.of("n", 2));
        if (!result.isSucceeded()) throw new IllegalStateException(result.getErrorMessage());
        return result.rowsSize();
      });
    }
    int rows = 0;
    for (Future<Integer> future : threads.invokeAll(calls)) rows += future.get();
    line("sessionPool", rows, pool.getSessionNums() <= 4, pool.execute("NONSENSE").getErrorCode());
    threads.shutdown();
    pool.close();
    try {
      new SessionPool(new SessionPoolConfig(addresses, "nowhere", "root", "nebula"));
      throw new IllegalStateException("a pool for a missing space was made");
    } catch (RuntimeException refused) {
      line("noSuchSpace", refused.getMessage());
    }
  }
}
