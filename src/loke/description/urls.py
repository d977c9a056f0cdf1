"""The addresses of Beskriv."""

from django.urls import path

from loke.description.views import comments, compare, reviews

HERE = "v/<slug:service>/beskriv"

urlpatterns = [
    path(f"{HERE}/jamfor/<str:kind>/", compare.compare, name="compare"),
    path(f"{HERE}/kommentarer/<str:kind>/<int:number>/", comments.comments, name="comments"),
    path(f"{HERE}/kommentarer/<str:kind>/<int:number>/ny/", comments.add_comment, name="add_comment"),
    path(f"{HERE}/kommentarer/<int:number>/svar/", comments.answer_comment, name="answer_comment"),
    path(f"{HERE}/lasare/", reviews.partners, name="partners"),
    path(f"{HERE}/lasare/bjud-in/", reviews.invite_partner, name="invite_partner"),
    path(f"{HERE}/lasare/par/", reviews.ask_to_pair, name="ask_to_pair"),
    path(f"{HERE}/lasare/min/", reviews.my_review, name="my_review"),
    path(f"{HERE}/lasare/<int:number>/svar/", reviews.answer_pair, name="answer_pair"),
    path(f"{HERE}/lasare/<int:number>/avsluta/", reviews.end_review, name="end_review"),
]
