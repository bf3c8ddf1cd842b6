"""Atom: what happens to all consultations, to those of an area, or to one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from consultations.models import Consultation
from consultations.public.calendars import host
from consultations.public.found import area_or_404, public_or_404, public_path
from consultations.public.news import News, latest_news
from organisations.models import Area


@dataclass(frozen=True, slots=True)
class Subject:
    """What a feed is about; neither means everything."""

    area: Area | None = None
    consultation: Consultation | None = None

    @property
    def title(self) -> str:
        if self.consultation is not None:
            return f"Consultation: {self.consultation}"
        return f"Consultations in {self.area}" if self.area else "Consultations"


class NewsFeed(Feed):
    """Entries keep their identity: the place of the event in its chain."""

    feed_type = Atom1Feed
    subtitle = "Published, dates moved, cancelled, feedback. Closing days count to 23:59 in London."

    def get_object(self, request: HttpRequest, slug: str = "", pk: int = 0) -> Subject:
        if pk:
            return Subject(consultation=public_or_404(slug, pk))
        return Subject(area=area_or_404(slug))

    def title(self, subject: Subject) -> str:
        return subject.title

    def link(self, subject: Subject) -> str:
        if subject.consultation is not None:
            return public_path(subject.consultation)
        every = reverse("consultations:public", args=["all"])
        return f"{every}?area={subject.area.slug}" if subject.area else every

    def items(self, subject: Subject) -> list[News]:
        return latest_news(subject.area, subject.consultation)

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        return linebreaks(item.text, autoescape=True)

    def item_link(self, item: News) -> str:
        return public_path(item.consultation)

    def item_guid(self, item: News) -> str:
        return f"tag:{host()},2026:consultations/{item.event.chain}/{item.event.number}"

    def item_pubdate(self, item: News) -> dt.datetime:
        return item.event.at

    def item_updateddate(self, item: News) -> dt.datetime:
        return item.event.at


@login_not_required
@require_safe
@cache_control(public=True, max_age=300)
def news(request: HttpRequest, slug: str = "", pk: int = 0) -> HttpResponse:
    return NewsFeed()(request, slug=slug, pk=pk)
