// Everything this site may have on the phone that a script can reach: what waits to be sent, kept pages, the worker.
export async function forget() {
  try {
    indexedDB.deleteDatabase("pocket");
    for (const name of await caches.keys()) await caches.delete(name);
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  } catch {
    // a browser without these keeps nothing either
  }
}
