// Runs NebulaGraph's own Go client against a server; prints what the client made of its answers, a line per value.
package main

import (
	"fmt"
	"os"
	"sort"
	"strconv"

	nebula "github.com/vesoft-inc/nebula-go/v3"
)

type quiet struct{}

func (quiet) Info(string)  {}
func (quiet) Warn(string)  {}
func (quiet) Error(string) {}
func (quiet) Fatal(text string) {
	fail("log", fmt.Errorf("%s", text))
}

func fail(where string, err error) {
	fmt.Fprintln(os.Stderr, where, err)
	os.Exit(1)
}

func printRow(result *nebula.ResultSet, row int) {
	record, err := result.GetRowValuesByIndex(row)
	if err != nil {
		fail("row", err)
	}
	names := append([]string{}, result.GetColNames()...)
	sort.Strings(names)
	for _, name := range names {
		value, err := record.GetValueByColName(name)
		if err != nil {
			fail(name, err)
		}
		fmt.Printf("%s\t%s\t%s\n", name, value.GetType(), value.String())
	}
}

func execute(session *nebula.Session, statement string) *nebula.ResultSet {
	result, err := session.Execute(statement)
	if err != nil {
		fail(statement, err)
	}
	return result
}

// As nebula-console does.
func printPlan(result *nebula.ResultSet) {
	if !result.IsSucceed() {
		fail("statement", fmt.Errorf("%s", result.GetErrorMsg()))
	}
	if !result.IsSetPlanDesc() {
		return
	}
	switch string(result.GetPlanDesc().GetFormat()) {
	case "dot":
		fmt.Println(result.MakeDotGraph())
	case "dot:struct":
		fmt.Println(result.MakeDotGraphByStruct())
	case "tck":
		fmt.Printf("%v\n", result.MakePlanByTck())
	default:
		fmt.Printf("%v\n", result.MakePlanByRow())
	}
}

func main() {
	port, _ := strconv.Atoi(os.Args[1])
	config := nebula.GetDefaultConf()
	config.UseHTTP2 = os.Args[2] == "http2"
	address := []nebula.HostAddress{{Host: "127.0.0.1", Port: port}}
	pool, err := nebula.NewConnectionPool(address, config, quiet{})
	if err != nil {
		fail("pool", err)
	}
	if _, err := pool.GetSession("root", "wrong"); err == nil {
		fail("login", fmt.Errorf("a wrong password was accepted"))
	}
	session, err := pool.GetSession("root", "nebula")
	if err != nil {
		fail("login", err)
	}
	if len(os.Args) == 4 && os.Args[3] == "graph" {
		graph(session, address[0], config.UseHTTP2)
		session.Release()
		pool.Close()
		return
	}
	if len(os.Args) > 3 {
		for _, statement := range os.Args[3:] {
			printPlan(execute(session, statement))
		}
		session.Release()
		pool.Close()
		return
	}
	printRow(execute(session, "VALUES"), 0)
	parameters := map[string]interface{}{"int": 1, "text": "Tim — 😀", "list": []interface{}{1.5, true, nil}}
	echoed, err := session.ExecuteWithParameter("ECHO", parameters)
	if err != nil {
		fail("ECHO", err)
	}
	printRow(echoed, 0)
	refused := execute(session, "NONSENSE")
	fmt.Printf("refused\t%d\t%s\n", refused.GetErrorCode(), refused.GetErrorMsg())
	fmt.Printf("rows\t%d\n", execute(session, "ROWS 20000").GetRowSize())
	session.Release()
	pool.Close()
}
