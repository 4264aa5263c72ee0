"""Holds the Lambda API against the service model inside botocore: routes, members, limits, error types, answers."""
import copy
import io
import json
import os
import re
import unittest
import zipfile

import boto3
import botocore.config
import botocore.exceptions

OPTIONS = dict(
    endpoint_url=os.environ["LAMBDA_ENDPOINT"], region_name="eu-west-1",
    config=botocore.config.Config(retries={"max_attempts": 0}, parameter_validation=False))
lambda_ = boto3.client("lambda", **OPTIONS)
MODEL = lambda_.meta.service_model

# Of every operation, whoever calls it.
COMMON = {"AccessDeniedException", "InvalidParameterValueException", "InvalidRequestContentException",
          "ServiceException", "TooManyRequestsException", "ResourceNotFoundException",
          "UnrecognizedClientException", "InvalidSignatureException"}
# Answered as not offered, whatever else is asked: their members are not looked at.
NOT_OFFERED = re.compile(r"EventSourceMapping|CodeSigning|CapacityProvider|DurableExecution|ProvisionedConcurrency"
                         r"|FunctionScalingConfig")
INVOCATIONS = {"Invoke", "InvokeAsync", "InvokeWithResponseStream"}
# Things of AWS that are kept and returned and have no effect; and members that AWS itself limits elsewhere.
NOT_CHECKED = {"Code.S3Bucket", "Code.S3Key", "Code.S3ObjectVersion", "Code.S3ObjectStorageMode", "Code.SourceKMSKeyArn",
               "S3Bucket", "S3Key", "S3ObjectVersion", "S3ObjectStorageMode", "SourceKMSKeyArn",
               "Content.S3Bucket", "Content.S3Key", "Content.S3ObjectVersion", "Content.S3ObjectStorageMode",
               "CodeSigningConfigArn", "CapacityProviderConfig", "TenancyConfig", "DurableConfig", "PublishTo",
               "RuntimeConfig.RuntimeArn", "RuntimeConfig.RuntimeAlias", "TenantId", "DurableExecutionName", "PrincipalOrgID", "RevisionId", "Marker",
               "Code.ImageUri", "ImageUri", "Code.ZipFile", "ZipFile", "Content.ZipFile"}
LONGEST_TRIED = 70_000


def a_zip():
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("index.mjs", "export const handler = async () => 'hello';")
    return memory.getvalue()


def base(operation, function):
    """Parameters with which an operation would succeed, or fail for want of the thing that it names."""
    known = {
        "FunctionName": function, "Qualifier": None, "Runtime": "nodejs24.x", "Handler": "index.handler",
        "Role": "arn:aws:iam::123456789012:role/lambda", "Code": {"ZipFile": a_zip()}, "Name": "nothing",
        "FunctionVersion": "$LATEST", "AuthType": "NONE", "ReservedConcurrentExecutions": 1, "StatementId": "nobody",
        "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com", "LayerName": "model-layer",
        "VersionNumber": 1, "Content": {"ZipFile": a_zip()}, "UpdateRuntimeOn": "Auto", "RecursiveLoop": "Terminate",
        "Arn": "arn:aws:lambda:eu-west-1:123456789012:layer:nothing:1", "Tags": {"a": "b"}, "TagKeys": ["a"],
        "InvokeArgs": b"{}",
    }
    parameters = {}
    if operation.name == "CreateCodeSigningConfig":
        return {"AllowedPublishers": {"SigningProfileVersionArns": ["x"]}}
    if operation.name == "CreateCapacityProvider":
        return {"CapacityProviderName": "x", "VpcConfig": {"SubnetIds": ["x"], "SecurityGroupIds": ["x"]},
                "PermissionsConfig": {"CapacityProviderOperatorRoleArn": "x"}}
    for name in operation.input_shape.required_members if operation.input_shape else []:
        parameters[name] = copy.deepcopy(known.get(name, "x"))
    if operation.name == "CreateFunction":
        parameters.update(FunctionName="model-made", Runtime="nodejs24.x", Handler="index.handler")
    if operation.name == "UpdateFunctionCode":
        parameters["ZipFile"] = a_zip()
        parameters["DryRun"] = True
    if operation.name in ("AddLayerVersionPermission",):
        parameters.update(Action="lambda:GetLayerVersion", Principal="*")
    if "Resource" in parameters:
        parameters["Resource"] = lambda_.get_function_configuration(FunctionName=function)["FunctionArn"]
    return parameters


def bad_values(shape):
    """Values that the model does not allow."""
    meta = shape.metadata
    if shape.type_name == "string":
        if shape.enum:
            yield "Bogus"
        elif meta.get("pattern"):
            for text in ("%", "\u00e4 \u00f6", " "):
                try:
                    if not re.fullmatch(meta["pattern"], text):
                        yield text
                        break
                except re.error:
                    break  # a form that Python's expressions do not have
        if meta.get("max", LONGEST_TRIED) < LONGEST_TRIED:
            yield "x" * (meta["max"] + 1)
    elif shape.type_name in ("integer", "long"):
        if "min" in meta:
            yield meta["min"] - 1
        if meta.get("max", 2**31) < 2**31 - 1:
            yield meta["max"] + 1
    elif shape.type_name == "list":
        for value in bad_values(shape.member):
            yield [value]
        if meta.get("max", LONGEST_TRIED) < 200:
            yield [good(shape.member, number) for number in range(meta["max"] + 1)]


def good(shape, number):
    if shape.type_name == "structure":
        return {name: good(member, number) for name, member in shape.members.items()}
    if getattr(shape, "enum", None):
        return shape.enum[number % len(shape.enum)]
    return f"v{number}" if shape.type_name == "string" else number


def members(shape, above=()):
    for name, member in shape.members.items():
        path = above + (name,)
        if ".".join(path) in NOT_CHECKED or name in NOT_CHECKED:
            continue
        if member.type_name == "structure":
            yield from members(member, path)
        else:
            yield path, member


def put(parameters, path, value):
    for name in path[:-1]:
        parameters = parameters.setdefault(name, {})
    parameters[path[-1]] = value


class Model(unittest.TestCase):
    function = "model-function"

    @classmethod
    def setUpClass(cls):
        cls.tearDownClass()
        lambda_.create_function(FunctionName=cls.function, Runtime="nodejs24.x", Handler="index.handler",
                                Role="arn:aws:iam::123456789012:role/lambda", Code={"ZipFile": a_zip()})

    @classmethod
    def tearDownClass(cls):
        for name in (cls.function, "model-made"):
            try:
                lambda_.delete_function(FunctionName=name)
            except lambda_.exceptions.ResourceNotFoundException:
                pass

    def call(self, operation, parameters):
        """The answer's HTTP status and error type, whatever the model says of it."""
        method = getattr(lambda_, "".join("_" + c.lower() if c.isupper() else c for c in operation.name).lstrip("_"))
        try:
            answer = method(**parameters)
            return answer["ResponseMetadata"]["HTTPStatusCode"], None, answer
        except botocore.exceptions.ClientError as error:
            return error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]["Code"], error.response

    def test_every_operation_is_known_and_fails_only_as_the_model_says(self):
        for name in MODEL.operation_names:
            operation = MODEL.operation_model(name)
            if name in ("CreateFunction", "DeleteFunction"):
                continue
            with self.subTest(name):
                status, code, answer = self.call(operation, base(operation, self.function))
                self.assertLess(status, 500, answer)
                self.assertNotIn(code, ("UnknownOperationException", "404", "403"))
                if code:
                    documented = {shape.name for shape in operation.error_shapes} | COMMON
                    self.assertIn(code, documented)
                    error = next((shape for shape in operation.error_shapes if shape.name == code), None)
                    if error is not None and "httpStatusCode" in error.metadata.get("error", {}):
                        self.assertEqual(error.metadata["error"]["httpStatusCode"], status)

    def test_required_members_are_required(self):
        for operation, parameters, path, _ in self.constrained():
            if len(path) == 1 and path[0] in operation.input_shape.required_members:
                location = operation.input_shape.members[path[0]].serialization.get("location")
                if location == "uri":
                    continue
                with self.subTest(f"{operation.name} without {path[0]}"):
                    without = {name: value for name, value in parameters.items() if name != path[0]}
                    status, code, answer = self.call(operation, without)
                    self.assertEqual(400, status, answer)

    def test_values_outside_the_model_are_refused(self):
        tried = 0
        for operation, parameters, path, member in self.constrained():
            for value in bad_values(member):
                with self.subTest(f"{operation.name} {'.'.join(path)} = {str(value)[:40]!r}"):
                    given = copy.deepcopy(parameters)
                    put(given, path, value)
                    try:
                        status, code, answer = self.call(operation, given)
                    except botocore.exceptions.BotoCoreError:
                        continue  # not even this client can send it
                    tried += 1
                    self.assertIn(status, range(400, 500), answer)
                    if status == 414:
                        continue  # longer than an address may be
                    self.assertIn(code, {shape.name for shape in operation.error_shapes} | COMMON)
        self.assertGreater(tried, 100)

    def constrained(self):
        for name in MODEL.operation_names:
            operation = MODEL.operation_model(name)
            if operation.input_shape and not NOT_OFFERED.search(name) and name not in INVOCATIONS \
                    and name != "DeleteFunction":
                parameters = base(operation, self.function)
                for path, member in members(operation.input_shape):
                    yield operation, parameters, path, member

    def test_answers_are_as_the_model_says(self):
        def check(http_response, parsed, model, **_):
            shape = model.output_shape
            if http_response.status_code >= 300 or shape is None or not http_response.content:
                return
            if "payload" not in shape.serialization and shape.serialization.get("payload") is None:
                self.conforms(shape, json.loads(http_response.content), model.name)

        lambda_.meta.events.register("after-call.lambda", check, unique_id="check")
        try:
            self.everything()
        finally:
            lambda_.meta.events.unregister("after-call.lambda", unique_id="check")

    def everything(self):
        name = self.function
        lambda_.update_function_configuration(
            FunctionName=name, Environment={"Variables": {"GREETING": "b"}}, Layers=[], MemorySize=200,
            LoggingConfig={"LogFormat": "JSON", "ApplicationLogLevel": "INFO", "SystemLogLevel": "INFO"},
            VpcConfig={"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]},
            DeadLetterConfig={"TargetArn": "arn:aws:sqs:eu-west-1:123456789012:dead"})
        lambda_.publish_version(FunctionName=name)
        lambda_.create_alias(FunctionName=name, Name="live", FunctionVersion="1", Description="d")
        lambda_.update_alias(FunctionName=name, Name="live", Description="e")
        lambda_.create_function_url_config(FunctionName=name, Qualifier="live", AuthType="NONE", Cors={"MaxAge": 5})
        lambda_.put_function_event_invoke_config(FunctionName=name, MaximumRetryAttempts=1)
        lambda_.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=1)
        lambda_.add_permission(FunctionName=name, StatementId="s", Action="lambda:*", Principal="123456789012")
        layer = lambda_.publish_layer_version(LayerName="model-layer", Content={"ZipFile": a_zip()})
        lambda_.get_layer_version_by_arn(Arn=layer["LayerVersionArn"])
        arn = lambda_.get_function_configuration(FunctionName=name)["FunctionArn"]
        for operation, parameters in [
                ("get_function", {"FunctionName": name}), ("list_functions", {}), ("get_account_settings", {}),
                ("list_versions_by_function", {"FunctionName": name}), ("list_aliases", {"FunctionName": name}),
                ("get_alias", {"FunctionName": name, "Name": "live"}), ("list_layers", {}),
                ("list_layer_versions", {"LayerName": "model-layer"}), ("list_tags", {"Resource": arn}),
                ("get_function_url_config", {"FunctionName": name, "Qualifier": "live"}),
                ("list_function_url_configs", {"FunctionName": name}), ("get_policy", {"FunctionName": name}),
                ("get_function_event_invoke_config", {"FunctionName": name}),
                ("list_function_event_invoke_configs", {"FunctionName": name}),
                ("get_function_concurrency", {"FunctionName": name}), ("list_event_source_mappings", {}),
                ("get_runtime_management_config", {"FunctionName": name}), ("list_code_signing_configs", {}),
                ("get_function_recursion_config", {"FunctionName": name}),
                ("list_provisioned_concurrency_configs", {"FunctionName": name}),
                ("delete_function_concurrency", {"FunctionName": name}),
                ("delete_layer_version", {"LayerName": "model-layer", "VersionNumber": layer["Version"]})]:
            with self.subTest(operation):
                getattr(lambda_, operation)(**parameters)

    def conforms(self, shape, value, where):
        if shape.type_name == "structure":
            self.assertIsInstance(value, dict, where)
            names = {member.serialization.get("name", name): member for name, member in shape.members.items()}
            for name, inner in value.items():
                self.assertIn(name, names, where)
                self.conforms(names[name], inner, f"{where}.{name}")
        elif shape.type_name == "list":
            for inner in value:
                self.conforms(shape.member, inner, where + "[]")
        elif shape.type_name == "map":
            for inner in value.values():
                self.conforms(shape.value, inner, where + "{}")
        elif shape.type_name == "string":
            self.assertIsInstance(value, str, where)
            if shape.enum:
                self.assertIn(value, shape.enum, where)
            elif shape.metadata.get("pattern") and value:  # functions made in the portal have no role
                self.assertRegex(value, "^(?:" + shape.metadata["pattern"] + ")$", where)
        elif shape.type_name in ("integer", "long"):
            self.assertIsInstance(value, int, where)
            self.assertGreaterEqual(value, shape.metadata.get("min", value), where)
            self.assertLessEqual(value, shape.metadata.get("max", value), where)
        elif shape.type_name == "boolean":
            self.assertIsInstance(value, bool, where)


if __name__ == "__main__":
    unittest.main()
