import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.understanding import index_tally
from knowledge.understanding.index import Index
from tests.bench import noise

ENTRIES = (
    ("longhua", "上海中医药大学附属龙华医院"),
    ("longhua", "龙华医院"),
    ("shuguang", "曙光医院"),
    ("yueyang", "岳阳中西医结合医院"),
    ("yueyang", "岳阳医院"),
    ("children", "儿童医院在哪里挂号"),
    ("lung", "肺病专科"),
    ("skin", "皮肤病基地"),
    ("referral", "转诊需要带什么材料"),
    ("vaccine", "HPV疫苗多少钱"),
    ("district", "徐汇区康健街道社区卫生服务中心"),
    ("insurance", "异地就医备案怎么办理"),
)
QUESTIONS = (
    "龙华医院",
    "曙光",
    "肺",
    "转珍需要什么材料",
    "lhyy",
    "pifubing jidi",
    "岳阳医院怎么走",
    "异地备案",
    "医院",
)


@pytest.fixture(scope="module")
def index():
    return Index(ENTRIES)


@pytest.mark.parametrize(
    ("noise", "question", "key"),
    [
        ("nothing", "龙华医院", "longhua"),
        ("a homophone", "龙花医院", "longhua"),
        ("two homophones", "树光医院", "shuguang"),
        ("a near sound", "数广医院", "shuguang"),
        ("zh for z", "专诊需要带什么财料", "referral"),
        ("a character dropped", "转诊要带什么材料", "referral"),
        ("two characters swapped", "社卫区生服务中心康健", "district"),
        ("a wrong character in the middle of a short name", "肺痛专科", "lung"),
        ("a character too many", "皮肤的病基地", "skin"),
        ("traditional characters", "嶽陽中西醫結合醫院", "yueyang"),
        ("full width letters", "ＨＰＶ疫苗", "vaccine"),
        ("upper and lower case", "hpV疫苗多少钱啊", "vaccine"),
        ("typed pinyin", "longhua yiyuan", "longhua"),
        ("typed pinyin in one word", "pifubingjidi", "skin"),
        ("half pinyin", "yueyang医院", "yueyang"),
        ("initials", "lhyy", "longhua"),
        ("initials of the middle", "xhqkj", "district"),
        ("initials among words", "lhyy 在啥地方", "longhua"),
        ("polite words around", "您好请问一下曙光医院怎么走谢谢", "shuguang"),
        ("punctuation and spaces", "异地 就医，备案……怎么办理？", "insurance"),
        ("a part", "康健街道社区", "district"),
        ("one character", "肺", "lung"),
        ("one syllable in pinyin", "fei", "lung"),
    ],
)
def test_the_entry_is_found_in_spite_of(index, noise, question, key):
    assert index.search(question)[0].key == key


@pytest.fixture(scope="module")
def answers():
    pairs = noise.entries(1_000)
    index = Index(pairs)
    return [(asked.noise, index.search(asked.text)[0].key in asked.keys) for asked in noise.questions(pairs, 1_000)]


@pytest.mark.parametrize(
    ("kind", "floor"),
    [
        ("exact", 1),
        ("homophone", 0.99),
        ("near sound", 0.98),
        ("dropped", 0.95),
        ("swapped", 0.96),
        ("wordy", 1),
        ("pinyin", 0.95),
        ("initials", 0.94),
        ("part", 0.8),  # what is left of a name may be the same for many
        ("traditional", 1),
        ("two slips", 0.93),
    ],
)
def test_among_a_thousand_entries_the_right_one_comes_first_in_spite_of(answers, kind, floor):
    right = [hit for noise_kind, hit in answers if noise_kind == kind]
    assert sum(right) / len(right) >= floor


def test_the_very_words_score_one_and_say_which_phrasing_matched(index):
    assert index.search("龍華醫院")[0] == ("longhua", 1.0, "龙华医院")


@pytest.mark.parametrize("question", ["今天天气怎么样", "你吃饭了吗", "讲个笑话", "苹果手机", "hello", "晚安", "🙂🙂"])
def test_chatter_scores_below_point_four(index, question):
    assert all(hit.score < 0.4 for hit in index.search(question))


def test_each_entry_comes_once_best_first(index):
    hits = index.search("医院", limit=10)
    assert len({hit.key for hit in hits}) == len(hits) == 4
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_initials_of_characters_that_were_typed_are_no_evidence():
    index = Index([("street", "广中路街道"), ("tumour", "肿瘤专科")])
    assert [hit.key for hit in index.search("TCM肿瘤基地")] == ["tumour"]


def test_four_initials_weigh_more_than_the_same_letters_scattered_in_a_foreign_phrasing():
    index = Index([("longhua", "龙华医院"), ("english", "shanghai city has only highly holy yyyy hospitals")])
    assert index.search("lhyy")[0].key == "longhua"


def test_limit_is_how_many_entries_come_at_most(index):
    assert len(index.search("医院", limit=2)) == 2


@pytest.mark.parametrize("question", ["", " ", "？！", "\ud800", "\x00", "龘", "🙂"])
def test_a_question_without_known_words_finds_nothing(index, question):
    assert index.search(question) == []


def test_an_empty_index_finds_nothing():
    assert Index().search("龙华医院") == []


def test_an_entry_without_words_is_left_out():
    assert len(Index([("blank", " \u200b "), ("longhua", "龙华")])) == 1


@pytest.mark.parametrize(
    "question", ["龙华医院" * 2_500, "a" * 10_000, "longhua" * 1_500, "㌀" * 10_000, "e\u0301" * 5_000]
)
@pytest.mark.timeout(2)
def test_ten_thousand_characters_are_answered_like_their_beginning(index, question):
    assert index.search(question) == index.search(question[:256])


@pytest.mark.timeout(5)
def test_a_phrasing_of_ten_thousand_characters_can_be_found():
    index = Index([("long", "转诊需要带什么材料" * 1_100), ("short", "门诊时间")])
    assert index.search("转诊需要带什么材料")[0].key == "long"


WORDS = st.sampled_from("龙华医院曙光岳阳肺病皮肤转诊材料街道社区hpv中西结合")
PHRASINGS = st.text(WORDS, min_size=1, max_size=8)
KEYS = st.sampled_from(["a", "b", "c", "d", "e"])
PAIRS = st.lists(st.tuples(KEYS, PHRASINGS), max_size=12)
CHANGES = st.lists(st.tuples(PAIRS, st.sets(KEYS)), max_size=5)
PATIENT = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])


@PATIENT
@given(PAIRS, CHANGES, PHRASINGS)
def test_changes_answer_like_a_fresh_index(entries, changes, question):
    index, kept = Index(entries), list(entries)
    for added, removed in changes:
        index = index.with_changes(added, removed)
        kept = [pair for pair in kept if pair[0] not in removed] + added
    assert index.search(question) == Index(kept).search(question) == index.compacted().search(question)


@PATIENT
@given(PAIRS, st.tuples(KEYS, PHRASINGS), PHRASINGS)
def test_what_is_left_out_is_as_if_it_were_not_there(entries, pair, question):
    others = [one for one in entries if one != pair]
    assert Index([*others, pair]).search(question, left_out=pair) == Index(others).search(question)


@PATIENT
@given(PAIRS, CHANGES, PHRASINGS)
def test_an_old_snapshot_answers_as_before(entries, changes, question):
    snapshots = [Index(entries)]
    before = [snapshots[0].search(question)]
    for added, removed in changes:
        snapshots.append(snapshots[-1].with_changes(added, removed))
        before.append(snapshots[-1].search(question))
    assert [snapshot.search(question) for snapshot in snapshots] == before


@PATIENT
@given(PAIRS, PAIRS, PAIRS, st.sets(KEYS), PHRASINGS)
def test_two_changes_of_one_snapshot_know_nothing_of_each_other(entries, left, right, removed, question):
    base = Index(entries)
    base.with_changes(left, removed)
    assert base.with_changes(right, ()).search(question) == Index([*entries, *right]).search(question)


@PATIENT
@given(st.text(st.sampled_from("桃李松柏江河湖海xyz"), min_size=1, max_size=8))
def test_an_unrelated_entry_changes_no_other_answer(unrelated):
    grown = Index([*ENTRIES, ("unrelated", unrelated)])
    base = Index(ENTRIES)
    for question in QUESTIONS:
        others = [hit for hit in grown.search(question, limit=99) if hit.key != "unrelated"]
        assert others == base.search(question, limit=99)


@PATIENT
@given(PAIRS, st.text(max_size=40))
def test_every_score_lies_between_zero_and_one(entries, question):
    assert all(0 <= hit.score <= 1 for hit in Index(entries).search(question))


def test_more_deaths_than_living_phrasings_are_swept_out_without_a_change_of_answers():
    index = Index([(f"k{n}", f"龙华医院{n}号楼") for n in range(1_200)])
    emptied = index.with_changes([], [f"k{n}" for n in range(5, 1_200)])
    swept = emptied.with_changes([("new", "曙光医院")], [])
    assert len(swept) == 6
    assert [hit.key for hit in swept.search("龙华医院3号楼", limit=1)] == ["k3"]
    assert len(index) == 1_200


def test_removing_an_unknown_key_changes_nothing(index):
    assert len(index.with_changes([], ["nobody"])) == len(index)


def test_dead_phrasings_take_no_place_among_the_candidates():
    index = Index([(f"k{n}", "龙华医院") for n in range(100)] + [("other", "龙华路站")])
    changed = index.with_changes([], [f"k{n}" for n in range(100)])
    assert [hit.key for hit in changed.search("龙华医院")] == ["other"]


@PATIENT
@given(st.lists(st.tuples(st.floats(0.1, 1), st.sets(st.integers(0, 50), min_size=1)), min_size=1), st.integers(1, 20))
def test_numpy_adds_up_like_plain_python(lists, keep):
    numpy = pytest.importorskip("numpy")
    weighed = [index_tally.Weighed(weight, index_tally.array("I", sorted(ids))) for weight, ids in lists]
    plain = index_tally.tally_plain(weighed, keep)
    assert sorted(index_tally.tally_numpy(numpy, weighed, keep, 51)) == sorted(plain)
