"""PyTorch on the rows of `lantern cuda-check --speed`, on the same card: python3 Scripts/bench/cuda_peers.py [path of lantern].

Runs Lantern first, then PyTorch, and prints both times of each row and how many times faster Lantern is.
"""

import subprocess
import sys

import torch
import torch.nn.functional as F

from sizes import GPT


def best(body, runs=10):
    """Milliseconds of the fastest run, between two events."""
    for _ in range(3):
        body()
    times = []
    for _ in range(runs):
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()
        body()
        end.record()
        end.synchronize()
        times.append(start.elapsed_time(end))
    return min(times)


def gpt(batch):
    layers, width, heads, positions, words = (GPT[k] for k in ("layers", "width", "heads", "positions", "words"))

    class Block(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.norm1, self.norm2 = torch.nn.LayerNorm(width), torch.nn.LayerNorm(width)
            self.qkv, self.out = torch.nn.Linear(width, 3 * width), torch.nn.Linear(width, width)
            self.up, self.down = torch.nn.Linear(width, 4 * width), torch.nn.Linear(4 * width, width)

        def forward(self, x):
            b, t, d = x.shape
            q, k, v = (p.view(b, t, heads, d // heads).transpose(1, 2) for p in self.qkv(self.norm1(x)).split(d, 2))
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).reshape(b, t, d)
            x = x + self.out(y)
            return x + self.down(F.gelu(self.up(self.norm2(x))))

    class Model(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.words, self.positions = torch.nn.Embedding(words, width), torch.nn.Embedding(positions, width)
            self.blocks, self.norm = torch.nn.ModuleList(Block() for _ in range(layers)), torch.nn.LayerNorm(width)

        def forward(self, x):
            h = self.words(x) + self.positions.weight[: x.shape[1]]
            for block in self.blocks:
                h = block(h)
            return self.norm(h) @ self.words.weight.t()

    model = Model().cuda()
    i, t = (torch.randint(0, words, (batch, positions), device="cuda") for _ in range(2))
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-4, fused=True)

    def loss():
        return F.cross_entropy(model(i).view(-1, words), t.view(-1))

    def step():
        optimiser.zero_grad()
        loss().backward()
        optimiser.step()

    compiled = torch.compile(loss, mode="reduce-overhead")

    def forward():
        with torch.no_grad():
            compiled()

    return step, forward


def rows(n):
    torch.backends.cuda.matmul.allow_tf32 = False
    # Lantern's convolutions are exact unless they are told otherwise.
    torch.backends.cudnn.allow_tf32 = False
    a, b = torch.rand(n, n, device="cuda"), torch.rand(n, n, device="cuda")
    half = a.bfloat16()
    weight, bias = torch.ones(n, device="cuda"), torch.zeros(n, device="cuda")
    yield "copy", lambda: a.clone()
    yield "copy transposed", lambda: a.t().contiguous()
    yield "add", lambda: a + b
    yield "exp", lambda: a.exp()
    yield "gelu", lambda: F.gelu(a)
    chain = torch.compile(lambda x, y: ((x * y + 0.5).tanh() * x.sigmoid() - y).relu())
    yield "compiled chain", lambda: chain(a, b)
    yield "sum of rows", lambda: a.sum(1)
    yield "sum of columns", lambda: a.sum(0)
    yield "softmax", lambda: a.softmax(1)
    yield "layer norm", lambda: F.layer_norm(a, (n,), weight, bias)
    yield "running sum", lambda: a.cumsum(1)
    yield "sort", lambda: a.sort(1, stable=True).values
    yield "randn", lambda: torch.randn_like(a)
    yield "product, float32", lambda: a.mm(b)

    def fast():
        torch.backends.cuda.matmul.allow_tf32 = True
        c = a.mm(b)
        torch.backends.cuda.matmul.allow_tf32 = False
        return c

    yield "product, TF32", fast
    yield "product, bfloat16", lambda: half.mm(half)
    image, filters = torch.rand(32, 64, 56, 56, device="cuda"), torch.rand(128, 64, 3, 3, device="cuda")
    yield "convolution", lambda: F.conv2d(image, filters, padding=1)
    q = torch.randn(4, 16, 2048, 64, device="cuda")
    for name, dtype in (("float32", torch.float32), ("bfloat16", torch.bfloat16)):
        t = q.to(dtype)
        yield f"attention, {name}", lambda t=t: F.scaled_dot_product_attention(t, t, t)
        leaf = t.clone().requires_grad_()
        yield f"attention and gradient, {name}", lambda leaf=leaf: F.scaled_dot_product_attention(leaf, leaf, leaf).sum().backward()
    table, tokens = torch.randn(50304, 768, device="cuda"), torch.randint(0, 50304, (16384,), device="cuda")
    grown = torch.randn(16384, 768, device="cuda")
    yield "embedding", lambda: table.index_select(0, tokens)
    yield "embedding gradient", lambda: table.index_add(0, tokens, grown)
    step, forward = gpt(64)
    yield "GPT step", step
    yield "GPT loss, compiled", forward


def main():
    if not torch.cuda.is_available():
        sys.exit("PyTorch finds no GPU")
    path = sys.argv[1] if len(sys.argv) > 1 else "lantern"
    text = subprocess.run([path, "cuda-check", "--speed"], check=True, capture_output=True, text=True).stdout
    print(text)
    ours = {}
    for line in text.splitlines():
        name, _, rest = line.partition(": ")
        if rest.split(" ")[1:2] and rest.split(" ")[1].startswith("ms"):
            ours[name] = float(rest.split(" ")[0])
    print(f"{'row':<34}{'Lantern ms':>12}{'PyTorch ms':>12}{'times':>8}")
    for name, body in rows(8192):
        theirs, mine = best(body), ours.get(name)
        ratio = f"{theirs / mine:8.2f}" if mine else f"{'-':>8}"
        print(f"{name:<34}{mine if mine else '-':>12}{theirs:>12.3f}{ratio}")


main()
