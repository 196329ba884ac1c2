// Prints the ARN that the SDK's own chain makes of the environment; an argument names a profile.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

func main() {
	ctx := context.Background()
	var options []func(*config.LoadOptions) error
	if len(os.Args) > 1 {
		options = append(options, config.WithSharedConfigProfile(os.Args[1]))
	}
	settings, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil {
		log.Fatal(err)
	}
	identity, err := sts.NewFromConfig(settings).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(*identity.Arn)
}
