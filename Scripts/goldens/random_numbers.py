"""Makes Tests/LanternTests/Golden/rng-goldens.json: random numbers of the real PyTorch, NumPy and TensorFlow.

    python Scripts/goldens/random_numbers.py Tests/LanternTests/Golden/rng-goldens.json [--seeds 0 42 100] [--calls FILE]
    python Scripts/goldens/random_numbers.py Tests/LanternNumPyTests/Golden/numpy-random.json --distributions

Needs torch 2.13 (CPU), numpy 2.4 and tensorflow-cpu 2.21. A record's `call` is evaluated as it stands, in the library's own
names, so the text says exactly what was run. `--calls` takes lines of `library<TAB>call` in place of the tables below.
"""

import argparse
import json
import os
import re
import struct

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import numpy as np

TORCH, LEGACY, MODERN, GRAPH = "torch", "numpy.random (legacy)", "numpy default_rng", "tf1 set_random_seed(seed)"

CALLS = {
    TORCH: """
rand(5)
rand(5, dtype=float64)
rand(5, dtype=float16)
rand(5, dtype=bfloat16)
randn(5)
randn(5, dtype=float64)
randn(5, dtype=bfloat16)
randn(16)[:5]
randn(16, dtype=float64)[:5]
randn(16, dtype=float16)[:5]
randn(20)[-5:]
randn(20, dtype=bfloat16)[-5:]
empty(5).normal_(2, 3)
empty(16).normal_(2, 3)[:5]
empty(5).uniform_(-1, 2)
empty(5, dtype=float64).uniform_(-1, 2)
randint(0, 10, (5,))
randint(0, 2**40, (5,))
empty(5, dtype=int64).random_()
empty(5, dtype=int32).random_()
empty(5, dtype=uint8).random_()
empty(5).random_()
randperm(10)[:5]
empty(5).bernoulli_(0.3)
bernoulli(full((5,), 0.3))
multinomial(tensor([1., 2., 3., 4.]), 4)
multinomial(tensor([1., 2., 3., 4.]), 5, True)
empty(5).exponential_(1.5)
empty(5).log_normal_(1, 2)
empty(5).geometric_(0.3)
empty(5).cauchy_(1, 2)
dropout(ones(5), 0.4)
nn.Linear(3, 2).weight.flatten()[:5]
nn.Linear(3, 2).bias
nn.Conv2d(1, 1, 2).weight.flatten()
nn.Conv2d(1, 1, 2).bias
nn.Embedding(2, 3).weight.flatten()[:5]
nn.init.xavier_uniform_(empty(2, 3)).flatten()[:5]
""",
    LEGACY: """
rand(5)
randn(5)
uniform(-1, 2, 5)
normal(2, 3, 5)
randint(0, 10, 5)
randint(0, 2**40, 5)
permutation(10)[:5]
choice(10, 5)
choice(10, 5, replace=False)
choice(4, 5, p=[.1,.2,.3,.4])
exponential(2, 5)
randint(0, 200, 5, dtype=uint8)
""",
    MODERN: """
random(5)
random(5, dtype=float32)
standard_normal(5)
standard_normal(5, dtype=float32)
normal(2, 3, 5)
uniform(-1, 2, 5)
integers(0, 10, 5)
integers(0, 2**40, 5)
integers(0, 200, 5, dtype=uint8)
permutation(10)[:5]
choice(10, 5)
choice(10, 5, replace=False)
exponential(2, 5)
""",
    GRAPH: """
random_uniform([5], seed=7)
random_normal([5], seed=7)
truncated_normal([5], seed=7)
random_uniform([5])  (first op of the graph, no op seed)
random_uniform([5], -1, 2, seed=7)
random_uniform([5], 0, 10, dtype=int32, seed=7)
random_shuffle(range(10), seed=7)[:5]
random_normal([5], dtype=float64, seed=7)
""",
}

# Calls of both of NumPy's streams, and those of one only.
DISTRIBUTIONS = """
gamma(0.3, 2, 5)
gamma(1, 2, 5)
gamma(3.7, 2, size=5)
gamma([0.5, 1, 2, 30], 1.5)
standard_gamma(2.5, 5)
beta(0.5, 0.3, 5)
beta(2, 5, 5)
chisquare(3, 5)
noncentral_chisquare(3, 2.5, 5)
noncentral_chisquare(0.7, 2.5, 5)
f(3, 7, 5)
noncentral_f(3, 7, 1.5, 5)
standard_t(4, 5)
standard_cauchy(5)
lognormal(1, 0.5, 5)
laplace(1, 2, 5)
logistic(1, 2, 5)
gumbel(1, 2, 5)
weibull(1.5, 5)
pareto(2.5, 5)
power(2.5, 5)
rayleigh(2, 5)
triangular(-1, 0.5, 3, 5)
vonmises(1, 4, 5)
wald(2, 3, 5)
poisson(3.3, 5)
poisson(50, 5)
poisson(lam=[1, 20, 300], size=(2, 3))
binomial(10, 0.3, 5)
binomial(1000, 0.7, 5)
binomial([5, 50], [0.2, 0.8])
negative_binomial(5, 0.3, 5)
geometric(0.5, 5)
geometric(0.01, 5)
zipf(2, 5)
logseries(0.6, 5)
hypergeometric(15, 20, 5, 5)
hypergeometric(150, 200, 120, 5)
multinomial(20, [0.2, 0.3, 0.5])
multinomial(20, [0.2, 0.3, 0.5], size=3)
dirichlet([1, 2, 3], 2)
dirichlet([0.01, 0.02, 0.05], 2)
uniform(-1, [1, 2, 3])
normal([0, 10], [1, 2])
exponential([1, 2, 3])
uniform(size=3)
normal(size=(2, 2))
permutation([[1, 2], [3, 4], [5, 6]])
choice(5, 3, replace=False, p=[0.1, 0.2, 0.3, 0.2, 0.2])
choice(100000, 10, replace=False)
choice([10, 20, 30], (2, 2))
"""
LEGACY_ONLY = """
randint(0, 2, 9, dtype=bool)
randint(0, 100, 7, dtype=int8)
randint(0, 100, 7, dtype=uint8)
randint(0, 100, 7, dtype=int16)
randint(0, 100, 7, dtype=uint16)
randint(0, 100, 7, dtype=int32)
randint(0, 100, 7, dtype=uint32)
randint(0, 100, 7, dtype=int64)
randint(0, 100, 7, dtype=uint64)
random_sample(3)
"""
MODERN_ONLY = """
integers(0, 2, 9, dtype=bool)
integers(0, 100, 7, dtype=int8)
integers(0, 100, 7, dtype=uint8)
integers(0, 100, 7, dtype=int16)
integers(0, 100, 7, dtype=uint16)
integers(0, 100, 7, dtype=int32)
integers(0, 100, 7, dtype=uint32)
integers(0, 100, 7, dtype=int64)
integers(0, 100, 7, dtype=uint64)
integers(-3, 3, 5, endpoint=True)
standard_gamma(2.5, 5, dtype=float32)
standard_gamma(0.5, 5, dtype=float32)
standard_exponential(5)
standard_exponential(5, dtype=float32)
permuted([[1, 2, 3], [4, 5, 6]], axis=1)
permuted([[1, 2, 3], [4, 5, 6]])
permuted([[1, 2, 3], [4, 5, 6]], axis=0)
multivariate_hypergeometric([5, 10, 15], 8, 3)
choice(100000, 3000, replace=False)[:5]
choice(20000, 5, replace=False, shuffle=False)
"""

FLOATS = {"float16": ("<e", "<H"), "float32": ("<f", "<I"), "float64": ("<d", "<Q")}


def bit_pattern(value, dtype):
    if dtype == "bfloat16":
        return struct.unpack("<I", struct.pack("<f", value))[0] >> 16
    as_float, as_integer = FLOATS[dtype]
    return struct.unpack(as_integer, struct.pack(as_float, value))[0]


def shortest(value, dtype):
    """The value as the shortest decimal that reads back as the same number of its own type."""
    if dtype in ("float16", "float32"):
        return float(str(getattr(np, dtype)(value)))
    return value


def record(lib, call, seed, values, dtype):
    entry = {"lib": lib, "call": call, "seed": seed, "dtype": dtype, "values": [shortest(v, dtype) for v in values]}
    if "float" in dtype:
        entry["bits"] = [format(bit_pattern(v, dtype), "x") for v in values]
    return entry


def torch_record(call, seed):
    import torch

    torch.set_num_threads(1)
    names = dict(vars(torch), dropout=lambda x, p: torch.nn.functional.dropout(x, p, True))
    torch.manual_seed(seed)
    result = eval(call, names).detach()
    return record(TORCH, call, seed, result.flatten().tolist(), str(result.dtype).removeprefix("torch."))


def legacy_record(call, seed):
    names = {**vars(np), **vars(np.random)}
    np.random.seed(seed)
    result = np.asarray(eval(call, names))
    return record(LEGACY, call, seed, result.ravel().tolist(), result.dtype.name)


def modern_record(call, seed):
    rng = np.random.default_rng(seed)
    names = {**vars(np), **{name: getattr(rng, name) for name in dir(rng) if not name.startswith("_")}}
    result = np.asarray(eval(call, names))
    return record(MODERN, call, seed, result.ravel().tolist(), result.dtype.name)


def graph_records(call, seed):
    """Two runs in one session."""
    import tensorflow as tf

    v1 = tf.compat.v1
    expression = re.sub(r"  \(.*\)$", "", call)
    config = v1.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    graph = tf.Graph()
    with graph.as_default():
        v1.set_random_seed(seed)
        output = eval(expression, dict(vars(v1)))
        with v1.Session(graph=graph, config=config) as session:
            for remark in ("", "  second run"):
                result = session.run(output)
                yield record(GRAPH, call + remark, seed, result.ravel().tolist(), result.dtype.name)


def records(calls, seeds, with_array_seed):
    for call in calls.get(TORCH, []):
        yield from (torch_record(call, seed) for seed in seeds)
    for call in calls.get(LEGACY, []):
        yield from (legacy_record(call, seed) for seed in seeds + ([[1, 2, 3]] if with_array_seed else []))
    for call in calls.get(MODERN, []):
        yield from (modern_record(call, seed) for seed in seeds)
    for call in calls.get(GRAPH, []):
        for seed in seeds:
            yield from graph_records(call, seed)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 42, 100])
    parser.add_argument("--calls")
    parser.add_argument("--distributions", action="store_true")
    arguments = parser.parse_args()
    if arguments.distributions:
        calls = {LEGACY: (DISTRIBUTIONS + LEGACY_ONLY).split("\n"), MODERN: (DISTRIBUTIONS + MODERN_ONLY).split("\n")}
        calls = {lib: [call for call in lines if call] for lib, lines in calls.items()}
    elif arguments.calls:
        calls = {}
        for line in open(arguments.calls).read().splitlines():
            lib, call = line.split("\t")
            calls.setdefault(lib, []).append(call)
    else:
        calls = {lib: text.strip().splitlines() for lib, text in CALLS.items()}
    entries = list(records(calls, arguments.seeds, with_array_seed=True))
    with open(arguments.output, "w") as file:
        json.dump(entries, file, indent=0)
    print(len(entries), "records")


if __name__ == "__main__":
    main()
