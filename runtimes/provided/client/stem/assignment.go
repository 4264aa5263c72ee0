package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path"
	"strings"
	"syscall"
	"time"
)

const (
	mostFailures = 10
	patience     = 5 * time.Second
	keepAlive    = 30 * time.Second
)

// assignment is the header of what turns a stem into a function.
type assignment struct {
	Environment map[string]string `json:"environment"`
	Files       []entry           `json:"files"`
}

type entry struct {
	Path string      `json:"path"`
	Mode os.FileMode `json:"mode"`
	Size int64       `json:"size"`
	Link *string     `json:"link"`
}

// nextAssignment long-polls until there is an assignment; ends the process when there will be none.
func nextAssignment(api string, roots []string) (assignment, error) {
	for failures := 0; failures < mostFailures; {
		status, found, err := poll(api, roots)
		switch {
		case status == http.StatusOK:
			return found, err
		case status == http.StatusGone:
			os.Exit(0)
		case status == http.StatusNoContent:
			// The server ended an idle poll; that is no failure.
			failures = 0
		default:
			failures++
			time.Sleep(min(50*time.Millisecond<<failures, time.Second))
		}
	}
	os.Exit(0)
	return assignment{}, nil
}

// poll asks once. From the first byte of an assignment on there is no way back: part of the code may be written.
func poll(api string, roots []string) (int, assignment, error) {
	request, err := http.NewRequest(http.MethodGet, "http://"+api+"/millirun/v1/assignment", nil)
	if err != nil {
		return 0, assignment{}, err
	}
	answer, err := exchange(api, request)
	if err != nil {
		return 0, assignment{}, err
	}
	defer answer.connection.Close()
	if answer.status != http.StatusOK {
		return answer.status, assignment{}, nil
	}
	found, err := receive(answer, roots)
	return answer.status, found, err
}

func post(api, resource, kind string, body []byte) error {
	request, err := http.NewRequest(http.MethodPost, "http://"+api+resource, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Lambda-Runtime-Function-Error-Type", kind)
	answer, err := exchange(api, request)
	if err == nil {
		err = answer.connection.Close()
	}
	return err
}

// answer is what follows an answer's head: length bytes, -1 if unknown, the first of which may be in the buffer already.
type answer struct {
	connection net.Conn
	buffer     *bufio.Reader
	status     int
	length     int64
}

func exchange(api string, request *http.Request) (answer, error) {
	dialer := net.Dialer{Timeout: patience, KeepAlive: keepAlive}
	connection, err := dialer.Dial("tcp", api)
	if err != nil {
		return answer{}, err
	}
	request.Close = true
	if err = request.Write(connection); err == nil {
		buffer := bufio.NewReader(connection)
		var response *http.Response
		if response, err = http.ReadResponse(buffer, request); err == nil {
			return answer{connection, buffer, response.StatusCode, response.ContentLength}, nil
		}
	}
	connection.Close()
	return answer{}, err
}

// receive writes the files of an assignment as they come, and returns its header. It never holds more than a piece
// of a file: packages are larger than the memory of a small function.
func receive(from answer, roots []string) (assignment, error) {
	var found assignment
	body := from.buffer
	var length uint32
	if err := binary.Read(body, binary.BigEndian, &length); err != nil {
		return found, err
	}
	header := make([]byte, length)
	if _, err := io.ReadFull(body, header); err != nil {
		return found, err
	}
	if err := json.Unmarshal(header, &found); err != nil {
		return found, err
	}
	defer syscall.Umask(syscall.Umask(0))
	var links []entry
	taken := int64(4 + len(header))
	for _, file := range found.Files {
		if err := check(file.Path, roots); err != nil {
			return found, err
		}
		if err := os.MkdirAll(path.Dir(file.Path), 0o755); err != nil {
			return found, err
		}
		if file.Link != nil {
			// Made last, so that no file of the package is written through a link.
			links = append(links, file)
		} else if err := write(file, from); err != nil {
			return found, err
		} else {
			taken += file.Size
		}
	}
	if from.length >= 0 && taken != from.length || from.length < 0 && !ended(body) {
		return found, errors.New("more bytes than files")
	}
	for _, link := range links {
		if err := os.Symlink(*link.Link, link.Path); err != nil {
			return found, err
		}
	}
	return found, nil
}

func ended(body io.Reader) bool {
	n, _ := io.ReadFull(body, make([]byte, 1))
	return n == 0
}

// write takes what is in the buffer, then lets the kernel move the rest from the connection into the file (splice).
func write(file entry, from answer) error {
	out, err := os.OpenFile(file.Path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, file.Mode&0o777)
	if err != nil {
		return err
	}
	buffered := min(file.Size, int64(from.buffer.Buffered()))
	if _, err = io.CopyN(out, from.buffer, buffered); err == nil && buffered < file.Size {
		_, err = io.CopyN(out, from.connection, file.Size-buffered)
	}
	return errors.Join(err, out.Close())
}

func check(file string, roots []string) error {
	for _, root := range roots {
		if strings.HasPrefix(file, root) && path.Clean(file) == file && !strings.Contains(file, "\x00") {
			return nil
		}
	}
	return fmt.Errorf("refused path %q", file)
}
