"""Ways to find the nearest entry: ours and its peers, all given the same canonical spelling."""

import sqlite3
from collections.abc import Sequence
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.fuzz import WRatio

from knowledge.understanding.index import Index
from knowledge.understanding.index_forms import asked, entry_grams, form, question_grams
from knowledge.understanding.normalise import canonical

Pairs = Sequence[tuple[str, str]]
_WANTED = 10  # phrasings asked of a peer, which may share keys


class Engine(Protocol):
    def __init__(self, pairs: Pairs) -> None: ...

    def search(self, question: str) -> list[str]:
        """Keys, best first."""


class Ours:
    def __init__(self, pairs: Pairs) -> None:
        self._index = Index(pairs)

    def search(self, question: str) -> list[str]:
        return [hit.key for hit in self._index.search(question)]

    def edit(self, key: str, phrasing: str) -> None:
        self._index = self._index.with_changes([(key, phrasing)], [key])


class Tantivy:
    """Fed with our own grams: its own tokenizers know no pinyin."""

    def __init__(self, pairs: Pairs) -> None:
        import tantivy

        self._tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("key", stored=True, tokenizer_name="raw")
        builder.add_text_field("grams", tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        self._writer = self._index.writer(256_000_000, 1)
        for key, phrasing in pairs:
            self._add(key, phrasing)
        self._publish()

    def _add(self, key: str, phrasing: str) -> None:
        grams = " ".join(entry_grams(form(canonical(phrasing))))
        self._writer.add_document(self._tantivy.Document(key=key, grams=grams))

    def _publish(self) -> None:
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, question: str) -> list[str]:
        one = self._tantivy.Query.term_query
        grams = question_grams(asked(canonical(question)))
        terms = [(self._tantivy.Occur.Should, one(self._schema, "grams", gram, "freq")) for gram in grams]
        hits = self._searcher.search(self._tantivy.Query.boolean_query(terms), _WANTED).hits
        return _once(self._searcher.doc(address)["key"][0] for _, address in hits)

    def edit(self, key: str, phrasing: str) -> None:
        self._writer.delete_documents("key", key)
        self._add(key, phrasing)
        self._publish()


class Bm25s:
    """BM25 on our grams as a sparse matrix; it can only be built whole."""

    def __init__(self, pairs: Pairs) -> None:
        import bm25s

        self._keys = [key for key, _ in pairs]
        self._ranks = bm25s.BM25()
        grams = [list(entry_grams(form(canonical(phrasing)))) for _, phrasing in pairs]
        self._ranks.index(grams, show_progress=False)

    def search(self, question: str) -> list[str]:
        grams = [gram for gram in question_grams(asked(canonical(question))) if gram in self._ranks.vocab_dict]
        if not grams:
            return []
        numbers, _ = self._ranks.retrieve([grams], k=min(_WANTED, len(self._keys)), show_progress=False)
        return _once(self._keys[number] for number in numbers[0])


class Trigrams:
    """SQLite FTS5 with its trigram tokenizer."""

    def __init__(self, pairs: Pairs) -> None:
        self._base = sqlite3.connect(":memory:")
        self._base.execute("CREATE VIRTUAL TABLE entry USING fts5(key UNINDEXED, phrasing, tokenize='trigram')")
        rows = ((key, canonical(phrasing)) for key, phrasing in pairs)
        self._base.executemany("INSERT INTO entry VALUES (?, ?)", rows)

    def search(self, question: str) -> list[str]:
        text = canonical(question).replace('"', " ")
        wanted = " OR ".join(f'"{text[i : i + 3]}"' for i in range(len(text) - 2))
        query = "SELECT key FROM entry WHERE entry MATCH ? ORDER BY rank LIMIT ?"
        return _once(key for (key,) in self._base.execute(query, (wanted, _WANTED))) if wanted else []


class Ratios:
    """rapidfuzz compares with everything."""

    def __init__(self, pairs: Pairs) -> None:
        self._keys = [key for key, _ in pairs]
        self._texts = [canonical(phrasing) for _, phrasing in pairs]

    def search(self, question: str) -> list[str]:
        found = process.extract(canonical(question), self._texts, scorer=WRatio, limit=_WANTED)
        return _once(self._keys[number] for _, _, number in found)


def _once(keys) -> list[str]:
    return list(dict.fromkeys(keys))


ENGINES: dict[str, type[Engine]] = {
    "ours": Ours,
    "ours without numpy": Ours,
    "tantivy": Tantivy,
    "bm25s": Bm25s,
    "fts5 trigram": Trigrams,
    "rapidfuzz WRatio": Ratios,
}
