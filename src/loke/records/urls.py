"""The room's addresses."""

urlpatterns = []
