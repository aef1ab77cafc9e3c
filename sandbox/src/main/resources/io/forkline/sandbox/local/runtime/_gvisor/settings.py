"""What this host lets us do with runsc, found out once."""

from . import cgroups

_ROOT_ID, _GUEST_ID = 0, 1000


class Settings:
    def __init__(self, ids, user_attributes, cgroup_parent):
        # runsc then needs --rootless, with which it restores nothing
        self.single_id = ids.single
        self.user_attributes = user_attributes
        # runsc puts its processes into cgroups below this one; None where it may not
        self.cgroup_parent = cgroup_parent
        # where there is one id only, that is the one that the owner of a file can have
        self.guest_id = _ROOT_ID if ids.single else _GUEST_ID


def find(ids, in_user_namespace, run_directory, instance):
    parent = None if in_user_namespace else cgroups.parent_of(run_directory, instance)
    return Settings(ids, in_user_namespace, parent)
