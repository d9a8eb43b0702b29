"""The tag library of the pages: `{% load design %}`."""
