// What waits on the phone: sealed packets by their turn, and beside them the pass and three counts. Nothing here can be read.
const BOX = "box";

function opened() {
  return new Promise((ok, no) => {
    const asked = indexedDB.open("pocket", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(BOX);
    asked.onsuccess = () => ok(asked.result);
    asked.onerror = no;
  });
}

// `work` gets the store, and answers with a request or nothing.
async function within(work) {
  const base = await opened();
  try {
    return await new Promise((ok, no) => {
      const step = base.transaction(BOX, "readwrite");
      const asked = work(step.objectStore(BOX));
      step.oncomplete = () => ok(asked && asked.result);
      step.onabort = step.onerror = no;
    });
  } finally {
    base.close();
  }
}

export const state = () => within((box) => box.get("state"));
export const begin = (pass) =>
  within((box) => {
    box.clear();
    box.put({ pass, turn: 0, arrived: 0, sent: 0 }, "state");
  });
export const turns = async () => (await within((box) => box.getAllKeys())).filter(Number.isInteger);
export const packet = (turn) => within((box) => box.get(turn));

function change(with_) {
  return within((box) => {
    const asked = box.get("state");
    asked.onsuccess = () => asked.result && with_(box, asked.result);
  });
}

// A packet came to us: it is not needed any more.
export const arrived = (turn) =>
  change((box, now) => {
    box.delete(turn);
    box.put({ ...now, arrived: now.arrived + 1 }, "state");
  });

export const again = () => change((box, now) => box.put({ ...now, sent: 0 }, "state"));

// Seals and keeps one page. Two tabs at once: whoever comes second seals again with the next turn, so that none is missing.
export async function put(step, fields, key, isLast) {
  for (;;) {
    const { pass, turn } = await state();
    const sealed = await seal({ pass, turn: turn + 1, step, fields }, key);
    let done = false;
    await change((box, now) => {
      if (now.turn !== turn) return;
      box.put(sealed, turn + 1);
      box.put({ ...now, turn: turn + 1, sent: now.sent || +isLast }, "state");
      done = true;
    });
    if (done) return;
  }
}

// As portal/core/envelopes.py opens it. Its length says no more than how many half kilobytes were written.
export async function seal(content, key) {
  const { subtle } = crypto;
  const [number, point] = key.split(".");
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const own = await subtle.generateKey(curve, false, ["deriveBits"]);
  const theirs = await subtle.importKey("raw", Uint8Array.from(atob(point), (c) => c.charCodeAt()), curve, false, []);
  const head = Uint8Array.of(1, number, ...new Uint8Array(await subtle.exportKey("raw", own.publicKey)));
  const shared = await subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256);
  const base = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const aes = await subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: head }, base, { name: "AES-GCM", length: 256 }, false, ["encrypt"],
  );
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const said = new TextEncoder().encode(JSON.stringify(content));
  const padded = new Uint8Array(Math.ceil(said.length / 512) * 512).fill(32);
  padded.set(said);
  const body = await subtle.encrypt({ name: "AES-GCM", iv, additionalData: head }, aes, padded);
  return Uint8Array.of(...head, ...iv, ...new Uint8Array(body));
}
