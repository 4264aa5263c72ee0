// The skeleton of a report that a schedule runs, say every morning:
// collect figures, put them into words, deliver them.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
)

type figures struct {
	orders  int
	revenue float64
}

type event struct {
	Time time.Time `json:"time"`
}

func handle(e event) (map[string]any, error) {
	until := e.Time
	if until.IsZero() {
		until = time.Now().UTC()
	}
	since := until.Add(-24 * time.Hour)
	report := compose(collect(since, until), since, until)
	if err := deliver(report); err != nil {
		return nil, err
	}
	return map[string]any{"delivered": true, "lines": strings.Count(report, "\n") + 1}, nil
}

// Ask your own systems here.
func collect(since, until time.Time) figures {
	return figures{orders: 42, revenue: 1234.5}
}

func compose(f figures, since, until time.Time) string {
	return fmt.Sprintf("Report from %s to %s\n%d orders in %.0f hours\n%.2f of revenue",
		since.Format(time.RFC3339), until.Format(time.RFC3339), f.orders, until.Sub(since).Hours(), f.revenue)
}

// Sends the report to the webhook in REPORT_URL (a chat, say); without one it is only printed.
func deliver(report string) error {
	fmt.Println(report)
	address := os.Getenv("REPORT_URL")
	if address == "" {
		return nil
	}
	body, err := json.Marshal(map[string]string{"text": report})
	if err != nil {
		return err
	}
	response, err := http.Post(address, "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		return fmt.Errorf("the report was not accepted: status %d", response.StatusCode)
	}
	return nil
}

func main() {
	lambda.Start(handle)
}
