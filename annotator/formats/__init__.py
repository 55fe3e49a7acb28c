"""Readers and writers of files, one format a module; `annotator.formats.table` lists them."""
