// Receives a webhook and believes it only if its signature is right.
//
// The sender signs the body with a secret that both sides know and sends the signature along:
//
//	X-Signature-256: sha256=<HMAC-SHA-256 of the body in hexadecimal>
//
// GitHub does the same under the name X-Hub-Signature-256. The secret is the environment variable
// WEBHOOK_SECRET (Settings): give it to the sender. Anyone may call the function's URL: the signature
// decides. The sample event of the test console is signed with the same secret.
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
)

var secret = os.Getenv("WEBHOOK_SECRET")

func handle(request events.LambdaFunctionURLRequest) (events.LambdaFunctionURLResponse, error) {
	if secret == "" {
		fmt.Fprintln(os.Stderr, "WEBHOOK_SECRET is not set")
		return reply(500, "this webhook is not set up yet"), nil
	}
	body := []byte(request.Body)
	if request.IsBase64Encoded {
		body, _ = base64.StdEncoding.DecodeString(request.Body)
	}
	signature := request.Headers["x-signature-256"]
	if signature == "" {
		signature = request.Headers["x-hub-signature-256"]
	}
	if !isSigned(body, signature) {
		fmt.Fprintln(os.Stderr, "refused: the signature does not match")
		return reply(401, "wrong signature"), nil
	}
	fmt.Println("received", string(body))
	// Do your work here. Answer soon: senders give up after some seconds.
	return reply(200, "thank you"), nil
}

// Compares in constant time, so that the right signature cannot be found byte by byte.
func isSigned(body []byte, signature string) bool {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return hmac.Equal([]byte("sha256="+hex.EncodeToString(mac.Sum(nil))), []byte(signature))
}

func reply(status int, message string) events.LambdaFunctionURLResponse {
	return events.LambdaFunctionURLResponse{
		StatusCode: status,
		Headers:    map[string]string{"content-type": "application/json"},
		Body:       fmt.Sprintf("{\"message\": %q}", message),
	}
}

func main() {
	lambda.Start(handle)
}
