"""Elicitation in the browser: a page that this machine alone can open, answered with buttons; needs Jinja."""

import secrets
import threading
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, final
from urllib.parse import parse_qs

from relabel.cli.talks.conversation import INTRODUCTION, KEEPING, Conversation
from relabel.learning.cases import DONT_KNOW
from relabel.reports.page.frame import rendered

__all__ = ["serve"]

LONGEST = 100_000
"""How many bytes are read of what a button sends."""

NONE, UNSURE = "none", "unsure"
"""What buttons send beside the numbers of words."""


def serve(conversation: Conversation, *, kept_in: str, show: Callable[[str], object]) -> None:
    """Go through a conversation on a page, until the person finishes; every answer is kept before the next case.

    The page is reached under an address that cannot be guessed, on this machine only.

    Args:
        conversation: What is put.
        kept_in: Where answers are kept, to be named on the page.
        show: Is given the address, to open it.

    Raises:
        MissingExtraError: Jinja is not installed.
    """
    page = _Page(conversation, kept_in)
    page.html()  # what is missing is said here
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(page, secrets.token_urlsafe(16))) as server:
        server.daemon_threads = True
        handler: Any = server.RequestHandlerClass  # the class made above
        show(f"http://127.0.0.1:{server.server_port}{handler.root}")
        server.serve_forever(poll_interval=0.05)


@final
class _Page:
    """What the person sees, and what buttons do."""

    def __init__(self, conversation: Conversation, kept_in: str) -> None:
        self._talk = conversation
        self._kept_in = kept_in
        self._said: list[str] = []
        self._lock = threading.Lock()
        self.finished = False

    def html(self) -> str:
        """Write the page."""
        with self._lock:
            talk, case, pair = self._talk, self._talk.next(), self._talk.pair
            self._said += [line for line in talk.news() if isinstance(line, str)]
            it: dict[str, Any] = {  # Any: what the template shows
                "name": talk.elicitation.name,
                "introduction": INTRODUCTION.splitlines(),
                "kept_in": self._kept_in,
                "finished": self.finished,
                "said": self._said,
                "stage": self._stage,
                "words": talk.elicitation.labels,
                "told": [(told, talk.described(told.answers)) for told in talk.told],
                "case": None,
                "pair": pair,
                "keeping": KEEPING,
                "summary": [],
                "grounds": [],
                "lines": talk.lines,
            }
            if case is not None and pair is None:
                it["case"] = {
                    "number": talk.number(case),
                    "why": talk.why(case),
                    "like": talk.compared(case),
                    "facts": [*talk.facts(case)],
                }
            if case is None or self.finished:
                it["summary"], it["grounds"] = [*talk.summary()], [*talk.grounds()]
            return rendered(__package__, "talk.html", it, styles=["talk.css"], answers=True)

    def press(self, button: str, form: Mapping[str, str]) -> bool:
        """Do what a button says; false if there is no such button.

        What was sent from a page that was there before, by a second click say, does nothing.
        """
        with self._lock:
            talk, labels = self._talk, self._talk.elicitation.labels
            words = {str(number): label for number, label in enumerate(labels, 1)} | {NONE: None, UNSURE: DONT_KNOW}
            numbers = {str(told.number) for told in talk.told}
            word, number = form.get("word", ""), form.get("number", "")
            case, pair, note = talk.next(), talk.pair, ""
            if form.get("stage") != self._stage or self.finished:
                return True
            if button == "answer" and word in words and case is not None and pair is None:
                note = talk.tell(case, words[word])
            elif button == "back":
                note = talk.back()
            elif button == "change" and number in numbers:
                talk.change(int(number))
            elif button == "keep" and pair is not None:
                note = talk.keep(pair)
            elif button == "doubt" and form.get("mark", "") in {line.mark for line in talk.lines} - {""}:
                note = talk.doubt(form["mark"])
            elif button == "finish":
                self.finished = True
            else:
                return False
            self._said = [note] if note else []
            return True

    @property
    def _stage(self) -> str:
        return str(len(self._talk.elicitation.log))


def _handler(page: _Page, token: str) -> type[BaseHTTPRequestHandler]:
    """Make what answers requests under an address that holds a token."""

    class Handler(BaseHTTPRequestHandler):
        root = f"/{token}/"

        def do_GET(self) -> None:  # the name that is called
            if self._is_ours() and self.path == self.root:
                self._send(HTTPStatus.OK, page.html())
            else:
                self._send(HTTPStatus.NOT_FOUND, "")

        def do_POST(self) -> None:  # the name that is called
            length = self.headers.get("Content-Length", "")
            # What is not read would reset the connection before the answer has arrived.
            body = self.rfile.read(min(int(length), LONGEST)).decode(errors="replace") if length.isdigit() else ""
            form = {key: values[0] for key, values in parse_qs(body).items()}
            known = self._is_ours() and self.path.startswith(self.root)
            if not known or not page.press(self.path.removeprefix(self.root), form):
                self._send(HTTPStatus.NOT_FOUND, "")
                return
            self.send_response(HTTPStatus.SEE_OTHER)
            self.send_header("Location", self.root)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _is_ours(self) -> bool:
            """Whether the browser was sent to this machine under its number: no other name may stand for it."""
            return self.headers.get("Host") == f"127.0.0.1:{self.connection.getsockname()[1]}"

        def _send(self, status: HTTPStatus, html: str) -> None:
            body = html.encode()
            last = page.finished  # asked before it is sent: the browser may press the next button right after
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("Referrer-Policy", "no-referrer")
            self.end_headers()
            self.wfile.write(body)
            if last:
                threading.Thread(target=self.server.shutdown).start()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that is called
            """Stay silent."""

    return Handler
