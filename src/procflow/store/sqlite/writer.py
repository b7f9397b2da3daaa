"""Commands of many threads in one transaction: a sync of the disk costs the same for one and for all.

There is no thread for it. Who comes while nobody writes, writes; who comes later waits, and when the writer
has finished, the first of those who wait writes for all of them. So one client alone waits for nobody, and
while the disk is busy the next batch gathers.
"""

import sqlite3
from collections import deque
from collections.abc import Callable
from sqlite3 import Connection
from threading import Lock

from procflow.store.port import StoreError
from procflow.store.sqlite.failures import in_plain_words

_MOST = 128
"""How many commands one transaction takes; more would make the first of them wait too long."""


class _Job:
    """What one thread wants written, and how it went.

    Its thread sleeps on ``woken`` until it is done, or until it ``leads`` and has to write.
    """

    __slots__ = ("done", "error", "leads", "woken", "work")

    def __init__(self, work: Callable[[Connection], None]) -> None:
        self.work = work
        self.leads = False
        self.done = False
        self.error: Exception | None = None
        self.woken = Lock()
        self.woken.acquire()


class GroupWriter:
    """The one connection that writes, shared by all threads of the process."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        self._name = name
        self._queue = Lock()
        self._waiting: deque[_Job] = deque()
        self._led = False
        self._writing = Lock()
        self._closed = False

    def run(self, work: Callable[[Connection], None]) -> None:
        """Do the work in a transaction; when this returns, it is on the disk.

        What the work raises is raised here, with nothing of it written and the others' work untouched. Raises
        :class:`StoreError` where the database refuses.
        """
        job = _Job(work)
        try:
            self._wait(job)
            if not job.done:
                self._lead(job)
        finally:
            if job.leads or not job.done:
                self._leave(job)
        if job.error is not None:
            raise job.error

    def close(self) -> None:
        """Give the connection back, after the batch that is being written."""
        with self._writing:
            self._closed = True
            self._connection.close()

    def _wait(self, job: _Job) -> None:
        with self._queue:
            self._waiting.append(job)
            if not self._led:
                self._led = job.leads = True
        if not job.leads:
            job.woken.acquire()

    def _lead(self, job: _Job) -> None:
        with self._queue:
            jobs = [self._waiting.popleft() for _ in range(min(len(self._waiting), _MOST))]
        try:
            with self._writing:
                self._write(jobs)
        finally:
            for other in jobs:
                if other is not job:
                    other.woken.release()

    def _leave(self, job: _Job) -> None:
        """The job's thread has led, or was interrupted: whoever waits longest leads now."""
        with self._queue:
            if job in self._waiting:
                self._waiting.remove(job)
            if not job.leads:
                return
            job.leads = False
            self._led = bool(self._waiting)
            if self._led:
                self._waiting[0].leads = True
                self._waiting[0].woken.release()

    def _write(self, jobs: list[_Job]) -> None:
        if self._closed:
            _fail(jobs, StoreError(f"{self._name}: the store is closed"))
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            if not self._all_at_once(jobs):
                self._roll_back()
                self._connection.execute("BEGIN IMMEDIATE")
                self._one_by_one(jobs)
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            _fail(jobs, in_plain_words(self._name, error))
        except BaseException:
            self._roll_back()
            _fail(jobs, StoreError(f"{self._name}: writing was interrupted; nothing was written"))
            raise
        for job in jobs:
            job.done = True

    def _all_at_once(self, jobs: list[_Job]) -> bool:
        """The batch without savepoints, which cost a third of a command.

        A command may fail before it has written anything, as a conflict does. False if one failed later: then
        the whole transaction has to go.
        """
        for job in jobs:
            written = self._connection.total_changes
            try:
                job.work(self._connection)
            except Exception as error:
                if self._connection.total_changes != written or not self._connection.in_transaction:
                    return False
                job.error = self._explained(error)
        return True

    def _one_by_one(self, jobs: list[_Job]) -> None:
        """The batch with a savepoint for each command, of which nothing stays if it fails.

        Raises where the whole transaction was lost.
        """
        for job in jobs:
            job.error = None
            self._connection.execute("SAVEPOINT command")
            try:
                job.work(self._connection)
            except Exception as error:
                if not self._connection.in_transaction:
                    raise
                job.error = self._explained(error)
                self._connection.execute("ROLLBACK TO command")
            self._connection.execute("RELEASE command")

    def _explained(self, error: Exception) -> Exception:
        return in_plain_words(self._name, error) if isinstance(error, sqlite3.Error | UnicodeError) else error

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


def _fail(jobs: list[_Job], error: StoreError) -> None:
    """Nothing of a batch was written: each command that has no reason of its own gets this one."""
    for job in jobs:
        if job.error is None:
            job.error = type(error)(*error.args)
        job.done = True
