"""The door of the server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tasuki.config.settings")
application = get_wsgi_application()

# What is loaded by now stays; looking for garbage after every 700 objects took a twentieth of a page.
gc.freeze()
gc.set_threshold(50_000, 20, 50)
