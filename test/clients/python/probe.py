# Prints the ARN that boto3's own chain makes of the environment; an argument names a profile.
import sys

import boto3

profile = sys.argv[1] if len(sys.argv) > 1 else None
print(boto3.Session(profile_name=profile).client("sts").get_caller_identity()["Arn"])
