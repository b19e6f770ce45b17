"""NumPy's side of the benchmark: what it has no functions for is left out."""
import numpy as np

from sizes import POINTWISE, PRODUCTS, normal


def workloads(threads):
    rng = np.random.default_rng(0)

    def regression():
        x = np.linspace(-1, 1, 100, dtype=np.float32)[:, None]
        y = (3 * x**2 + 2 + 0.2 * rng.random((100, 1))).astype(np.float32)

        def run():
            w, b = rng.random((1, 1), dtype=np.float32), rng.random((1, 1), dtype=np.float32)
            for _ in range(800):
                error = np.power(x, 2) * w + b - y
                (0.5 * error**2).sum()
                w -= 0.01 * (error * np.power(x, 2)).sum()
                b -= 0.01 * error.sum()

        return run

    def add_one():
        p, q = np.array([1.0], dtype=np.float32), np.array([2.0], dtype=np.float32)

        def run():
            for _ in range(1000):
                p + q

        return run

    made = {"W1/seed_regression": regression, "W2/add1": add_one}

    def pointwise(kind, count):
        def make():
            a, b, c = normal(count), normal(count), normal(count)
            return {
                "add": lambda: a + b,
                "exp": lambda: np.exp(a),
                "tanh": lambda: np.tanh(a),
                "chain5": lambda: ((a * b + c) * a - b) * c,
            }[kind]

        return make

    for size, count in POINTWISE:
        for kind in ("add", "exp", "tanh", "chain5"):
            made[f"W3/{kind}/{size}"] = pointwise(kind, count)

    def over(shape, body):
        def make():
            a = normal(*shape)
            return lambda: body(a)

        return make

    square = (4096, 4096)
    made["W4/sum_all_4096x4096"] = over(square, lambda a: a.sum())
    made["W4/sum_dim0_4096x4096"] = over(square, lambda a: a.sum(0))
    made["W4/sum_dim1_4096x4096"] = over(square, lambda a: a.sum(1))
    made["W4/argmax_dim1_4096x4096"] = over(square, lambda a: a.argmax(1))
    made["W4/cumsum_dim1_4096x4096"] = over(square, lambda a: a.cumsum(1))
    made["W4/sort_1e6"] = over((10**6,), np.sort)
    made["W11/transpose_copy_4096x4096"] = over(square, lambda a: np.ascontiguousarray(a.T))

    def softmax(a):
        e = np.exp(a - a.max(1, keepdims=True))
        return e / e.sum(1, keepdims=True)

    made["W4/softmax_4096x1024"] = over((4096, 1024), softmax)

    def product(left, right, dtype):
        def make():
            a, b = normal(*left).astype(dtype), normal(*right).astype(dtype)
            return lambda: a @ b

        return make

    for name, left, right, dtype in PRODUCTS:
        if dtype != "bfloat16":
            made[name] = product(left, right, dtype)

    def gather():
        a, i = normal(100_000, 64), rng.integers(0, 100_000, 10**6)
        return lambda: np.take(a, i, axis=0)

    def cat():
        parts = [normal(1024, 256) for _ in range(64)]
        return lambda: np.concatenate(parts)

    def mask():
        a = normal(10**7)
        m = a > 0
        return lambda: a[m]

    return made | {"W11/gather_rows_1e6x64": gather, "W11/cat_64x1024x256": cat, "W11/mask_select_1e7": mask}
