package preview

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

// Loopback reports whether a host is this machine for itself: "localhost", a
// name below it (RFC 6761 §6.3), or a loopback address.
func Loopback(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// OwnHosts says which hosts a server that listens at an address answers for:
// loopback ones, the one it was given, and, where that means every address of
// the machine, any that is written as a number: a name could be somebody's who
// had it lead here.
func OwnHosts(given string) func(host string) bool {
	everywhere := everywhere(given)
	return func(asked string) bool {
		host := asked
		if h, _, err := net.SplitHostPort(asked); err == nil {
			host = h
		}
		host = strings.Trim(host, "[]")
		if Loopback(host) || given != "" && strings.EqualFold(host, given) {
			return true
		}
		_, err := netip.ParseAddr(host)
		return everywhere && err == nil
	}
}

// everywhere reports whether to listen at a host is to listen at every address
// of the machine.
func everywhere(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "" || err == nil && ip.IsUnspecified()
}

// Visible gives a host as a browser on this machine is told it.
func Visible(host string) string {
	switch {
	case everywhere(host):
		return "localhost"
	case strings.Contains(host, ":"):
		return "[" + host + "]"
	}
	return host
}

// SplitAddr takes apart what --addr says: "localhost:1414", "1414", ":1414",
// "[::1]:1414" or a host alone.
func SplitAddr(addr, port string) (host, at string, err error) {
	if n, err := strconv.ParseUint(addr, 10, 16); err == nil {
		return "localhost", strconv.FormatUint(n, 10), nil
	}
	host, at, err = net.SplitHostPort(addr)
	if err != nil && !strings.Contains(addr, ":") && addr != "" {
		host, at, err = addr, port, nil
	}
	if err != nil {
		return "", "", fmt.Errorf("%q is no address to listen at; write it like localhost:%s", addr, port)
	}
	if _, err := strconv.ParseUint(cmp.Or(at, port), 10, 16); err != nil {
		return "", "", fmt.Errorf("%q is no port; use a number up to 65535, as in localhost:%s", at, port)
	}
	return host, cmp.Or(at, port), nil
}

// portsTried is how many ports after a taken one are looked at.
const portsTried = 20

// Listen listens at a host and a port or, when that is taken, the next free one.
func Listen(host, port string) (net.Listener, error) {
	first, err := strconv.Atoi(port)
	if err != nil {
		return nil, err
	}
	for n := first; ; n++ {
		l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(n)))
		if err == nil {
			return l, nil
		}
		var call *os.SyscallError
		if !errors.As(err, &call) || call.Syscall != "bind" || first == 0 || n == first+portsTried || n == 65535 {
			return nil, fmt.Errorf("listen at %s: %w; --addr names another address", net.JoinHostPort(host, port), err)
		}
	}
}
