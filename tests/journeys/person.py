"""A person before a browser: what she reads, presses and types; every page she sees is checked."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tasuki.demo.logins import PASSWORD

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
LISTEN = """
window.__csp = [];
document.addEventListener('securitypolicyviolation', e => window.__csp.push(e.violatedDirective + ' ' + e.blockedURI));
"""


class Person:
    """One worker in her own browser context."""

    def __init__(self, chromium: Browser, address: str, login: str, town: str, width: int) -> None:
        self.address = address
        self.context = chromium.new_context(viewport={"width": width, "height": 900}, locale="ja-JP", bypass_csp=False)
        self.context.add_init_script(LISTEN)
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._listen)
        if login:
            self.sign_in(login, town)

    def _listen(self, message) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.errors.append(message.text)

    def sign_in(self, login: str, town: str) -> None:
        """Through the entrance."""
        self.go("/sign-in/")
        choice = self.page.get_by_label("自治体")
        if choice.count():
            option = choice.locator("option", has_text=town).first
            choice.select_option(option.get_attribute("value"))
        self.page.get_by_label("ログイン名").fill(login)
        self.page.get_by_label("パスワード").fill(PASSWORD)
        self.page.get_by_role("button", name="サインイン").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("ようこそ")

    def go(self, path: str, status: int = 200) -> "Person":
        """Open an address; the answer must be as expected."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == status, f"{path} → {answer.status}"
        return self

    def path(self) -> str:
        """Where she is."""
        return self.page.url.removeprefix(self.address)

    def press(self, name: str, then: str = "") -> "Person":
        """A button or link by its name; `then` is read on the page that follows."""
        main = self.page.locator("main")
        for role in ("button", "link"):
            target = main.get_by_role(role, name=name, exact=True)
            if target.count():
                target.first.click()
                break
        else:
            raise AssertionError(f"{self.path()}: 「{name}」がありません")
        self.page.wait_for_load_state()
        return self.reads(then) if then else self

    def type(self, **texts: str) -> "Person":
        """Into fields by their names; folds are opened as she would."""
        for name, text in texts.items():
            field = self.page.locator(f"main [name='{name}']").first
            self._unfold(field)
            field.fill(text)
        return self

    def pick(self, **labels: str) -> "Person":
        """A choice by its words: in a list, a radio or a box with this name of field."""
        for name, label in labels.items():
            fields = self.page.locator(f"main [name='{name}']")
            first = fields.first
            if first.evaluate("e => e.tagName") == "SELECT":
                option = first.locator("option", has_text=label).first
                first.select_option(option.get_attribute("value"))
                continue
            for field in fields.all():
                said = field.evaluate("e => e.labels[0] ? e.labels[0].textContent : ''")
                if label in said:
                    self._unfold(field)
                    field.check(force=True)
                    break
            else:
                raise AssertionError(f"{self.path()}: {name} に「{label}」がありません")
        return self

    def _unfold(self, field) -> None:
        field.evaluate(
            "e => { for (let d = e.closest('details'); d; d = d.parentElement.closest('details')) d.open = true }"
        )

    def reads(self, text: str) -> "Person":
        """The page says it."""
        expect(self.page.locator("body")).to_contain_text(text)
        return self

    def never_reads(self, text: str) -> "Person":
        """The page does not say it, anywhere in its source."""
        assert text not in self.page.content()
        return self

    def checked(self) -> "Person":
        """No accessibility violation, no CSP report, no script error on the page before her."""
        # evaluated by the driver, outside the page's policy
        self.page.evaluate(AXE.read_text(encoding="utf-8") + "; 0")
        found = self.page.evaluate("rules => axe.run(document, rules)", RULES)
        told = [f"{item['id']}: {item['nodes'][0]['html'][:160]}" for item in found["violations"]]
        assert told == [], f"{self.path()}: {told}"
        assert self.page.evaluate("window.__csp") == []
        assert self.errors == []
        return self

    def fits(self) -> "Person":
        """Nothing of the page stands out sideways."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{self.path()}: 横に {wide}px はみ出しています"
        return self

    def close(self) -> None:
        """Go home; what went wrong on any page is told."""
        self.context.close()
        assert self.errors == []
