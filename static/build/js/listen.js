// Reads parts of the page, named by their ids, aloud with the phone's own voice; a second tap, or leaving, stops it.
if (window.speechSynthesis) {
  for (const button of document.querySelectorAll("[data-listen]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      if (speechSynthesis.speaking) return speechSynthesis.cancel();
      const words = new SpeechSynthesisUtterance(
        button.dataset.listen.split(" ").map((id) => document.getElementById(id).innerText).join("\n"),
      );
      words.lang = document.documentElement.lang;
      speechSynthesis.speak(words);
    });
  }
  addEventListener("pagehide", () => speechSynthesis.cancel());
}
