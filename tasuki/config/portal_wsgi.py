"""The door of the residents' pages; its settings are its own, whatever the environment says."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "tasuki.config.portal"
application = get_wsgi_application()
