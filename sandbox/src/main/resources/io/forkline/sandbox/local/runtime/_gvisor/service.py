"""How the launcher starts our supervisor, and what it cleans up behind it."""

from _forkline import namespaces

from . import cgroups, settings
from .supervisor import Supervisor


def enter():
    return namespaces.enter_as_root()


def serve(entered, run_directory, instance, incoming, outgoing):
    ids, in_user_namespace = entered
    found = settings.find(ids, in_user_namespace, run_directory, instance)
    Supervisor(found, instance, incoming, outgoing).run()


def sweep(run_directory):
    cgroups.sweep(run_directory)
