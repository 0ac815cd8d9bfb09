package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	nebula "github.com/vesoft-inc/nebula-go/v3"
)

func must[T any](value T, err error) T {
	if err != nil {
		fail("graph", err)
	}
	return value
}

func printRows(name string, result *nebula.ResultSet) {
	if !result.IsSucceed() {
		fmt.Printf("%s\terror\t%d\t%s\n", name, result.GetErrorCode(), result.GetErrorMsg())
		return
	}
	for row := 0; row < result.GetRowSize(); row++ {
		record := must(result.GetRowValuesByIndex(row))
		cells := []string{name}
		for column := range result.GetColNames() {
			value := must(record.GetValueByIndex(column))
			cells = append(cells, value.GetType(), value.String())
		}
		fmt.Println(strings.Join(cells, "\t"))
	}
}

func printFields(name string, fields []nebula.Label) {
	for _, field := range fields {
		fmt.Printf("%s\t%s\t%s\t%s\t%s\n", name, field.Field, field.Type, field.Null, field.Default)
	}
}

// What an application does: schema through the client's own builders and its schema manager, rows, queries, parameters,
// JSON, and a pool of sessions.
func graph(session *nebula.Session, address nebula.HostAddress, useHTTP2 bool) {
	must(session.ExecuteAndCheck("DROP SPACE IF EXISTS go_space"))
	must(session.CreateSpace(nebula.SpaceConf{Name: "go_space", VidType: "FIXED_STRING(16)", Comment: "for Go"}))
	for _, space := range must(session.ShowSpaces()) {
		if space.Name == "go_space" {
			fmt.Printf("space\t%s\n", space.Name)
		}
	}
	if err := session.Ping(); err != nil {
		fail("ping", err)
	}

	config := must(nebula.NewSessionPoolConf("root", "nebula", []nebula.HostAddress{address}, "go_space",
		nebula.WithMaxSize(4), nebula.WithMinSize(1), nebula.WithHTTP2(useHTTP2)))
	pool := must(nebula.NewSessionPool(*config, quiet{}))
	manager := nebula.NewSchemaManager(pool)
	person := nebula.LabelSchema{Name: "person", Fields: []nebula.LabelFieldSchema{
		{Field: "name", Type: "string"},
		{Field: "age", Type: "int8", Nullable: true},
		{Field: "gone", Type: "string", Nullable: true},
	}}
	must(manager.ApplyTag(person))
	person.Fields[2] = nebula.LabelFieldSchema{Field: "until", Type: "timestamp", Nullable: true}
	must(manager.ApplyTag(person))
	must(manager.ApplyEdge(nebula.LabelSchema{Name: "knows", Fields: []nebula.LabelFieldSchema{{Field: "since", Type: "int64"}}}))
	printFields("person", must(pool.DescTag("person")))
	printFields("knows", must(pool.DescEdge("knows")))
	person.Fields[0].Type = "int64"
	if _, err := manager.ApplyTag(person); err == nil {
		fail("ApplyTag", fmt.Errorf("a changed type was accepted"))
	} else {
		fmt.Printf("changed\t%s\n", err)
	}
	must(pool.AddTagTTL("person", "until", 3600))
	column, duration, err := pool.GetTagTTL("person")
	if err != nil {
		fail("GetTagTTL", err)
	}
	fmt.Printf("ttl\t%s\t%d\n", column, duration)

	must(pool.ExecuteAndCheck(`INSERT VERTEX person(name, age) VALUES "a":("Ann", 42), "b":("Bob — 😀", NULL)`))
	must(pool.ExecuteAndCheck(`INSERT EDGE knows(since) VALUES "a"->"b"@7:(1999), "b"->"a":(2001)`))
	printRows("match", must(pool.Execute(`MATCH p = (v:person)-[e:knows]->(w) RETURN id(v) AS id, v, e, p ORDER BY id`)))
	parameters := map[string]interface{}{"name": "Ann", "years": []interface{}{1999, 2000}}
	printRows("parameters", must(pool.ExecuteWithParameter(
		`MATCH (v:person)-[e:knows]->(w) WHERE v.person.name == $name AND e.since IN $years RETURN id(w)`, parameters)))
	printRows("syntax", must(pool.Execute("MATCH (v RETURN v")))
	printRows("semantic", must(pool.Execute(`GO FROM "a" OVER nobody YIELD dst(edge)`)))
	printRows("several", must(pool.Execute(`$a = GO FROM "a" OVER knows YIELD dst(edge) AS id; FETCH PROP ON person $a.id YIELD person.name`)))

	var answer struct {
		Results []struct {
			Columns []string
			Data    []struct{ Row []interface{} }
		}
	}
	text := must(session.ExecuteJsonWithParameter(`RETURN $name AS name, 1.5 AS x, [1, "b"] AS items`, parameters))
	if err := json.Unmarshal(text, &answer); err != nil || len(answer.Results[0].Data) == 0 {
		fail("json", fmt.Errorf("%v in %s", err, text))
	}
	fmt.Printf("json\t%v\t%v\n", answer.Results[0].Columns, answer.Results[0].Data[0].Row)

	var group sync.WaitGroup
	var lock sync.Mutex
	total := 0
	for i := 0; i < 40; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			size := must(pool.ExecuteWithParameter("UNWIND range(1, $n) AS i RETURN i", map[string]interface{}{"n": 2})).GetRowSize()
			lock.Lock()
			defer lock.Unlock()
			total += size
		}()
	}
	group.Wait()
	fmt.Printf("sessionPool\t%d\n", total)
	pool.Close()
}
