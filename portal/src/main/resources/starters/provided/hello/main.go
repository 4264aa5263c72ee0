// The smallest useful function: it gets an event and returns an answer, both of them JSON.
// What it prints appears in the log of the call.
package main

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

type event struct {
	Name string `json:"name"`
}

type answer struct {
	Message          string `json:"message"`
	RequestID        string `json:"requestId"`
	MillisecondsLeft int64  `json:"millisecondsLeft"`
}

func handle(ctx context.Context, e event) (answer, error) {
	fmt.Println("called with", e)
	if e.Name == "" {
		e.Name = "world"
	}
	call, _ := lambdacontext.FromContext(ctx)
	deadline, _ := ctx.Deadline()
	return answer{"Hello, " + e.Name + "!", call.AwsRequestID, time.Until(deadline).Milliseconds()}, nil
}

func main() {
	lambda.Start(handle)
}
