"""What stands around every page: the service, the person and the way through the method."""


def shell(request):
    return {}
