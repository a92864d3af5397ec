// What is too small to hit: anything below 24 px that is not part of a sentence, and radios and
// tick boxes below 44 px, with their labels.
() => {
  const faults = [];
  const inSentence = (link) =>
    link.localName === "a" &&
    getComputedStyle(link).display === "inline" &&
    [...link.parentElement.childNodes].some((n) => n !== link && n.textContent.trim());
  const least = (element, size, name) => {
    const box = element.getBoundingClientRect();
    if (box.width < size - 0.01 || box.height < size - 0.01) {
      faults.push(`${name}: ${box.width.toFixed(1)} by ${box.height.toFixed(1)} px, not ${size}`);
    }
  };
  for (const element of document.querySelectorAll("a[href], button, summary, input, label")) {
    if (element.type === "hidden" || element.matches(".skip-link") || !element.checkVisibility()) continue;
    const name = `${element.localName} ${(element.id || element.textContent).trim()}`;
    // The label lies over the whole picture: what is touched is drawn in it.
    const touched = element.querySelector("use");
    if (touched) least(touched, 44, `label ${touched.getAttribute("href")}`);
    else if (element.matches("input, label")) least(element, 44, name);
    else if (!inSentence(element)) least(element, 24, name);
  }
  return faults;
}
