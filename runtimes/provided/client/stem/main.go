// The stem of functions that bring their own executable: waits for an assignment (environment and code of one
// function version), then becomes that executable. The protocol is described in ../../../README.md.
//
//	stem                      runs bootstrap of the code; standard output is the log already
//	stem --image <command>…   inside an image that a user brought: connects the log first, then runs the command
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
)

const (
	software        = 70 // EX_SOFTWARE: the platform's fault
	invalid         = "Runtime.InvalidEntrypoint"
	assignmentFault = "Millirun.AssignmentFailed"
)

func main() {
	arguments := os.Args[1:]
	if len(arguments) == 1 && arguments[0] == "--version" {
		fmt.Println("stem")
		return
	}
	api := os.Getenv("AWS_LAMBDA_RUNTIME_API")
	image := len(arguments) > 0 && arguments[0] == "--image"
	if image {
		if err := connectLog(api); err != nil {
			fmt.Fprintln(os.Stderr, "stem:", err)
			os.Exit(1)
		}
	}
	assigned, err := nextAssignment(api, []string{"/var/task/", "/opt/"})
	if err != nil {
		report(api, assignmentFault, err)
		os.Exit(software)
	}
	if image {
		err = becomeImage(arguments[1:], assigned)
	} else {
		err = becomeBootstrap(assigned)
	}
	// Only a program that cannot be started gets here: the tenant's fault.
	report(api, invalid, err)
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// becomeBootstrap runs the code's executable, or a layer's.
func becomeBootstrap(assigned assignment) error {
	candidates := []string{"/var/task/bootstrap", "/opt/bootstrap"}
	if err := os.Chdir(assigned.Environment["LAMBDA_TASK_ROOT"]); err != nil {
		return err
	}
	for _, path := range candidates {
		if _, err := os.Stat(path); err == nil {
			return run([]string{path}, variables(assigned.Environment))
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return fmt.Errorf("Couldn't find valid bootstrap(s): [%s]", strings.Join(candidates, " "))
}

// becomeImage runs the image's own command with the function's environment over the image's.
func becomeImage(command []string, assigned assignment) error {
	environment := map[string]string{}
	for _, variable := range os.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		environment[name] = value
	}
	delete(environment, "MILLIRUN_LOG_PORT")
	for name, value := range assigned.Environment {
		environment[name] = value
	}
	if len(command) == 0 {
		return errors.New("the image has neither an entry point nor a command")
	}
	if !strings.Contains(command[0], "/") {
		if err := os.Setenv("PATH", environment["PATH"]); err != nil {
			return err
		}
		path, err := exec.LookPath(command[0])
		if err != nil {
			return err
		}
		command = append([]string{path}, command[1:]...)
	}
	return run(command, variables(environment))
}

// run returns only when the program cannot be started.
func run(command, environment []string) error {
	err := syscall.Exec(command[0], command, environment)
	return fmt.Errorf("fork/exec %s: %w", command[0], err)
}

func variables(environment map[string]string) []string {
	lines := make([]string, 0, len(environment))
	for name, value := range environment {
		lines = append(lines, name+"="+value)
	}
	slices.Sort(lines)
	return lines
}

// report tells the platform that the function cannot start; it sees the process end in any case.
func report(api, kind string, why error) {
	body, err := json.Marshal(map[string]any{"errorType": kind, "errorMessage": why.Error(), "stackTrace": []string{}})
	if err == nil {
		_ = post(api, "/2018-06-01/runtime/init/error", kind, body)
	}
}
