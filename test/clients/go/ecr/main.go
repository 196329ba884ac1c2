// Prints the password that docker would get of the ECR credential helper.
package main

import (
	"fmt"
	"log"

	ecr "github.com/awslabs/amazon-ecr-credential-helper/ecr-login"
	"github.com/awslabs/amazon-ecr-credential-helper/ecr-login/api"
)

func main() {
	helper := ecr.NewECRHelper(ecr.WithClientFactory(api.DefaultClientFactory{}))
	_, password, err := helper.Get("123456789012.dkr.ecr.eu-west-1.amazonaws.com")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(password)
}
