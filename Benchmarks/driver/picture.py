"""Draws the chain's throughput over time as a small SVG."""

WIDTH, HEIGHT, LEFT, BOTTOM = 640, 220, 56, 34


def per_second(samples, step=0.5):
    """Applications a second in each half second, of (seconds, count so far)."""
    points, at, before = [], step, 0
    for seconds, count in samples:
        if seconds >= at:
            points.append((at, (count - before) / step))
            before = count
            while at <= seconds:
                at += step
    return points


def draw(samples, title):
    points = per_second(samples)
    end = max([at for at, _ in points] or [1])
    top = max([rate for _, rate in points] or [1]) * 1.1 or 1
    step = next(s for s in (100, 250, 500, 1000, 2500, 5000, 10_000) if top / s <= 6 or s == 10_000)
    x = lambda at: LEFT + (WIDTH - LEFT - 12) * at / end
    y = lambda rate: HEIGHT - BOTTOM - (HEIGHT - BOTTOM - 30) * rate / top
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="11" fill="#444">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>', f'<text x="{LEFT}" y="16" font-size="12">{title}</text>',
    ]
    for rate in range(0, int(top) + 1, step):
        lines.append(f'<path d="M{LEFT} {y(rate):.1f}H{WIDTH - 12}" stroke="#ddd"/><text x="{LEFT - 6}" y="{y(rate) + 4:.1f}" text-anchor="end">{rate:,}</text>')
    for at in range(0, int(end) + 1, max(1, int(end / 8))):
        lines.append(f'<text x="{x(at):.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{at} s</text>')
    path = "M" + "L".join(f"{x(at):.1f} {y(rate):.1f}" for at, rate in points)
    lines += [f'<path d="{path}" fill="none" stroke="#06c" stroke-width="2"/>',
              f'<text x="{LEFT}" y="{HEIGHT - 4}">applications a second that reach the service history</text>', "</svg>"]
    return "\n".join(lines) + "\n"
