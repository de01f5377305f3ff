// As in govuk-frontend's character count: seen at once, read out when the typing rests; both only once the end comes near.
for (const box of document.querySelectorAll("[data-most]")) {
  const area = box.querySelector("textarea");
  const seen = document.getElementById(area.id + "-info");
  const said = document.createElement("p");
  said.className = "vh";
  said.setAttribute("role", "status");
  box.append(said);
  let rest;
  area.addEventListener("input", () => {
    const most = Number(box.dataset.most);
    const left = most - [...area.value].length;
    const near = left < most / 4;
    const words = (left < 0 ? box.dataset.over : box.dataset.left) + " " + Math.abs(left);
    seen.textContent = words;
    seen.classList.toggle("vh", !near);
    seen.classList.toggle("error", left < 0);
    clearTimeout(rest);
    rest = setTimeout(() => (said.textContent = near ? words : ""), 1000);
  });
}
