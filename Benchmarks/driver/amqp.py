"""A small blocking client of AMQP 0-9-1 for the driver: depths, a prefill with confirms, and a look at every output."""
import select
import socket
import struct
from urllib.parse import urlsplit

FRAME_MAX = 131072
METHOD, HEADER, BODY, END = 1, 2, 3, b"\xce"
PROPERTIES = ["content_type", "content_encoding", "headers", "delivery_mode", "priority", "correlation_id", "reply_to",
              "expiration", "message_id", "timestamp", "type", "user_id", "app_id"]


def short(text):
    data = text.encode()
    return bytes([len(data)]) + data


def table(fields):
    """A table of AMQP; its values can be texts and integers only."""
    body = b""
    for name, value in fields.items():
        encoded = b"S" + struct.pack(">I", len(value)) + value.encode() if isinstance(value, str) else b"I" + struct.pack(">i", value)
        body += short(name) + encoded
    return struct.pack(">I", len(body)) + body


def frame(kind, channel, payload):
    return struct.pack(">BHI", kind, channel, len(payload)) + payload + END


def method(number, arguments, channel=1):
    return frame(METHOD, channel, struct.pack(">HH", *number) + arguments)


def publication(key, body, exchange="", **properties):
    """The frames of one message: persistent, mandatory."""
    properties = {"delivery_mode": 2, **properties}
    flags, values = 0, b""
    for place, name in enumerate(PROPERTIES):
        if (value := properties.get(name)) is None:
            continue
        flags |= 1 << (15 - place)
        values += bytes([value]) if name == "delivery_mode" else struct.pack(">Q", value) if name == "timestamp" else short(value)
    head = struct.pack(">HHQH", 60, 0, len(body), flags) + values
    return (method((60, 40), b"\0\0" + short(exchange) + short(key) + b"\x01") + frame(HEADER, 1, head)
            + b"".join(frame(BODY, 1, body[i:i + FRAME_MAX - 8]) for i in range(0, len(body), FRAME_MAX - 8)))


class Message:
    def __init__(self, key):
        self.key, self.properties, self.body, self.size = key, {}, b"", None

    def read_header(self, payload):
        self.size, flags = struct.unpack(">QH", payload[4:14])
        at = 14
        for place, name in enumerate(PROPERTIES):
            if not flags & 1 << (15 - place):
                continue
            if name == "headers":
                at += 4 + struct.unpack(">I", payload[at:at + 4])[0]
            elif name in ("delivery_mode", "priority"):
                self.properties[name] = payload[at]
                at += 1
            elif name == "timestamp":
                at += 8
            else:
                length = payload[at]
                self.properties[name] = payload[at + 1:at + 1 + length].decode()
                at += 1 + length


class Amqp:
    def __init__(self, url):
        where = urlsplit(url)
        self.socket = socket.create_connection((where.hostname, where.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.socket.sendall(b"AMQP\x00\x00\x09\x01")
        self.expect((10, 10))
        login = f"\0{where.username}\0{where.password}".encode()
        self.send((10, 11), table({"product": "make bench"}) + short("PLAIN") + struct.pack(">I", len(login)) + login + short("en_US"), 0)
        self.expect((10, 30))
        self.send((10, 31), struct.pack(">HIH", 8, FRAME_MAX, 0), 0)
        self.send((10, 40), short("/") + b"\0\0", 0)
        self.expect((10, 41))
        self.call((20, 10), b"\0", (20, 11))

    def close(self):
        self.socket.close()

    # Frames

    def send(self, number, arguments, channel=1):
        self.socket.sendall(method(number, arguments, channel))

    def take(self):
        """The next frame that has arrived whole; None if there is none."""
        if len(self.buffer) < 7:
            return None
        kind, _, length = struct.unpack(">BHI", self.buffer[:7])
        if len(self.buffer) < length + 8:
            return None
        payload, self.buffer = self.buffer[7:7 + length], self.buffer[length + 8:]
        return kind, payload

    def receive(self):
        data = self.socket.recv(1 << 20)
        if not data:
            raise ConnectionError("the broker closed the connection")
        self.buffer += data

    def frame(self):
        while (found := self.take()) is None:
            self.receive()
        return found

    def expect(self, number):
        while True:
            kind, payload = self.frame()
            if kind != METHOD:
                continue
            found = struct.unpack(">HH", payload[:4])
            if found == number:
                return payload[4:]
            if found in ((20, 40), (10, 50)):
                raise RuntimeError("the broker says " + payload[7:7 + payload[6]].decode())

    def call(self, number, arguments, reply):
        self.send(number, arguments)
        return self.expect(reply)

    # Queues

    def declare(self, queue):
        self.call((50, 10), b"\0\0" + short(queue) + b"\x02" + table({"x-queue-type": "quorum"}), (50, 11))

    def depth(self, queue):
        """The number of ready messages, and the number of consumers."""
        reply = self.call((50, 10), b"\0\0" + short(queue) + b"\x01" + table({}), (50, 11))
        return struct.unpack(">II", reply[1 + reply[0]:9 + reply[0]])

    def ready(self, queue):
        return self.depth(queue)[0]

    def purge(self, queue):
        self.call((50, 30), b"\0\0" + short(queue) + b"\0", (50, 31))

    # Publishing

    def select_confirms(self):
        self.call((85, 10), b"\0", (85, 11))

    def confirms(self):
        """The confirms that have arrived, each as delivery tag and `multiple`; does not wait for more."""
        while (found := self.take()) is not None:
            number = struct.unpack(">HH", found[1][:4]) if found[0] == METHOD else None
            if number != (60, 80):
                raise RuntimeError(f"a publication was not confirmed: {number}")
            yield struct.unpack(">Q?", found[1][4:13])

    def fill(self, publications, window=2000):
        """Publishes all, and returns when each is confirmed."""
        self.select_confirms()
        sent = settled = lowest = 0
        above = set()
        pending = []

        def settle(until):
            nonlocal settled, lowest
            while settled < until:
                for tag, multiple in self.confirms():
                    if multiple:
                        lowest = max(lowest, tag)
                        above.difference_update([t for t in above if t <= lowest])
                    else:
                        above.add(tag)
                    while lowest + 1 in above:
                        lowest += 1
                        above.discard(lowest)
                settled = lowest + len(above)
                if settled < until:
                    self.receive()
        for one in publications:
            pending.append(one)
            sent += 1
            if len(pending) == 200:
                self.socket.sendall(b"".join(pending))
                pending = []
                settle(sent - window)
        self.socket.sendall(b"".join(pending))
        settle(sent)
        return sent

    # Consuming

    def consume(self, queue):
        """Consumes without acknowledgements."""
        self.call((60, 20), b"\0\0" + short(queue) + short("") + b"\x02" + table({}), (60, 21))

    def messages(self, count, seconds=30):
        """`count` of the consumed messages; fewer if none comes for `seconds`."""
        found, current = [], None
        while len(found) < count:
            piece = self.take()
            if piece is None:
                if not select.select([self.socket], [], [], seconds)[0]:
                    break
                self.receive()
                continue
            kind, payload = piece
            if kind == METHOD:
                at = 5 + payload[4] + 9              # consumer tag, delivery tag, redelivered
                at += 1 + payload[at]                # exchange
                current = Message(payload[at + 1:at + 1 + payload[at]].decode())
            elif kind == HEADER:
                current.read_header(payload)
            else:
                current.body += payload
            if current.size is not None and len(current.body) == current.size:
                found.append(current)
                current = None
        return found
