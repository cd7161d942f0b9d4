// The same small question-and-answer flow as scenario_rag.py, through the Vercel AI SDK's own telemetry.
//
//   node scenario_rag.mjs RUN      (with its packages beside it: see make_demo)
import { createOpenAI } from '@ai-sdk/openai';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { embed, generateText, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';

const modelUrl = process.env.DEMO_MODEL_URL ?? 'http://127.0.0.1:8801';
const receiverUrl = process.env.DEMO_RECEIVER_URL ?? 'http://127.0.0.1:8802';
const run = process.argv[2];

const QUESTION = 'I never got the reset e-mail. My account is rosa.meyer@example.com. パスワードを再設定したいです。';
const SYSTEM = 'You are the support assistant of Harbor Notes. Answer from the articles and name their ids.';
const ARTICLE = '[kb-117] Links are not sent to locked accounts. An account is locked after ten failed sign-ins and ' +
  'unlocks by itself after 60 minutes.';
const ANSWER = 'Your account is **locked** after ten failed sign-ins, so the e-mail was not sent [kb-117].\n\n' +
  '1. Wait until it unlocks at 14:20 UTC.\n2. Choose *Forgot password* on the sign-in page [kb-114].\n';
const REPLIES = [
  { tools: [{ name: 'checkAccountStatus', arguments: { account: 'rosa.meyer@example.com' } }], first_ms: 210 },
  { text: ANSWER, first_ms: 160, input_tokens: 1684, cached: 1408, reasoning_tokens: 64 },
  { status: 429, first_ms: 60, message: 'Rate limit reached for requests per minute. Please try again in 1.2s.' },
];

const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({
    'service.name': 'support-bot-js', 'service.version': '2.3.1', 'deployment.environment.name': 'staging' }),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: `${receiverUrl}/${run}/v1/traces` }))],
});
provider.register();

const openai = createOpenAI({ baseURL: `${modelUrl}/v1`, apiKey: run });
const telemetry = (functionId) => ({
  isEnabled: true, functionId, metadata: { sessionId: 'sess-fixture-1', userId: 'u-1042', tags: ['fixture', 'rag'] } });

const checkAccountStatus = tool({
  description: 'Looks up whether an account can sign in.',
  inputSchema: z.object({ account: z.string().describe('E-mail address of the account') }),
  execute: async ({ account }) => {
    await new Promise((done) => setTimeout(done, 45));
    return { account, state: 'locked', failed_sign_ins: 10, unlocks_at: '14:20Z' };
  },
});

async function answered() {
  await embed({ model: openai.textEmbeddingModel('text-embedding-3-small'), value: QUESTION,
    experimental_telemetry: telemetry('find-articles') });
  const result = streamText({
    model: openai.chat('gpt-4o'), system: SYSTEM, prompt: `${ARTICLE}\n\n${QUESTION}`, temperature: 0.2,
    tools: { checkAccountStatus }, stopWhen: stepCountIs(3), experimental_telemetry: telemetry('support-agent') });
  await result.consumeStream();
}

async function refused() {
  await generateText({ model: openai.chat('gpt-4o'), system: SYSTEM, prompt: QUESTION, maxRetries: 0,
    experimental_telemetry: telemetry('support-agent') });
}

await fetch(`${modelUrl}/script`, { method: 'POST', body: JSON.stringify({ key: run, replies: REPLIES }) });
await provider.getTracer('harbor.app', '1.0.0').startActiveSpan('support message', async (span) => {
  await answered();
  span.end();
});
await refused().catch((error) => console.log(`  failed as scripted: ${error.name}`));
await provider.shutdown();
