// The scenario through the Vercel AI SDK's own telemetry:  node run_vercel_ai.mjs RUN
import { createOpenAI } from '@ai-sdk/openai';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { checkAccount, expectRefusal, modelUrl, receiverUrl, run, story } from './story.mjs';

const exporter = new OTLPTraceExporter({ url: `${receiverUrl}/${run}/v1/traces` });
const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'support-bot', 'deployment.environment.name': 'staging' }),
  spanProcessors: [new BatchSpanProcessor(exporter)],
});
provider.register();

const metadata = { sessionId: story.who.session_id, userId: story.who.user_id, tags: story.who.tags };
const model = createOpenAI({ baseURL: `${modelUrl}/v1`, apiKey: run }).chat('gpt-4o');
const check_account_status = tool({
  description: story.tool.description, inputSchema: z.object({ account: z.string() }), execute: checkAccount });

async function ask() {
  let failure;
  const result = streamText({
    model, system: story.system, prompt: story.prompt, temperature: 0.2, tools: { check_account_status },
    stopWhen: stepCountIs(3), maxRetries: 0, onError: ({ error }) => { failure = error; },
    experimental_telemetry: { isEnabled: true, functionId: 'support-agent', metadata } });
  await result.consumeStream();
  if (failure) throw failure;
}

await ask();
await expectRefusal(ask);
await provider.shutdown();
