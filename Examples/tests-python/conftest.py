"""What a portal's tests need: a broker with the system behind it, which run.sh or `make up` starts."""
import json, os, pathlib, sys

import jsonschema, pika, pytest, regress
from cryptography.hazmat.primitives import serialization

EXAMPLES = pathlib.Path(__file__).parents[1]
sys.path.insert(0, str(EXAMPLES / "portal-python"))
import portal  # noqa: E402

SCHEMAS = EXAMPLES.parent / "contracts" / "v1" / "schemas"
# How long to wait for what has to happen, in seconds: far longer than it takes.
PATIENCE = 30


def pattern(_, expression, text, __):
    """Patterns are ECMA-262's, with the flag u: `re` does not know \\p{L}."""
    if isinstance(text, str) and not regress.Regex(expression, "u").find(text):
        yield jsonschema.ValidationError(f"does not match {expression}")


Validator = jsonschema.validators.extend(jsonschema.Draft202012Validator, {"pattern": pattern})


def check(name: str, body):
    """Fails if the body is not as the contract's schema says."""
    Validator(json.loads((SCHEMAS / f"{name}.schema.json").read_text())).validate(body)


class Desk:
    """The portal under test, with a real broker and real workers behind it."""

    def __init__(self, channel, history):
        self.channel, self.history = channel, history
        self.key = serialization.load_pem_private_key(pathlib.Path(os.environ["PORTAL_KEY"]).read_bytes(), None)
        self.store = os.environ["DOCUMENTS_URL"].removeprefix("file://")
        self.kept = []

    def form(self, **changes) -> dict:
        documents = portal.attach(os.environ["EXAMPLE_DOCUMENTS"], self.store)
        return portal.make_form(os.environ["SCHOOL_BIN"], documents) | changes

    def apply(self, form: dict) -> dict:
        application = portal.make_application(form, self.key)
        check("application.form.v1", form)
        self.publish(application)
        return application

    def publish(self, application: dict):
        check("application.submitted.v1", application)
        portal.publish(self.channel, application)

    def answer(self, application: dict) -> dict:
        """The next entry for an application; entries for other applications are kept until they are asked for."""
        while True:
            for entry in self.kept:
                if entry["applicationId"] == application["applicationId"]:
                    self.kept.remove(entry)
                    return entry
            entry = self.history.arrived.get(timeout=PATIENCE)
            check("history.entry.v1", entry)
            self.kept.append(entry)

    def entries(self, application: dict) -> list:
        """All that is in the history of an application now."""
        return [e for e in self.history.entries.values() if e["applicationId"] == application["applicationId"]]


@pytest.fixture(scope="session")
def desk():
    history = portal.ServiceHistory(os.environ["PORTAL_URL"])
    with pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"])) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        yield Desk(channel, history)
    history.server.shutdown()


@pytest.fixture
def operator():
    """A channel of a user who may read the parked messages."""
    with pika.BlockingConnection(pika.URLParameters(os.environ.get("OPERATOR_URL", os.environ["AMQP_URL"]))) as connection:
        yield connection.channel()
