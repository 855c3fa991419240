// The visitor's position: asked for in words first, used once, rounded to about ten metres, kept nowhere.
const find = (id) => document.getElementById(id);

export function askForPosition(button, say, refuse) {
  const panel = find("consent");
  const close = () => { panel.hidden = true; panel.onkeydown = null; button.focus(); };
  panel.hidden = false;
  panel.scrollIntoView({ block: "center" });
  find("consent-yes").focus();
  find("consent-no").onclick = close;
  find("consent-yes").onclick = () => { close(); locate(say, refuse); };
  panel.onkeydown = (event) => { if (event.key === "Escape") close(); };
}

function locate(say, refuse) {
  const { sent, failed } = find("consent-yes").dataset;
  const fail = () => { refuse([failed]); find("ask").focus(); };
  if (!navigator.geolocation) return fail();
  return navigator.geolocation.getCurrentPosition(
    ({ coords }) => say({ point: [round(coords.latitude), round(coords.longitude)] }, sent),
    fail,
    { enableHighAccuracy: false, timeout: 15000, maximumAge: 60000 },
  );
}

function round(degrees) {
  return Math.round(degrees * 10000) / 10000;
}
