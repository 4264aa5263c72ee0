// What ../../run asks of every language, chosen by the handler's name.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/aws/aws-lambda-go/lambda"
)

var calls int

func handler(_ context.Context, event any) (any, error) {
	calls++
	return map[string]any{"calls": calls, "event": event}, nil
}

func chatty(_ context.Context, event map[string]string) (string, error) {
	for n := 1; n < 6; n++ {
		fmt.Printf("line %d of %s\n", n, event["call"])
	}
	fmt.Fprintf(os.Stderr, "stderr of %s\n", event["call"])
	return "ok", nil
}

func flood() (string, error) {
	for range 4000 {
		fmt.Println(strings.Repeat("x", 250))
	}
	fmt.Println("last line")
	return "flooded", nil
}

func throws() (string, error) {
	fmt.Println("on purpose")
	return "", errors.New("on purpose: ü")
}

func environment() (any, error) {
	process := map[string]string{}
	for _, line := range os.Environ() {
		name, value, _ := strings.Cut(line, "=")
		process[name] = value
	}
	child, err := exec.Command("/usr/bin/env").Output()
	folder, _ := os.Getwd()
	return map[string]any{"process": process, "child": string(child), "cwd": folder, "user": []int{os.Getuid(), os.Getgid()}}, err
}

func layers() (any, error) {
	file, _ := os.ReadFile("/opt/data.txt")
	link, _ := os.ReadFile("/var/task/link.txt")
	target, _ := os.Readlink("/var/task/link.txt")
	information, err := os.Stat("/var/task/tool")
	if err != nil {
		return nil, err
	}
	tool, err := exec.Command("/var/task/tool").Output()
	return map[string]any{"file": string(file), "link": string(link), "target": target,
		"executable": fmt.Sprintf("%o", information.Mode().Perm()), "tool": string(tool)}, err
}

func big(event map[string]string) (any, error) {
	return map[string]any{"length": len([]rune(event["text"])), "text": event["text"]}, nil
}

func sandbox() (any, error) {
	tries := []string{}
	for _, path := range []string{"/etc/x", "/usr/lib/millirun/x", "/tmp/x", "/var/task/x"} {
		if err := os.WriteFile(path, []byte("x"), 0o644); err != nil {
			tries = append(tries, errors.Unwrap(err).Error())
		} else {
			tries = append(tries, "written")
		}
	}
	return map[string]string{"0": tries[0], "1": tries[1], "2": tries[2], "3": tries[3]}, nil
}

func main() {
	lambda.Start(map[string]any{
		"handler": handler, "chatty": chatty, "flood": flood, "throws": throws, "environment": environment,
		"layers": layers, "big": big, "sandbox": sandbox,
	}[os.Getenv("_HANDLER")])
}
