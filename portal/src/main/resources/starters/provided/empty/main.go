package main

import (
	"context"

	"github.com/aws/aws-lambda-go/lambda"
)

func handle(ctx context.Context, event map[string]any) (map[string]any, error) {
	return map[string]any{}, nil
}

func main() {
	lambda.Start(handle)
}
