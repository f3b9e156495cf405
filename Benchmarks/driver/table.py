"""Writes the results as tables, for the terminal and in Markdown."""
from drain import median, ratio

COLUMNS = ["what", "a second", "ratio", "CPU, µs each", "broker, µs", "database, µs", "peak, MiB", "foreign, %"]
# What a row is compared with, run by run.
REFERENCE = {"intake: ours": "intake: Go, SQLite"}


def number(value, digits=0):
    return "–" if value is None else f"{value:,.{digits}f}"


def drained(results):
    for name, runs in results.items():
        reference = name.replace("ours", "C") if "relay: ours" in name else REFERENCE.get(name.split(",")[0])
        if not runs:
            yield [name, "failed"] + ["–"] * 6
            continue
        yield [
            name, number(median(runs, "rate")), number(ratio(runs, results.get(reference, [])), 2), number(median(runs, "client_us")),
            number(median(runs, "broker_us")), number(median(runs, "postgres_us")) if "Postgre" in name else "–",
            number(median(runs, "memory")), number(max(run["foreign"] for run in runs))]


def markdown(head, rows):
    yield "| " + " | ".join(head) + " |"
    yield "|" + "|".join("---" if column == 0 else "--:" for column in range(len(head))) + "|"
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def report(found, machine, settings):
    """All results as Markdown."""
    lines = [f"Machine: {machine}.", f"Medians of {settings}.", ""]
    if results := found.get("drained"):
        lines += [*markdown(COLUMNS, drained(results)), ""]
    if runs := found.get("steady"):
        head = ["100 applications a second", "p50, ms", "p99, ms", "broker's confirm p50, ms", "p99 ÷ confirm"]
        p99, confirm = median(runs, "p99"), median(runs, "confirm_p50")
        lines += [*markdown(head, [["from the portal's confirm to the entry", number(median(runs, "p50"), 1), number(p99, 1), number(confirm, 1),
                                    number(p99 / confirm, 1)]]), ""]
        names = list(runs[0]["cpu_us"])  # "Go" runs in IntakeWorker's place
        lines += [*markdown(["CPU, µs an application, at that rate", *names],
                            [["", *(number(sorted(run["cpu_us"][name] for run in runs)[len(runs) // 2]) for name in names)]]), ""]
    if starts := found.get("starts"):
        peaks = {}
        for run in found.get("drained", {}).get("chain: three workers", []) + found.get("steady", []):
            for name, value in run["peaks"].items():
                peaks[name] = max(peaks.get(name, 0), value)
        lines += [*markdown(["worker", "start to first delivery, ms", "peak memory, MiB"],
                            [[name, number(ms), number(peaks.get(name))] for name, ms in starts.items()]), ""]
    if micro := found.get("micro"):
        lines += [*markdown(["one piece of work", "µs", "CPU, µs"],
                            [[name, number(t["wallNanoseconds"] / 1e3, 1), number(t["cpuNanoseconds"] / 1e3, 1)] for name, t in micro.items()]), ""]
    if same := found.get("same"):
        lines += ["Ours and the Go worker did the same with the same applications: " + ", ".join(f"{n:,} {name}" for name, n in same.items()) + ".", ""]
    return "\n".join(lines)


def plain(text):
    """A Markdown table with its columns in line."""
    out, block = [], []
    for line in text.split("\n") + [""]:
        if line.startswith("|"):
            block.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if block:
            widths = [max(len(row[i]) for row in block) for i in range(len(block[0]))]
            for place, row in enumerate(block):
                if place != 1:
                    out.append("  ".join(cell.ljust(widths[i]) if i == 0 else cell.rjust(widths[i]) for i, cell in enumerate(row)))
            block = []
        out.append(line)
    return "\n".join(out)
