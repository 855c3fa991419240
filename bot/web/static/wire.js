// The connection: what is said is sent until it is answered, in order; what is told comes in by stream as well.
const PAUSES = [1000, 2000, 4000, 8000];
const PATIENCE = 20000;
const QUIET = 3000; // a short break is no news: the stream comes back within two seconds, as it is told to

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Wire {
  constructor({ queue, after, onEntries, onRefused, onChange }) {
    Object.assign(this, { queue, after, onEntries, onRefused, onChange });
    this.onAnswered = () => {};
    this.isOffline = false;
    this.failures = 0;
    this.sending = false;
    this.woken = () => {};
    window.addEventListener("online", () => { this.woken(); this.listen(); });
    window.addEventListener("offline", () => this.setOffline(true));
    document.addEventListener("visibilitychange", () => (document.hidden ? this.rest() : this.listen()));
  }

  get isWaiting() { return this.queue.length > 0; }

  open() {
    this.listen();
    this.work();
  }

  say(item) {
    this.queue.push(item);
    this.onChange();
    this.woken();
    this.work();
  }

  async work() {
    if (this.sending) return;
    this.sending = true;
    while (this.queue.length) {
      const item = this.queue[0];
      const reply = await this.post("/chat/say", item);
      if (!reply) {
        await this.pause();
        continue;
      }
      const at = this.queue.indexOf(item); // clearing the page empties the queue meanwhile
      if (at < 0) continue;
      this.queue.splice(at, 1);
      this.take(reply);
      this.onChange();
    }
    this.sending = false;
  }

  take({ ok, told }) {
    if (ok) {
      this.onEntries(told.entries);
      this.onAnswered(told.entries);
    } else {
      this.onRefused([told.error, told.urgent].filter(Boolean));
    }
  }

  /** The server's reply, or null when it could not be reached and the same should be sent again. */
  async post(path, item) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const response = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify(item),
        signal: stop.signal,
      });
      if ([502, 503, 504].includes(response.status)) throw new Error("away");
      const told = response.status === 204 ? {} : await response.json();
      this.setOffline(false);
      return { ok: response.ok, told };
    } catch {
      this.setOffline(true);
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  pause() {
    const wait = PAUSES[Math.min(this.failures++, PAUSES.length - 1)];
    return new Promise((resolve) => { this.woken = resolve; setTimeout(resolve, wait); });
  }

  forget() {
    return this.post("/chat/clear", {});
  }

  /** A page that nobody sees hears nothing: what comes meanwhile waits until it is looked at. */
  rest() {
    if (this.stream) this.stream.close();
    clearTimeout(this.again);
    clearTimeout(this.soon);
  }

  listen() {
    this.rest();
    if (document.hidden) return;
    this.stream = new EventSource(`/chat/stream?after=${encodeURIComponent(this.after)}`);
    this.stream.onopen = () => { this.setOffline(false); this.woken(); };
    this.stream.onmessage = (event) => {
      this.after = event.lastEventId;
      const entry = JSON.parse(event.data);
      this.onEntries([entry]);
      if (entry.unasked) this.post("/chat/seen", { id: entry.id });
    };
    this.stream.onerror = () => this.broken();
  }

  broken() {
    if (this.stream.readyState === EventSource.CLOSED) { // refused, not lost: the answers still come with each request
      this.again = setTimeout(() => this.listen(), 15000);
      return;
    }
    clearTimeout(this.soon);
    this.soon = setTimeout(() => {
      if (this.stream.readyState !== EventSource.OPEN) this.setOffline(true);
    }, QUIET);
  }

  setOffline(offline) {
    if (!offline) this.failures = 0;
    if (offline === this.isOffline) return;
    this.isOffline = offline;
    this.onChange();
  }
}
