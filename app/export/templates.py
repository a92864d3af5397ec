"""Jinja templates as plain script, so that the one file shows the pages of the server.

Read from Jinja's own syntax tree. What is not known here is refused with its place: no page of the
file ever says something else than the template because of a construct that was passed over.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jinja2 import Environment, nodes

FILTERS = (
    *("capitalize", "default", "first", "int", "join", "length", "list", "map", "replace"),
    *("safe", "select", "selectattr", "sum"),
)
"""Those that ``run.js`` has."""
COMPARED = {"gt": ">", "gteq": ">=", "lt": "<", "lteq": "<=", "eq": "===", "ne": "!=="}


class TemplateNotKnownError(Exception):
    """A template has a construct that cannot be written as script. The text says where."""


def script_of(environment: Environment, names: Iterable[str]) -> str:
    """The templates of these names, and all that they lead to, as one object of functions."""
    waiting, found = list(names), dict[str, str]()
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            template = _Template(environment, name)
            found[name] = template.script
            waiting += template.leads_to
    body = ",\n".join(f"{text(name)}: {script}" for name, script in sorted(found.items()))
    return f"const TEMPLATES = {{\n{body}\n}};\n"


def text(value: object) -> str:
    """A value as JSON that may stand in a script on a page."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return written.replace("</", "<\\/").replace("<!--", "<\\!--")


@dataclass(frozen=True)
class _Scope:
    """The names that are variables of the script, not of the template."""

    names: frozenset[str] = frozenset()

    def with_names(self, names: Iterable[str]) -> "_Scope":
        return _Scope(self.names | set(names))


class _Template:
    """One template: an object with its parent, its blocks, and what it does at its top."""

    def __init__(self, environment: Environment, name: str) -> None:
        loader = environment.loader
        if loader is None:
            raise ValueError("the templates are nowhere")
        source = loader.get_source(environment, name)[0]
        tree = environment.parse(source, name)
        self.name = name
        extended = [self._constant(node.template) for node in tree.find_all(nodes.Extends)]
        imported = [self._constant(node.template) for node in tree.find_all(nodes.FromImport)]
        self.leads_to = [*extended, *imported]
        self._macros = {node.name for node in tree.find_all(nodes.Macro)} | {
            alias
            for node in tree.find_all(nodes.FromImport)
            for _, alias in map(_imported, node.names)
        }
        blocks = ",\n".join(
            f"{text(block.name)}: (v, above) => {{ {self._filled(block.body, _Scope())} }}"
            for block in tree.find_all(nodes.Block)
        )
        top = self._lines(tree.body, _Scope(), top=True)
        parent = text(extended[0]) if extended else "null"
        self.script = (
            f'{{parent: {parent}, blocks: {{{blocks}}},\nrun: (v) => {{ let o = "";\n'
            f"{''.join(top)}return o; }}}}"
        )

    def _refused(self, node: nodes.Node, what: str = "") -> TemplateNotKnownError:
        return TemplateNotKnownError(
            f"{self.name}, line {node.lineno}: {what or type(node).__name__} cannot be written as "
            "script. Write it in another way, or teach app/export/templates.py."
        )

    def _constant(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Const) and isinstance(node.value, str):
            return node.value
        raise self._refused(node, "a template whose name is worked out")

    # --- statements -------------------------------------------------------------------------------

    def _filled(self, body: list[nodes.Node], scope: _Scope) -> str:
        """The body of a function that gives what a run of statements puts out."""
        own = sorted(set(_assigned(body)) - scope.names)
        declared = f"let {', '.join(f'l_{name}' for name in own)};\n" if own else ""
        lines = "".join(self._lines(body, scope.with_names(own)))
        return f'let o = "";\n{declared}{lines}return new Safe(o);'

    def _lines(
        self, body: Iterable[nodes.Node], scope: _Scope, *, top: bool = False
    ) -> Iterator[str]:
        for node in body:
            yield from self._statement(node, scope, top=top)

    def _statement(self, node: nodes.Node, scope: _Scope, *, top: bool) -> Iterator[str]:
        match node:
            case nodes.Output():
                for part in node.nodes:
                    if isinstance(part, nodes.TemplateData):
                        yield f"o += {text(part.data)};\n"
                    else:
                        yield f"o += out({self._value(part, scope)});\n"
            case nodes.If():
                yield f"if (truthy({self._value(node.test, scope)})) {{\n"
                yield from self._lines(node.body, scope, top=top)
                for other in node.elif_:
                    yield f"}} else if (truthy({self._value(other.test, scope)})) {{\n"
                    yield from self._lines(other.body, scope, top=top)
                if node.else_:
                    yield "} else {\n"
                    yield from self._lines(node.else_, scope, top=top)
                yield "}\n"
            case nodes.For():
                yield from self._loop(node, scope)
            case nodes.Assign(target=nodes.Name(name=name)):
                place = f"v.{name}" if top else f"l_{name}"
                yield f"{place} = {self._value(node.node, scope)};\n"
            case nodes.Macro():
                if not top:
                    raise self._refused(node, "a macro inside something else")
                yield f"v.{node.name} = {self._macro(node)};\n"
            case nodes.FromImport():
                for name, alias in map(_imported, node.names):
                    yield f"v.{alias} = imported({text(self._constant(node.template))}).{name};\n"
            case nodes.CallBlock():
                if node.args:
                    raise self._refused(node, "a call block with arguments")
                caller = f"() => {{ {self._filled(node.body, scope)} }}"
                yield f"o += out({self._call(node.call, scope, caller)});\n"
            case nodes.Block():
                yield f"o += block(v, {text(node.name)});\n"
            case nodes.Extends():
                pass
            case _:
                raise self._refused(node)

    def _loop(self, node: nodes.For, scope: _Scope) -> Iterator[str]:
        if node.recursive:
            raise self._refused(node, "a recursive loop")
        target = node.target
        names = target.items if isinstance(target, nodes.Tuple) else [target]
        bound = [name.name for name in names if isinstance(name, nodes.Name)]
        if len(bound) != len(names):
            raise self._refused(node, "this target of a loop")
        if scope.names & set(_assigned(node.body)):
            raise self._refused(node, "a loop that sets a name from outside")
        inner = scope.with_names([*bound, "loop"])
        locals_ = ", ".join(f"l_{name}" for name in bound)
        each = f"[{locals_}]" if isinstance(target, nodes.Tuple) else locals_
        items = self._value(node.iter, scope)
        if node.test:
            test = self._value(node.test, scope.with_names(bound))
            items = f"[...{items}].filter(({each}) => truthy({test}))"
        yield f"o += loop({items}, ({each}, l_loop) => {{ {self._filled(node.body, inner)} }}"
        if node.else_:
            yield f", () => {{ {self._filled(node.else_, scope)} }}"
        yield ");\n"

    def _macro(self, node: nodes.Macro) -> str:
        names = [argument.name for argument in node.args]
        inner = _Scope(frozenset([*names, "caller"]))
        without = len(names) - len(node.defaults)
        given = ""
        for i, name in enumerate(names):
            default = "" if i < without else self._value(node.defaults[i - without], _Scope())
            default = f", () => {default}" if default else ""
            given += f"let l_{name} = argument(given, named, {i}, {text(name)}{default});\n"
        return f"(given, named, l_caller) => {{ {given}{self._filled(node.body, inner)} }}"

    # --- values -----------------------------------------------------------------------------------

    def _value(self, node: nodes.Node, scope: _Scope) -> str:
        def value(inner: nodes.Node) -> str:
            return self._value(inner, scope)

        match node:
            case nodes.Const():
                return text(node.value)
            case nodes.TemplateData():
                return f"new Safe({text(node.data)})"
            case nodes.Name():
                return f"l_{node.name}" if node.name in scope.names else f"v.{node.name}"
            case nodes.List() | nodes.Tuple():
                return f"[{', '.join(map(value, node.items))}]"
            case nodes.Dict():
                pairs = (f"[{value(pair.key)}]: {value(pair.value)}" for pair in node.items)
                return f"{{{', '.join(pairs)}}}"
            case nodes.Getattr():
                return f"{value(node.node)}.{node.attr}"
            case nodes.Getitem(arg=nodes.Slice(step=None) as part):
                start = value(part.start) if part.start else "0"
                stop = f", {value(part.stop)}" if part.stop else ""
                return f"{value(node.node)}.slice({start}{stop})"
            case nodes.Getitem():
                return f"{value(node.node)}[{value(node.arg)}]"
            case nodes.And():
                return f"and({value(node.left)}, () => {value(node.right)})"
            case nodes.Or():
                return f"or({value(node.left)}, () => {value(node.right)})"
            case nodes.Not():
                return f"!truthy({value(node.node)})"
            case nodes.CondExpr():
                other = value(node.expr2) if node.expr2 else '""'
                return f"(truthy({value(node.test)}) ? {value(node.expr1)} : {other})"
            case nodes.Compare(ops=[operand]):
                left, right = value(node.expr), value(operand.expr)
                if operand.op in COMPARED:
                    return f"({left} {COMPARED[operand.op]} {right})"
                if operand.op in ("in", "notin"):
                    return f"{'!' if operand.op == 'notin' else ''}has({right}, {left})"
                raise self._refused(node, operand.op)
            case nodes.Add():
                return f"add({value(node.left)}, {value(node.right)})"
            case nodes.Sub():
                return f"({value(node.left)} - {value(node.right)})"
            case nodes.Concat():
                return f"concat([{', '.join(map(value, node.nodes))}])"
            case nodes.Test(name="defined"):
                return f"({value(node.node)} !== undefined)"
            case nodes.Filter() if node.name in FILTERS and node.node is not None:
                tests = {"select": node.args[:1], "selectattr": node.args[1:2]}.get(node.name, [])
                if any(test != nodes.Const("in") for test in tests):
                    raise self._refused(node, "this test of what is selected")
                given = [value(node.node), *map(value, node.args)]
                return f"filters.{node.name}({', '.join(given + self._named(node, scope))})"
            case nodes.Call():
                return self._call(node, scope)
            case _:
                raise self._refused(
                    node, f"'{node.name}'" if isinstance(node, nodes.Filter) else ""
                )

    def _call(self, node: nodes.Call, scope: _Scope, caller: str = "undefined") -> str:
        if node.dyn_args or node.dyn_kwargs:
            raise self._refused(node, "a call with * or **")
        given = ", ".join(self._value(argument, scope) for argument in node.args)
        match node.node:
            case nodes.Name(name="super"):
                return "above()"
            case nodes.Name(name="caller"):
                return "l_caller()"
            case nodes.Name(name=name) if name in self._macros:
                named = ", ".join(self._named(node, scope)) or "{}"
                return f"v.{name}([{given}], {named}, {caller})"
            case nodes.Getattr(node=nodes.Const(value="{:,}"), attr="format"):
                return f"grouped({given})"
        if caller != "undefined":
            raise self._refused(node, "a call block of what is no macro")
        named = ", ".join(self._named(node, scope))
        return f"{self._value(node.node, scope)}({', '.join(filter(None, (given, named)))})"

    def _named(self, node: nodes.Call | nodes.Filter, scope: _Scope) -> list[str]:
        """The arguments that are given by name, as one object; none where there is none."""
        pairs = (f"{pair.key}: {self._value(pair.value, scope)}" for pair in node.kwargs)
        return [f"{{{', '.join(pairs)}}}"] if node.kwargs else []


def _imported(name: str | tuple[str, str]) -> tuple[str, str]:
    return name if isinstance(name, tuple) else (name, name)


def _assigned(body: Iterable[nodes.Node]) -> Iterator[str]:
    """The names that a run of statements sets for itself, not for a scope inside it."""
    for node in body:
        if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            yield node.target.name
        elif isinstance(node, nodes.If):
            yield from _assigned([*node.body, *node.elif_, *node.else_])
