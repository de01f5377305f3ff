// Pages of one consultation, with nothing said on them, where the network gives none. Kept by the page that turned it on; nothing is kept here.
const PATIENCE = 6000;

async function answer(request, isPage) {
  const kept = await caches.match(isPage ? new URL(request.url).pathname : request);
  if (!kept) return fetch(request);
  const late = new Promise((_, no) => setTimeout(no, PATIENCE));
  try {
    const found = await Promise.race([fetch(request), late]);
    return [502, 504].includes(found.status) ? kept : found;
  } catch {
    return kept;
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const isPage = request.mode === "navigate";
  if (request.method === "GET" && (isPage || request.url.includes("/static/"))) event.respondWith(answer(request, isPage));
});
