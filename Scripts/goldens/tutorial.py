"""What `lantern tutorial` must print, as PyTorch, NumPy and TensorFlow compute it.

  python Scripts/goldens/tutorial.py Tests/LanternCLITests/Golden/tutorial.out
  python Scripts/goldens/tutorial.py --sections 1-12 tutorial.out     # without TensorFlow
  python Scripts/goldens/tutorial.py --sections 13 --append tutorial.out

Each step has the Swift text that the tutorial shows and the Python value. PyTorch's names lose their `torch.`, a `RuntimeError` is a
`TensorError`, and `retain_graph=True` in an error's text is spelled as in Swift; nothing else of the values is changed.
Needs numpy 2.4, torch 2.13 for sections 2 to 12 and tensorflow 2.21 for section 13.
"""

import argparse
import os

import numpy as np

LINES = []


def show(source, *values):
    LINES.extend("> " + statement for statement in source.split("; "))
    text = ", ".join(value if isinstance(value, str) else repr(value) for value in values)
    text = text.split(" object at 0x")[0] + ">" if " object at 0x" in text else text
    text = text.replace("torch.", "").replace("retain_graph=True", "retainGraph: true")
    LINES.extend(text.split("\n"))


def prints(source, *values):
    LINES.extend("> " + statement for statement in source.split("; "))
    LINES.extend(" ".join(str(value) for value in values).split("\n"))


def fails(source, body):
    try:
        body()
    except RuntimeError as error:
        show(source, f"TensorError: {error}")
    else:
        raise SystemExit(f"{source} did not fail")


def section_1():
    np.random.seed(100)
    show("np.random.seed(100); np.random.rand(3)", np.random.rand(3))
    show("np.random.randn(2, 3)", np.random.randn(2, 3))
    show("np.random.randint(0, 10, [2, 5])", np.random.randint(0, 10, (2, 5)))
    show("np.random.permutation(8)", np.random.permutation(8))
    a = np.arange(12).reshape(3, 4)
    show("let a = np.arange(12).reshape(3, 4)", a)
    show("a.T", a.T)
    show("a[1..., .stride(by: 2)]", a[1:, ::2])
    show("a.sum(axis: 0)", a.sum(axis=0))
    show("a.mean(axis: 1)", a.mean(axis=1))
    show("a / 7", a / 7)
    show("np.linspace(0, 1, 5)", np.linspace(0, 1, 5))
    show("np.eye(3)", np.eye(3))


def section_2():
    show("FloatTensor([1, 2, 3, 4, 5, 6])", torch.Tensor([1, 2, 3, 4, 5, 6]))
    t = torch.Tensor([[1, 2, 3], [4, 5, 6]])
    show("let t = FloatTensor([[1, 2, 3], [4, 5, 6]])", t)
    show("t.size()", t.size())
    show("t.shape", t.shape)
    show("FloatTensor(t.size()).size()", torch.Tensor(t.size()).size())
    show("FloatTensor(1).size()", torch.Tensor(1).size())
    show("FloatTensor(1).type()", torch.Tensor(1).type())
    show("Tensor(1)", torch.tensor(1))
    show("Tensor(1).type()", torch.tensor(1).type())
    names = "uint8 int8 int16 int32 int64 float16 bfloat16 float32 float64 bool complex64"
    for name in names.split():
        show(f"Tensor.ones(1, dtype: .{name}).type()", torch.ones(1, dtype=getattr(torch, name)).type())
    show("Tensor.eye(2, 2)", torch.eye(2, 2))
    show("Tensor.zeros(2, 3)", torch.zeros(2, 3))
    show("Tensor.ones(2, 3, dtype: .float64)", torch.ones(2, 3, dtype=torch.float64))
    show("Tensor.full([2, 2], 7)", torch.full((2, 2), 7))
    show("Tensor.arange(0, 10, 3)", torch.arange(0, 10, 3))
    show("Tensor.linspace(1, 10, 4)", torch.linspace(1, 10, 4))
    show("Tensor.logspace(0, 2, 3)", torch.logspace(0, 2, 3))
    torch.manual_seed(100)
    show("manualSeed(100); Tensor.rand(2, 3)", torch.rand(2, 3))
    show("Tensor.randn(2, 3)", torch.randn(2, 3))
    show("Tensor.randint(10, [2, 3])", torch.randint(10, (2, 3)))
    show("Tensor.randperm(8)", torch.randperm(8))
    show("Tensor.normal(0, 2, [2, 2])", torch.normal(0.0, 2.0, (2, 2)))
    show("Tensor.bernoulli(Tensor.full([6], 0.5))", torch.bernoulli(torch.full((6,), 0.5)))
    show("Tensor.zeros(like: Tensor.rand(2, 3))", torch.zeros_like(torch.rand(2, 3)))
    x = torch.tensor([1.5, -2.5, 3.5])
    show("let x = Tensor([1.5, -2.5, 3.5]); x.int()", x.int())
    show("x.to(.float64)", x.to(torch.float64))
    show("x.type(LongTensor)", x.type(torch.LongTensor))
    show("x.dtype", x.dtype)


def section_3():
    torch.manual_seed(100)
    x = torch.randn(2, 3)
    show("manualSeed(100); let x = Tensor.randn(2, 3)", x)
    show("x.size()", x.size())
    show("x.dim()", x.dim())
    show("x.numel()", x.numel())
    show("x.view(3, 2)", x.view(3, 2))
    y = x.view(-1)
    show("let y = x.view(-1)", y)
    show("y.shape", y.shape)
    z = y.unsqueeze(0)
    show("let z = y.unsqueeze(0)", z)
    show("z.size()", z.size())
    show("z.numel()", z.numel())
    show("x.reshape(6, 1)", x.reshape(6, 1))
    show("z.squeeze(0).shape", z.squeeze(0).shape)
    show("x.t()", x.t())
    show("x.t().isContiguous", x.t().is_contiguous())
    show("x.permute(1, 0).stride()", x.permute(1, 0).stride())


def section_4():
    torch.manual_seed(100)
    x = torch.randn(2, 3)
    show("manualSeed(100); let x = Tensor.randn(2, 3)", x)
    show("x[0, ...]", x[0, :])
    show("x[..., -1]", x[:, -1])
    show("x[0, 1]", x[0, 1])
    show("x[0, 1].item()", x[0, 1].item())
    mask = x > 0
    show("let mask = x .> 0", mask)
    show("x.maskedSelect(mask)", torch.masked_select(x, mask))
    show("mask.nonzero()", torch.nonzero(mask))
    show("x.gather(0, LongTensor([[0, 1, 1]]))", torch.gather(x, 0, torch.LongTensor([[0, 1, 1]])))
    index = torch.LongTensor([[0, 1, 1], [1, 1, 1]])
    g = torch.gather(x, 1, index)
    show("let index = LongTensor([[0, 1, 1], [1, 1, 1]]); let g = x.gather(1, index)", g)
    show("Tensor.zeros(2, 3).scatter_(1, index, g)", torch.zeros(2, 3).scatter_(1, index, g))
    show("x.indexSelect(1, Tensor([2, 0]))", torch.index_select(x, 1, torch.tensor([2, 0])))
    show("Tensor.where(x .> 0, x, Tensor.zeros(like: x))", torch.where(x > 0, x, torch.zeros_like(x)))
    show("Tensor.cat([x, x], 0).shape", torch.cat([x, x], 0).shape)
    show("Tensor.stack([x, x], 0).shape", torch.stack([x, x], 0).shape)


def section_5():
    for dtype in (np.int64, np.int32):
        show("dtype", dtype.__name__)
        a = np.arange(0, 40, 10).reshape(4, 1).astype(dtype)
        show("let A = np.arange(0, 40, 10).reshape(4, 1).astype(dtype)", a)
        b = np.arange(0, 3).astype(dtype)
        show("let B = np.arange(0, 3).astype(dtype)", b)
        a1 = torch.from_numpy(a)
        show("let A1 = Tensor.fromNumPy(A)", a1)
        b1 = torch.from_numpy(b)
        show("let B1 = Tensor.fromNumPy(B)", b1)
        c = a1 + b1
        show("let C = A1 + B1", c)
        a2 = a1.expand(4, 3)
        show("let A2 = A1.expand(4, 3)", a2)
        show("A2.stride()", a2.stride())
        b3 = b1.unsqueeze(0).expand(4, 3)
        show("let B3 = B1.unsqueeze(0).expand(4, 3)", b3)
        show("let C1 = A2 + B3", a2 + b3)
    show("C.numpy()", c.numpy())
    show("(A1 + 0.5).dtype", (a1 + 0.5).dtype)


def section_6():
    torch.manual_seed(100)
    t = torch.randn(1, 3)
    show("manualSeed(100); let t = Tensor.randn(1, 3)", t)
    t1 = torch.randn(3, 1)
    show("let t1 = Tensor.randn(3, 1)", t1)
    t2 = torch.randn(1, 3)
    show("let t2 = Tensor.randn(1, 3)", t2)
    show("t + 0.1 * (t1 / t2)", t + 0.1 * (t1 / t2))
    show("t.addcdiv(t1, t2, value: 0.1)", torch.addcdiv(t, t1, t2, value=0.1))
    show("t.sigmoid()", torch.sigmoid(t))
    show("t.clamp(0, 1)", torch.clamp(t, 0, 1))
    show("t.exp()", torch.exp(t))
    show("t.abs().sqrt()", torch.sqrt(torch.abs(t)))
    show("t.add_(2)", t.add_(2))
    show("t ** 2", t**2)
    show("t.softmax(1)", torch.softmax(t, 1))


def section_7():
    a = torch.linspace(0, 10, 6).view(2, 3)
    show("let a = Tensor.linspace(0, 10, 6).view(2, 3)", a)
    show("a.sum(dim: 0)", a.sum(dim=0))
    show("a.sum(dim: 0).shape", a.sum(dim=0).shape)
    show("a.sum(dim: 0, keepDim: true)", a.sum(dim=0, keepdim=True))
    show("a.sum(dim: 0, keepDim: true).shape", a.sum(dim=0, keepdim=True).shape)
    show("a.sum()", a.sum())
    show("a.mean(dim: 1)", a.mean(dim=1))
    show("a.std()", a.std())
    show("a.prod(dim: 1)", a.prod(dim=1))
    show("a.cumsum(dim: 1)", a.cumsum(dim=1))
    show("a.norm()", torch.norm(a))
    show("a.max()", torch.max(a))
    show("a.max(dim: 1).values", torch.max(a, dim=1).values)
    show("a.max(dim: 1).indices", torch.max(a, dim=1).indices)
    show("a.max(dim: 0)", torch.max(a, dim=0))
    show("a.argmax(dim: 1)", torch.argmax(a, dim=1))
    show("a.argmax()", torch.argmax(a))
    show("a.topk(1, dim: 0)", torch.topk(a, 1, dim=0))
    show("a.sort(dim: 1, descending: true).values", torch.sort(a, dim=1, descending=True).values)
    show("a .== a.round()", torch.eq(a, a.round()))
    show("a.equal(a.clone())", torch.equal(a, a.clone()))


def section_8():
    show("Tensor([2, 3]).dot(Tensor([3, 4]))", torch.dot(torch.tensor([2, 3]), torch.tensor([3, 4])))
    torch.manual_seed(100)
    x = torch.randint(10, (2, 3))
    show("manualSeed(100); let x = Tensor.randint(10, [2, 3])", x)
    y = torch.randint(6, (3, 4))
    show("let y = Tensor.randint(6, [3, 4])", y)
    show("x.mm(y)", torch.mm(x, y))
    xs = torch.randint(10, (2, 2, 3))
    ys = torch.randint(6, (2, 3, 4))
    show("let xs = Tensor.randint(10, [2, 2, 3]); let ys = Tensor.randint(6, [2, 3, 4]); xs.bmm(ys)", torch.bmm(xs, ys))
    m = torch.tensor([[2.0, 1.0], [1.0, 3.0]])
    show("let m = Tensor([[2.0, 1.0], [1.0, 3.0]]); m.inverse()", torch.inverse(m))
    show("m.det()", torch.det(m))
    show("m.trace()", torch.trace(m))


def section_9():
    torch.manual_seed(100)
    x = torch.Tensor([2])
    show("manualSeed(100); let x = FloatTensor([2])", x)
    w = torch.randn(1, requires_grad=True)
    show("let w = Tensor.randn(1, requiresGrad: true)", w)
    b = torch.randn(1, requires_grad=True)
    show("let b = Tensor.randn(1, requiresGrad: true)", b)
    y = torch.mul(w, x)
    show("let y = w.mul(x)", y)
    z = torch.add(y, b)
    show("let z = y.add(b)", z)
    show("x.requiresGrad, w.requiresGrad, b.requiresGrad", x.requires_grad, w.requires_grad, b.requires_grad)
    show("y.requiresGrad, z.requiresGrad", y.requires_grad, z.requires_grad)
    show("x.isLeaf, w.isLeaf, b.isLeaf, y.isLeaf, z.isLeaf", x.is_leaf, w.is_leaf, b.is_leaf, y.is_leaf, z.is_leaf)
    show("x.gradFn, w.gradFn, b.gradFn", x.grad_fn, w.grad_fn, b.grad_fn)
    show("y.gradFn", y.grad_fn)
    show("z.gradFn", z.grad_fn)
    show("w.grad, b.grad", w.grad, b.grad)
    z.backward(retain_graph=True)
    show("z.backward(retainGraph: true); w.grad", w.grad)
    show("b.grad", b.grad)
    show("x.grad", x.grad)
    z.backward()
    show("z.backward(); w.grad", w.grad)
    show("b.grad", b.grad)
    fails("z.backward()", z.backward)
    w.grad.zero_()
    show("w.grad!.zero_(); w.grad", w.grad)
    with torch.no_grad():
        show("noGrad { (w * x).requiresGrad }", (w * x).requires_grad)
    show("w.detach()", w.detach())


def section_10():
    x = torch.tensor([[2, 3]], dtype=torch.float, requires_grad=True)
    show("let x = Tensor([[2, 3]], dtype: .float32, requiresGrad: true)", x)
    y = torch.zeros(1, 2)
    show("let y = Tensor.zeros(1, 2)", y)
    y[0, 0] = x[0, 0] ** 2 + 3 * x[0, 1]
    show("y[0, 0] = x[0, 0] ** 2 + 3 * x[0, 1]; y", y)
    y[0, 1] = x[0, 1] ** 2 + 2 * x[0, 0]
    show("y[0, 1] = x[0, 1] ** 2 + 2 * x[0, 0]; y", y)
    show("y.gradFn", y.grad_fn)
    fails("y.backward()", y.backward)
    jacobian = torch.zeros(2, 2)
    y.backward(gradient=torch.tensor([[1.0, 0.0]]), retain_graph=True)
    show("let J = Tensor.zeros(2, 2); y.backward(gradient: [[1.0, 0.0]], retainGraph: true); x.grad", x.grad)
    jacobian[0] = x.grad
    x.grad = torch.zeros_like(x.grad)
    y.backward(gradient=torch.tensor([[0.0, 1.0]]))
    show("J[0] = x.grad!; x.grad = Tensor.zeros(like: x.grad!); y.backward(gradient: [[0.0, 1.0]]); x.grad", x.grad)
    jacobian[1] = x.grad
    show("J[1] = x.grad!; J", jacobian)


def section_11():
    np.random.seed(100)
    x = np.linspace(-1, 1, 100).reshape(100, 1)
    show("np.random.seed(100); let x = np.linspace(-1, 1, 100).reshape(100, 1); x[..<3]", x[:3])
    y = 3 * np.power(x, 2) + 2 + 0.2 * np.random.rand(x.size).reshape(100, 1)
    show("let y = 3 * np.power(x, 2) + 2 + 0.2 * np.random.rand(x.size).reshape(100, 1); y[..<3]", y[:3])
    w = np.random.rand(1, 1)
    b = np.random.rand(1, 1)
    prints("let w = np.random.rand(1, 1); let b = np.random.rand(1, 1); print(w, b)", w, b)
    for step in range(800):
        difference = np.power(x, 2) * w + b - y
        loss = (0.5 * difference**2).sum()
        w -= 0.01 * np.sum(difference * np.power(x, 2))
        b -= 0.01 * np.sum(difference)
        if step in (0, 1, 9, 99, 799):
            LINES.append(f"step {step}: loss {loss:.6f} w {w.item():.8f} b {b.item():.8f}")
    prints("print(w, b)", w, b)


def section_12():
    torch.manual_seed(100)
    x = torch.linspace(-1, 1, 100).unsqueeze(1)
    show("manualSeed(100); let x = Tensor.linspace(-1, 1, 100).unsqueeze(1); x[..<3]", x[:3])
    y = 3 * x.pow(2) + 2 + 0.2 * torch.rand(x.size())
    show("let y = 3 * x.pow(2) + 2 + 0.2 * Tensor.rand(x.size()); y[..<3]", y[:3])
    torch.manual_seed(100)
    w = torch.rand(1, 1, requires_grad=True)
    show("manualSeed(100); let w = Tensor.rand(1, 1, dtype: .float32, requiresGrad: true)", w)
    b = torch.rand(1, 1, requires_grad=True)
    show("let b = Tensor.rand(1, 1, dtype: .float32, requiresGrad: true)", b)
    for step in range(800):
        loss = (0.5 * (x.pow(2).mm(w) + b - y) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            w -= 0.01 * w.grad
            b -= 0.01 * b.grad
        if step in (0, 1, 9):
            gradients = f"w.grad {w.grad.item():.3f} b.grad {b.grad.item():.3f} "
        else:
            gradients = ""
        if step in (0, 1, 9, 99, 799):
            LINES.append(f"step {step}: loss {loss.item():.3f} {gradients}w {w.item():.4f} b {b.item():.4f}")
        w.grad.zero_()
        b.grad.zero_()
    show("loss", loss)
    show("w", w)
    show("b", b)


def section_13():
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import tensorflow

    tf = tensorflow.compat.v1
    tf.disable_eager_execution()
    np.random.seed(100)
    x = np.linspace(-1, 1, 100).reshape(100, 1)
    y = 3 * np.power(x, 2) + 2 + 0.2 * np.random.rand(x.size).reshape(100, 1)
    tf.set_random_seed(100)
    x1 = tf.placeholder(tf.float32, (None, 1))
    y1 = tf.placeholder(tf.float32, (None, 1))
    w = tf.Variable(tf.random_uniform([1], 0, 1.0))
    b = tf.Variable(tf.zeros([1]))
    loss = tf.reduce_mean(tf.square(y1 - (tf.pow(x1, 2) * w + b)))
    w_grad, b_grad = tf.gradients(loss, [w, b])
    new_w = w.assign(w - 0.01 * w_grad)
    new_b = b.assign(b - 0.01 * b_grad)
    shapes = [str(tensor.shape) for tensor in (x1, w, loss)]
    show("x1.shape.tupleDescription, w.shape.tupleDescription, loss.shape.tupleDescription", *shapes)
    threads = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    with tf.Session(config=threads) as session:
        session.run(tf.global_variables_initializer())
        values = [session.run(w), session.run(b)]
        prints("print(try session.run(w).numpy(), try session.run(b).numpy())", *values)
        for step in range(2000):
            loss_now, w_now, b_now = session.run([loss, new_w, new_b], {x1: x, y1: y})
            if step % 200 == 0 or step == 1999:
                LINES.append(f"step {step}: loss {loss_now:.4f} w {w_now[0]:.4f} b {b_now[0]:.4f}")
        r = tf.random_normal([3], seed=7)
        prints("let r = tf.randomNormal([3], seed: 7); print(try session.run(r).numpy())", session.run(r))
        prints("print(try session.run(r).numpy())", session.run(r))


TITLES = {
    1: "NumPy arrays",
    2: "Creating tensors",
    3: "Changing the shape",
    4: "Indexing",
    5: "Broadcasting and NumPy interop",
    6: "Element-wise operations",
    7: "Reductions and comparisons",
    8: "Matrix operations",
    9: "Scalar autograd: z = w * x + b",
    10: "Jacobian of [x0^2 + 3 x1, x1^2 + 2 x0] at [2, 3]",
    11: "Linear regression y = 3 x^2 + 2 in NumPy",
    12: "The same with torch and autograd",
    13: "The same as a TensorFlow 1 graph",
}

parser = argparse.ArgumentParser()
parser.add_argument("--sections", default="1-13", help="a range such as 1-12")
parser.add_argument("--append", action="store_true")
parser.add_argument("path")
arguments = parser.parse_args()
first, _, last = arguments.sections.partition("-")
wanted = range(int(first), int(last or first) + 1)
if any(2 <= number <= 12 for number in wanted):
    import torch

    torch.set_num_threads(1)
for number, title in TITLES.items():
    if number in wanted:
        LINES.extend(["", f"=== {number}. {title} ==="])
        globals()[f"section_{number}"]()
with open(arguments.path, "a" if arguments.append else "w") as file:
    file.write("\n".join(LINES) + "\n")
