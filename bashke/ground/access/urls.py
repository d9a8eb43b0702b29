"""Sign-in helpers under /account/ (the sign-in door: workers and secrets, no people), the staff pages beside them."""

from django.urls import path

from . import views

app_name = "access"

urlpatterns = [
    path("account/demo/", views.demo_people, name="demo"),
    path("account/posts/", views.posts, name="posts"),
    path("account/e-mail/", views.by_email, name="by_email"),
    path("account/no-post/", views.no_post, name="no_post"),
    path("account/welcome/<uuid:uid>/<str:token>/", views.welcome, name="welcome"),
    path("staff/", views.staff_list, name="staff"),
    path("staff/add/", views.add_worker, name="staff_add"),
    path("staff/roles/", views.roles, name="roles"),
    path("staff/<uuid:pk>/", views.worker, name="worker"),
    path("staff/<uuid:pk>/post/", views.give_post, name="post_give"),
    path("staff/<uuid:pk>/invite/", views.invite, name="staff_invite"),
    path("staff/tokens/", views.tokens, name="tokens"),
    path("staff/tokens/<uuid:pk>/end/", views.end_token, name="token_end"),
    path("staff/posts/<int:pk>/end/", views.end_post, name="post_end"),
]
