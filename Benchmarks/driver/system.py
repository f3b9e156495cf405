"""Runs what is measured: a private broker and database, the programs, and their processes. All end with the driver."""
import os
import re
import shutil
import signal
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

from amqp import Amqp

CHECKOUT = Path(__file__).resolve().parents[2]
SCRIPTS = CHECKOUT / "deploy/local"
BUILT = Path(os.environ.get("BENCH_BIN") or CHECKOUT / ".build/release")
QUEUES = ["admission.intake", "admission.transfer", "admission.notify", "admission.schools", "admission.unrouted"]


class Failed(Exception):
    """A measured program did not do its work."""


def output_of(*words, **options):
    return subprocess.run([str(word) for word in words], check=True, stdout=subprocess.PIPE, text=True, **options).stdout.strip()


class Process:
    """One program in a session of its own."""

    def __init__(self, name, words, environment, log):
        self.name, self.log = name, log
        self.started = time.monotonic()
        with open(log, "w") as file:
            self.popen = subprocess.Popen(
                [str(word) for word in words], env=environment, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT,
                start_new_session=True)
        self.pid = self.popen.pid

    def check(self):
        if (code := self.popen.poll()) is not None:
            raise Failed(f"{self.name} ended with {code}: {self.log.read_text()[-400:].strip()}")

    def stop(self, seconds=20):
        if self.popen.poll() is None:
            self.popen.send_signal(signal.SIGTERM)
            try:
                self.popen.wait(seconds)
            except subprocess.TimeoutExpired:
                self.popen.kill()
                self.popen.wait()


class System(ExitStack):
    """A folder of its own with a broker, and a database if one is wanted."""

    def __init__(self, folder):
        super().__init__()
        self.folder = Path(folder)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.number = 0
        self.postgres_pids = []

    def __exit__(self, *cause):
        # An impatient second Ctrl-C would leave a broker behind.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        return super().__exit__(*cause)

    def start(self, postgres):
        broker = self.folder / "broker"
        broker.mkdir()
        (broker / "extra.conf").write_text("vm_memory_high_watermark.absolute = 2GB\n")
        self.callback(subprocess.run, [SCRIPTS / "broker.sh", "stop", broker], stdout=subprocess.DEVNULL)
        output_of(SCRIPTS / "broker.sh", "start", broker)
        self.url = re.search("'(.*)'", output_of(SCRIPTS / "broker.sh", "env", broker)).group(1)
        self.broker_pids = [int(output_of(SCRIPTS / "broker.sh", "pid", broker))]
        self.versions = ["RabbitMQ " + output_of(SCRIPTS / "broker.sh", "version", broker)]
        self.prepare(postgres)

    def start_cluster(self):
        """Starts a cluster of three nodes in this process's network namespace."""
        nodes = self.folder / "cluster"
        nodes.mkdir()
        self.callback(subprocess.run, [SCRIPTS / "cluster.sh", "kill", nodes], stdout=subprocess.DEVNULL)
        output_of(SCRIPTS / "cluster.sh", "start", nodes)
        # The driver and the measured clients connect to one node only.
        self.url = re.search("'(.*)'", output_of(SCRIPTS / "cluster.sh", "env", nodes)).group(1).split(",")[0]
        self.broker_pids = [int(output_of(SCRIPTS / "cluster.sh", "pid", nodes, node)) for node in (1, 2, 3)]
        self.versions = ["three nodes of RabbitMQ " + output_of(SCRIPTS / "cluster.sh", "ctl", nodes, 1, "--silent", "version")]
        self.prepare(postgres=False)

    def prepare(self, postgres):
        output_of(BUILT / "admissionctl", "topology", "apply", env=self.environment())
        if postgres:
            self.start_postgres(self.folder / "postgres")
        self.amqp = Amqp(self.url)

    def start_postgres(self, folder):
        folder.mkdir()
        self.callback(subprocess.run, [SCRIPTS / "postgres.sh", "stop", folder], stdout=subprocess.DEVNULL)
        output_of(SCRIPTS / "postgres.sh", "start", folder)
        self.postgres_url = re.search("'(.*)'", output_of(SCRIPTS / "postgres.sh", "env", folder)).group(1)
        self.postgres_pids = [int(output_of(SCRIPTS / "postgres.sh", "pid", folder))]
        self.versions.append("PostgreSQL " + self.query("SHOW server_version").split()[0])

    def query(self, text, database="qabyldau"):
        psql = sorted(Path("/usr/lib/postgresql").glob("*/bin/psql"))[-1]
        url = self.postgres_url.rsplit("/", 1)[0] + "/" + database
        return output_of(psql, "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--command", text, url)

    # Stores

    def new_store(self, kind):
        """The URL of an empty store."""
        self.number += 1
        if kind == "sqlite":
            return f"sqlite://{self.folder}/store{self.number}.sqlite"
        self.query(f"CREATE DATABASE bench{self.number}")
        url = self.postgres_url.rsplit("/", 1)[0] + f"/bench{self.number}"
        output_of(BUILT / "admissionctl", "store", "migrate", env=self.environment(STORE_URL=url))
        return url

    def drop_store(self, url):
        if url.startswith("sqlite"):
            for suffix in ("", "-wal", "-shm"):
                Path(url.removeprefix("sqlite://") + suffix).unlink(missing_ok=True)
        else:
            self.query(f"DROP DATABASE {url.rsplit('/', 1)[1]} WITH (FORCE)")

    # Processes

    def environment(self, **keys):
        kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG", "TMPDIR") if key in os.environ}
        return {**kept, "AMQP_URL": getattr(self, "url", ""), **{key: str(value) for key, value in keys.items()}}

    def run(self, name, words, **keys):
        """Starts a program; it is stopped at the latest when the driver ends."""
        self.number += 1
        process = Process(name, words, self.environment(**keys), self.folder / f"{self.number}-{name.replace(' ', '-')}.log")
        self.callback(process.stop, 2)
        return process

    def worker(self, name, store, corpus, **keys):
        """Starts one of the three workers. The applications' deadlines have passed, so the worker looks for passed deadlines but once an hour."""
        return self.run(name, [BUILT / name], STORE_URL=store, LOG_LEVEL="warning", DEADLINE_CHECK_SECONDS=3600, **corpus.settings, **keys)

    def purge(self, *queues):
        for queue in queues or QUEUES:
            self.amqp.purge(queue)
