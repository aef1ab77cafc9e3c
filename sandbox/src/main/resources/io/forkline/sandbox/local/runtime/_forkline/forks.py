"""A fork: a cell, with a clone of the zygote in it where the environment is warm. Nobody's until it is claimed."""

import os
import time

from . import cgroups, enforcement
from .cells import Cell
from .commands import CommandRun
from .failures import Refused
from .memory_watch import MemoryWatch
from .runners import Runner
from .script import script_of

_MAX_REASON = 500


class Fork:
    """Starting, then ready and perhaps parked; claimed by one request; running one command at a time; in the end gone."""

    def __init__(self, supervisor, environment, nest, limits, slot):
        self._supervisor, self._loop = supervisor, supervisor.loop
        self.environment, self.nest, self.limits = environment, nest, limits
        self.id = None
        self._runner, self._run, self._prepared = None, None, None
        self._closing, self._closed, self._on_gone = False, None, []
        self._group, self._out_of_memory, self._watch = None, None, None
        self.enforced = False
        self.cell = Cell(self._loop, slot, self)
        nest.ask_for_cell(self.cell, limits)

    def warm_up(self):
        """Once its cell is ready. The pool is told when the clone is in it."""
        self._runner = Runner(self._loop, self)
        self.nest.ask_for_runner(self._runner, self.cell, self.limits)

    def enforce(self, told):
        """Puts it under limits for all of it together. Until then its environment's bound it, and those of each process."""
        self.enforced = True
        try:
            self._group = self._supervisor.groups.fork(self.limits)
        except OSError:
            self.kill()  # the host has no room for another group
            return
        if self._group is not None:
            self._out_of_memory = self._group.on_out_of_memory()
            if self._out_of_memory is not None:
                self._loop.watch(self._out_of_memory, self._on_out_of_memory)
        enforcement.apply(self._supervisor, self._group, self._pids(), told)

    def _on_out_of_memory(self):
        os.read(self._out_of_memory, 8)
        if "MEMORY" in self._hit():
            if self._run is not None:
                self._run.stop("MEMORY")
            else:
                self.kill()

    def _hit(self):
        return self._group.hit() if self._group is not None else set()

    def claim(self, request, reply, received, was_parked):
        """What has waited for nobody now belongs to a request."""
        self.id = request["fork"]
        self._supervisor.fork_born(self)
        claimed = time.monotonic_ns()
        target = request.get("target")
        try:
            if target is not None:
                self.cell.attach(target, self._supervisor.mount_namespace)
        except OSError as refused:
            self.kill()
            reply({"error": "The target %s cannot be attached: %s." % (target, refused), "retryable": False})
            return
        attached = time.monotonic_ns()
        reply({"forked": True, "parked": was_parked, "claimNanos": claimed - received, "mountNanos": attached - claimed})

    def run(self, request, reply, voice):
        self._check_idle()
        script = script_of(request["argv"]) if self.environment.warm else None
        most = self.limits["outputBytes"]
        run = CommandRun(self._loop, request, most, reply, voice, self.kill, self._hit, self._run_finished)
        self._run = run
        self._watch_memory(run)
        try:
            if script is None:
                self._execute(run, request)
            elif self._runner is not None:
                self._hand_over(run, script, request)
            else:
                self._prepared = lambda: self._hand_over(run, script, request)
                self.warm_up()
        except Refused:
            self._run_finished()
            run.abandon()
            raise

    def _watch_memory(self, run):
        """A control group that is not there yet is there before the first look would be."""
        if self._supervisor.groups.description == cgroups.NONE:
            bound = self.limits["memoryBytes"] + self.limits["diskBytes"]
            self._watch = MemoryWatch(self._loop, self._pids(), bound, lambda: run.stop("MEMORY"))

    def _pids(self):
        return [self.cell.pid] + ([self._runner.pid] if self._runner is not None and self._runner.pid else [])

    def _execute(self, run, request):
        if self._runner is not None:
            self._runner.let_go()
            self._runner = None
        message = {"op": "exec", "argv": request["argv"], "environment": request["environment"]}
        answered = lambda answer: self._on_executed(run, answer)
        run.hand_over(lambda descriptors: self.cell.ask(message, descriptors, answered, run.on_started))

    def _on_executed(self, run, answer):
        if isinstance(answer.get("exited"), int):
            run.on_exited(answer["exited"])

    def _hand_over(self, run, script, request):
        runner, environment = self._runner, request["environment"]

        def exited(code):
            runner.let_go()
            self._runner = None
            try:
                self.cell.ask({"op": "sweep"}, [], lambda answer: run.on_exited(code))
            except Refused:
                self.kill()  # the run ends with its cell

        run.hand_over(lambda descriptors: runner.run(script, environment, descriptors, run.on_started, exited))

    def write(self, request, content, reply):
        self._check_idle()
        file = os.memfd_create("content")
        try:
            with os.fdopen(os.dup(file), "wb") as copy:
                copy.write(content)
            message = {"op": "write", "path": request["path"]}
            self.cell.ask(message, [file], lambda answer: reply(_transferred(answer)))
        finally:
            os.close(file)

    def read(self, request, reply):
        self._check_idle()
        file = os.memfd_create("content")

        def finish(answer):
            with os.fdopen(file, "rb") as copy:
                copy.seek(0)
                reply(_transferred(answer), copy.read(request["maxBytes"]))

        message = {"op": "read", "path": request["path"], "maxBytes": request["maxBytes"]}
        try:
            self.cell.ask(message, [file], finish)
        except Refused:
            os.close(file)
            raise

    def close(self, reply):
        """Kills what runs. Whoever wants to know hears when it is gone, and how long that took."""
        self._closing, self._closed = True, time.monotonic_ns()
        self._on_gone.append(reply)
        self.kill()

    def kill_on_request(self):
        """A command that runs is answered with what it has written."""
        if self._run is not None:
            self._run.stop_on_request()
        else:
            self.kill()

    def kill(self):
        self.cell.kill()

    def _check_idle(self):
        if self._run is not None:
            raise Refused("the sandbox is busy: it does one thing at a time")

    def _run_finished(self):
        self._run = None
        if self._watch is not None:
            self._watch.stop()

    def cell_ready(self, cell):
        self.environment.pool.cell_ready(self)

    def cell_failed(self, cell, why):
        self.environment.pool.failed(self, why)
        self._gone()

    def cell_ended(self, cell):
        if self._runner is not None:
            self._runner.let_go()
        run = self._run
        if run is not None:
            run.on_end(self._closing)
        if self.id is None:
            self.environment.pool.failed(self, "it ended early")
        self._gone()

    def runner_ready(self, runner):
        if self._prepared is None:
            self.environment.pool.ready(self)
            return
        prepared, self._prepared = self._prepared, None
        try:
            prepared()
        except Refused:
            self.kill()

    def runner_failed(self, runner, why):
        self._runner = None
        if self.id is None:
            self.environment.pool.failed(self, why)
        self.kill()

    def runner_lost(self, runner):
        """Killed while it was parked: whoever took this fork could not run anything in it."""
        if self._runner is runner:
            self.kill()

    def _gone(self):
        self._supervisor.fork_gone(self)
        self.nest.give_back(self.cell)
        if self._out_of_memory is not None:
            self._loop.forget(self._out_of_memory)
            os.close(self._out_of_memory)
        enforcement.lift(self._loop, self._group)
        for reply in self._on_gone:
            reply({"closed": True, "destroyNanos": time.monotonic_ns() - self._closed})


def _transferred(answer):
    """The guest's word, and no more of it than there is room for in an answer."""
    return {"refused": str(answer["refused"])[:_MAX_REASON]} if "refused" in answer else {"transferred": True}
