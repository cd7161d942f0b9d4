// What the JavaScript runners share; make_same writes the story of story.py beside them as story.json.
import { readFileSync } from 'node:fs';

export const modelUrl = process.env.DEMO_MODEL_URL ?? 'http://127.0.0.1:8801';
export const receiverUrl = process.env.DEMO_RECEIVER_URL ?? 'http://127.0.0.1:8802';
export const run = process.argv[2];
export const story = JSON.parse(readFileSync(new URL('./story.json', import.meta.url), 'utf8'));

await fetch(`${modelUrl}/script`, { method: 'POST', body: JSON.stringify({ key: run, replies: story.replies }) });

export async function checkAccount() {
  await new Promise((done) => setTimeout(done, 45));
  return story.status;
}

export async function expectRefusal(call) {
  await call().catch((error) => console.log(`  refused as scripted: ${error.name}: ${error.message}`));
}
