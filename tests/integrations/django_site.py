"""Views of the Django site that the tests make."""

from django.http import HttpResponse, StreamingHttpResponse
from django.template import engines
from django.urls import path

PAGE = "<!doctype html><title>t</title><main><p>Diabetes is common.</main>"


def page(request):
    return HttpResponse(PAGE, headers={"X-Other": "1", "Content-Length": str(len(PAGE))})


async def later(request):
    return HttpResponse(PAGE)


def off(request):
    return HttpResponse(PAGE.replace("<title>", '<meta name="rxglossary" content="off"><title>'))


def text(request):
    return HttpResponse("Diabetes", content_type="text/plain")


def stream(request):
    return StreamingHttpResponse([b"<p>Diabetes", b"<p>more"])


def tagged(request):
    if request.META.get("HTTP_IF_NONE_MATCH") == '"v1"':
        return HttpResponse(status=304, headers={"ETag": '"v1"'})
    return HttpResponse(PAGE, headers={"ETag": '"v1"'})


def template(request):
    source = "{% load rxglossary %}{% rxglossary %}<p>Insulin</p>{% endrxglossary %}"
    return HttpResponse(engines["django"].from_string(source).render({}))


urlpatterns = [
    path("", page),
    path("later/", later),
    path("off/", off),
    path("text/", text),
    path("stream/", stream),
    path("tagged/", tagged),
    path("template/", template),
]
