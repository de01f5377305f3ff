// Reads parts of the page, named by their ids, aloud with a voice that is on the phone itself: what somebody wrote goes to no other machine.
// A second tap, the next page, another app, or leaving stops it. Without such a voice for this language the button stays hidden.
const speech = window.speechSynthesis;
const READ = "h1,h2,h3,p,li,label,legend,summary,dt,dd,th,td";
const SKIPPED = ".vh,.listen,.demo,[hidden]";
const LONGEST = 200; // some voices fall silent in the middle of more

const plain = (tag) => tag.replace("_", "-").toLowerCase();
const shown = (one) => one.getClientRects().length && !one.closest(SKIPPED);

function voice() {
  const lang = plain(document.documentElement.lang);
  const own = speech.getVoices().filter((one) => one.localService && plain(one.lang).split("-")[0] === lang.split("-")[0]);
  return own.find((one) => plain(one.lang) === lang) || own.find((one) => one.default) || own[0];
}

// What a link or a button alone says is left out, and whatever stands in something that is read already.
function words(id) {
  const root = document.getElementById(id);
  return [...root.querySelectorAll(READ)]
    .filter((one) => shown(one) && !(root.contains(one.parentElement.closest(READ)) && one.parentElement.closest(READ)))
    .filter((one) => ![...one.querySelectorAll("a,button")].some((link) => link.innerText.trim() === one.innerText.trim()))
    .flatMap((one) => (one.innerText.length > LONGEST && one.innerText.match(/[^.!?…]+[.!?…]*\s*/g)) || [one.innerText])
    .filter((text) => text.trim());
}

if (speech) {
  const buttons = document.querySelectorAll("[data-listen]");
  const mark = (on) => buttons.forEach((button) => button.setAttribute("aria-pressed", on));
  const stop = () => {
    speech.cancel();
    mark(false);
  };
  const offer = () => buttons.forEach((button) => (button.hidden = !voice()));
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") === "true";
      stop();
      if (on) return;
      const parts = button.dataset.listen.split(" ").flatMap(words).map((text) => new SpeechSynthesisUtterance(text));
      for (const part of parts) {
        part.voice = voice();
        part.lang = part.voice.lang;
        speech.speak(part);
      }
      if (!parts.length) return;
      mark(true);
      parts[parts.length - 1].onend = () => mark(false);
    });
  }
  offer();
  speech.addEventListener && speech.addEventListener("voiceschanged", offer);
  addEventListener("pagehide", stop);
  addEventListener("submit", stop);
  document.addEventListener("visibilitychange", () => document.hidden && stop());
}
