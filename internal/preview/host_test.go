package preview

import (
	"net"
	"strings"
	"testing"
)

func TestAddressesAreWrittenInManyWays(t *testing.T) {
	for addr, want := range map[string]string{
		"localhost:8080": "localhost 8080", "8080": "localhost 8080", ":8080": " 8080", "localhost": "localhost 1414", "localhost:": "localhost 1414",
		"[::1]:8080": "::1 8080", "0.0.0.0:0": "0.0.0.0 0", "desk.example:99": "desk.example 99",
		"": "is no address", "a:b:c": "is no address", "localhost:http": "is no port", "localhost:99999": "is no port", "localhost:-1": "is no port",
	} {
		host, port, err := SplitAddr(addr, "1414")
		got := host + " " + port
		if err != nil {
			got = err.Error()
		}
		if got != want && (err == nil || !strings.Contains(got, want)) {
			t.Errorf("%q: %s, want %s", addr, got, want)
		}
	}
}

func TestABrowserIsToldAnAddressItCanOpen(t *testing.T) {
	for host, want := range map[string]string{"": "localhost", "0.0.0.0": "localhost", "::": "localhost", "::1": "[::1]", "127.0.0.1": "127.0.0.1", "desk.example": "desk.example"} {
		if got := Visible(host); got != want {
			t.Errorf("%q: %s, want %s", host, got, want)
		}
	}
}

func TestATakenPortGivesTheNextFreeOne(t *testing.T) {
	first, err := Listen("127.0.0.1", "0")
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	_, port, _ := net.SplitHostPort(first.Addr().String())
	second, err := Listen("127.0.0.1", port)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if first.Addr().String() == second.Addr().String() {
		t.Error("two listen at the same port")
	}
	if l, err := Listen("no-such-host.invalid", "0"); err == nil || !strings.Contains(err.Error(), "--addr") {
		t.Errorf("a host that is not here: %v, %v", l, err)
	}
}
