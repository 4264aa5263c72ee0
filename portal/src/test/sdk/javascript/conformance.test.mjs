// The Lambda API under AWS SDK for JavaScript 3, as its users call it. LAMBDA_ENDPOINT and the AWS_… variables say where.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as aws from '@aws-sdk/client-lambda';
import { zip } from './zip.mjs';

const lambda = new aws.Lambda({ endpoint: process.env.LAMBDA_ENDPOINT, region: 'eu-west-1', maxAttempts: 1 });
const name = `js-${Date.now().toString(36)}`;
const Role = 'arn:aws:iam::123456789012:role/lambda';
const text = (bytes) => new TextDecoder().decode(bytes);
const code = zip('index.mjs', `
  export const handler = async (event, context) => {
    console.log('hello');
    if (event.fail) throw new Error(event.fail);
    return { event, version: context.functionVersion, custom: context.clientContext?.custom };
  };`);
const streaming = zip('index.mjs', `
  export const handler = awslambda.streamifyResponse(async (event, stream) => {
    for (const word of ['one ', 'two ', 'three']) stream.write(word);
    stream.end();
  });`);

const refused = (type, status, promise) => assert.rejects(promise, (error) => {
  assert.equal(error.name, type);
  assert.equal(error.$metadata.httpStatusCode, status);
  assert.ok(error.message.length > 5, 'an error has a sentence');
  assert.ok(error.$metadata.requestId, 'an error has a request id');
  return true;
});

const made = [];
async function make(FunctionName, more = {}) {
  await lambda.createFunction({
    FunctionName, Role, Runtime: 'nodejs24.x', Handler: 'index.handler', Code: { ZipFile: code }, ...more,
  });
  made.push(FunctionName);
  await aws.waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 60, minDelay: 1 }, { FunctionName });
}

before(() => make(name, { Tags: { team: 'blue' } }));
after(async () => {
  for (const FunctionName of made) await lambda.deleteFunction({ FunctionName }).catch(() => {});
});

test('functions', async () => {
  const got = await lambda.getFunction({ FunctionName: name });
  assert.deepEqual(got.Tags, { team: 'blue' });
  assert.equal((await (await fetch(got.Code.Location)).arrayBuffer()).byteLength, got.Configuration.CodeSize);
  await refused('ResourceConflictException', 409, make(name));
  await refused('ResourceNotFoundException', 404, lambda.getFunction({ FunctionName: `${name}-none` }));
  await lambda.updateFunctionConfiguration({ FunctionName: name, MemorySize: 256, Timeout: 9 });
  await aws.waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 60, minDelay: 1 }, { FunctionName: name });
  assert.equal((await lambda.getFunctionConfiguration({ FunctionName: name })).Timeout, 9);
  await refused('PreconditionFailedException', 412, lambda.updateFunctionCode({
    FunctionName: name, ZipFile: code, RevisionId: '11111111-1111-1111-1111-111111111111' }));
  const names = [];
  for await (const page of aws.paginateListFunctions({ client: lambda, pageSize: 1 }, {})) {
    names.push(...page.Functions.map((one) => one.FunctionName));
  }
  assert.ok(names.includes(name));
  assert.equal(new Set(names).size, names.length);
});

test('invocations', async () => {
  const answer = await lambda.invoke({
    FunctionName: name, Payload: JSON.stringify({ a: 1 }), LogType: 'Tail',
    ClientContext: Buffer.from('{"custom":{"who":"Zoë"}}').toString('base64'),
  });
  assert.deepEqual(JSON.parse(text(answer.Payload)), { event: { a: 1 }, version: '$LATEST', custom: { who: 'Zoë' } });
  assert.match(Buffer.from(answer.LogResult, 'base64').toString(), /REPORT RequestId: /);
  const failed = await lambda.invoke({ FunctionName: name, Payload: '{"fail":"on purpose"}' });
  assert.equal(failed.FunctionError, 'Unhandled');
  assert.equal(JSON.parse(text(failed.Payload)).errorMessage, 'on purpose');
  assert.equal((await lambda.invoke({ FunctionName: name, InvocationType: 'Event' })).StatusCode, 202);
  assert.equal((await lambda.invoke({ FunctionName: name, InvocationType: 'DryRun' })).StatusCode, 204);
  assert.equal((await lambda.invokeAsync({ FunctionName: name, InvokeArgs: '{}' })).Status, 202);
  await refused('InvalidRequestContentException', 400, lambda.invoke({ FunctionName: name, Payload: '{' }));
  await refused('InvalidRequestContentException', 400, lambda.invoke({ FunctionName: name, ClientContext: '%' }));
});

test('streamed answers', async () => {
  const FunctionName = `${name}-stream`;
  await make(FunctionName, { Code: { ZipFile: streaming } });
  const answer = await lambda.invokeWithResponseStream({ FunctionName, Payload: '{}' });
  let words = '';
  let complete = 0;
  for await (const event of answer.EventStream) {
    if (event.PayloadChunk) words += text(event.PayloadChunk.Payload);
    if (event.InvokeComplete) complete += 1;
  }
  assert.equal(words, 'one two three');
  assert.equal(complete, 1);
});

test('versions and aliases', async () => {
  assert.equal((await lambda.publishVersion({ FunctionName: name })).Version, '1');
  await lambda.updateFunctionCode({ FunctionName: name, ZipFile: zip('index.mjs', 'export const handler = () => 2'), Publish: true });
  const alias = await lambda.createAlias({
    FunctionName: name, Name: 'live', FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: { 2: 0.25 } } });
  assert.deepEqual(alias.RoutingConfig.AdditionalVersionWeights, { 2: 0.25 });
  await lambda.updateAlias({ FunctionName: name, Name: 'live', RoutingConfig: { AdditionalVersionWeights: {} } });
  assert.equal((await lambda.invoke({ FunctionName: `${name}:live` })).ExecutedVersion, '1');
  const versions = [];
  for await (const page of aws.paginateListVersionsByFunction({ client: lambda, pageSize: 1 }, { FunctionName: name })) {
    versions.push(...page.Versions.map((version) => version.Version));
  }
  assert.deepEqual(versions, ['$LATEST', '1', '2']);
  await refused('ResourceConflictException', 409, lambda.deleteFunction({ FunctionName: name, Qualifier: '1' }));
  await lambda.deleteAlias({ FunctionName: name, Name: 'live' });
});

test('settings', async () => {
  const FunctionName = name;
  const url = await lambda.createFunctionUrlConfig({ FunctionName, AuthType: 'NONE', Cors: { AllowOrigins: ['*'] } });
  assert.ok(url.CreationTime);
  assert.equal((await lambda.listFunctionUrlConfigs({ FunctionName })).FunctionUrlConfigs.length, 1);
  await lambda.deleteFunctionUrlConfig({ FunctionName });
  await refused('ResourceNotFoundException', 404, lambda.getFunctionUrlConfig({ FunctionName }));
  await lambda.putFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: 0 });
  await assert.rejects(lambda.invoke({ FunctionName }), (error) => error.name === 'TooManyRequestsException'
    && error.Reason === 'ReservedFunctionConcurrentInvocationLimitExceeded');
  await lambda.deleteFunctionConcurrency({ FunctionName });
  const config = await lambda.putFunctionEventInvokeConfig({ FunctionName, MaximumRetryAttempts: 0 });
  assert.ok(config.LastModified instanceof Date);
  await lambda.deleteFunctionEventInvokeConfig({ FunctionName });
  await lambda.addPermission({ FunctionName, StatementId: 's3', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' });
  assert.equal(JSON.parse((await lambda.getPolicy({ FunctionName })).Policy).Statement.length, 1);
  await lambda.removePermission({ FunctionName, StatementId: 's3' });
  assert.ok((await lambda.getAccountSettings({})).AccountLimit.ConcurrentExecutions > 0);
});

test('layers', async () => {
  const LayerName = `${name}-layer`;
  const layer = await lambda.publishLayerVersion({ LayerName, Content: { ZipFile: zip('file', 'text') } });
  assert.equal(layer.Version, 1);
  assert.equal((await lambda.getLayerVersionByArn({ Arn: layer.LayerVersionArn })).Version, 1);
  const found = [];
  for await (const page of aws.paginateListLayers({ client: lambda, pageSize: 1 }, {})) {
    found.push(...page.Layers.map((one) => one.LayerName));
  }
  assert.ok(found.includes(LayerName));
  await lambda.deleteLayerVersion({ LayerName, VersionNumber: 1 });
  await refused('ResourceNotFoundException', 404, lambda.getLayerVersion({ LayerName, VersionNumber: 1 }));
});

test('what only AWS has', async () => {
  await refused('InvalidParameterValueException', 400, lambda.createEventSourceMapping({
    FunctionName: name, EventSourceArn: 'arn:aws:sqs:eu-west-1:123456789012:queue' }));
  assert.deepEqual((await lambda.listEventSourceMappings({})).EventSourceMappings, []);
  await refused('ProvisionedConcurrencyConfigNotFoundException', 404,
    lambda.getProvisionedConcurrencyConfig({ FunctionName: name, Qualifier: '1' }));
});

test('a wrong secret is refused', async () => {
  const stranger = new aws.Lambda({ endpoint: process.env.LAMBDA_ENDPOINT, region: 'eu-west-1', maxAttempts: 1,
    credentials: { accessKeyId: process.env.AWS_ACCESS_KEY_ID, secretAccessKey: 'wrong'.repeat(8) } });
  await assert.rejects(stranger.listFunctions({}), (error) => error.$metadata.httpStatusCode === 403);
});
