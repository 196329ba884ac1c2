// Prints the ARN that Terraform's AWS provider and S3 backend make of the environment; an argument names a profile.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/aws/aws-sdk-go-v2/service/sts"
	awsbase "github.com/hashicorp/aws-sdk-go-base/v2"
)

func main() {
	ctx := context.Background()
	settings := awsbase.Config{CallerName: "probe"}
	if len(os.Args) > 1 {
		settings.Profile = os.Args[1]
	}
	ctx, loaded, diagnostics := awsbase.GetAwsConfig(ctx, &settings)
	for _, diagnostic := range diagnostics {
		log.Print(diagnostic.Summary(), ": ", diagnostic.Detail())
	}
	if diagnostics.HasError() {
		os.Exit(1)
	}
	identity, err := sts.NewFromConfig(loaded).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(*identity.Arn)
}
