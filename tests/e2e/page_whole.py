#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# page_whole.py PAGE: fails unless elements end where they begin, ids are used once, links lead to them,
# and nothing is asked for from outside the page.
import html.parser
import sys


class Page(html.parser.HTMLParser):
    void = {"meta", "br", "img", "source", "line", "circle", "rect", "polyline"}

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.titles = [], [], [], 0

    def handle_starttag(self, tag, attrs):
        if tag not in self.void:
            self.open.append(tag)
        self.titles += tag == "h2"
        for name, value in attrs:
            assert not name.startswith("on") and name != "style", (tag, name)
            if name == "id":
                self.ids.append(value)
            if name == "href":
                assert value.startswith("#"), value
                self.links.append(value[1:])
            if name in ("src", "srcset"):
                assert value.startswith("data:"), value

    def handle_startendtag(self, tag, attrs):
        assert tag in self.void, tag
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, (tag, self.getpos())


page = Page()
page.feed(open(sys.argv[1], encoding="utf-8").read())
page.close()
assert not page.open, page.open
assert len(set(page.ids)) == len(page.ids), page.ids
assert set(page.links) <= set(page.ids), page.links
assert page.titles
