"""Jinja2 and Python-Markdown: texts of authors, strings that are safe or not."""

import jinja2
import markdown
import pytest
from markupsafe import Markup

import rxglossary as rx
from rxglossary.integrations.jinja2 import install
from rxglossary.integrations.markdown import RxGlossaryExtension

LINK = 'class="rxg" href="#rxg-diabetes"'
OFF = Markup('<meta name="rxglossary" content="off">')


@pytest.fixture
def environment(annotator):
    environment = jinja2.Environment(autoescape=True)
    install(environment, annotator, assets="/static/rxg/")
    return environment


def test_a_safe_string_is_markup(environment):
    """The filter's output is what the library makes of it."""
    text = Markup("<p title='Diabetes'>Diabetes</p>")
    html = environment.from_string("{{ text|rxglossary }}").render(text=text)
    annotator = rx.Annotator(rx.loads(YAML, "t"))
    assert html == annotator.annotate(str(text), assets="/static/rxg/").html
    assert rx.strip(html) == text


def test_a_plain_string_is_text(environment):
    """It is escaped before, so nothing in it becomes markup."""
    html = environment.from_string("{{ text|rxglossary }}").render(
        text="<script>x</script>Diabetes"
    )
    assert LINK in html
    assert rx.strip(html) == "&lt;script&gt;x&lt;/script&gt;Diabetes"


def test_without_autoescaping_every_string_is_markup(annotator):
    environment = jinja2.Environment(autoescape=False)  # noqa: S701 -- what is tested
    install(environment, annotator)
    html = environment.from_string("{{ text|rxglossary }}").render(text="<b>Diabetes</b>")
    assert rx.strip(html) == "<b>Diabetes</b>"
    assert LINK in html


def test_the_language_of_a_fragment(environment):
    template = environment.from_string("{{ text|rxglossary(language='bn') }}")
    assert 'aria-describedby="rxg-diabetes-2"' in template.render(text="Diabetes")


def test_a_block_is_annotated_as_a_whole(environment):
    source = "{% rxglossary %}<p>{{ text }}</p>{% endrxglossary %}<p>Diabetes"
    html = environment.from_string(source).render(text="<i>Diabetes")
    assert html.count('class="rxg"') == 1
    assert html.endswith("<p>Diabetes")
    assert rx.strip(html) == "<p>&lt;i&gt;Diabetes</p><p>Diabetes"


def test_a_page_of_fragments_counts_across_them(environment):
    source = (
        "{% set page = rxglossary_page(language='bn') %}{{ page.switch() }}"
        "{{ page.annotate(one) }}{{ page.annotate(two) }}{{ page.section() }}{{ page.assets() }}"
    )
    html = environment.from_string(source).render(
        one=Markup("<p>Diabetes"), two="<p>Diabetes and insulin"
    )
    assert html.count('class="rxg"') == 2
    assert html.index("rxg-lang") < html.index("<p>") < html.index("rxg-glossary")
    assert 'href="/static/rxg/rxg.css"' in html
    assert rx.strip(html) == "<p>Diabetes&lt;p&gt;Diabetes and insulin"


def test_the_overview_of_a_page_of_fragments(annotator):
    """A template may place the list of the page's terms, as markup, behind the fragments."""
    environment = jinja2.Environment(autoescape=True)
    install(environment, annotator.with_renderer(rx.Link(with_overview=True)))
    source = "{% set page = rxglossary_page() %}{{ page.annotate(text) }}{{ page.overview() }}"
    html = environment.from_string(source).render(text="Diabetes")
    assert '<section class="rxg-terms"' in html
    assert rx.strip(html) == "Diabetes"


def test_a_template_of_a_page_turns_it_off(environment):
    source = "{% rxglossary %}<head>{{ meta }}</head><p>Diabetes{% endrxglossary %}"
    template = environment.from_string(source)
    assert "rxg-" not in template.render(meta=OFF)
    assert LINK in template.render(meta="")


def test_two_layers_annotate_once(environment, annotator):
    """A text that an extension of Python-Markdown annotated passes a template as it is."""
    extension = RxGlossaryExtension(annotator=annotator)
    html = markdown.markdown("Diabetes", extensions=[extension])
    assert LINK in html
    template = environment.from_string("{{ text|safe|rxglossary|rxglossary }}")
    assert template.render(text=html) == html


def test_a_template_with_a_wrong_block_is_an_error(environment):
    with pytest.raises(jinja2.TemplateSyntaxError):
        environment.from_string("{% rxglossary %}no end")


YAML = """\
terms:
  diabetes:
    term: {bn: ডায়াবেটিস}
    en: Diabetes is too much sugar in the blood.
    bn: রক্তে চিনি বেশি থাকার রোগ।
  insulin:
    en: Insulin is a hormone that lowers blood sugar.
"""


def test_markdown_is_annotated_behind_all_other_extensions(annotator):
    """Placeholders of raw HTML and abbreviations are back in place by then."""
    text = "<div title='Diabetes'>Raw Diabetes</div>\n\n*Insulin* `insulin`\n\n*[Insulin]: x\n"
    plain = markdown.markdown(text, extensions=["abbr"])
    extension = RxGlossaryExtension(annotator=annotator, assets="/rxg/")
    html = markdown.markdown(text, extensions=[extension, "abbr"])
    assert html == annotator.annotate(plain, assets="/rxg/").html
    assert "<code>insulin</code>" in html
    assert LINK in html


def test_markdown_finds_the_extension_by_name(terms):
    options = {"rxglossary": {"glossary": [str(terms)], "occurrences": "all", "languages": ["en"]}}
    html = markdown.markdown(
        "Diabetes, diabetes", extensions=["rxglossary"], extension_configs=options
    )
    assert html.count('class="rxg"') == 2
    assert 'lang="bn"' not in html
    by_module = markdown.markdown(
        "Diabetes, diabetes",
        extensions=["rxglossary.integrations.markdown"],
        extension_configs={"rxglossary.integrations.markdown": options["rxglossary"]},
    )
    assert by_module == html


@pytest.mark.parametrize(("value", "annotated"), [("off", False), ("No", False), ("on", True)])
def test_markdown_front_matter_turns_a_text_off(annotator, value, annotated):
    converter = markdown.Markdown(extensions=["meta", RxGlossaryExtension(annotator=annotator)])
    text = f"rxglossary: {value}\n\nDiabetes"
    assert (LINK in converter.convert(text)) is annotated
    converter.reset()
    assert LINK in converter.convert("Diabetes")


def test_markdown_a_meta_element_turns_a_text_off(annotator):
    text = f"{OFF}\n\nDiabetes"
    assert LINK not in markdown.markdown(
        text, extensions=[RxGlossaryExtension(annotator=annotator)]
    )


def test_markdown_wrong_settings_are_errors(tmp_path):
    with pytest.raises(rx.ConfigurationError, match="did you mean 'occurrences'"):
        RxGlossaryExtension(ocurrences="all")
    file = tmp_path / "bad.yaml"
    file.write_text("terms:\n  a: {en: }\n", encoding="utf-8")
    with pytest.raises(rx.GlossaryError, match=r"bad\.yaml:2:"):
        RxGlossaryExtension(glossary=[str(file)])
