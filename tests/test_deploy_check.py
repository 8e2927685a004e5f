"""Before real records come in, whoever installs it is told what is unsafe, and how to mend it."""

from types import SimpleNamespace

import pytest

from tasuki.config import deploy
from tasuki.config.settings import BASE_DIR

SAFE = {
    "DEBUG": False, "HTTPS": True, "ALLOWED_HOSTS": ["tasuki.city.example.lg.jp"], "SECRET_KEY": "k" * 64,
    "DATABASES": {"default": {"STATEMENT_TIMEOUT": "5s"}}, "CLAMD": "unix:/run/clamav/clamd.ctl",
}  # fmt: skip
UNSAFE = [
    ({"DEBUG": True}, "TASUKI_DEBUG"),
    ({"HTTPS": False}, "TASUKI_HTTPS"),
    ({"ALLOWED_HOSTS": ["*"]}, "TASUKI_HOSTS"),
    ({"ALLOWED_HOSTS": ["127.0.0.1", "localhost"]}, "TASUKI_HOSTS"),
    ({"SECRET_KEY": "short"}, "SECRET_KEY"),
    ({"DATABASES": {"default": {"STATEMENT_TIMEOUT": "0"}}}, "TASUKI_STATEMENT_TIMEOUT"),
]


@pytest.fixture(autouse=True)
def no_testing_word(monkeypatch):
    monkeypatch.delenv("TASUKI_TESTING", raising=False)


def test_safe_settings_pass():
    assert deploy._of_settings(SimpleNamespace(**SAFE)) == []


@pytest.mark.parametrize(("wrong", "word"), UNSAFE, ids=[case[1] for case in UNSAFE])
def test_every_unsafe_setting_is_refused_with_its_mend(wrong, word):
    found = deploy._of_settings(SimpleNamespace(**SAFE | wrong))
    assert [one.stop for one in found] == [True]
    assert word in found[0].text
    assert "ください" in found[0].text


def test_the_setting_of_the_tests_is_refused(monkeypatch):
    monkeypatch.setenv("TASUKI_TESTING", "1")
    assert "TASUKI_TESTING" in deploy._of_settings(SimpleNamespace(**SAFE))[0].text


def test_a_town_entered_with_a_password_alone_is_refused(town):
    with town.context():
        town.municipality.second_factor = "off"
        town.municipality.save(update_fields=["second_factor"])
    found = deploy._of_towns()
    assert any(town.municipality.name in one.text and one.stop for one in found)


def test_a_folder_without_keys_and_backups_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("TASUKI_DATA", str(tmp_path))
    for name in ("TASUKI_BACKUP_TO", "TASUKI_BACKUP_RECIPIENTS", "TASUKI_WAL_TO", "TASUKI_AUDIT_ANCHOR"):
        monkeypatch.delenv(name, raising=False)
    tmp_path.chmod(0o755)
    said = "\n".join(one.text for one in deploy._of_keeping(BASE_DIR))
    for word in ("chmod 700", "backup-key", "TASUKI_BACKUP_TO", "TASUKI_WAL_TO", "TASUKI_AUDIT_ANCHOR"):
        assert word in said


def test_the_report_ends_with_a_failure_where_something_is_unsafe(capsys, monkeypatch):
    monkeypatch.setattr(
        deploy, "findings", lambda base: [deploy.Finding("直すこと"), deploy.Finding("すすめること", stop=False)]
    )
    assert deploy.report(BASE_DIR) == 1
    assert "× 直すこと" in capsys.readouterr().out
    monkeypatch.setattr(deploy, "findings", lambda base: [deploy.Finding("すすめること", stop=False)])
    assert deploy.report(BASE_DIR) == 0
