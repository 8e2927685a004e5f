"""Somebody with the printed table, paper and pencil: how far can she narrow a number that is not there?

Written apart from `suppress`: the sums of the table as equations, every hidden number at least 1, solved by the simplex
method for the least and the greatest value. It knows nothing of circulations.
"""

BIG = 10**6
NEAR = 1e-7


def bounds(equations, shown, hidden, wanted):
    """(least, greatest) of `wanted`; each equation is a list of (sign, key) that adds up to nought."""
    names = sorted(hidden, key=repr)
    rows = []
    for terms in equations:
        given = sum(sign * shown.get(key, 0) for sign, key in terms if key not in hidden)
        row = [sum(sign for sign, key in terms if key == name) for name in names]
        # x = least + y with y >= 0
        given += sum(sign * hidden[key] for sign, key in terms if key in hidden)
        if any(row):
            rows.append(([float(number) for number in row], -float(given)))
    at = names.index(wanted)
    low = hidden[wanted] + _solve(rows, [float(n == at) for n in range(len(names))])
    high = hidden[wanted] - _solve(rows, [-float(n == at) for n in range(len(names))])
    return round(low), round(min(high, BIG))


def _solve(rows, cost):
    """The least of cost·y under rows·y = given, y >= 0 (two phases, Bland's rule); -BIG when it has no end."""
    width = len(cost)
    table = []
    for n, (row, given) in enumerate(rows):
        sign = -1.0 if given < 0 else 1.0
        extra = [0.0] * len(rows)
        extra[n] = 1.0
        table.append([sign * number for number in row] + extra + [sign * given])
    base = [width + n for n in range(len(rows))]
    assert _improve(table, base, [0.0] * width + [1.0] * len(rows), width + len(rows)) is not None
    worth = sum(table[n][-1] for n, column in enumerate(base) if column >= width)
    assert abs(worth) < 1e-4, "the truth is a solution"
    for n, column in enumerate(base):  # what was only helping leaves
        if column >= width:
            other = next((c for c in range(width) if abs(table[n][c]) > NEAR), None)
            if other is not None:
                _turn(table, base, n, other)
    found = _improve(table, base, cost + [0.0] * len(rows), width)
    return -BIG if found is None else found


def _improve(table, base, cost, width):
    """Turn until nothing gets cheaper; the cost then, or None without end."""
    while True:
        prices = [cost[c] - sum(cost[base[n]] * row[c] for n, row in enumerate(table)) for c in range(width)]
        column = next((c for c in range(width) if prices[c] < -NEAR), None)
        if column is None:
            return sum(cost[base[n]] * row[-1] for n, row in enumerate(table))
        ratios = [(row[-1] / row[column], base[n], n) for n, row in enumerate(table) if row[column] > NEAR]
        if not ratios:
            return None
        _turn(table, base, min(ratios)[2], column)


def _turn(table, base, n, column):
    pivot = table[n][column]
    table[n] = [number / pivot for number in table[n]]
    for m, row in enumerate(table):
        if m != n and abs(row[column]) > NEAR / 100:
            factor = row[column]
            table[m] = [number - factor * other for number, other in zip(row, table[n], strict=True)]
    base[n] = column
