"""The project file: releases, suggestions, steps. The only home of sqlite-utils."""
