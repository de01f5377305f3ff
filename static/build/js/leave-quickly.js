// The page is gone first, then the session, then the address. Three presses of Shift, with no other key between, do the same as the button.
// Without signal the phone is cleared all the same, and a mark tells the server at the next contact that this visit is over.
import { forget } from "./forget.js";

const form = document.querySelector("[data-exit]");
const root = document.documentElement;
let leaving = false;
let going = false;

function leave(event) {
  const exit = form.dataset.exit;
  if (!exit) return;
  if (event) event.preventDefault();
  if (leaving) return;
  leaving = true;
  root.classList.add("gone");
  document.title = "";
  if (window.speechSynthesis) speechSynthesis.cancel();
  const line = document.getElementById("line");
  const told = fetch(form.action, { method: "POST", keepalive: true, redirect: "manual" });
  document.cookie = "left=1;path=/;samesite=lax";
  const go = () => {
    if (!going) location.replace(exit); // asked a second time, the browser would start again from nothing
    going = true;
  };
  const stay = () => {
    if (going) return;
    going = true;
    history.replaceState(null, "", "/");
    document.body.textContent = line.dataset.left;
    root.classList.remove("gone");
  };
  const cleared = forget();
  Promise.race([Promise.allSettled([told, cleared]), new Promise((late) => setTimeout(late, 400))]).then(() => (line ? told.then(go, stay) : go()));
  if (line) setTimeout(go, 1500);
  document.body.replaceChildren();
}

let presses = [];
let alone = false;

if (form) {
  form.addEventListener("submit", leave);
  addEventListener("keydown", (event) => {
    alone = event.key === "Shift";
    if (!alone) presses = [];
  });
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    const now = Date.now();
    presses = presses.filter((then) => now - then < 5000).concat(now);
    if (presses.length > 2) leave();
  });
}

// A page kept by the browser may belong to a session that has ended, whoever it belonged to: ask the server again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  root.classList.add("gone");
  document.body.replaceChildren();
  location.reload();
});
