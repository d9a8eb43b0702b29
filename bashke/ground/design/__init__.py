"""The face of Bashkë: page frame, components, form fields, wording of dates and numbers.

Every page of every floor is put together from what stands here, so that a person in need on an old phone and a
social worker at a desk meet one language of signs. Duty: whoever runs a public page must make it usable for all
(Web Content Accessibility Guidelines 2.2 AA); Albanian first, English second.
Works without JavaScript, under `default-src 'self'; img-src 'self' data:`, in light and dark, on paper and by keyboard.
Pages take from here: templates `design/*.html`, the tag library `{% load design %}`, the fields in `forms`,
and the wording in `rules`. How to use them: README.md beside this file.
Third-party parts are installed by `build.build()` from the locked npm packages and never committed.
"""
