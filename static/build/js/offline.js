// For who chose to go on without signal: each page is sealed and kept before it is sent, and kept until it has come.
import { forget } from "./forget.js";
import * as pocket from "./pocket.js";

const line = document.getElementById("line");
const told = line.dataset;
const form = document.querySelector("main form[method=post]");
const chooser = document.getElementById("pocket");
const outcome = document.getElementById("outcome");
const can = window.isSecureContext && window.crypto && crypto.subtle && navigator.serviceWorker && window.indexedDB && window.caches;
const PATIENCE = 8000;
const AGAIN = 10000;
let busy = false;

// Only the registered worker says that it is on: asking the store would make one.
const isOn = async () => can && (await navigator.serviceWorker.getRegistration(told.waits)) && true;

async function show() {
  const now = await pocket.state();
  const waits = (await pocket.turns()).length;
  if (!now) return;
  line.textContent = waits ? told.kept.replace("{0}", waits).replace("{1}", now.arrived) : told.clear;
  if (outcome && now.sent && waits) outcome.textContent = outcome.dataset.kept;
}

async function post(body) {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), PATIENCE);
  const headers = { "Content-Type": "application/octet-stream" };
  try {
    const answer = await fetch(told.packets, { method: "POST", headers, body, signal: stop.signal });
    if (!answer.ok) throw new Error(answer.status);
    return await answer.json();
  } finally {
    clearTimeout(late);
  }
}

// Sends what waits, oldest first; the last answer, or an error where there is no signal.
async function flush() {
  let answer = null;
  for (const turn of await pocket.turns()) {
    const body = await pocket.packet(turn);
    if (!body) continue; // another tab sent it
    answer = await post(body);
    if (["sent", "gone", "closed"].includes(answer.state)) {
      await forget();
      return answer;
    }
    await pocket.arrived(turn);
    if (answer.state === "look") await pocket.again();
  }
  return answer;
}

// Where the words of an outcome stand: on the phone's own page.
function tell({ state, on }) {
  if (state === "sent" && on) return location.replace(on);
  if (!outcome) return location.replace(told.waits + "#" + state);
  if (!outcome.dataset[state]) return;
  document.getElementById("on").hidden = false;
  if (chooser) chooser.hidden = true;
  if (state !== "look") line.hidden = true;
  document.getElementById("look").hidden = state !== "look";
  outcome.textContent = outcome.dataset[state];
  outcome.focus();
}

async function tryAgain() {
  if (busy || !(await isOn())) return;
  busy = true;
  try {
    const answer = await flush();
    if (answer && !["kept", "wrong"].includes(answer.state)) tell(answer);
    else await show();
  } catch {
    await show().catch(() => {});
  }
  busy = false;
}

async function send(event) {
  event.preventDefault();
  if (busy) return;
  const box = form.querySelector("[data-most]");
  if (box && [...box.querySelector("textarea").value].length > box.dataset.most) return box.querySelector("textarea").focus();
  busy = true;
  const by = event.submitter && event.submitter.name ? [[event.submitter.name, event.submitter.value]] : [];
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrf_token").concat(by);
  const go = Object.fromEntries(fields).go;
  const isLast = told.step === "check" && go !== "back";
  if (new URLSearchParams(location.search).has("check")) fields.push(["check", "1"]);
  const asEver = () => {
    for (const [name, value] of by) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    form.submit();
  };
  try {
    if (told.step !== "check" || isLast) await pocket.put(told.step, fields, told.key, isLast);
  } catch {
    return asEver(); // nothing can be kept here: as without script
  }
  try {
    const answer = await flush();
    if (answer && answer.state === "wrong") return asEver();
    if (answer && answer.state !== "kept") return tell(answer);
    location.assign((answer && answer.on) || (go === "back" ? told.back : told.on));
  } catch {
    location.assign(go === "back" ? told.back : go === "keep" ? told.waits : told.on);
  }
}

async function turnOn() {
  await navigator.serviceWorker.register(
    window.trustedTypes ? trustedTypes.createPolicy("worker", { createScriptURL: (url) => url }).createScriptURL(chooser.dataset.worker) : chooser.dataset.worker,
  );
  const answer = await fetch(location.pathname, { method: "POST", body: new FormData(chooser) });
  const { pass, pages } = await answer.json();
  const kept = await caches.open("pages");
  for (const [path, address] of pages) {
    const page = await fetch(address);
    if (!page.ok) throw new Error(page.status);
    await kept.put(path, page);
  }
  await kept.addAll([...document.querySelectorAll("link[rel=stylesheet],script[src]")].map((one) => one.href || one.src));
  await pocket.begin(pass);
}

async function choose(event) {
  event.preventDefault();
  if (busy) return;
  busy = true;
  const off = event.submitter && event.submitter.name === "go";
  try {
    if (off) {
      await forget();
      const body = new FormData(chooser);
      body.set("go", "off");
      await fetch(location.pathname, { method: "POST", body }).catch(() => {});
    } else await turnOn();
  } catch {
    await forget();
    tell({ state: "failed" });
    chooser.hidden = false;
  }
  busy = false;
  await face();
}

async function face() {
  const on = await isOn();
  for (const part of chooser.querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "on") !== !!on;
  document.getElementById("on").hidden = !on && !outcome.textContent;
  if (on) await show();
}

async function start() {
  if (outcome && location.hash) tell({ state: location.hash.slice(1) });
  if (chooser && can) {
    document.getElementById("cannot").hidden = true;
    chooser.hidden = false;
    chooser.addEventListener("submit", choose);
    await face();
  }
  if (!(await isOn())) return;
  const now = await pocket.state();
  if (!now) return;
  if (!outcome) {
    if (now.sent) return location.replace(told.waits);
    form.addEventListener("submit", send);
  }
  addEventListener("online", tryAgain);
  document.addEventListener("visibilitychange", () => document.hidden || tryAgain());
  setInterval(async () => (await isOn()) && (await pocket.turns()).length && tryAgain(), AGAIN);
  await tryAgain();
}

start();
