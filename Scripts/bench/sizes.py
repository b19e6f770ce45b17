"""The sizes and units of the workloads that all libraries share; `lantern bench` has the same."""

POINTWISE = [("1e4", 10**4), ("1e6", 10**6), ("1e7", 10**7)]
PRODUCTS = [(f"W5/mm_f32_{n}", (n, n), (n, n), "float32") for n in (64, 256, 1024, 2048)] + [
    ("W5/bmm_f32_64x128x64x128", (64, 128, 64), (64, 64, 128), "float32"),
    ("W5/mm_bf16_1024", (1024, 1024), (1024, 1024), "bfloat16"),
    ("W5/skinny_f32_1x4096x4096", (1, 4096), (4096, 4096), "float32"),
    ("W5/mm_f64_1024", (1024, 1024), (1024, 1024), "float64"),
]
# images, channels, side, kernels, window, stride, padding
CONVOLUTIONS = {"conv3x3_N16C64HW56K64": (16, 64, 56, 64, 3, 1, 1), "conv7x7s2_N32C3HW224K64": (32, 3, 224, 64, 7, 2, 3)}
GPT = {"layers": 4, "width": 384, "heads": 6, "positions": 256, "words": 8192, "batch": 4}


def normal(*shape):
    import numpy as np

    return np.random.default_rng(0).standard_normal(shape, dtype=np.float32)


def value(name, seconds):
    """What a run of this many seconds is told as, in the unit of `lantern bench`."""
    group, _, rest = name.partition("/")
    if group == "W1":
        return seconds * 1e6 / 800
    if group == "W2":
        return seconds * 1e9 / 1000
    if group == "W3":
        return seconds * 1e9 / dict(POINTWISE)[rest.split("/")[1]]
    if group == "W4":
        return seconds * 1e9 / (10**6 if "sort" in rest else 4096 * 1024 if "1024" in rest else 4096 * 4096)
    if group == "W5":
        left, right = next((left, right) for n, left, right, _ in PRODUCTS if n == name)
        work = 2 * right[-1]
        for size in left:
            work *= size
        return work / seconds / 1e9
    if group == "W6":
        images, channels, side, kernels, window, stride, padding = CONVOLUTIONS[rest.rsplit("_", 1)[0]]
        out = (side + 2 * padding - window) // stride + 1
        work = 2 * images * kernels * out * out * channels * window * window
        return work * (3 if rest.endswith("bwd") else 1) / seconds / 1e9
    if group == "W7" or rest == "gpt_decode":
        return seconds * 1e6
    if group == "W8":
        return seconds * 1e3
    if group == "W9":
        return GPT["batch"] * GPT["positions"] / seconds
    elements = {"gather_rows_1e6x64": 64 * 10**6, "transpose_copy_4096x4096": 4096 * 4096, "cat_64x1024x256": 64 * 1024 * 256}
    return seconds * 1e9 / elements.get(rest, 10**7)


def is_rate(name):
    """Whether more is better."""
    return name.startswith(("W5/", "W6/", "W9/gpt_train"))
