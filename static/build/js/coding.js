// The coding desk by keyboard. Everything is a plain form; this only saves the way to a box.
// Keys count only while something of it has the focus, and never while somebody types (WCAG 2.2, 2.1.4).
const desk = document.querySelector("[data-codes]");
const themes = [...desk.querySelectorAll("[data-keys] input")];
const boxes = [...desk.querySelectorAll("input[type=checkbox]")];
const typed = desk.querySelector("[list]");

const wrong = document.querySelector(".error-summary");
if (!wrong && boxes[0]) boxes[0].focus({ preventScroll: true });

desk.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const at = boxes.indexOf(event.target);
  if (at < 0) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) (boxes[at + step] ?? event.target).focus();
  else if (event.key === "/") typed.focus();
  else if (/^[1-9]$/.test(event.key) && themes[event.key - 1]) themes[event.key - 1].click();
  else return;
  event.preventDefault();
});
