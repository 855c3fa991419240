// The conversation of this tab, kept over a reload and forgotten with the tab. Positions are never kept.
const KEY = "jiamenkou";
const MOST = 120;

export class Memory {
  constructor(storage) {
    this.storage = storage;
    const held = this.read();
    this.entries = held.entries || [];
    this.queue = held.queue || [];
    this.last = held.last || "";
    this.seen = new Set(held.seen || []);
  }

  read() {
    try {
      return JSON.parse(this.storage.getItem(KEY)) || {};
    } catch {
      return {};
    }
  }

  /** Whether an entry is on the page: by its number, or, for the visitor's own words, by the id they were sent with. */
  has(entry) {
    return this.seen.has(entry.id) || (entry.by && this.entries.some((held) => held.by === entry.by));
  }

  mark(entries) {
    for (const entry of entries) {
      this.seen.add(entry.id);
      this.last = later(this.last, entry.id);
    }
    this.seen = new Set([...this.seen].slice(-2 * MOST));
  }

  add(entry) {
    this.entries.push(entry);
    this.entries.splice(0, this.entries.length - MOST);
    this.save();
  }

  save() {
    const { entries, last } = this;
    const queue = this.queue.filter((item) => !item.point);
    try {
      this.storage.setItem(KEY, JSON.stringify({ entries, queue, last, seen: [...this.seen] }));
    } catch {
      this.entries.splice(0, this.entries.length / 2); // the storage is full: the older half goes
    }
  }

  /** Everything said is forgotten; what still waits to be sent stays. */
  forget() {
    const waits = new Set(this.queue.map((item) => item.id));
    this.entries = this.entries.filter((entry) => waits.has(entry.by));
  }

  clear() {
    this.entries.length = 0;
    this.queue.length = 0;
    this.save();
  }
}

/** The later of two numbers; another beginning is a new conversation on the server and counts as later. */
function later(last, id) {
  const [began, count] = last.split("-");
  const [begins, counts] = id.split("-");
  return began === begins && Number(count) > Number(counts) ? last : id;
}
