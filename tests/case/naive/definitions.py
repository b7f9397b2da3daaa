"""Random processes, as the trees of their files: small, valid, and of everything that cases can run on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml
from hypothesis import strategies as st

from tests.case.naive.stock import CONDITIONS, ENDS, FIELDS, LOOKS, ROLES, SEATS, Tree


@dataclass
class Place:
    """Where steps are made up: their names in order, where they may lead besides, and how deep that is."""

    names: Sequence[str]
    after: Sequence[str]
    outside: Sequence[str] = ()
    depth: int = 0
    event: bool = False


@dataclass
class Maker:
    """Makes a process up; ``draw`` picks."""

    draw: Callable[[Any], Any]
    events: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)
    objects: bool = False
    count: int = 0

    def pick(self, among: Sequence[Any]) -> Any:
        return self.draw(st.sampled_from(among))

    def some(self, one_in: int = 2) -> bool:
        return bool(self.draw(st.integers(1, one_in)) == one_in)

    def name(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count}"

    # ways

    def ahead(self, place: Place, number: int) -> str:
        """A step further on, mostly the next."""
        onward = [*place.names[number + 1 :], *place.after]
        return str(onward[0] if self.some(2) else self.pick(onward))

    def back(self, place: Place, number: int) -> str:
        """A step that was there before, of this graph or of one around it."""
        before = [*place.names[: number + 1], *place.outside]
        return str(self.pick(before))

    def returning(self, place: Place, number: int) -> Tree:
        target: Tree = {"go": self.back(place, number)}
        if self.some(4) or target["go"] in ENDS:
            return target
        return {**target, "resume": self.pick(["here", "after", "unanswered", "first"])}

    def limit(self, place: Place, number: int) -> Tree:
        """A deadline now and then, with one or two things that happen around it."""
        if not self.some(4):
            return {}
        ways: list[Tree] = [
            {"at": "deadline", "hand_up": "superior", "alarm": "head"},
            {"at": "deadline", "notify": "head"},
            {"at": "3 hours after opening", "remind": "holder"},
            {"at": "2 hours after deadline", **self.returning(place, number)},
        ]
        deadline: Any = {"limit": "slowly"} if self.some(3) else "4 hours"
        return {"deadline": deadline, "escalate": [self.pick(ways)]}

    # steps

    def steps(self, place: Place) -> Tree:
        return {name: self.step(place, number) for number, name in enumerate(place.names)}

    def step(self, place: Place, number: int) -> Tree:
        kinds: list[Callable[[Place, int], Tree]] = [self.task, self.task, self.review, self.review]
        if number > 0 or place.depth > 0:
            kinds += [self.choice, self.notice, self.wait, self.system]
            if not place.event and place.depth == 0:
                kinds += [self.milestone]
            if place.depth < 2:
                kinds += [self.block, self.block]
        if place.depth == 0 and number == 0 and not place.event:
            return self.task(place, number, "clerk")
        made: Tree = self.pick(kinds)(place, number)
        return made

    def task(self, place: Place, number: int, role: object = None) -> Tree:
        name = place.names[number]
        doers = [*ROLES, "owner", {"by": "last"}, {"person": "who"}]
        role = role or self.pick(ROLES if self.some(2) else doers)
        if role == "clerk" and place.depth == 0 and not place.event:
            self.tasks.append(name)
        form = self.draw(st.lists(st.sampled_from([*FIELDS]), unique=True, max_size=2))
        if place.event and self.some(2):
            form = [*form, "told"]
        made: Tree = {"role": role, **({"form": form} if form else {}), **self.limit(place, number)}
        outcomes: Tree = {"done": self.outcome({"go": self.ahead(place, number)})}
        if self.some(2):
            outcomes["back"] = self.returning(place, number)
        if self.some(4):
            outcomes["other"] = self.outcome({"go": self.ahead(place, number), "needs": ["note"]})
        return {**made, "outcomes": outcomes}

    def outcome(self, way: Tree) -> Tree:
        if self.some(8):
            way = {**way, "allowed": self.pick(CONDITIONS)}
        if self.events and self.some(8):
            way = {**way, "raises": self.pick(self.events)}
        return way

    def review(self, place: Place, number: int) -> Tree:
        mode = self.pick(["in turn", "together", "together", "first answer", "vote"])
        made: Tree = {"review": mode}
        roles: list[str] = list(SEATS)
        table = mode in ("in turn", "together") and self.some(3)
        if table:
            made[self.pick(["until", "only"])] = "last"
        else:
            roles = self.draw(st.lists(st.sampled_from(SEATS), unique=True, min_size=1, max_size=3))
        seats: Any = [
            {"role": role, **({"looks_at": self.pick(LOOKS)} if self.some(3) else {})} for role in roles
        ]
        seats[0].update(self.limit(place, number))
        if mode != "vote" and not table and self.some(4):
            by = self.pick([{"each": "parts", "by": "maker"}, {"each": "helpers"}])
            seats = {**by, "none": self.pick(["pass", "refuse"])}
        made["seats"] = seats
        if mode == "vote":
            answers: Tree = {"yes": "for", "nay": "against", "none": "abstain"}
            made["vote"] = {
                "threshold": self.pick(["> 50%", ">= 50%", ">= 75%"]),
                "base": self.pick(["all seats", "cast"]),
                "tie": self.pick(["passes", "fails"]),
                "closes": self.pick(["early", "when all have voted"]),
            }
            for seat in seats:
                seat["weight"] = self.pick([1, 1, 2])
            ways: Tree = {"passed": self.ahead(place, number), "failed": self.ahead(place, number)}
        else:
            answers = {"agree": "continue", "back": self.returning(place, number)}
            ways = {"passed": self.ahead(place, number)}
            if self.some(3):
                answers["aside"] = {"go": self.ahead(place, number), **({"only": "last"} if table else {})}
            if mode != "first answer" and self.some(2) and isinstance(seats, list):
                self.objects = True
                answers["object"] = {"opens": "arbitration"}
        if mode == "together":
            made["first_refusal"] = self.pick(["decides", "waits"])
        if self.some(6):
            made["convened_by"] = "clerk"
        return {**made, "answers": answers, "outcomes": ways}

    def choice(self, place: Place, number: int) -> Tree:
        way = {"when": self.pick(CONDITIONS), "go": self.ahead(place, number)}
        return {"choose": [way, {"otherwise": self.ahead(place, number)}]}

    def milestone(self, place: Place, number: int) -> Tree:
        until = self.pick([*place.names[number + 1 :], None])
        made: Tree = {"milestone": {"covers": self.pick(LOOKS), **({"until": until} if until else {})}}
        if self.some(2):
            made["if_voided"] = self.pick(place.names[:number] or place.names)
        return {**made, "next": self.ahead(place, number)}

    def notice(self, place: Place, number: int) -> Tree:
        to = self.pick(
            [["buyer"], ["head", "checker"], {"each": "parts", "by": "maker"}, {"each": "helpers"}]
        )
        made: Tree = {"notice": to, "next": self.ahead(place, number)}
        if self.some(3):
            return made
        asked = {"acknowledge": self.pick(["all", "first"]), "waits": self.pick([True, True, False])}
        return {**made, **asked, **self.limit(place, number)}

    def wait(self, place: Place, number: int) -> Tree:
        ways: list[Tree] = [{"until": "day"}, {"field": "note"}]
        ways += [{"event": event} for event in self.events]
        limit = {"deadline": "4 hours", "escalate": [{"at": "deadline", "go": self.ahead(place, number)}]}
        if self.some(2):
            return {"wait": self.pick(ways), "next": self.ahead(place, number), **limit}
        chosen = self.draw(st.lists(st.sampled_from(ways), unique_by=str, min_size=1, max_size=2))
        return {"wait": [{**way, "go": self.ahead(place, number)} for way in chosen], **limit}

    def system(self, place: Place, number: int) -> Tree:
        made: Tree = {"system": "mail", "gives": {"to": "amount"}, "takes": {"note": "id"}}
        if self.some(2):
            made["retry"] = {"times": self.pick([1, 2]), "back_off": "1 hours"}
        if self.some(2):
            made["time_limit"] = "3 hours"
        return {**made, "next": self.ahead(place, number), "if_failed": self.ahead(place, number)}

    def block(self, place: Place, number: int) -> Tree:
        made: Tree = {"next": self.ahead(place, number)}
        outside = [*place.names[: number + 1], *place.outside]
        if self.some(4):
            branch = {self.name("branch"): {"steps": self.inner(place, outside)}}
            each: Tree = {"each": "parts", "as": self.name("part"), "by": "maker"}
            none = self.pick(["pass", "refuse"])
            return {"parallel": branch, **each, "none": none, "join": self.pick(["all", "first"]), **made}
        count = self.pick([2, 2, 3])
        branches = {self.name("branch"): {"steps": self.inner(place, outside)} for _ in range(count)}
        return {"parallel": branches, "join": self.pick(["all", "all", "first", f"2 of {count}"]), **made}

    def inner(self, place: Place, outside: Sequence[str]) -> Tree:
        names = [self.name("b") for _ in range(self.pick([1, 1, 2]))]
        return self.steps(Place(names, ["finished"], outside, place.depth + 1, place.event))

    # the rest

    def event(self, names: Sequence[str]) -> Tree:
        made: Tree = {
            "raised_by": self.pick(["clerk", ["head", "owner"]]),
            "several": self.pick([True, False]),
        }
        if self.some(2):
            first, last = sorted((self.pick(range(len(names))), self.pick(range(len(names)))))
            ways: list[Tree] = [
                {"from": names[first]},
                {"while": [names[last]]},
                {"from": names[first], "until": names[last]},
            ]
            made["window"] = self.pick(ways)
        stance = self.pick(["continues", "runs", "stops", "ends"])
        if stance in ("runs", "stops"):
            made.update(main_flow="pauses", clock=stance)
        else:
            made["main_flow"] = (
                "continues" if stance == "continues" else {"ends_at": self.pick([*names, *ENDS])}
            )
        if self.some(4) and stance not in ("runs", "stops"):
            return made
        inner = [self.name("e") for _ in range(self.pick([1, 2]))]
        made["data"] = {"say": {"type": "text"}, "told": {"type": "text"}}
        if self.some(3):
            made["data"]["say"]["required"] = True
        made["steps"] = self.steps(Place(inner, ["finished"], [*names, "off"], 0, True))
        return made

    def whole(self) -> Tree:
        names = [f"s{n}" for n in range(self.pick([2, 3, 4, 5]))]
        self.events = [f"happens{n}" for n in range(self.pick([0, 0, 1, 2]))]
        steps = self.steps(Place(names, [*ENDS]))
        events = {}
        for number, event in enumerate(self.events):
            events[event] = self.event(names)
            if "data" in events[event]:
                _renamed(events[event], number)
        made: Tree = {"start": names[0], "alarm": "head", "data": self.data(names), "tables": self.tables()}
        made["owner"] = {"bound_at": names[0], "role": "clerk", "reassigned_by": ["head"]}
        done = [name for name, step in steps.items() if "choose" not in step]
        facts: Tree = {"began": {"true_once": f"{self.pick(done)} is done"}}
        if self.events:
            made["events"] = events
            facts["happened"] = {"true_once": f"{self.events[0]} is raised"}
        if self.objects:
            facts["disputed"] = {"true_once": "an objection is opened"}
            made["arbitration"] = self.arbitration([name for name in names if "role" in steps[name]])
        return {**made, "facts": facts, "steps": {**steps, **ENDS}, "invariants": self.invariants(steps)}

    def data(self, names: Sequence[str]) -> Tree:
        changes: Tree = {}
        for name in ("amount", "note", "parts"):
            if self.some(2):
                change: Tree = {"by": self.pick(["clerk", ["buyer", "head"]])}
                if self.some(2):
                    change["after"] = self.pick(names)
                if self.some(3):
                    change["until"] = self.pick(names)
                changes[name] = {"change": change}
        return {name: {**known, **changes.get(name, {})} for name, known in FIELDS.items()}

    def tables(self) -> Tree:
        rows = [
            {"amount": "up to 3", "then": "checker"},
            {"amount": "up to 7", "then": "head"},
            {"amount": "any", "then": "chief"},
        ]
        ranks = {"ranks": ["checker", "head", "chief"], "only_rises": self.pick([True, False])}
        maker = {
            "decides": "role",
            "of": "parts",
            "by_value": {"red": "buyer", "blue": "checker", "green": "head"},
        }
        return {"last": {"decides": "role", **ranks, "hit": "first", "rows": rows}, "maker": maker}

    def arbitration(self, names: Sequence[str]) -> Tree:
        upheld: Tree = {"go": self.pick(names)}
        if self.some(2):
            upheld["resume"] = self.pick(["here", "after", "unanswered", "first"])
        overruled: Tree = {"resume": "after"}
        if self.some(2):
            overruled["final_authority"] = "asked again"
        made: Tree = {"upheld": upheld, "overruled": overruled}
        if self.some(2):
            made["refused"] = {"go": "no", "only": "last level"}
        alone: list[list[Any]] = [["judge"], ["judge", "chief"], ["head", "judge", "chief"]]
        board = {"group": self.pick(["board", "panel", "round"]), "convened_by": self.pick(["head", "clerk"])}
        together: list[list[Any]] = [[board], ["judge", board], [board, "chief"]]
        levels = self.pick([*alone, *together])
        topics = {"price": {"levels": levels}, "taste": {"levels": ["head"]}}
        whole: Tree = {
            "pauses": "the seat that objected",
            "never_rules_on_own": True,
            "topics": topics,
            "rulings": made,
        }
        if self.some(2):
            whole["appeal"] = {"by": "the losing side", "within": "5 hours"}
        if self.some(3):
            whole["each_level"] = {
                "deadline": "4 hours",
                "escalate": [{"at": "deadline", "hand_up": "superior", "alarm": "head"}],
            }
        return whole

    def invariants(self, steps: Tree) -> list[Tree]:
        rules: list[Tree] = []
        names = [name for name, step in steps.items() if "choose" not in step]
        others = [name for name in self.tasks if name != names[0]]
        for name, step in steps.items():
            if "review" in step:
                seats = step["seats"] if isinstance(step["seats"], list) else []
                others += [self.pick([name, *(f"{name}/{seat['role']}" for seat in seats)])]
        for _ in range(self.pick([0, 0, 1, 2])):
            first, second = self.pick(names[1:] or names), self.pick(names)
            ways: list[Tree] = [{"never": first, "when": self.pick(CONDITIONS)}]
            if first != second:
                ways += [
                    {"before": first, "must": second},
                    {"after": first, "must": second},
                    {"never": first, "once": second},
                ]
            if others:
                places = self.draw(
                    st.lists(st.sampled_from([names[0], *others]), unique=True, min_size=2, max_size=3)
                )
                ways += [{self.pick(["same", "different", "different"]): places}]
            rules.append(self.pick(ways))
        return rules


def _renamed(event: Tree, number: int) -> None:
    """Give the data of an event names that no other event has."""
    event["data"] = {f"{name}{number}": known for name, known in event["data"].items()}
    _rename_forms(event["steps"], number)


def _rename_forms(steps: Tree, number: int) -> None:
    for step in steps.values():
        if "form" in step:
            step["form"] = [f"told{number}" if name == "told" else name for name in step["form"]]
        for branch in step.get("parallel", {}).values():
            _rename_forms(branch["steps"], number)


@st.composite
def definitions(draw: Callable[[Any], Any]) -> str:
    """The text of a random process file, its header left out."""
    return written(Maker(draw).whole())


class _Plain(yaml.SafeDumper):
    """The files of procflow have no references."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def written(tree: Tree) -> str:
    return yaml.dump(
        tree, Dumper=_Plain, sort_keys=False, allow_unicode=True, default_flow_style=None, width=160
    )
