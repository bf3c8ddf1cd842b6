"""A chart carries a title, a description, and the same figures in a table."""

import pytest
from django.template import Context, Template

from pages import charts


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_bar_chart_has_title_description_and_the_figures_as_a_table():
    html = render(
        '{% bar_chart rows title="Paid" description="Most in time." %}',
        rows=[("In time", 41), ("Late", 1, "1 invoice")],
    )
    assert "<title" in html
    assert ">Paid</title>" in html
    assert ">Most in time.</desc>" in html
    table = html[html.index("<table") :]
    assert "41" in table
    assert "1 invoice" in table


def test_stacked_chart_gives_each_figure_in_the_table():
    html = render(
        '{% stacked_chart rows series title="Kept" description="Both kept most." %}',
        rows=[("Public", [12, 0]), ("Voluntary", [9, 1])],
        series=["Met", "Late"],
    )
    table = html[html.index("<table") :]
    for expected in ("Public", "Voluntary", "12", "9", "Met", "Late"):
        assert expected in table


def test_charts_carry_no_inline_style():
    html = render('{% bar_chart rows title="A" description="B" %}', rows=[("a", 1)])
    assert "style=" not in html


def test_bars_of_nothing_draw_nothing_and_divide_by_nothing():
    assert charts.bars([])["bars"] == []
    assert charts.bars([("None", 0)])["bars"][0].width == 0


def test_stacks_stay_inside_the_drawing():
    drawn = charts.stacks([("a", [3, 4]), ("b", [1, 0])], ["x", "y"])
    ends = [part.x + part.width for stack in drawn["stacks"] for part in stack.segments]
    assert max(ends) <= charts.WIDTH


def test_stacks_refuse_more_series_than_colours():
    with pytest.raises(ValueError, match="at most 6"):
        charts.stacks([], ["a"] * 7)
