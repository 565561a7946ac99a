"""Decisions about relations and mentions are undone one by one; lists of both, in pages."""

from __future__ import annotations

import pytest

from archive.catalogue import Catalogue, MentionState, Related, Trust, WantedRelations
from archive.errors import CannotUndo
from archive.record import Mention
from tests.archive.catalogue.shelf import article, catalogue, clock
from tests.archive.commands.test_mentions_command import photo
from tests.support.commands import some

__all__ = ["catalogue", "clock"]

GUESS = ("crop-of", "rule:difference-hash", 0.6)  # no rule for texts produces it, so none can produce it again


def related(catalogue: Catalogue) -> list[tuple[str, str, str, str, float]]:
    return [(one.subject, one.type, one.object, one.origin, one.certainty) for one in catalogue.related()]


def two(catalogue: Catalogue) -> tuple[str, str]:
    with catalogue.write() as writer:
        one, other = photo(writer, "a/X.jpg"), photo(writer, "b/Y.jpg")
        writer.relate(one, GUESS[0], other, *GUESS[1:])
    return one, other


def last(catalogue: Catalogue, *ids: str) -> int:
    (decision,) = catalogue.decisions(ids)
    return decision.n


@pytest.mark.parametrize("decided", ["confirm", "refuse", "reverse"])
def test_a_relation_is_again_what_it_was_before_the_decision(catalogue: Catalogue, decided: str) -> None:
    one, other = two(catalogue)
    before = related(catalogue)
    with catalogue.write() as writer:
        if decided == "refuse":
            writer.refuse_relation(one, GUESS[0], other)
        else:
            writer.decide_relation(*((one, GUESS[0], other) if decided == "confirm" else (other, GUESS[0], one)))
    assert related(catalogue) != before
    with catalogue.write() as writer:
        writer.take_back(last(catalogue, one, other))
    assert related(catalogue) == before
    assert catalogue.decisions([one, other]) == []
    with catalogue.write() as writer:  # after undoing a refusal, a rule may propose it again
        writer.relate(one, GUESS[0], other, GUESS[1], 0.7)
    assert related(catalogue)[0][-1] == 0.7


def test_acts_are_taken_back_one_by_one_the_last_first(catalogue: Catalogue) -> None:
    one, other = two(catalogue)
    found = [related(catalogue)]
    acts = []
    for decide in ("decide_relation", "refuse_relation", "decide_relation"):
        with catalogue.write() as writer:
            getattr(writer, decide)(one, GUESS[0], other)
        found.append(related(catalogue))
        acts.append(last(catalogue, one))
    first = catalogue.decision(acts[0])
    assert first is not None
    assert (first.what, first.stands, first.taken_back) == ("confirmed", False, False)
    with pytest.raises(CannotUndo), catalogue.write() as writer:
        writer.take_back(acts[0])
    for act, before in some(zip(reversed(acts), reversed(found[:-1]), strict=True)):
        with catalogue.write() as writer:
            writer.take_back(act)
        assert related(catalogue) == before
        told = catalogue.decision(act)
        assert told is not None
        assert (told.stands, told.taken_back) == (False, True)
        with pytest.raises(CannotUndo), catalogue.write() as writer:
            writer.take_back(act)


def test_what_was_said_already_is_no_act(catalogue: Catalogue) -> None:
    one, other = two(catalogue)
    for decide in ("decide_relation", "refuse_relation"):
        with catalogue.write() as writer:
            getattr(writer, decide)(one, GUESS[0], other)
        act, revision = last(catalogue, one), catalogue.revision()
        with catalogue.write() as writer:
            getattr(writer, decide)(one, GUESS[0], other)
        assert (last(catalogue, one), catalogue.revision()) == (act, revision)


def test_a_mention_is_again_what_rules_make_of_it(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        near, far = photo(writer, "a/X.jpg"), photo(writer, "b/X.jpg")
        told = article(writer, "a/a.txt", Mention("X.jpg"))
    with catalogue.write() as writer:
        writer.refuse_mention(told, 0, near, far)
    assert (catalogue.namings()[0].photo, catalogue.namings()[0].refused) == (None, (near, far))
    with catalogue.write() as writer:
        writer.decide_mention(told, 0, far)
    (decision,) = catalogue.decisions([told])
    assert (decision.what, decision.other, decision.mention, decision.filename) == ("confirmed", far, 0, "X.jpg")
    with catalogue.write() as writer:
        writer.take_back(decision.n)
    assert (catalogue.namings()[0].photo, catalogue.namings()[0].refused) == (None, (near, far))
    with catalogue.write() as writer:
        writer.take_back(last(catalogue, told))
    (naming,) = catalogue.namings()
    assert (naming.photo, naming.refused, naming.origin) == (near, (), "rule:file-name")


def test_a_decision_about_a_name_that_the_article_gives_no_more_stays(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        shown = photo(writer, "a/X.jpg")
        told = article(writer, "a/a.txt", Mention("Y.jpg"))
        writer.decide_mention(told, 0, shown)
    act = last(catalogue, told)
    with catalogue.write() as writer:
        writer.add_mentions(told, [Mention("lain.jpg")])
    with pytest.raises(CannotUndo), catalogue.write() as writer:
        writer.take_back(act)


@pytest.mark.parametrize("n", [0, 1, 10**9])
def test_only_decisions_are_taken_back(catalogue: Catalogue, n: int) -> None:
    two(catalogue)
    assert catalogue.decision(n) is None
    with pytest.raises(KeyError), catalogue.write() as writer:
        writer.take_back(n)


def test_relations_are_listed_the_least_certain_first_and_counted(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        ids = [photo(writer, f"a/{n}.jpg") for n in range(5)]
        for n, certainty in enumerate((0.8, 0.5, 0.95)):
            writer.relate(ids[n], "crop-of", ids[4], GUESS[1], certainty)
        writer.decide_relation(ids[0], "also-as", ids[1])
        writer.decide_relation(ids[3], "same-as-name", ids[4])
        writer.refuse_relation(ids[2], "annex-of", ids[3])

    def listed(*wanted: object, skip: int = 0, most: int = 9) -> list[Related]:
        return catalogue.relations(WantedRelations(*wanted), skip, most)  # type: ignore[arg-type]

    assert [one.certainty for one in listed(Trust.DOUBTFUL)] == [0.5, 0.8]
    assert [one.certainty for one in listed(None)] == [0.5, 0.8, 0.95, 1.0]
    assert [one.certainty for one in listed(None, skip=1, most=2)] == [0.8, 0.95]
    assert [one.type for one in listed(Trust.CONFIRMED)] == ["same-as-name"]
    assert [one.type for one in listed(Trust.CONFIRMED, "also-as")] == ["also-as"]
    (refused,) = listed(Trust.REFUSED)
    assert ({refused.subject, refused.object}, refused.type) == ({ids[2], ids[3]}, "annex-of")
    assert catalogue.relation_counts() == {
        (Trust.DOUBTFUL, "crop-of"): 2,
        (Trust.SURE, "crop-of"): 1,
        (Trust.CONFIRMED, "same-as-name"): 1,
        (Trust.CONFIRMED, "also-as"): 1,
        (Trust.REFUSED, "annex-of"): 1,
    }


def test_mentions_are_listed_by_what_became_of_them_and_counted(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        shown, other = photo(writer, "a/X.jpg"), photo(writer, "b/lain.jpg")
        photo(writer, "b/Đại biểu.jpg")
        names = [Mention("X.jpg"), Mention("tidak ada.jpg"), Mention("dai-bieu.jpg"), Mention("apa saja.jpg")]
        told = article(writer, "a/a.txt", *names)
        writer.resolve_mentions()
        writer.decide_mention(told, 3, other)
        writer.refuse_mention(told, 1, shown)
    found = {tie: [one.n for one in catalogue.mentions(tie, 0, 9)] for tie in MentionState}
    assert found == {
        MentionState.DOUBTFUL: [2],
        MentionState.UNRESOLVED: [1],
        MentionState.RESOLVED: [0],
        MentionState.DECIDED: [1, 3],
    }
    assert catalogue.mention_counts() == {tie: len(numbers) for tie, numbers in found.items()}
    assert [one.n for one in catalogue.mentions(MentionState.DECIDED, 1, 9)] == [3]
