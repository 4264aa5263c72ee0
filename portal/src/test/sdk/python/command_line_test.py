"""The AWS command line against Millirun, with nothing given but the endpoint."""
import base64
import json
import os
import subprocess
import sys
import tempfile
import unittest
import zipfile

AWS = os.path.join(os.path.dirname(sys.executable), "aws")
NAME = f"cli-{os.getpid()}"


def aws(*arguments, fails=False):
    done = subprocess.run(
        [AWS, "--endpoint-url", os.environ["LAMBDA_ENDPOINT"], "--region", "eu-west-1", "--output", "json", "lambda",
         *arguments], capture_output=True, text=True, check=False)
    if fails:
        assert done.returncode != 0, done.stdout
        return done.stderr
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) if done.stdout.strip() else {}


class CommandLine(unittest.TestCase):

    def test_a_function_from_deployment_to_deletion(self):
        with tempfile.TemporaryDirectory() as folder:
            package, answer = os.path.join(folder, "code.zip"), os.path.join(folder, "answer")
            with zipfile.ZipFile(package, "w") as archive:
                archive.writestr("app.py", "def handler(event, context):\n    print('hello')\n    return event\n")
            made = aws("create-function", "--function-name", NAME, "--runtime", "python3.13", "--handler", "app.handler",
                       "--role", "arn:aws:iam::123456789012:role/lambda", "--zip-file", f"fileb://{package}",
                       "--environment", "Variables={GREETING=hi}", "--tags", "team=blue")
            self.assertEqual(NAME, made["FunctionName"])
            try:
                aws("wait", "function-active-v2", "--function-name", NAME)
                called = aws("invoke", "--function-name", NAME, "--payload",
                             base64.b64encode(b'{"a":1}').decode() if self.version() == 2 else '{"a":1}',
                             "--log-type", "Tail", answer)
                self.assertEqual(200, called["StatusCode"])
                self.assertIn("REPORT RequestId", base64.b64decode(called["LogResult"]).decode())
                with open(answer, encoding="utf-8") as file:
                    self.assertEqual({"a": 1}, json.load(file))
                aws("update-function-configuration", "--function-name", NAME, "--memory-size", "256")
                aws("wait", "function-updated-v2", "--function-name", NAME)
                self.assertEqual("1", aws("publish-version", "--function-name", NAME)["Version"])
                aws("create-alias", "--function-name", NAME, "--name", "live", "--function-version", "1")
                self.assertEqual(2, len(aws("list-versions-by-function", "--function-name", NAME)["Versions"]))
                self.assertIn(NAME, [one["FunctionName"] for one in aws("list-functions", "--page-size", "1")["Functions"]])
                self.assertEqual({"team": "blue"}, aws("list-tags", "--resource", made["FunctionArn"])["Tags"])
                self.assertIn("(ResourceConflictException)", aws(
                    "create-alias", "--function-name", NAME, "--name", "live", "--function-version", "1", fails=True))
            finally:
                aws("delete-function", "--function-name", NAME)
        self.assertIn("(ResourceNotFoundException)", aws("get-function", "--function-name", NAME, fails=True))

    @staticmethod
    def version():
        return int(subprocess.run([AWS, "--version"], capture_output=True, text=True, check=True).stdout.split("/")[1][0])


if __name__ == "__main__":
    unittest.main()
