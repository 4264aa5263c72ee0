// A small JSON API behind the function's URL:
//
//	GET  <url>?name=Ada          greets by name
//	POST <url>  {"name": "Ada"}  does the same with a JSON body
//
// The event is AWS Lambda's "payload format 2.0", so this code runs there unchanged.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
)

func handle(request events.LambdaFunctionURLRequest) (events.LambdaFunctionURLResponse, error) {
	switch method := request.RequestContext.HTTP.Method; method {
	case "GET":
		return greet(request.QueryStringParameters["name"])
	case "POST":
		var body struct {
			Name string `json:"name"`
		}
		if json.Unmarshal(bodyOf(request), &body) != nil {
			return reply(400, map[string]string{"error": "the body is not JSON"})
		}
		return greet(body.Name)
	default:
		return reply(405, map[string]string{"error": method + " is not allowed here"})
	}
}

func greet(name string) (events.LambdaFunctionURLResponse, error) {
	if name == "" {
		name = "world"
	}
	fmt.Println("greeting", name)
	return reply(200, map[string]string{"message": "Hello, " + name + "!", "at": time.Now().UTC().Format(time.RFC3339Nano)})
}

// The body is text, or base64 if it was sent as anything else.
func bodyOf(request events.LambdaFunctionURLRequest) []byte {
	if request.IsBase64Encoded {
		body, _ := base64.StdEncoding.DecodeString(request.Body)
		return body
	}
	return []byte(request.Body)
}

func reply(status int, value any) (events.LambdaFunctionURLResponse, error) {
	body, err := json.Marshal(value)
	return events.LambdaFunctionURLResponse{
		StatusCode: status,
		Headers:    map[string]string{"content-type": "application/json"},
		Body:       string(body),
	}, err
}

func main() {
	lambda.Start(handle)
}
