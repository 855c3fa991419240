// What may be wrong with a page that can be seen without knowing what it is about. Gives a list of complaints.
() => {
  const all = (what) => [...document.querySelectorAll(what)].filter((one) => one.checkVisibility());
  const tell = (why, ones) => ones.map((one) => `${why}: ${one.outerHTML.slice(0, 120)}`);
  const unseen = (one) => one.closest(".unseen, .skip") !== null;
  const named = (one) => (one.getAttribute("aria-label") || one.textContent).trim() !== "";
  const told = (one, name) => (one.getAttribute(name) ?? "").split(" ").filter(Boolean);
  const fields = all("input:not([type=hidden]), select, textarea").filter((one) => !unseen(one));
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);

  const small = all("button, a.button, nav a, summary, select, textarea, input:not([type=hidden])")
    .filter((one) => !unseen(one) && !one.closest("label") && one.getBoundingClientRect().height < 43.5);
  const cut = all("button, a.button, nav a, h1, h2").filter((one) => !unseen(one) && one.scrollWidth > one.clientWidth + 1);
  const nameless = [
    ...fields.filter((one) => !one.labels.length && !one.hasAttribute("aria-label")),
    ...all("a, button, summary, [role=region], nav").filter((one) => !named(one) && !one.hasAttribute("aria-labelledby")),
    ...[...document.images].filter((one) => !one.hasAttribute("alt")),
  ];
  const lost = all("[aria-labelledby], [aria-describedby]").filter((one) =>
    [...told(one, "aria-labelledby"), ...told(one, "aria-describedby")].some((id) => !ids.includes(id)));
  const headings = all("h1, h2, h3, h4").map((one) => Number(one.tagName[1]));
  const skipped = headings.filter((level, n) => level > (headings[n - 1] ?? 0) + 1);
  const wordless = all("main th:not([scope])").filter((one) => one.textContent.trim() !== "");

  const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((one) => one / 255)
    .map((one) => (one <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4))
    .reduce((sum, one, n) => sum + one * [.2126, .7152, .0722][n], 0);
  const ground = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const faint = all("body *").filter((one) => !unseen(one) && !one.closest("svg, option")
    && [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
    .filter((one) => {
      const [dark, pale] = [light(parts(getComputedStyle(one).color)), light(ground(one))].sort((a, b) => a - b);
      return (pale + .05) / (dark + .05) < 4.5;
    });

  return [
    ...tell("lower than 44 px", small), ...tell("cut off", cut), ...tell("without a name", nameless),
    ...tell("points to nothing", lost), ...tell("hard to read", faint), ...tell("a heading of nothing", wordless),
    ...(headings.filter((level) => level === 1).length === 1 ? [] : [`${headings.length} headings, not one h1`]),
    ...skipped.map((level) => `a level before h${level} is left out`),
    ...ids.filter((id, n) => ids.indexOf(id) !== n).map((id) => `twice on the page: ${id}`),
    ...(document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth} px wide`] : []),
  ];
}
