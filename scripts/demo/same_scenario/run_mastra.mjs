// The scenario through a Mastra agent and its OpenTelemetry exporter:  node run_mastra.mjs RUN
import { createOpenAI } from '@ai-sdk/openai';
import { Mastra } from '@mastra/core';
import { Agent } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { Observability } from '@mastra/observability';
import { OtelExporter } from '@mastra/otel-exporter';
import { z } from 'zod';
import { checkAccount, expectRefusal, modelUrl, receiverUrl, run, story } from './story.mjs';

const check_account_status = createTool({
  id: 'check_account_status', description: story.tool.description,
  inputSchema: z.object({ account: z.string() }), execute: checkAccount });
const supportAgent = new Agent({
  id: 'support-agent', name: 'support-agent', instructions: story.system, maxRetries: 0, tools: { check_account_status },
  model: createOpenAI({ baseURL: `${modelUrl}/v1`, apiKey: run }).chat('gpt-4o') });
const exporter = new OtelExporter({
  provider: { custom: { endpoint: `${receiverUrl}/${run}/v1/traces`, protocol: 'http/protobuf' } } });
const mastra = new Mastra({
  agents: { supportAgent }, logger: false,
  observability: new Observability({ configs: { otel: { serviceName: 'support-bot', exporters: [exporter] } } }) });

async function ask() {
  const agent = mastra.getAgent('supportAgent');
  const stream = await agent.stream(story.prompt, {
    maxSteps: 3, modelSettings: { temperature: 0.2, maxRetries: 0 },
    tracingOptions: { metadata: { sessionId: story.who.session_id, userId: story.who.user_id }, tags: story.who.tags } });
  await stream.consumeStream();
  if (stream.error) throw stream.error;
}

await ask();
await expectRefusal(ask);
await exporter.flush?.();
await mastra.shutdown?.();
await exporter.shutdown();
