from django.urls import include, path

from organisations.views import areas, bodies, people

namespaced = [
    path("areas/<slug:area>/organisations/", bodies.register, name="register"),
    path("areas/<slug:area>/organisations/search/", bodies.search, name="search"),
    path("areas/<slug:area>/organisations/add/", bodies.organisation_add, name="add"),
    path(
        "areas/<slug:area>/organisations/<slug:slug>/",
        bodies.organisation_page,
        name="organisation",
    ),
    path(
        "areas/<slug:area>/organisations/<slug:slug>/change/",
        bodies.organisation_change,
        name="change",
    ),
    path("areas/<slug:area>/people/", people.register, name="people"),
    path("areas/<slug:area>/people/invite/", people.invite, name="invite"),
    path("areas/<slug:area>/people/<int:pk>/", people.person, name="person"),
    path("memberships/<int:pk>/again/", people.invite_again, name="invite_again"),
    path("memberships/<int:pk>/post/", people.change_post, name="change_post"),
    path("memberships/<int:pk>/second-step/", people.reset_second_step, name="reset_second_step"),
    path("memberships/<int:pk>/end/", people.end, name="end_membership"),
    path("setup/<str:token>/", areas.setup, name="setup"),
    path("installation/areas/", areas.register, name="areas"),
    path("installation/areas/add/", areas.area_add, name="area_add"),
    path("installation/areas/<slug:area>/", areas.area_page, name="area_settings"),
    path("installation/areas/<slug:area>/change/", areas.area_change, name="area_change"),
    path("installation/areas/<slug:area>/first/", areas.name_first, name="name_first"),
    path("installation/areas/<slug:area>/archive/", areas.archive, name="area_archive"),
    path("installation/areas/<slug:area>/restore/", areas.restore, name="area_restore"),
    path("act-for/", people.act_for, name="act_for"),
    path("my/roles/", people.mine, name="mine"),
    path("invitations/<str:token>/", people.invitation, name="invitation"),
]

urlpatterns = [path("", include((namespaced, "organisations")))]
