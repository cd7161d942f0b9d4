// Asking other machines, for the page and for the worker: what a browser refuses to say is found out and said in a sentence.

// A URL without user name, password and fragment: what may be shown and put into links.
export function publicUrl(text) {
  const url = new URL(text);
  url.username = '';
  url.password = '';
  url.hash = '';
  return url.href;
}

// fetch(), with user name and password of the URL moved to a header, as fetch() refuses them in place.
export function fetchUrl(text, options = {}) {
  const url = new URL(text);
  const headers = new Headers(options.headers);
  if (url.username || url.password) {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    headers.set('Authorization', `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(pair)))}`);
  }
  return fetch(publicUrl(text), { ...options, headers });
}

// Why fetch() failed without an answer. The browser hides it; an opaque request tells "not reachable" from "not allowed".
export async function explainFailure(text, ownOrigin) {
  const url = new URL(text);
  if (url.origin === ownOrigin) return `${publicUrl(text)} could not be reached.`;
  if (ownOrigin.startsWith('https:') && url.protocol === 'http:' && !/^(localhost|127\.|\[::1\])/.test(url.host)) {
    return `${url.origin} is plain http, which browsers do not let an https page read. Open the viewer over http, or put https in front of the server.`;
  }
  const stop = new AbortController();
  try {
    await fetch(publicUrl(text), { mode: 'no-cors', credentials: 'omit', signal: stop.signal });
    stop.abort();
    return `${url.origin} answers, but does not let other sites read its answers (CORS). ` +
      `It must send the header "Access-Control-Allow-Origin: ${ownOrigin}" (or "*") for ${publicUrl(text)}.`;
  } catch {
    return `${url.origin} could not be reached: the name, the port or the network is wrong, or the server is down.`;
  }
}

// One sentence for an answer that is not a success.
export function statusSentence(url, status) {
  const why = { 401: 'it asks for a login', 403: 'access is not allowed', 404: 'there is nothing at this address' }[status];
  return `${publicUrl(url)} answered with HTTP ${status}${why ? `: ${why}` : ''}.`;
}
