package main

import (
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"
)

// connectLog makes one connection to the Runtime API's log port this process's standard output and error, as
// ../../../shared/launch does where there is Perl.
func connectLog(api string) error {
	host, _, err := net.SplitHostPort(api)
	token, ours := strings.CutSuffix(host, ".instance")
	if err != nil || !ours {
		return fmt.Errorf("AWS_LAMBDA_RUNTIME_API must be <token>.instance:<port>, not %q", api)
	}
	port := os.Getenv("MILLIRUN_LOG_PORT")
	if port == "" {
		port = "9002"
	}
	connection, err := net.DialTimeout("tcp", net.JoinHostPort(host, port), patience)
	if err != nil {
		return err
	}
	// Go's connections have TCP_NODELAY and keep-alive on by themselves.
	if _, err = connection.Write([]byte(token + "\n")); err != nil {
		return err
	}
	// The descriptor is a copy, and blocking: what is printed waits until it is sent.
	file, err := connection.(*net.TCPConn).File()
	if err != nil {
		return err
	}
	if err = syscall.SetNonblock(int(file.Fd()), false); err != nil {
		return err
	}
	null, err := os.Open(os.DevNull)
	if err != nil {
		return err
	}
	for target, source := range map[int]int{0: int(null.Fd()), 1: int(file.Fd()), 2: int(file.Fd())} {
		if err = syscall.Dup3(source, target, 0); err != nil {
			return err
		}
	}
	return nil
}
