"""Calls of PyTorch's functions with their results and gradients, in the format that `lantern conformance` replays.

  .build/release/lantern conformance --list | cut -f1 >names
  python Scripts/goldens/operators.py names Tests/LanternCLITests/Golden/operators/operators     # writes operators.json and operators.safetensors

The arguments come from PyTorch's own database of sample inputs. Every function gets a few calls in each dtype it accepts, among them
inputs that are transposed, broadcast without memory, empty and without dimensions. Calls whose result differs by more than the tolerance
when it is computed a second time in the next wider dtype are left out: nobody can be held to them.
Needs torch 2.13, numpy, safetensors, expecttest, pytest and scipy.
"""

import argparse
import json
import math
import os
import random
import sys

if os.environ.get("PYTHONHASHSEED") != "0":  # the database iterates over sets
    os.execve(sys.executable, [sys.executable] + sys.argv, dict(os.environ, PYTHONHASHSEED="0"))

import numpy as np
import torch
from safetensors.torch import save_file
from torch.testing._internal.common_methods_invocations import op_db

DTYPES = [torch.float64, torch.complex128, torch.bfloat16, torch.int64, torch.uint8, torch.bool]
WIDER = {torch.float64: None, torch.bfloat16: torch.float64, torch.complex128: None}
TOLERANCE = {torch.float64: (1e-7, 1e-8), torch.bfloat16: (2e-2, 2e-2), torch.complex128: (1e-7, 1e-8), torch.float32: (2e-5, 2e-5)}
LAYOUTS = ["plain", "transposed", "expanded"]
# What is only defined up to a sign or a choice among equals.
MODES = {"linalg.svd": {0: "abs", 2: "abs"}, "svd": {0: "abs", 2: "abs"}, "linalg.eigh": {1: "abs"}, "linalg.qr": {0: "abs", 1: "abs"}}
WITHOUT_GRADIENT = {"linalg.svd": (0, 2), "svd": (0, 2), "linalg.eigh": (1,)}
# Equal rows or columns make these singular, and what they give then is anybody's guess.
REGULAR = ("linalg.", "norm.nuc", "cholesky", "lu_", "cdist", "cov", "corrcoef", "std", "var", "dist", "pinverse", "matrix_",
           "qr", "svd", "lu", "geqrf", "ormqr", "triangular_solve", "logdet")
ANY_OF_EQUALS = {"topk", "kthvalue", "median", "mode", "nanmedian"}


class Unsuitable(Exception):
    pass


def each(value, function):
    """`value` with every tensor in it replaced."""
    if isinstance(value, torch.Tensor):
        return function(value)
    if isinstance(value, (tuple, list)) and not isinstance(value, torch.Size):
        return (list if isinstance(value, list) else tuple)(each(item, function) for item in value)
    return {key: each(item, function) for key, item in value.items()} if isinstance(value, dict) else value


def tensors(value):
    found = []
    each(value, lambda t: found.append(t))
    return found


def flat(result):
    if isinstance(result, (tuple, list)) and not isinstance(result, torch.Size):
        return [item for part in result for item in flat(part)]
    return [result]


class Record:
    """One case: its JSON and its tensors."""

    def __init__(self, prefix):
        self.prefix, self.tensors, self.known = prefix, {}, {}

    def add(self, name, tensor):
        key = f"{self.prefix}.{name}" + (".cplx" if tensor.is_complex() else "")
        tensor = tensor.detach().resolve_conj().resolve_neg()
        self.tensors[key] = (torch.view_as_real(tensor.contiguous()) if tensor.is_complex() else tensor).clone(
            memory_format=torch.contiguous_format)
        return key

    def encode(self, value):
        if isinstance(value, torch.Tensor):
            if value.layout != torch.strided:
                raise Unsuitable("layout")
            if id(value) not in self.known:
                entry = {"tensor": self.add(f"a{len(self.known)}", value)}
                if value.requires_grad:
                    entry["requires_grad"] = True
                if not value.is_contiguous() or value.storage_offset():
                    entry["strides"], entry["offset"] = list(value.stride()), value.storage_offset()
                self.known[id(value)] = (entry, value)
            return self.known[id(value)][0]
        if value is None or isinstance(value, (bool, str, int)):
            return value
        if isinstance(value, float):
            return {"float": value if math.isfinite(value) else "nan" if value != value else "inf" if value > 0 else "-inf"}
        if isinstance(value, complex):
            return {"complex": [value.real, value.imag]}
        if isinstance(value, np.generic):
            return self.encode(value.item())
        if isinstance(value, torch.dtype):
            return {"dtype": str(value)[6:]}
        if isinstance(value, torch.memory_format):
            return {"memory_format": str(value)[6:]}
        if isinstance(value, slice):
            return {"slice": [value.start, value.stop, value.step]}
        if value is Ellipsis:
            return {"ellipsis": True}
        if isinstance(value, (tuple, torch.Size)):
            return {"tuple": [self.encode(item) for item in value]}
        if isinstance(value, list):
            return [self.encode(item) for item in value]
        raise Unsuitable(type(value).__name__)


def laid_out(tensor, layout):
    """The values of `tensor` in other memory; for `expanded`, one slice of them many times."""
    tensor = tensor.detach()
    if layout == "plain" or tensor.ndim < 2 or tensor.numel() < 2:
        return tensor.clone(memory_format=torch.contiguous_format)
    if layout == "transposed":
        turned = torch.empty(3 + tensor.numel(), dtype=tensor.dtype)[3:].view(tensor.transpose(0, 1).shape).transpose(0, 1)
        return turned.copy_(tensor)
    if not (tensor.is_floating_point() or tensor.is_complex()):
        return tensor.clone()
    axis = next(d for d, size in enumerate(tensor.shape) if size > 1)
    return tensor.select(axis, 0).clone().unsqueeze(axis).expand(tensor.shape)


def copied(value, layout=None, dtype=None, source=None):
    """The same arguments in new tensors: the same object twice stays one object."""
    made = {}

    def copy(t):
        if id(t) not in made:
            new = laid_out(t, layout) if layout else t.detach().clone(memory_format=torch.preserve_format)
            made[id(t)] = (new.to(dtype) if dtype and new.dtype == source else new).requires_grad_(t.requires_grad)
        return made[id(t)]

    return each(value, copy)


def evaluate(op, arguments, weights=None, without=()):
    args, kwargs = arguments
    outputs = flat(op.op(*args, **kwargs))
    leaves, unique = [], set()
    for t in tensors([args, kwargs]):
        if t.requires_grad and id(t) not in unique:
            unique.add(id(t))
            leaves.append(t)
    of = [i for i, o in enumerate(outputs) if isinstance(o, torch.Tensor) and o.requires_grad and i not in without]
    if not leaves or not of:
        return outputs, None, []
    if weights is None:
        weights = [torch.randn(o.shape, dtype=torch.float64).to(o.dtype) if i in of else None for i, o in enumerate(outputs)]
    gradients = torch.autograd.grad([outputs[i] for i in of], leaves, [weights[i].to(outputs[i].dtype) for i in of], allow_unused=True)
    return outputs, weights, list(zip(leaves, gradients))


def agree(a, b, factor=1):
    if not isinstance(a, torch.Tensor):
        return a == b or a != a or (isinstance(a, float) and abs(a - b) <= 1e-5 + 1e-5 * abs(b))
    if a.dtype not in TOLERANCE:
        return a.shape == b.shape and bool((a == b).all())
    relative, absolute = TOLERANCE[a.dtype]
    # Half of the tolerance: the other half is Lantern's.
    return torch.allclose(a.detach().to(b.dtype), b.detach(), rtol=relative * factor / 2, atol=absolute * factor / 2, equal_nan=True)


def case(name, op, dtype, sample, layout, prefix, identity):
    arguments = copied(((sample.input,) + tuple(sample.args), dict(sample.kwargs)), layout)
    if arguments[1].get("inplace"):
        raise Unsuitable("in place")
    # PyTorch forgets here that the result depends on the first argument.
    if name in ("ormqr", "linalg.householder_product") and any(t.numel() == 0 for t in tensors(arguments)):
        raise Unsuitable("no reflections")
    record, before = Record(prefix), copied(arguments)
    args, kwargs = record.encode(list(arguments[0])), {key: record.encode(value) for key, value in arguments[1].items()}
    without = WITHOUT_GRADIENT.get(name, ())
    outputs, weights, gradients = evaluate(op, arguments, None, without)
    wider = WIDER.get(dtype)
    again = copied(before, None, wider, dtype)
    if wider:
        again = tuple(each_dtype(part, dtype, wider) for part in again)
    outputs2, _, gradients2 = evaluate(op, again, weights, without)
    modes = []
    ties = name.split(".")[0] in ANY_OF_EQUALS
    for i, (o, o2) in enumerate(zip(outputs, outputs2)):
        inexact = isinstance(o, float) or isinstance(o, torch.Tensor) and (o.is_floating_point() or o.is_complex())
        mode = "skip" if ties and i == 1 else MODES.get(name, {}).get(i, "close" if inexact else "exact")
        modes.append(mode)
        if mode == "abs":
            o, o2 = o.abs(), o2.abs()
        if mode != "skip" and not agree(o, o2):
            raise Unsuitable("ill-conditioned")
    for (_, g), (_, g2) in zip(gradients, gradients2):
        if (g is None) != (g2 is None) or g is not None and not agree(g, g2, 5):
            raise Unsuitable("ill-conditioned gradient")
    entry = {
        "id": identity, "op": op.name, "variant": op.variant_test_name or "", "dtype": str(dtype)[6:], "layout": layout, "args": args,
        "kwargs": kwargs,
        "outputs": [record.add(f"o{i}", o) if isinstance(o, torch.Tensor) else {"value": record.encode(o)} for i, o in enumerate(outputs)],
        "compare": modes,
        "grad_outputs": [w if w is None else record.add(f"g{i}", w) for i, w in enumerate(weights or [])] if gradients else [],
    }
    entry["grads"] = {}
    for i, (leaf, g) in enumerate(gradients):
        entry["grads"][record.known[id(leaf)][0]["tensor"]] = None if g is None else record.add(f"d{i}", g)
    changed = {}
    for i, (t, old) in enumerate(zip(tensors(arguments), tensors(before))):
        if not torch.equal(torch.nan_to_num(t.detach()), torch.nan_to_num(old.detach())):
            changed[record.known[id(t)][0]["tensor"]] = record.add(f"m{i}", t)
    if changed:
        entry["mutates"] = changed
    return entry, record.tensors


def each_dtype(value, old, new):
    if value is old:
        return new
    if isinstance(value, (tuple, list)) and not isinstance(value, torch.Size):
        return type(value)(each_dtype(item, old, new) for item in value)
    return {key: each_dtype(item, old, new) for key, item in value.items()} if isinstance(value, dict) else value


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", help="a file of PyTorch's names, one a line")
    parser.add_argument("out", help="the files to write, without .json and .safetensors")
    parser.add_argument("--calls", type=int, default=2, help="calls of a function in one dtype and layout")
    parser.add_argument("--bytes", type=int, default=900, help="the largest case")
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args()
    with open(options.names) as file:
        names = set(file.read().split())
    torch.set_num_threads(1)
    cases, files = [], {}
    for op in op_db:
        variant = op.variant_test_name or ""
        name = op.name + ("." + variant if variant else "")
        if name not in names and op.name not in names:
            continue
        for dtype in DTYPES:
            if dtype not in op.supported_dtypes("cpu"):
                continue
            torch.manual_seed(options.seed)
            random.seed(options.seed)
            np.random.seed(options.seed)
            inexact = dtype.is_floating_point or dtype.is_complex
            try:
                samples = list(op.sample_inputs("cpu", dtype, requires_grad=inexact and dtype in op.supported_backward_dtypes("cpu")))
            except Exception:
                continue
            # The last samples of a function are often its unusual ones.
            random.shuffle(samples)
            for layout in LAYOUTS if dtype == torch.float64 else ["plain"]:
                if layout == "expanded" and name.startswith(REGULAR):
                    continue
                wanted = options.calls if layout == "plain" and dtype == torch.float64 else 1
                for sample in samples:
                    if wanted == 0:
                        break
                    try:
                        identity = f"{name}/{str(dtype)[6:]}/{layout}/{len(cases)}"
                        entry, made = case(name, op, dtype, sample, layout, f"c{len(cases)}", identity)
                    except Exception:
                        continue
                    if sum(t.numel() * t.element_size() for t in made.values()) > options.bytes:
                        continue
                    if layout != "plain" and not any("strides" in tensor for tensor in json_tensors(entry)):
                        continue
                    cases.append(entry)
                    files.update(made)
                    wanted -= 1
        sys.stderr.write(f"\r{len(cases)} cases, {name:60}")
    with open(options.out + ".json", "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in cases) + "\n]\n")
    save_file(files, options.out + ".safetensors")
    sys.stderr.write(f"\n{len(cases)} cases, {sum(bool(entry['grads']) for entry in cases)} with gradients\n")


def json_tensors(value):
    """Every encoded tensor in an encoded value."""
    if isinstance(value, dict):
        return [value] if "tensor" in value else [t for item in value.values() for t in json_tensors(item)]
    return [t for item in value for t in json_tensors(item)] if isinstance(value, list) else []


if __name__ == "__main__":
    main()
