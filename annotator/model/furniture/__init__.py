"""Page furniture of a press release: what is of the page, or of the office, and not of the text.

Furniture gets no suggestions, so a false one hides text from the analyst and a missed one costs a
key. Where a line can be read both ways it is text. Single lines are known by their words alone;
contact blocks and the "About ..." texts at the end by the paragraphs around them.

Every pattern sees a few hundred characters at most, so all of it is linear in the length of a text.
"""
