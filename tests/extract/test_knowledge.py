import json
from pathlib import Path
from typing import Any

import pytest

from extract.keys import model_key
from extract.knowledge import DATA, UNSOURCED, Family, Vendor, fold_name, load_families, load_vendors

VENDOR: dict[str, Any] = {
    "id": "moxun-lab",
    "name": "模讯实验室",
    "en": "Moxun Lab",
    "zh": "模讯实验室",
    "aliases": ["Moxun"],
    "weak_aliases": ["模讯"],
    "parent": None,
    "type": "lab",
    "country": "CN",
    "city": "北京",
    "district": "海淀区",
    "sources": {"country": UNSOURCED, "city": "https://example.org/about", "district": UNSOURCED},
}
FAMILY: dict[str, Any] = {"family": "Mo", "vendor": "openai", "track": "language"}


def vendor(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """A good vendor with other names than VENDOR's, then changed."""
    names: dict[str, Any] = {
        "id": "other",
        "name": "Other",
        "en": "Other",
        "zh": None,
        "aliases": [],
        "weak_aliases": [],
    }
    return VENDOR | names | changes


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def by_id() -> dict[str, Vendor]:
    return {vendor.id: vendor for vendor in load_vendors()}


def by_name() -> dict[str, Family]:
    return {name: family for family in load_families() for name in family.names}


def test_a_vendor_line_becomes_a_record(tmp_path: Path) -> None:
    (read,) = load_vendors(write(tmp_path / "vendors.jsonl", VENDOR))
    assert read.strong == ("模讯实验室", "Moxun Lab", "Moxun")
    assert read.weak_aliases == ("模讯",)
    assert dict(read.sources)["city"] == "https://example.org/about"


def test_a_weak_canonical_name_is_not_strong(tmp_path: Path) -> None:
    line = vendor(name="Runway", en="Runway", aliases=["Runway AI"], weak_aliases=["Runway"])
    (read,) = load_vendors(write(tmp_path / "vendors.jsonl", line))
    assert (read.name, read.strong) == ("Runway", ("Runway AI",))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"founded": 2019}, "founded"),
        ({"type": "startup"}, "'startup' is none of"),
        ({"id": "Other Vendor"}, "not a slug"),
        ({"aliases": "Other"}, "lists of strings"),
        ({"parent": "nobody"}, "no parent nobody"),
        ({"parent": "other"}, "no parent other"),
        ({"id": "moxun-lab"}, "duplicate moxun-lab"),
        ({"id": "a-vendor"}, "a-vendor is not sorted"),
        ({"weak_aliases": ["ＭＯＸＵＮ"]}, "'moxun' is claimed at vendors.jsonl:1 too"),
        ({"aliases": [" "]}, "name ''"),
        ({"country": "UK"}, "bad country 'UK'"),
        ({"country": None, "sources": {"city": UNSOURCED, "district": UNSOURCED}}, "bad country None"),
        ({"country": "US", "city": "Boston"}, "a district needs a Chinese city"),
        ({"district": None}, "sources must name exactly"),
        ({"sources": {"country": UNSOURCED, "city": UNSOURCED}}, "sources must name exactly"),
        ({"sources": VENDOR["sources"] | {"city": "http://example.org"}}, "an https URL"),
    ],
)
def test_a_bad_vendor_line_is_refused_with_file_and_line(
    tmp_path: Path, changes: dict[str, Any], complaint: str
) -> None:
    path = write(tmp_path / "vendors.jsonl", VENDOR, vendor(**changes))
    with pytest.raises(ValueError, match=r"^vendors\.jsonl:2: ") as error:
        load_vendors(path)
    assert complaint in str(error.value)


def test_a_missing_key_is_refused_with_file_and_line(tmp_path: Path) -> None:
    line = {key: value for key, value in VENDOR.items() if key != "parent"}
    with pytest.raises(ValueError, match=r"^vendors\.jsonl:1: .*parent"):
        load_vendors(write(tmp_path / "vendors.jsonl", line))


def test_a_line_that_is_not_json_is_refused_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "vendors.jsonl"
    path.write_text("{\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"^vendors\.jsonl:1: "):
        load_vendors(path)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"vendor": "zzz"}, "no vendor zzz"),
        ({"track": "poetry"}, "'poetry' is none of"),
        ({"year": 2026}, "year"),
        ({"family": "Mo"}, "duplicate"),
        ({"family": "A"}, "not sorted"),
        ({"aliases": ["mo"]}, "'mo' is claimed at families.jsonl:1 too"),
    ],
)
def test_a_bad_family_line_is_refused_with_file_and_line(
    tmp_path: Path, changes: dict[str, Any], complaint: str
) -> None:
    path = write(tmp_path / "families.jsonl", FAMILY, FAMILY | {"family": "Xun"} | changes)
    with pytest.raises(ValueError, match=r"^families\.jsonl:2: ") as error:
        load_families(path)
    assert complaint in str(error.value)


def test_names_fold_over_width_case_and_spaces() -> None:
    assert fold_name("Ｏｐｅｎ AI") == fold_name("openai")
    assert fold_name("智谱 AI") != fold_name("智谱")


def test_the_data_is_as_large_as_it_was() -> None:
    vendors = load_vendors()
    assert len(vendors) >= 580
    assert len(load_families()) >= 580
    assert sum(vendor.country == "CN" for vendor in vendors) >= 200
    assert sum(any(source != UNSOURCED for _, source in vendor.sources) for vendor in vendors) >= 40


def test_the_data_stays_small_and_one_record_a_line() -> None:
    for name in ("vendors.jsonl", "families.jsonl"):
        text = (DATA / name).read_text(encoding="utf-8")
        assert text.endswith("\n")
        assert "\n\n" not in text
        assert len(text.encode()) < 300_000
        assert max(map(len, text.splitlines())) < 900


def test_no_name_has_stray_spaces_or_markup() -> None:
    names = [name for v in load_vendors() for name in (*v.strong, *v.weak_aliases)]
    names += [name for family in load_families() for name in family.names]
    assert not [name for name in names if name != " ".join(name.split()) or set(name) & set('|`"“”<>，、')]


def test_one_character_never_names_a_vendor_or_family() -> None:
    names = [name for v in load_vendors() for name in (*v.strong, *v.weak_aliases)]
    names += [name for family in load_families() for name in family.names]
    assert not [name for name in names if len(name) < 2]


def test_city_is_chinese_in_china_and_latin_elsewhere() -> None:
    for vendor in load_vendors():
        if vendor.city:
            assert ("一" <= vendor.city[0] <= "鿿") == (vendor.country == "CN"), vendor.id
        assert vendor.district is None or vendor.district.endswith(("区", "县")), vendor.id


@pytest.mark.parametrize(
    ("name", "vendor_id", "canonical"),
    [
        ("智谱AI", "zhipu", "智谱"),
        ("阿里", "alibaba", "阿里巴巴"),
        ("深度求索", "deepseek", "DeepSeek"),
        ("稀宇科技", "minimax", "MiniMax"),
        ("谷歌", "google", "Google"),
        ("谷歌DeepMind", "google-deepmind", "Google DeepMind"),
        ("英伟达", "nvidia", "NVIDIA"),
        ("SpaceXAI", "xai", "xAI"),
        ("北京智源研究院", "baai", "智源研究院"),
        ("Cursor 团队", "cursor", "Cursor"),
    ],
)
def test_every_usual_name_leads_to_its_vendor(name: str, vendor_id: str, canonical: str) -> None:
    owner = next(vendor for vendor in load_vendors() if fold_name(name) in map(fold_name, vendor.strong))
    assert (owner.id, owner.name) == (vendor_id, canonical)


@pytest.mark.parametrize(
    "name", ["Box", "Cursor", "Runway", "Together", "理想", "荣耀", "阶跃", "原力", "MIT", "GitHub"]
)
def test_ordinary_words_and_platforms_are_only_weak_names(name: str) -> None:
    assert any(name in vendor.weak_aliases for vendor in load_vendors())
    assert not any(name in vendor.strong for vendor in load_vendors())


def test_labs_lead_to_their_parent() -> None:
    vendors = by_id()
    assert vendors["google-deepmind"].parent == "google"
    assert vendors["inclusionai"].parent == "ant"
    assert vendors["qwen-team"].parent == "alibaba"


def test_no_vendor_is_its_own_ancestor() -> None:
    vendors = by_id()
    for vendor in vendors.values():
        line: list[str] = []
        above: Vendor | None = vendor
        while above:
            assert above.id not in line, line
            line.append(above.id)
            above = vendors[above.parent] if above.parent else None


@pytest.mark.parametrize(
    ("name", "vendor_id", "track"),
    [
        ("Kling", "kuaishou", "video"),
        ("可灵", "kuaishou", "video"),
        ("Doubao", "bytedance", "language"),
        ("千问", "alibaba", "language"),
        ("GR00T", "nvidia", "embodied"),
        ("π0", "physical-intelligence", "embodied"),
        ("Veo", "google", "video"),
    ],
)
def test_a_family_names_its_vendor(name: str, vendor_id: str, track: str) -> None:
    family = by_name()[name]
    assert (family.vendor, family.track) == (vendor_id, track)


@pytest.mark.parametrize(
    "name", ["Command", "North", "Ring", "Step", "Solar", "Spark", "Ray", "Seed", "Mercury", "Sora"]
)
def test_ordinary_words_are_ambiguous_families(name: str) -> None:
    assert by_name()[name].ambiguous


@pytest.mark.parametrize("name", ["GPT", "Claude", "Gemini", "Qwen", "DeepSeek", "GLM", "Kimi", "Seedance", "混元"])
def test_plain_family_names_are_not_ambiguous(name: str) -> None:
    assert not by_name()[name].ambiguous


def test_an_id_with_a_hyphen_in_its_version_has_the_key_of_the_name() -> None:
    assert model_key("claude-opus-4-6", None) == model_key("Claude Opus 4.6", None)
    assert model_key("tern-4-9b", None) != model_key("Tern 4.9", None)
