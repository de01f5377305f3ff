// The four words to the clipboard, or the page to paper. Both buttons stay hidden where they could not work.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", () =>
    navigator.clipboard.writeText(button.dataset.copy).then(() => {
      const done = button.dataset.done;
      button.querySelector("span").textContent = done;
      button.closest(".code-words").querySelector("[role=status]").textContent = done;
    }, () => {}),
  );
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
