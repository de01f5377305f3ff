// Minutes are kept while they are typed. The form works without this; it only presses "Keep it" by itself.
const form = document.querySelector("[data-keeps]");
const box = form.querySelector("textarea");
const told = document.createElement("p");
told.setAttribute("role", "status");
form.append(told);
const WAIT = 2500;
let timer, kept = box.value.trim(), busy = false;

async function keep() {
  const text = box.value.trim();
  if (busy || !text || text === kept) return;
  busy = true;
  const fields = new FormData(form);
  fields.set("quiet", "1");
  try {
    const answer = await fetch(location.pathname, { method: "POST", body: fields, redirect: "manual" });
    if (answer.status === 204) {
      kept = text;
      form.elements.seen.value = answer.headers.get("X-Seen");
    }
    told.textContent = form.dataset[{ 204: "keeps", 409: "changed" }[answer.status] || "failed"];
  } catch {
    told.textContent = form.dataset.failed;
    later();
  }
  busy = false;
  // What the site would not keep is not sent again as it stands: only what was typed meanwhile.
  if (box.value.trim() !== text) later();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(keep, WAIT);
}

box.addEventListener("input", () => {
  told.textContent = "";
  later();
});
form.addEventListener("submit", () => clearTimeout(timer));
