"""Through the entrance as a person comes: log-in and password, and the secret that the page of a new app shows."""

import re

from django.test import Client

from .cast import PASSWORD


def at_the_door(town, login="sakura", browser=None, password=PASSWORD):
    """(browser, answer) after log-in and password were sent."""
    browser = browser or Client()
    told = {"municipality": str(town.key), "login": login, "password": password}
    return browser, browser.post("/sign-in/", told)


def secret_on(page):
    """The secret that can be typed into an app."""
    return "".join(re.search(r'class="secret">([A-Z2-7 ]+)<', page.content.decode())[1].split())
