// What is too small to hit: anything below 24 px that is not part of a sentence, and radios and
// tick boxes below 44 px, with their labels.
() => {
  const faults = [];
  const places = [];
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
    // A place on the picture may have several; each has one that is large enough.
    if (element.matches("[data-region]")) places.push(element);
    else if (element.matches("input, label")) least(element, 44, name);
    else if (!inSentence(element)) least(element, 24, name);
  }
  for (const place of places) {
    const same = places.filter((p) => p.dataset.region === place.dataset.region);
    const sizes = same.map((p) => p.getBoundingClientRect()).map((b) => Math.min(b.width, b.height));
    if (Math.min(...sizes) < 24 || Math.max(...sizes) < 43.99) {
      faults.push(`label ${place.dataset.region}: ${sizes.map((s) => s.toFixed(1)).join(" and ")} px`);
    }
  }
  return faults;
}
