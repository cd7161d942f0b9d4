// The site as an installed program: kept for use without a network, and files that the system opens with it.

// `onNew()` when another revision has been fetched and will be there with the next start.
export async function keepForOffline(onNew) {
  if (!navigator.serviceWorker || !isSecureContext) return;
  try {
    const registration = await navigator.serviceWorker.register('service_worker.js', { updateViaCache: 'none' });
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing;
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed' && navigator.serviceWorker.controller) onNew();
      });
    });
  } catch (error) {
    console.info(`Not kept for use without a network: ${error.message}`);
  }
}

export function openLaunchedFiles(openFiles) {
  globalThis.launchQueue?.setConsumer(async ({ files }) => {
    if (files?.length > 0) openFiles(await Promise.all(files.map((handle) => handle.getFile())));
  });
}
