"""What a DocBin export calls its files, and its places in a doc.

doc.ents                    entities; what is none is "outside", and "missing" where the release
                            is not finished
doc.spans["overlapping"]    entities that share a token with one of doc.ents
doc.spans["claims"]         CONTENT, CUE and SOURCE; the spans of one claim have one `id_`
doc.user_data["annotator"]  meta and state of the release; claimer and attributes by that id
"""

from __future__ import annotations

SUFFIX = ".spacy"
CONFIG = "config.cfg"
OURS = "annotator"
"""The key of doc.user_data under which we say what is no span."""
OVERLAPPING, CLAIMS = "overlapping", "claims"
"""Groups of spans; spancat learns the second."""
CONTENT, CUE, SOURCE = "CONTENT", "CUE", "SOURCE"
