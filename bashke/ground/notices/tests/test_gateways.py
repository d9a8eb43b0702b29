"""The back ends, each against something real: a folder, the console, and a little provider on this machine."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured

from bashke.ground.notices.actions.gateways import Console, Files, Http, chosen

MESSAGE = {"number": "+355692000011", "text": "Bashkë: ka një lajm për ju.", "reference": "n-1"}


@pytest.fixture
def provider():
    """An SMS provider that answers with `provider.status` and remembers every request."""

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            server.got.append((self.command, self.path, dict(self.headers), body))
            self.send_response(server.status)
            if server.status == 302:
                self.send_header("Location", f"http://127.0.0.1:{server.server_port}/elsewhere")
            self.end_headers()

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Desk)
    server.got, server.status = [], 200
    server.url = f"http://127.0.0.1:{server.server_port}/send"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_the_file_back_end_writes_one_file_for_each_message(tmp_path):
    assert Files(tmp_path / "outbox").hand_over(**MESSAGE).delivered
    assert (tmp_path / "outbox" / "n-1.txt").read_text(encoding="utf-8") == "+355692000011\n\nBashkë: ka një lajm për ju.\n"


def test_a_folder_that_cannot_be_written_is_a_failure_and_no_crash(tmp_path):
    (tmp_path / "outbox").write_text("in the way")
    answer = Files(tmp_path / "outbox").hand_over(**MESSAGE)
    assert not answer.delivered
    assert answer.detail


def test_the_console_back_end_prints(capsys):
    assert Console().hand_over(**MESSAGE).delivered
    assert "ka një lajm" in capsys.readouterr().err


def test_the_provider_gets_a_form_with_the_field_names_it_wants(provider):
    back_end = chosen({
        "BASHKE_SMS_URL": provider.url, "BASHKE_SMS_FIELD_TO": "msisdn", "BASHKE_SMS_FIELD_TEXT": "body", "BASHKE_SMS_FIELD_ID": "ref",
        "BASHKE_SMS_FIELDS": "sender=Bashke&route=3", "BASHKE_SMS_AUTHORIZATION": "Bearer k",
    })  # fmt: skip
    answer = back_end.hand_over(**MESSAGE)
    assert (answer.delivered, answer.detail) == (True, "HTTP 200")
    command, _path, headers, body = provider.got[0]
    assert command == "POST"
    assert headers["Authorization"] == "Bearer k"
    assert parse_qs(body) == {
        "msisdn": ["+355692000011"], "body": [MESSAGE["text"]], "ref": ["n-1"], "sender": ["Bashke"], "route": ["3"],
    }  # fmt: skip


def test_the_provider_gets_json_when_it_wants_json(provider):
    chosen({"BASHKE_SMS_URL": provider.url, "BASHKE_SMS_FORMAT": "json"}).hand_over(**MESSAGE)
    assert json.loads(provider.got[0][3]) == {"to": "+355692000011", "text": MESSAGE["text"]}


def test_the_provider_gets_an_address_when_it_wants_get(provider):
    chosen({"BASHKE_SMS_URL": f"{provider.url}?v=2", "BASHKE_SMS_METHOD": "get"}).hand_over(**MESSAGE)
    command, path, _headers, _body = provider.got[0]
    assert command == "GET"
    assert parse_qs(urlsplit(path).query) == {"v": ["2"], "to": ["+355692000011"], "text": [MESSAGE["text"]]}


@pytest.mark.parametrize(("status", "final"), [(400, True), (401, True), (429, False), (408, False), (500, False), (503, False)])
def test_a_refusal_of_the_provider_says_whether_trying_again_helps(provider, status, final):
    provider.status = status
    answer = Http(url=provider.url).hand_over(**MESSAGE)
    assert (answer.delivered, answer.final, answer.detail, answer.away) == (False, final, f"HTTP {status}", False)


def test_a_provider_that_sends_us_elsewhere_gets_no_copy_there(provider):
    provider.status = 302
    answer = Http(url=provider.url).hand_over(**MESSAGE)
    assert not answer.delivered
    assert [path for _, path, _, _ in provider.got] == ["/send"]


def test_a_provider_that_is_not_there_is_away(provider):
    provider.shutdown()
    provider.server_close()
    answer = Http(url=provider.url, seconds=1).hand_over(**MESSAGE)
    assert (answer.delivered, answer.away, answer.final) == (False, True, False)
    assert "355" not in answer.detail


@pytest.mark.parametrize("url", ["http://sms.example.org/send", "file:///etc/passwd", "ftp://x", ""])
def test_codes_never_travel_in_the_open(url):
    with pytest.raises(ImproperlyConfigured):
        Http(url=url)


@pytest.mark.parametrize(
    "environment", [{"BASHKE_SMS": "http"}, {"BASHKE_SMS": "pigeon"}, {"BASHKE_SMS_URL": "https://x", "BASHKE_SMS_METHOD": "PUT"}]
)
def test_a_wrong_setting_is_told_in_a_sentence(environment):
    with pytest.raises(ImproperlyConfigured, match="must be"):
        chosen(environment)


def test_without_settings_messages_go_to_files(settings):
    back_end = chosen({})
    assert isinstance(back_end, Files)
    assert back_end.folder == settings.VAR / "outbox"
    assert isinstance(chosen({"BASHKE_SMS": "console"}), Console)
