"""The door of the server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tasuki.config.settings")
application = get_wsgi_application()

# What is loaded by now stays; looking for garbage after every 700 objects took a twentieth of a page, after every 50,000 it
# stopped each fiftieth page for 50 ms; so after 5,000, for 3 ms.
gc.freeze()
gc.set_threshold(5_000, 20, 50)
