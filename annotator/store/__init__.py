"""A project: one SQLite file with releases, suggestions and every decision ever made.

`annotator.store.project.Project` is the way in. It is not imported here, because sqlite-utils costs
more time than the first paint of the window has.
"""
