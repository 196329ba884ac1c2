// Prints the ARN that the SDK's own chain makes of the environment; an argument names a profile.
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;

public class Probe {
  public static void main(String[] arguments) {
    AwsCredentialsProvider credentials =
        arguments.length > 0
            ? ProfileCredentialsProvider.create(arguments[0])
            : DefaultCredentialsProvider.builder().build();
    try (StsClient client = StsClient.builder().credentialsProvider(credentials).build()) {
      System.out.println(client.getCallerIdentity().arn());
    }
  }
}
